import Taro from '@tarojs/taro';

/** Opens the dialler with `phoneNumber`. Closing WeChat's dialog is not an error. */
export async function callPhone(phoneNumber: string): Promise<void> {
  if (process.env.TARO_ENV === 'h5') {
    window.location.href = `tel:${phoneNumber}`;
    return;
  }
  await Taro.makePhoneCall({ phoneNumber }).catch(() => undefined);
}

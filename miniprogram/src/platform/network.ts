import Taro from '@tarojs/taro';

/** Calls `listener` whenever the phone is connected again. Taro's H5 does not hear a browser go online. */
export function onNetworkBack(listener: () => void): void {
  if (process.env.TARO_ENV === 'h5') {
    window.addEventListener('online', listener);
    return;
  }
  Taro.onNetworkStatusChange(({ isConnected }) => {
    if (isConnected) listener();
  });
}

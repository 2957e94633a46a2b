import Taro from '@tarojs/taro';

/** Whether this build can scan a code; on H5 the page shows a field to type the code instead. */
export const CAN_SCAN = process.env.TARO_ENV === 'weapp';

/** The text of a scanned code, or null when the person closed the scanner or there is none. */
export async function scanCode(): Promise<string | null> {
  if (process.env.TARO_ENV !== 'weapp') return null;
  try {
    // Our own mini-program codes give the path they lead to, plain ones their text.
    const { path, result } = await Taro.scanCode({ scanType: ['qrCode'] });
    return path || result || null;
  } catch {
    return null; // closing the scanner rejects
  }
}

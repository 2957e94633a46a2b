import Taro from '@tarojs/taro';

/** A fresh one-use WeChat login code (valid 5 minutes), or null where there is no WeChat (H5). */
export async function wechatLoginCode(): Promise<string | null> {
  if (process.env.TARO_ENV !== 'weapp') return null;
  const { code } = await Taro.login();
  return code || null;
}

import Taro from '@tarojs/taro';
import { toast } from './feedback';

/** Copies a text and says so; where copying is not allowed it says that the text must be noted down. */
export async function copyText(text: string): Promise<void> {
  try {
    await Taro.setClipboardData({ data: text });
    toast('已复制');
  } catch {
    toast(`没能复制,请记下:${text}`);
  }
}

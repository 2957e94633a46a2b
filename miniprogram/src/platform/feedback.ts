import Taro from '@tarojs/taro';
import { errText } from '../api/request';

/** A short plain message at the bottom of the screen. */
export function toast(text: string): void {
  void Taro.showToast({ title: text, icon: 'none', duration: 2500 });
}

/** Says what went wrong in Chinese. */
export function toastError(e: unknown): void {
  toast(errText(e));
}

/** A native yes/no question. For a question with a reason to fill in, use ConfirmSheet. */
export async function confirm(content: string, confirmText = '确定'): Promise<boolean> {
  const { confirm: yes } = await Taro.showModal({
    title: '请确认',
    content,
    confirmText,
    cancelText: '返回',
  });
  return yes;
}

import Taro from '@tarojs/taro';

/** Ends the pull-down sign of the present page. */
export function stopRefresh(): void {
  Taro.stopPullDownRefresh();
}

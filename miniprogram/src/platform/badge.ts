import Taro from '@tarojs/taro';

const INBOX_TAB = 2;

/** Shows how many messages are unread on the inbox tab; 0 takes the number away. Only works on a tab's page. */
export function showUnread(count: number): void {
  const done =
    count > 0
      ? Taro.setTabBarBadge({ index: INBOX_TAB, text: count > 99 ? '99+' : String(count) })
      : Taro.removeTabBarBadge({ index: INBOX_TAB });
  // the number is a help only: on a page without tabs WeChat refuses
  Promise.resolve(done).catch(() => undefined);
}

import Taro from '@tarojs/taro';

/** Brings the part of the present page that `selector` names into sight. */
export function scrollTo(selector: string): void {
  // a help only: WeChat refuses when the part is not drawn
  Taro.pageScrollTo({ selector, duration: 200, offsetTop: -12 }).catch(() => undefined);
}

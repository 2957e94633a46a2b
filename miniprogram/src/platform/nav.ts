import Taro from '@tarojs/taro';

/** Every page of the app; the four tabs must be reached with `goTab`. */
export type PagePath =
  | 'resident/file/index'
  | 'resident/receipt/index'
  | 'resident/order/index'
  | 'resident/rate/index'
  | 'resident/sign-in/index'
  | 'resident/privacy/index'
  | 'resident/privacy/looks/index'
  | 'resident/privacy/contact/index'
  | 'resident/privacy/consents/index'
  | 'resident/privacy/export/index'
  | 'resident/privacy/leave/index'
  | 'handler/order/index'
  | 'handler/desk/index'
  | 'handler/procedure/index'
  | 'handler/morning/index'
  | 'handler/ledgers/index'
  | 'reports/list/index'
  | 'reports/read/index';
export type TabPath =
  | 'resident/home/index'
  | 'resident/orders/index'
  | 'resident/inbox/index'
  | 'handler/tasks/index';
export type PageParams = Record<string, string | undefined>;

/** `/resident/order/index?id=…`; undefined values are left out. */
export function pageUrl(path: PagePath | TabPath, params: PageParams = {}): string {
  const query = Object.entries(params)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([key, value]) => `${key}=${encodeURIComponent(value)}`)
    .join('&');
  return `/${path}${query ? `?${query}` : ''}`;
}

/** Opens a page above the present one. */
export async function go(path: PagePath, params?: PageParams): Promise<void> {
  await Taro.navigateTo({ url: pageUrl(path, params) });
}

/** Replaces the present page: used after a submit, so that "back" cannot submit again. */
export async function replace(path: PagePath, params?: PageParams): Promise<void> {
  await Taro.redirectTo({ url: pageUrl(path, params) });
}

export async function goTab(path: TabPath): Promise<void> {
  await Taro.switchTab({ url: pageUrl(path) });
}

/** One page back, or to the home tab when the page was opened directly (from a message or a link). */
export async function back(): Promise<void> {
  if (Taro.getCurrentPages().length > 1) await Taro.navigateBack();
  else await goTab('resident/home/index');
}

const TABS: readonly string[] = [
  'resident/home/index',
  'resident/orders/index',
  'resident/inbox/index',
  'handler/tasks/index',
];

/** Opens a page the server named (`resident/order/index?id=…`), a tab or not. */
export async function openLink(link: string): Promise<void> {
  const url = link.startsWith('/') ? link : `/${link}`;
  if (TABS.includes(url.slice(1).split('?')[0] ?? '')) await Taro.switchTab({ url });
  else await Taro.navigateTo({ url });
}

import theme from './theme.json';

const IN_WECHAT = process.env.TARO_ENV === 'weapp';

/** WeChat looks a colour up for the phone's light or dark mode; a browser does by a token, where there is one. */
const colour = (name: keyof typeof theme.light, token?: string) =>
  IN_WECHAT ? `@${name}` : token ? `var(--${token})` : theme.light[name];

export default defineAppConfig({
  pages: [
    'resident/home/index',
    'resident/file/index',
    'resident/receipt/index',
    'resident/orders/index',
    'resident/order/index',
    'resident/rate/index',
    'resident/inbox/index',
    'resident/sign-in/index',
    'resident/privacy/index',
    'resident/privacy/looks/index',
    'resident/privacy/contact/index',
    'resident/privacy/consents/index',
    'resident/privacy/export/index',
    'resident/privacy/leave/index',
    'handler/tasks/index',
    'handler/order/index',
    'handler/desk/index',
    // only browsers found a street; the mini-program does not carry it
    ...(process.env.TARO_ENV === 'h5' ? ['resident/setup/index'] : []),
  ],
  // staff open these from their lists: a resident's phone never loads them
  subPackages: [
    ...['handler/procedure', 'handler/morning', 'handler/ledgers'].map((root) => ({
      root,
      pages: ['index'],
    })),
    // read now and then, by whoever wants to
    { root: 'reports', pages: ['list/index', 'read/index'] },
  ],
  window: {
    backgroundTextStyle: 'light',
    backgroundColor: colour('pageBg'),
    navigationBarBackgroundColor: colour('navBg'),
    navigationBarTitleText: '一呼即应',
    navigationBarTextStyle: 'white',
    navigationStyle: 'default', // also asks H5 for its bar with title and back
  },
  tabBar: {
    color: colour('tabText', 'c-ink-2'),
    selectedColor: colour('tabOn', 'c-brand'),
    backgroundColor: colour('tabBg', 'c-card'),
    borderStyle: (IN_WECHAT ? '@tabLine' : 'black') as 'black',
    list: [
      { pagePath: 'resident/home/index', text: '首页' },
      { pagePath: 'resident/orders/index', text: '我的诉求' },
      { pagePath: 'resident/inbox/index', text: '消息' },
      { pagePath: 'handler/tasks/index', text: '工作台' },
    ],
  },
  requiredPrivateInfos: ['getLocation', 'chooseLocation'],
  permission: { 'scope.userLocation': { desc: '用于标出您反映的问题在哪里' } },
  ...(IN_WECHAT ? { darkmode: true, themeLocation: 'theme.json' } : {}),
  lazyCodeLoading: 'requiredComponents',
});

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
    'handler/tasks/index',
    'handler/order/index',
    'handler/desk/index',
    // only browsers found a street; the mini-program does not carry it
    ...(process.env.TARO_ENV === 'h5' ? ['resident/setup/index'] : []),
  ],
  window: {
    backgroundTextStyle: 'light',
    backgroundColor: '#f3f6fb',
    navigationBarBackgroundColor: '#1f5fbf',
    navigationBarTitleText: '一呼即应',
    navigationBarTextStyle: 'white',
    navigationStyle: 'default', // also asks H5 for its bar with title and back
  },
  tabBar: {
    color: '#4a5568',
    selectedColor: '#1f5fbf',
    backgroundColor: '#ffffff',
    borderStyle: 'black',
    list: [
      { pagePath: 'resident/home/index', text: '首页' },
      { pagePath: 'resident/orders/index', text: '我的诉求' },
      { pagePath: 'resident/inbox/index', text: '消息' },
      { pagePath: 'handler/tasks/index', text: '工作台' },
    ],
  },
  requiredPrivateInfos: ['getLocation', 'chooseLocation'],
  permission: { 'scope.userLocation': { desc: '用于标出您反映的问题在哪里' } },
  lazyCodeLoading: 'requiredComponents',
});

// iOS 12 and Chrome 79 are the oldest web views WeChat still starts: naming them drops the ES5 rewriting.
module.exports = {
  presets: [
    [
      'taro',
      {
        framework: 'react',
        ts: true,
        compiler: 'webpack5',
        targets: { ios: '12', chrome: '79' },
        useBuiltIns: false,
      },
    ],
  ],
};

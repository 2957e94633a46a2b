// Taro 4.2 writes only known attributes into WeChat's templates and knows no aria-*: screen readers would get
// nothing. This adds them to base.wxml and to the runtime. It can go when Taro ships aria-* itself.
const path = require('node:path');
const { ARIA_ATTRIBUTES } = require('./aria-attributes.js');

module.exports = (ctx) => {
  ctx.registerMethod({
    name: 'onSetupClose',
    fn(platform) {
      if (platform.platform !== 'weapp') return;
      platform.template.mergeComponents(ctx, ARIA_ATTRIBUTES);
      platform.runtimePath = [platform.runtimePath].flat().concat(path.join(__dirname, 'aria-runtime.js'));
    },
  });
};

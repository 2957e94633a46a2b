import { realpathSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type UserConfigExport } from '@tarojs/cli';

const root = path.resolve(__dirname, '..');
// The contract is taken as TypeScript source, so Taro's loaders must also read its real folder.
const shared = realpathSync(path.join(root, 'node_modules/@yihu/shared'));
const compiled = { include: [path.join(shared, 'src'), path.join(root, 'build')] };

// 20 px of root size are 375 wide. Taro's own script also looks at the height of <html>, which is a few pixels
// before the body is there and shrinks with the keyboard: sometimes everything came out 15 % too small.
// Narrow phones shrink a little; wide screens must not blow everything up.
const REM_SCRIPT =
  '!function(){var d=document.documentElement;function f(){d.style.fontSize=' +
  'Math.min(22,Math.max(17,20*window.innerWidth/375))+"px"}window.addEventListener("resize",f);f()}();';

const config: UserConfigExport<'webpack5'> = {
  projectName: 'yihu',
  date: '2026-11-22',
  designWidth: 375,
  deviceRatio: { 375: 2, 750: 1 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  plugins: [path.join(root, 'build/aria-plugin.js')],
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  cache: { enable: false },
  defineConstants: {
    // H5 is served by the server itself; the mini-program must be told where that server is.
    YIHU_API_BASE: JSON.stringify(
      process.env.TARO_ENV === 'h5' ? '' : (process.env.YIHU_API_BASE ?? 'http://127.0.0.1:3000'),
    ),
  },
  mini: {
    compile: compiled,
    postcss: { pxtransform: { enable: true, config: {} }, cssModules: { enable: false } },
  },
  h5: {
    compile: compiled,
    publicPath: '/',
    staticDirectory: 'static',
    router: { mode: 'hash' },
    // Without this every page's chunk carries its own copy of the shared components (49 KB each).
    webpackChain(chain) {
      chain.performance.hints(false); // test/size-gate.mjs is the judge of sizes
      chain.optimization.splitChunks({
        chunks: 'all',
        cacheGroups: {
          default: false,
          defaultVendors: false,
          common: { name: 'common', minChunks: 2, chunks: 'all', priority: 1, reuseExistingChunk: true },
        },
      });
    },
    htmlPluginOption: { script: REM_SCRIPT },
    output: { filename: 'js/[name].[contenthash:8].js', chunkFilename: 'js/[name].[contenthash:8].js' },
    miniCssExtractPluginOption: {
      ignoreOrder: true,
      filename: 'css/[name].[contenthash:8].css',
      chunkFilename: 'css/[name].[contenthash:8].css',
    },
    postcss: {
      autoprefixer: { enable: true, config: {} },
      pxtransform: { enable: true, config: { baseFontSize: 20 } },
      cssModules: { enable: false },
    },
  },
};

export default defineConfig<'webpack5'>(async () => config);

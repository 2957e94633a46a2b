// Builds what is out of date: `node scripts/build.mjs [shared] [server] [h5] [weapp] [console]` (nothing named = all).
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { childEnv, ensureInstalled, entry, Plain, projectNode, root, run } from './bootstrap.mjs';
import { filesIn, forget, isFresh, remember, stampOf } from './stamp.mjs';

/** @typedef {{ inputs: string[], output: string, cwd: string, args: string[], env?: NodeJS.ProcessEnv }} Part */

/** @param {string} path below the root */
const at = (path) => join(root, path);
/** @param {'h5' | 'weapp'} type @param {string} output @returns {Part} */
const taro = (type, output) => ({
  inputs: ['miniprogram', 'shared/src', 'shared/package.json'],
  output,
  cwd: 'miniprogram',
  args: [at('miniprogram/node_modules/@tarojs/cli/bin/taro'), 'build', '--type', type],
});

/** @type {Record<string, Part>} */
export const PARTS = {
  shared: {
    inputs: ['shared/src', 'shared/package.json', 'shared/tsconfig.json', 'shared/tsconfig.build.json'],
    output: 'shared/dist/index.js',
    cwd: 'shared',
    args: [at('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
  },
  server: {
    inputs: ['server/src', 'server/.swcrc', 'server/package.json'],
    output: 'server/dist/main.js',
    cwd: 'server',
    args: [
      at('node_modules/@swc/cli/bin/swc.js'),
      ...['src', '-d', 'dist', '--strip-leading-paths', '--delete-dir-on-start', '--copy-files'],
    ],
  },
  h5: taro('h5', 'miniprogram/dist/h5/index.html'),
  weapp: taro('weapp', 'miniprogram/dist/weapp/app.json'),
  console: {
    inputs: [
      'console/src',
      'console/index.html',
      'console/vite.config.ts',
      'console/package.json',
      'shared/src',
    ],
    output: 'console/dist/index.html',
    cwd: 'console',
    args: [at('console/node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
  },
};

/** @param {string} name @param {Part} part */
async function buildPart(name, part) {
  const stampFile = at(`.cache/stamps/${name}`);
  const files = [...part.inputs, 'pnpm-lock.yaml', 'tsconfig.base.json'].flatMap((path) => filesIn(at(path)));
  // The WeChat build carries the server's address in its code.
  const stamp = stampOf(root, files, [...part.args.slice(1), process.env.YIHU_API_BASE ?? '']);
  if (isFresh(stampFile, stamp) && existsSync(at(part.output))) return;
  forget(stampFile);
  const begun = performance.now();
  // CI: plain lines instead of a redrawn progress bar, which would bury the message of a failed build.
  const env = childEnv({ NODE_ENV: 'production', CI: 'true', NO_COLOR: '1', FORCE_COLOR: undefined });
  const output = await run(projectNode, part.args, { cwd: at(part.cwd), env, quiet: true });
  if (!existsSync(at(part.output)))
    throw new Plain(`${output}\n${name} 构建后没有 ${part.output} (the build left no output)`);
  remember(stampFile, stamp);
  console.log(`已构建 ${name} (built in ${Math.round((performance.now() - begun) / 1000)} s)`);
}

/**
 * Brings the named parts up to date, two at a time at most: more would only fight for the memory of a small machine.
 * @param {string[]} names keys of PARTS
 */
export async function build(names) {
  const queue = names.map((name) => {
    const part = PARTS[name];
    if (!part)
      throw new Plain(`没有名为 ${name} 的构建部分 (unknown part; known: ${Object.keys(PARTS).join(' ')})`);
    return () => buildPart(name, part);
  });
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) await next();
  };
  await Promise.all([worker(), worker()]);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await entry(async () => {
    await ensureInstalled();
    const named = process.argv.slice(2);
    await build(named.length > 0 ? named : Object.keys(PARTS));
    return 0;
  });
}

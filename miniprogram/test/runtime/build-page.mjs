// Makes a page that runs a WeChat build in a browser. Usage: node test/runtime/build-page.mjs DIST OUT
// Serve OUT from the server's own origin (see browser-page.ts); needs Node 24 (it reads TypeScript).
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';
import { readDist } from './dist-files.ts';

const HTML = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>weapp</title></head>
<body><script src="bundle.js"></script><script type="module" src="runtime.js"></script></body></html>
`;

const [dist, out] = process.argv.slice(2);
if (!dist || !out) throw new Error('usage: node build-page.mjs DIST OUT');
fs.mkdirSync(out, { recursive: true });
await build({
  entryPoints: [path.join(import.meta.dirname, 'browser-entry.ts')],
  bundle: true,
  format: 'esm',
  outfile: path.join(out, 'runtime.js'),
  logLevel: 'error',
});
fs.writeFileSync(
  path.join(out, 'bundle.js'),
  `window.WEAPP_BUNDLE=${JSON.stringify(readDist(path.resolve(dist)))}`,
);
fs.writeFileSync(path.join(out, 'index.html'), HTML);

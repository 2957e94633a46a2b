// `npm run ops -- <command>`: the operator's commands, on the project's own Node. Without a command it tells them.
// In a checkout it builds the server when that is out of date; in an image the built one is used as it is.
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { attempt, childEnv, ensureInstalled, entry, projectNode, root } from './bootstrap.mjs';
import { build } from './build.mjs';

/** @param {string} dataDir the keys a demonstration made for itself; never made here, never over given ones */
function demoSecrets(dataDir) {
  const file = join(dataDir, 'secrets.json');
  if (process.env.YIHU_SECRET_KEY || !existsSync(file)) return {};
  return JSON.parse(readFileSync(file, 'utf8'));
}

await entry(async () => {
  await ensureInstalled();
  await build(['shared', 'server']);
  const dataDir = resolve(root, process.env.YIHU_DATA_DIR || 'data');
  const env = childEnv({ ...demoSecrets(dataDir), ...process.env, YIHU_DATA_DIR: dataDir });
  const { code } = await attempt(
    projectNode,
    [join(root, 'server', 'dist', 'ops.js'), ...process.argv.slice(2)],
    { cwd: process.cwd(), env },
  );
  return code;
});

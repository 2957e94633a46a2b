import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');
const SOURCES = ['src', 'build', 'config', 'package.json', 'babel.config.js', '../shared/src'];

/** The WeChat build of the present sources: reused when nothing changed since, built otherwise (about 15 s). */
export function weappDist(): string {
  const dist = path.join(ROOT, 'dist/weapp');
  const stamp = path.join(ROOT, 'dist/weapp.stamp');
  const wanted = fingerprint();
  if (
    fs.existsSync(path.join(dist, 'app.json')) &&
    fs.existsSync(stamp) &&
    fs.readFileSync(stamp, 'utf8') === wanted
  ) {
    return dist;
  }
  // Jest sets NODE_ENV=test, which Taro would take for a development build
  const env = { ...process.env, NODE_ENV: 'production' };
  const taro = path.join(ROOT, 'node_modules/@tarojs/cli/bin/taro');
  execFileSync(process.execPath, [taro, 'build', '--type', 'weapp'], { cwd: ROOT, env, stdio: 'pipe' });
  fs.writeFileSync(stamp, wanted);
  return dist;
}

function fingerprint(): string {
  const hash = createHash('sha256').update(process.env.YIHU_API_BASE ?? '');
  for (const source of SOURCES) {
    for (const file of filesOf(path.join(ROOT, source))) hash.update(file).update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

function filesOf(at: string): string[] {
  if (fs.statSync(at).isFile()) return [at];
  return fs
    .readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.includes('.spec.'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

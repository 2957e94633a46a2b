import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '..');
const SOURCES = ['src', 'build', 'config', 'package.json', 'babel.config.js', '../shared/src'];

/**
 * A build of the present sources. TEST_WEAPP_DIST / TEST_H5_DIST name one that is known to be fresh (the test
 * command builds before it tests); otherwise it is reused when nothing changed since, or built (about 20 s).
 */
export function built(type: 'weapp' | 'h5'): string {
  const given = process.env[`TEST_${type.toUpperCase()}_DIST`];
  if (given) return given;
  const dist = path.join(ROOT, 'dist', type);
  const stamp = path.join(ROOT, 'dist', `${type}.stamp`);
  const wanted = fingerprint();
  const entry = path.join(dist, type === 'h5' ? 'index.html' : 'app.json');
  if (fs.existsSync(entry) && fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return dist;
  // Jest sets NODE_ENV=test, which Taro would take for a development build
  const env = { ...process.env, NODE_ENV: 'production', CI: 'true' }; // CI: no progress bars in the error
  const taro = path.join(ROOT, 'node_modules/@tarojs/cli/bin/taro');
  execFileSync(process.execPath, [taro, 'build', '--type', type], { cwd: ROOT, env, stdio: 'pipe' });
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

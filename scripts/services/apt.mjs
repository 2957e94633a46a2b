// Debian packages for the tools that no npm package brings: only as root, only on Debian, never by surprise elsewhere.
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { attempt } from '../bootstrap.mjs';

/** Thrown when a tool is not on this machine and cannot be put there; the message says what and why. */
export class MissingTool extends Error {}

/**
 * @param {string[]} names programs to look for, best first
 * @param {string[]} [folders] looked at besides PATH
 * @returns {string | undefined} the full path of the first one found
 */
export function findProgram(names, folders = []) {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const places = [...(process.env.PATH ?? '').split(delimiter), ...folders].filter(Boolean);
  return names
    .flatMap((name) => places.map((place) => join(place, name + suffix)))
    .find((file) => existsSync(file));
}

/** @returns {string | undefined} why packages cannot be installed here; undefined when they can */
export function whyNoApt() {
  if (process.platform !== 'linux') return `系统是 ${process.platform},不是 Debian (not Debian)`;
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  if (!/^ID=debian$/m.test(release)) return '系统不是 Debian (not Debian)';
  if (process.getuid?.() !== 0) return '当前用户不是 root (not root)';
  return undefined;
}

/** @type {Promise<unknown>} apt holds one lock: callers take turns */
let turn = Promise.resolve();

/**
 * @param {string[]} packages
 * @throws {MissingTool} when they cannot be installed
 */
export function aptInstall(packages) {
  const mine = turn.then(() => install(packages));
  turn = mine.catch(() => undefined);
  return mine;
}

/** @param {string[]} packages */
async function install(packages) {
  const wanted = packages.join(' ');
  const reason = whyNoApt();
  if (reason) throw new MissingTool(`缺少 ${wanted};${reason},请自行安装 (please install it yourself)`);
  console.log(`正在从 Debian 安装 ${wanted} … (installing from Debian)`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, quiet: true };
  const wait = ['-o', 'DPkg::Lock::Timeout=120', '-o', 'Acquire::Retries=3'];
  const update = await attempt('apt-get', [...wait, 'update'], options);
  const { code, output } = await attempt(
    'apt-get',
    [...wait, 'install', '-y', '--no-install-recommends', ...packages],
    options,
  );
  if (code === 0) return;
  const said = `${update.output}\n${output}`.trim().split('\n').slice(-5).join('\n');
  throw new MissingTool(`缺少 ${wanted};apt-get 安装失败(退出码 ${code},apt-get failed):\n${said}`);
}

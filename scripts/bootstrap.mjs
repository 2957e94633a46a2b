// What every entry script stands on. Runs on any Node >= 20.19 with nothing installed: only node: modules here.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isFresh, remember, stampOf } from './stamp.mjs';

export const PNPM = 'pnpm@12.21.0';
export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const nodeBin = join(root, 'node_modules', 'node', 'bin');
/** The project's own Node 24, present after `ensureInstalled()`. */
export const projectNode = join(nodeBin, windows ? 'node.exe' : 'node');

/** A failure whose message is already meant for the person at the terminal; shown without a stack. */
export class Plain extends Error {}

/** @type {Set<import('node:child_process').ChildProcess>} */
const children = new Set();
process.on('exit', () => {
  for (const child of children) child.kill('SIGTERM');
});

/**
 * The environment with the project's Node first in PATH.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function childEnv(extra = {}) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...process.env, [key]: [nodeBin, process.env[key] ?? ''].join(delimiter), ...extra };
}

/**
 * Runs a command to its end. `quiet` keeps its output back and shows it only when it fails.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, quiet?: boolean, shell?: boolean, timeoutMs?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>} never rejects because of an exit code
 */
export function attempt(command, args, options = {}) {
  const { cwd = root, env = childEnv(), quiet = false, shell = false, timeoutMs } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      shell,
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    });
    children.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output += text;
      });
    }
    child.on('error', (error) => {
      children.delete(child);
      reject(new Plain(`无法运行 ${command}:${error.message} (cannot run ${command})`));
    });
    child.on('close', (code, signal) => {
      children.delete(child);
      resolve({ code: code ?? 1, output: signal ? `${output}\n(${signal})` : output });
    });
  });
}

const ESCAPES = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[A-Za-z]`, 'g');
/** The end of what a tool said, without colours and cursor moves: that is where the error stands. @param {string} output */
const ending = (output) => output.replace(ESCAPES, '').trimEnd().split('\n').slice(-60).join('\n');

/**
 * Like `attempt`, but a non-zero exit code is a `Plain` failure that carries the output.
 * @param {string} command
 * @param {string[]} args
 * @param {Parameters<typeof attempt>[2]} [options]
 * @returns {Promise<string>} the output when `quiet`, else ''
 */
export async function run(command, args, options) {
  const { code, output } = await attempt(command, args, options);
  if (code === 0) return output;
  const line = [command, ...args].join(' ').replaceAll(root, '.');
  throw new Plain(`${ending(output)}\n命令失败,退出码 ${code} (command failed): ${line}`.trimStart());
}

/** @param {string} script @param {string[]} args @param {Parameters<typeof attempt>[2]} [options] */
export const runNode = (script, args, options) => run(projectNode, [join(root, script), ...args], options);

/** @param {string} version */
function assertNodeIsNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Plain(`需要 Node 20.19 或更新版本,当前是 ${version} (Node >= 20.19 is needed)`);
}

/** Every file that decides what `pnpm install` puts on the disk. */
function installInputs() {
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml'].map((name) => join(root, name));
  const packages = readdirSync(root).map((name) => join(root, name, 'package.json'));
  return [...files, ...packages].filter((file) => existsSync(file) && !file.includes('node_modules'));
}

/**
 * Installs the locked dependencies unless they are already there for this very lock file.
 * @returns {Promise<string>} the path of the project's Node 24
 */
export async function ensureInstalled() {
  assertNodeIsNewEnough(process.versions.node);
  const stampFile = join(root, 'node_modules', '.yihu-install');
  const stamp = stampOf(root, installInputs(), [PNPM, process.platform, process.arch]);
  if (isFresh(stampFile, stamp) && existsSync(projectNode)) return projectNode;
  console.log('正在安装依赖,首次约需一两分钟 … (installing dependencies)');
  // NODE_ENV=production would leave out the build tools; CI=true keeps pnpm from asking questions.
  const env = { ...process.env, CI: 'true', NODE_ENV: undefined };
  const { code } = await attempt('npx', ['--yes', PNPM, 'install', '--frozen-lockfile'], {
    env,
    shell: windows,
  });
  if (code !== 0 || !existsSync(projectNode)) {
    throw new Plain(
      code === 0
        ? '依赖已安装,但缺少 Node 24:请检查 npm 设置 ignore-scripts 是否为 true (Node 24 was not linked: is ignore-scripts set?)'
        : `依赖安装失败(pnpm 退出码 ${code}):请检查网络、npm 镜像设置和磁盘空间后重试 (install failed: check network, registry and disk)`,
    );
  }
  remember(stampFile, stamp);
  return projectNode;
}

/** A `Plain` failure as its text, anything else with its stack. @param {unknown} error */
export const show = (error) => console.error(error instanceof Plain ? `\n${error.message}` : error);

/**
 * The last line of every entry script.
 * @param {() => Promise<number | undefined>} main resolves to the exit code
 */
export async function entry(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    show(error);
    process.exitCode = 1;
  }
}

// Long-running children: started, watched, stopped together.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { childEnv, Plain, projectNode, root } from './bootstrap.mjs';

const STOP_TIMEOUT_MS = 10_000;
const tether = pathToFileURL(join(root, 'scripts', 'tether.mjs')).href;

/**
 * @param {number} [port] 0 = any
 * @param {string} [host]
 * @returns {Promise<number>} a port nobody listens on at this moment
 */
export function freePort(port = 0, host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === 'object' ? address.port : port));
    });
  });
}

/** Our parent and its parent, as far as the system tells. */
function ancestors() {
  const parent = process.ppid;
  const status = `/proc/${parent}/status`;
  const above = existsSync(status) ? /^PPid:.*$/m.exec(readFileSync(status, 'utf8'))?.[0] : '';
  return `${parent} ${above}`;
}

/**
 * npm runs scripts through a shell that does not pass signals on: a stopped `npm start` leaves us behind as an
 * orphan. Calls back once when that happens; does nothing when npm did not start us.
 * @param {() => void} callback
 */
export function whenOrphaned(callback) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return;
  const before = ancestors();
  const timer = setInterval(() => {
    if (ancestors() === before) return;
    clearInterval(timer);
    callback();
  }, 500);
  timer.unref();
}

/**
 * A child Node process that ends when this process ends, however that happens.
 * @typedef {object} Service
 * @property {string} name
 * @property {Promise<number>} ended its exit code (signals count as 1)
 * @property {() => Promise<void>} stop SIGTERM, and SIGKILL to one that will not go within 10 s
 */

/**
 * @param {string} name for messages
 * @param {string[]} args script below the root, then its arguments
 * @param {NodeJS.ProcessEnv} env
 * @returns {Service}
 */
export function startService(name, [script = '', ...args], env) {
  const child = spawn(projectNode, ['--import', tether, join(root, script), ...args], {
    cwd: root,
    env: childEnv(env),
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let alive = true;
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.once('exit', (code) => resolve(code ?? 1));
    child.once('error', () => resolve(1));
  });
  ended.then(() => {
    alive = false;
  });
  const stop = async () => {
    if (!alive) return;
    child.kill('SIGTERM');
    const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    await ended;
    clearTimeout(impatient);
  };
  return { name, ended, stop };
}

/**
 * Waits until the address answers 200.
 * @param {Service} service whose end ends the waiting
 * @param {string} url
 * @param {number} timeoutMs
 */
export async function waitFor(service, url, timeoutMs) {
  const deadline = performance.now() + timeoutMs;
  let ended = false;
  service.ended.then(() => {
    ended = true;
  });
  let last = '';
  while (performance.now() < deadline) {
    if (ended) throw new Plain(`${service.name} 启动时退出了,原因见上文 (ended while starting, see above)`);
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      if (answer.ok) return;
      last = `HTTP ${answer.status} ${(await answer.text()).slice(0, 500)}`;
    } catch (error) {
      last = String(error instanceof Error ? (error.cause ?? error) : error);
    }
    await pause(150);
  }
  throw new Plain(`${service.name} 在 ${timeoutMs / 1000} 秒内没有就绪 (not ready in time): ${url} ${last}`);
}

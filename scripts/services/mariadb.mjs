// A private MariaDB for tests: own folder, own port on loopback, durable like production, gone afterwards.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { attempt } from '../bootstrap.mjs';
import { freePort } from '../processes.mjs';
import { aptInstall, findProgram, MissingTool } from './apt.mjs';

const FOLDERS = ['/usr/sbin', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin'];
const START_TIMEOUT_MS = 60_000;
const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

/**
 * @typedef {object} Mariadb
 * @property {string} url mysql://… of a user who may create databases
 * @property {number} port on 127.0.0.1
 * @property {(signal?: NodeJS.Signals) => Promise<void>} kill ends the server, SIGKILL unless told otherwise; its data stay
 * @property {() => Promise<void>} restart starts it again on the same data and port
 * @property {() => Promise<void>} stop ends it and removes its data
 */

const programs = () => ({
  server: findProgram(['mariadbd'], FOLDERS),
  install: findProgram(['mariadb-install-db'], FOLDERS),
});

async function findPrograms() {
  const found = programs();
  if (!found.server || !found.install) await aptInstall(['mariadb-server']);
  const { server, install } = programs();
  if (!server || !install)
    throw new MissingTool('安装后仍找不到 mariadbd (mariadbd not found after its installation)');
  return { server, install };
}

/** @param {string} dir @param {number} port */
const serverOptions = (dir, port) => [
  '--no-defaults',
  ...asRoot,
  `--datadir=${join(dir, 'data')}`,
  `--socket=${join(dir, 's')}`,
  `--pid-file=${join(dir, 'pid')}`,
  `--log-error=${join(dir, 'error.log')}`,
  `--init-file=${join(dir, 'init.sql')}`,
  `--port=${port}`,
  '--bind-address=127.0.0.1',
  '--skip-name-resolve',
  '--innodb-flush-log-at-trx-commit=1',
  '--innodb-buffer-pool-size=128M',
  '--innodb-log-file-size=64M',
  '--character-set-server=utf8mb4',
  '--max-connections=200',
];

/** Whether the server greets a client: its first packet is a handshake (protocol 10), not an error. @param {number} port */
function isGreeting(port) {
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port });
    /** @param {boolean} answer */
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => done(false));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    socket.once('data', (packet) => done(packet[4] === 10));
  });
}

/** @param {string} server @param {string} dir @param {number} port */
async function launch(server, dir, port) {
  const child = spawn(server, serverOptions(dir, port), { stdio: 'ignore' });
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  const deadline = performance.now() + START_TIMEOUT_MS;
  let alive = true;
  ended.then(() => {
    alive = false;
  });
  while (!(await isGreeting(port))) {
    if (alive && performance.now() < deadline) {
      await pause(100);
      continue;
    }
    child.kill('SIGKILL');
    throw new Error(
      `MariaDB 未能启动 (did not start):\n${readFileSync(join(dir, 'error.log'), 'utf8').slice(-2000)}`,
    );
  }
  if (!alive) throw new Error(`端口 ${port} 上是另一个服务 (another server holds port ${port})`);
  return { child, ended };
}

/** @param {string} install @param {string} dir @param {string} password */
async function createData(install, dir, password) {
  const init = [
    'CREATE DATABASE IF NOT EXISTS yihu_test CHARACTER SET utf8mb4;',
    `CREATE USER IF NOT EXISTS 'yihu'@'127.0.0.1' IDENTIFIED BY '${password}';`,
    "GRANT ALL PRIVILEGES ON *.* TO 'yihu'@'127.0.0.1';",
  ];
  writeFileSync(join(dir, 'init.sql'), `${init.join('\n')}\n`, { mode: 0o600 });
  const args = ['--no-defaults', ...asRoot, `--datadir=${join(dir, 'data')}`, '--skip-test-db'];
  const { code, output } = await attempt(install, [...args, '--auth-root-authentication-method=normal'], {
    quiet: true,
  });
  if (code !== 0) throw new Error(`mariadb-install-db 失败 (failed):\n${output}`);
}

/**
 * Starts a server of its own as the current user; installs Debian's package first where it may.
 * @param {{ dir?: string }} [options] dir: an empty folder to use, else one below the system's temporary folder
 * @returns {Promise<Mariadb>}
 * @throws {MissingTool} when MariaDB is not here and cannot be installed
 */
export async function startMariadb(options = {}) {
  const { server, install } = await findPrograms();
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'yihu-mariadb-'));
  const password = randomBytes(16).toString('hex');
  const remove = () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
  try {
    await createData(install, dir, password);
    const port = await freePort();
    let running = await launch(server, dir, port);
    const lastResort = () => {
      running.child.kill('SIGKILL');
      remove();
    };
    process.once('exit', lastResort);
    /** @param {NodeJS.Signals} signal */
    const kill = async (signal = 'SIGKILL') => {
      running.child.kill(signal);
      await running.ended;
    };
    return {
      url: `mysql://yihu:${password}@127.0.0.1:${port}/yihu_test`,
      port,
      kill,
      restart: async () => {
        running = await launch(server, dir, port);
      },
      stop: async () => {
        await kill('SIGTERM');
        process.off('exit', lastResort);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.resolve(__dirname, '../..');
const MAIN = path.join(ROOT, 'server/dist/main.js');

/** A running first day. */
export interface Installation {
  url: string;
  setupCode: string;
  close(): Promise<void>;
}

/** A server on an empty database, without the demo: what an operator starts on the first day. `served`: what it serves. */
export async function install(served: Readonly<Record<string, string>>): Promise<Installation> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'yihu-first-day-'));
  const { PATH, TZ, SystemRoot } = process.env;
  const env = {
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'error',
    YIHU_SECRET_KEY: randomBytes(32).toString('base64'),
    YIHU_DATA_DIR: dataDir,
    ...served,
  };
  const tether = pathToFileURL(path.join(ROOT, 'scripts/tether.mjs')).href;
  const child = spawn(process.execPath, ['--import', tether, MAIN], {
    cwd: path.join(ROOT, 'server'),
    env: { PATH, TZ, SystemRoot, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const output = await printed(child, /已启动:http/);
  return {
    url: /已启动:(\S+)/.exec(output)?.[1] ?? '',
    setupCode: /首次安装码:([A-Z0-9-]+)/.exec(output)?.[1] ?? '',
    close: async () => {
      child.kill('SIGTERM');
      await ended;
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** What the process printed once `sign` is among it; throws what it printed when it ends before. */
function printed(child: ChildProcess, sign: RegExp): Promise<string> {
  let output = '';
  return new Promise((resolve, reject) => {
    const take = (text: string) => {
      output += text;
      if (sign.test(output)) resolve(output);
    };
    child.stdout?.setEncoding('utf8').on('data', take);
    child.stderr?.setEncoding('utf8').on('data', take);
    child.once('exit', () => reject(new Error(output)));
  });
}

import { spawn, spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { OpsError } from './context';

const DUMP = ['mariadb-dump', 'mysqldump'];
const CLIENT = ['mariadb', 'mysql'];
/** A consistent picture without locking the tables, in statements that run on both engines. */
const DUMP_FLAGS = [
  '--single-transaction',
  '--quick',
  '--skip-lock-tables',
  '--no-tablespaces',
  '--hex-blob',
];

function find(names: readonly string[]): string {
  const found = names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
  if (found === undefined) {
    throw new OpsError(`没有找到 ${names.join(' 或 ')}:请在本机安装数据库客户端,或用数据库自己的备份工具`);
  }
  return found;
}

/** The password goes through a file only its owner can read, never through the list of processes. */
async function withCredentials<T>(
  url: string,
  work: (args: string[], database: string) => Promise<T>,
): Promise<T> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const folder = await mkdtemp(join(tmpdir(), 'yihu-ops-'));
  const quoted = (text: string) => `"${decodeURIComponent(text).replace(/[\\"]/g, '\\$&')}"`;
  const lines = [
    '[client]',
    `host=${quoted(hostname)}`,
    `port=${port === '' ? 3306 : port}`,
    `user=${quoted(username)}`,
    `password=${quoted(password)}`,
    'protocol=tcp',
    'default-character-set=utf8mb4',
  ];
  const file = join(folder, 'client.cnf');
  try {
    await writeFile(file, `${lines.join('\n')}\n`, { mode: 0o600 });
    return await work([`--defaults-extra-file=${file}`], decodeURIComponent(pathname.slice(1)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function ended(child: ReturnType<typeof spawn>, name: string): Promise<void> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    words = `${words}${chunk.toString()}`.slice(-500);
  });
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) =>
      code === 0 ? done() : fail(new OpsError(`${name} 失败(${code}):${words.trim()}`)),
    );
  });
}

/** Writes the database as SQL into `file`. */
export async function dumpMysql(url: string, file: string): Promise<void> {
  const program = find(DUMP);
  await withCredentials(url, async (args, database) => {
    const child = spawn(program, [...args, ...DUMP_FLAGS, database], { stdio: ['ignore', 'pipe', 'pipe'] });
    await Promise.all([
      pipeline(child.stdout, createWriteStream(file, { mode: 0o600, flush: true })),
      ended(child, program),
    ]);
  });
}

/** Runs the SQL of `file` in the database. */
export async function loadMysql(url: string, file: string): Promise<void> {
  const program = find(CLIENT);
  await withCredentials(url, async (args, database) => {
    const child = spawn(program, [...args, database], { stdio: ['pipe', 'ignore', 'pipe'] });
    await Promise.all([pipeline(createReadStream(file), child.stdin), ended(child, program)]);
  });
}

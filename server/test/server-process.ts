import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..');
const SERVER = join(ROOT, 'server');
const run = promisify(execFile);

/**
 * Builds the server from today's sources into `dir`, with the product's own compilers, beside whatever
 * `server/dist` holds; answers the path of its main file.
 */
export async function buildServer(dir: string): Promise<string> {
  const shared = join(dir, 'node_modules', '@yihu', 'shared');
  mkdirSync(shared, { recursive: true });
  cpSync(join(ROOT, 'shared', 'package.json'), join(shared, 'package.json'));
  const tsc = [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', '--outDir'];
  const swc = [
    join(ROOT, 'node_modules/@swc/cli/bin/swc.js'),
    'src',
    '--strip-leading-paths',
    '--copy-files',
  ];
  await run(process.execPath, [...tsc, join(shared, 'dist')], { cwd: join(ROOT, 'shared') });
  await run(process.execPath, [...swc, '-d', join(dir, 'server')], { cwd: SERVER });
  return join(dir, 'server', 'main.js');
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** The built server as a process of its own, on one port, to be killed and started again. */
export class ServerProcess {
  private child: ChildProcess | null = null;
  /** Settles when the server of the moment answers: clients that were cut off need not knock until then. */
  up: Promise<void> = Promise.resolve();

  constructor(
    private readonly main: string,
    private readonly env: Record<string, string>,
    readonly port: number,
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Answers once the server listens. Throws what it wrote when it ends instead. */
  start(): Promise<void> {
    const child = spawn(process.execPath, [this.main], {
      cwd: dirname(this.main),
      env: {
        PATH: process.env.PATH,
        NODE_PATH: join(SERVER, 'node_modules'),
        NODE_COMPILE_CACHE: join(dirname(this.main), '..', 'compile-cache'),
        HOST: '127.0.0.1',
        PORT: String(this.port),
        ...this.env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.up = listening(child);
    return this.up;
  }

  post(path: string, token: string, body: unknown): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** A session by a demo code; it outlives the process. */
  async signIn(code: string): Promise<string> {
    const answer = await this.post('/api/session/demo', '', { code });
    return ((await answer.json()) as { token: string }).token;
  }

  /** SIGTERM; answers how many ms it took to finish what was under way. */
  async stop(): Promise<number> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return 0;
    const [ended, from] = [once(child, 'exit'), performance.now()];
    child.kill('SIGTERM');
    await ended;
    return performance.now() - from;
  }

  /** SIGKILL: nothing of it runs after this answers. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((done, fail) => {
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4000);
        if (said.includes('已启动')) done();
      });
    }
    child.once('exit', (code, signal) => fail(new Error(`server ended with ${code ?? signal}: ${said}`)));
  });
}

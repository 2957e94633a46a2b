import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { demoOpenid } from '@yihu/shared';
import { StandinControl } from '../../scripts/wechat-standin/control-client.ts';
import { startStandin } from '../../scripts/wechat-standin/standin.ts';

const ROOT = path.resolve(__dirname, '../..');
const MAIN = path.join(ROOT, 'server/dist/main.js');
/** Why specs with the real server are skipped here, or ''. CI builds first, so there a missing build is a failure. */
export const NO_SERVER =
  process.env.CI === 'true' || fs.existsSync(MAIN)
    ? ''
    : 'skipped: the server is not built (node scripts/build.mjs shared server)';

/** A Monday morning with workdays around it: 2026-11-23 09:00 in Shanghai. Server and WeChat go on from here. */
export const MONDAY = '2026-11-23T01:00:00.000Z';
/** Inside grid NQ-DX-01, where 张敏 works; WGS-84. */
export const IN_DX01 = { lat: 31.8395, lng: 117.2334, datum: 'WGS84' } as const;
/** No grid of the street lies here; WGS-84. */
export const OUTSIDE = { lat: 31.9, lng: 117.4, datum: 'WGS84' } as const;

const APP_ID = 'wxtest0000000000';
const SECRET = 'standin-secret';
const READY_MS = 60_000;
const TEMPLATES = {
  WX_TEMPLATE_PROGRESS: '诉求办理进度通知',
  WX_TEMPLATE_RESULT: '诉求办结通知',
  WX_TEMPLATE_INFO: '补充信息提醒',
  WX_TEMPLATE_TASK: '工单任务提醒',
};

/** The real server as a process of its own, on a database of its own, with the WeChat stand-in beside it. */
export interface Street {
  /** http://127.0.0.1:PORT, the same through every stop and start. */
  url: string;
  /** Where it keeps everything; change it only while the server is stopped. */
  dataDir: string;
  /** Milliseconds the server's clock is ahead of this machine's. */
  clockShift: number;
  /** The code wx.login gives the phone of a demo person. */
  loginCode(person: string): Promise<string>;
  /** What WeChat's phone-number button gives that person's mini-program. */
  phoneCode(person: string, phone: string): Promise<string>;
  /** A tap on 允许 in WeChat's dialog: what requestSubscribeMessage answers. */
  acceptAll(person: string, templateIds: string[]): Promise<Record<string, unknown>>;
  /** What that person's WeChat received, waited for until there are `count`. */
  messages(person: string, count: number): Promise<string[]>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Lets so much time pass for the server, and for it alone: what waits for its clock is done at once. */
  pass(ms: number): void;
  /** Everything the server printed as an error so far. */
  complaints(): string;
  close(): Promise<void>;
}

/**
 * Opens the demo street. `staticDir`: the H5 build it serves at `/`; `consoleDir`: the desk it serves at `/desk/`;
 * `settings`: what the operator has set besides.
 */
export async function openStreet(
  staticDir?: string,
  consoleDir?: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Street> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'yihu-street-'));
  const shift = Date.parse(MONDAY) - Date.now();
  const push = { token: 'pushtoken', aesKey: randomBytes(32).toString('base64').slice(0, 43) };
  const url = `http://127.0.0.1:${await freePort()}`;
  const standin = await startStandin({
    port: 0,
    appId: APP_ID,
    secret: SECRET,
    now: () => Date.now() + shift,
    push: { url: `${url}/wechat/push`, mode: 'safe', ...push },
  });
  const wechat = new StandinControl(standin.url);
  const env = {
    ...(await templateIds(wechat)),
    PORT: new URL(url).port,
    YIHU_SECRET_KEY: randomBytes(32).toString('base64'),
    YIHU_DATA_DIR: dataDir,
    YIHU_DEMO: '1',
    YIHU_CLOCK_OFFSET_MS: String(shift),
    LOG_LEVEL: 'error',
    WX_API_BASE: standin.url,
    WX_APP_ID: APP_ID,
    WX_APP_SECRET: SECRET,
    WX_PUSH_TOKEN: push.token,
    WX_AES_KEY: push.aesKey,
    ...(staticDir ? { YIHU_STATIC_DIR: staticDir } : {}),
    ...(consoleDir ? { YIHU_CONSOLE_DIR: consoleDir } : {}),
    ...settings,
  };
  let server = new Server(url, env);
  const before: string[] = [];
  await server.ready();
  return {
    url,
    dataDir,
    clockShift: shift,
    loginCode: async (person) => {
      await wechat.post('users', { name: person, openid: demoOpenid(person) });
      return (await wechat.loginCode(demoOpenid(person))).code;
    },
    phoneCode: async (person, phone) =>
      String((await wechat.post('phone-code', { user: demoOpenid(person), phone })).code),
    acceptAll: (person, ids) => wechat.accept(demoOpenid(person), ...ids),
    messages: (person, count) => received(wechat, demoOpenid(person), count),
    stop: async () => {
      await server.stop();
      before.push(server.output);
    },
    start: async () => {
      server = new Server(url, env);
      await server.ready();
    },
    pass: (ms) => server.pass(ms),
    complaints: () => [...before, server.output].join('').replace(/^一呼即应已启动.*\n/gm, ''),
    close: async () => {
      await server.stop();
      await standin.close();
      fs.rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

class Server {
  output = '';
  private readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(
    private readonly url: string,
    env: Record<string, string>,
  ) {
    // the tether ends the child when this process is gone, however that happens
    const tether = pathToFileURL(path.join(ROOT, 'scripts/tether.mjs')).href;
    const clock = pathToFileURL(path.join(__dirname, 'moving-clock.mjs')).href;
    const { PATH, TZ, SystemRoot } = process.env;
    this.child = spawn(process.execPath, ['--import', tether, '--import', clock, MAIN], {
      cwd: path.join(ROOT, 'server'),
      env: { PATH, TZ, SystemRoot, NODE_ENV: 'development', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
  }

  pass(ms: number): void {
    this.child.send({ passMs: ms });
  }

  async ready(): Promise<void> {
    const deadline = performance.now() + READY_MS;
    for (;;) {
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      if (answer?.ok) return;
      if (this.child.exitCode !== null || performance.now() > deadline) {
        throw new Error(`the server did not start (${answer?.status ?? 'no answer'}):\n${this.output}`);
      }
      await pause(50);
    }
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await this.ended;
  }
}

async function templateIds(wechat: StandinControl): Promise<Record<string, string>> {
  const list = await wechat.templates();
  const idOf = (title: string) => list.find((each) => each.title === title)?.priTmplId ?? '';
  return Object.fromEntries(Object.entries(TEMPLATES).map(([name, title]) => [name, idOf(title)]));
}

/** Messages leave the server after the answer has: they are waited for. */
async function received(wechat: StandinControl, openid: string, count: number): Promise<string[]> {
  const deadline = performance.now() + 10_000;
  for (;;) {
    const sent = await wechat.sent(openid);
    if (sent.length >= count || performance.now() > deadline) return sent.map((one) => JSON.stringify(one));
    await pause(50);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === 'object' ? address.port : 0));
    });
  });
}

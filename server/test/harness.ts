import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  type ActBody,
  addMinutes,
  type Instant,
  type OrderView,
  type Receipt,
  type SubmitOrder,
} from '@yihu/shared';
import sharp from 'sharp';
import { DataSource } from 'typeorm';
import { StandinControl } from '../../scripts/wechat-standin/control-client.ts';
import { startStandin } from '../../scripts/wechat-standin/standin.ts';
import { Env } from '../src/config/env';
import { createApp } from '../src/configure-app';
import { SweepService } from '../src/modules/orders/sweep.service';
import { Clock } from '../src/platform/clock';
import { Db } from '../src/platform/db/db';
import { newId } from '../src/platform/ids';
import { OutboxWorker } from '../src/platform/outbox';

const APP_ID = 'wxtest0000000000';
const SECRET = 'standin-secret';
/** A Monday morning with workdays around it. */
export const MONDAY: Instant = '2026-11-23T01:00:00.000Z';
/** Inside grid NQ-DX-01, where 张敏 works. */
export const IN_DX01 = { lat: 31.8395, lng: 117.2334, datum: 'WGS84' } as const;
export const OUTSIDE = { lat: 31.9, lng: 117.4, datum: 'WGS84' } as const;
/** 消防通道占用: goes to the grid by the demo duty list. */
export const FIRE_STAIRS = '100101';

/** Staff sessions end after 12 hours. */
const SESSION_MINUTES = 11 * 60;

export class FakeClock extends Clock {
  constructor(private at: Instant) {
    super();
  }
  now(): Instant {
    return this.at;
  }
  set(at: Instant): void {
    this.at = at;
  }
  pass(minutes: number): Instant {
    this.at = addMinutes(this.at, minutes);
    return this.at;
  }
}

export interface Answer<T> {
  status: number;
  body: T;
  headers: Headers;
}

interface Failure {
  error: { code: string; message: string; details?: Record<string, unknown> };
}

/** One signed-in person, speaking HTTP. `token` signs in again when the test's clock has outlived the session. */
export class Persona {
  constructor(
    private readonly base: string,
    readonly token: () => Promise<string>,
    readonly personId: string,
  ) {}

  async call<T = unknown>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const response = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.token()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text === '' ? null : JSON.parse(text)) as T,
      headers: response.headers,
    };
  }

  /** The body of a 2xx; anything else throws with the server's words. */
  async ok<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call<T>(method, path, body);
    if (answer.status >= 300)
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** The error code of a refusal; `none` when there was none. */
  async refused(method: string, path: string, body?: unknown): Promise<string> {
    const answer = await this.call<Failure>(method, path, body);
    return answer.status < 300 ? 'none' : answer.body.error.code;
  }

  view(orderId: string): Promise<OrderView> {
    return this.ok('GET', `/api/orders/${orderId}`);
  }

  async act(
    orderId: string,
    action: string,
    fields: Record<string, unknown> = {},
    more: Partial<ActBody> = {},
  ) {
    const version = more.version ?? (await this.view(orderId)).version;
    const body: ActBody = { commandId: more.commandId ?? newId(), version, fields };
    return this.ok<OrderView>('POST', `/api/orders/${orderId}/actions/${action}`, body);
  }

  async actRefused(
    orderId: string,
    action: string,
    fields: Record<string, unknown> = {},
    version = 999,
  ): Promise<string> {
    return this.refused('POST', `/api/orders/${orderId}/actions/${action}`, {
      commandId: newId(),
      version,
      fields,
    });
  }

  async upload(draftId: string, purpose = 'REPORT', bytes?: Buffer): Promise<string> {
    const form = new FormData();
    form.set('draftId', draftId);
    form.set('purpose', purpose);
    form.set(
      'file',
      new Blob([new Uint8Array(bytes ?? (await photo()))], { type: 'image/jpeg' }),
      'photo.jpg',
    );
    const response = await fetch(`${this.base}/api/attachments`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await this.token()}` },
      body: form,
    });
    const answer = (await response.json()) as { id: string };
    if (response.status !== 200) throw new Error(`upload: ${response.status} ${JSON.stringify(answer)}`);
    return answer.id;
  }
}

let shade = 0;
const [COLUMNS, ROWS] = [32, 24];
/** A small photo unlike any other, also after it was made smaller: squares that spell its number. */
export function photo(): Promise<Buffer> {
  shade += 1;
  const squares = Buffer.alloc(COLUMNS * ROWS * 3, 90);
  for (let bit = 0; bit < COLUMNS; bit += 1) {
    const value = ((shade >>> (bit % 24)) & 1) === 1 ? 230 : 20;
    for (let row = 0; row < ROWS; row += 1)
      squares.fill(value, (row * COLUMNS + bit) * 3, (row * COLUMNS + bit + 1) * 3);
  }
  return sharp(squares, { raw: { width: COLUMNS, height: ROWS, channels: 3 } })
    .resize(320, 240, { kernel: 'nearest' })
    .jpeg()
    .toBuffer();
}

export interface TestApp {
  url: string;
  app: NestFastifyApplication;
  clock: FakeClock;
  db: Db;
  wechat: StandinControl;
  streetId: string;
  /** Signs in by a demo code; the same person each time. */
  as(code: string): Promise<Persona>;
  /** Sends what is in the outbox and fires what is due, now. */
  settle(): Promise<void>;
  sweep(): Promise<number>;
  close(): Promise<void>;
}

async function onServer(url: string, sql: string): Promise<void> {
  const source = await new DataSource({ type: 'mysql', url }).initialize();
  await source.query(sql).finally(() => source.destroy());
}

/** The product as it runs, on a database of its own, with a clock that stands still and a WeChat stand-in. */
export async function startApp(
  serverUrl: string | null,
  options: { now?: Instant; env?: Record<string, string> } = {},
): Promise<TestApp> {
  const dataDir = mkdtempSync(join(tmpdir(), 'yihu-app-'));
  const name = `app_${newId().toLowerCase()}`;
  if (serverUrl !== null)
    await onServer(serverUrl, `CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
  const clock = new FakeClock(options.now ?? MONDAY);
  const standin = await startStandin({
    port: 0,
    appId: APP_ID,
    secret: SECRET,
    now: () => Date.parse(clock.now()),
  });
  const wechat = new StandinControl(standin.url);
  const templates = await wechat.templates();
  const templateId = (title: string) => templates.find((each) => each.title === title)?.priTmplId ?? '';
  const env = new Env({
    YIHU_SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    YIHU_DATA_DIR: dataDir,
    YIHU_DEMO: '1',
    YIHU_JOBS: 'off',
    PORT: '0',
    LOG_LEVEL: 'fatal',
    WX_API_BASE: standin.url,
    WX_APP_ID: APP_ID,
    WX_APP_SECRET: SECRET,
    WX_TEMPLATE_PROGRESS: templateId('诉求办理进度通知'),
    WX_TEMPLATE_RESULT: templateId('诉求办结通知'),
    WX_TEMPLATE_INFO: templateId('补充信息提醒'),
    WX_TEMPLATE_TASK: templateId('工单任务提醒'),
    ...(serverUrl === null
      ? {}
      : { DATABASE_URL: Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href }),
    ...options.env,
  });
  const app = await createApp(env, clock);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const streets = (await (await fetch(`${url}/api/streets`)).json()) as { streets: { id: string }[] };
  const personas = new Map<string, Persona>();
  const signIn = async (code: string) => {
    const response = await fetch(`${url}/api/session/demo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    const body = (await response.json()) as { token: string; me: { personId: string } };
    if (response.status !== 200) throw new Error(`${code}: ${JSON.stringify(body)}`);
    return { ...body, at: clock.now() };
  };
  return {
    url,
    app,
    clock,
    db: app.get(Db),
    wechat,
    streetId: streets.streets[0]?.id ?? '',
    as: async (code) => {
      const known = personas.get(code);
      if (known !== undefined) return known;
      let session = await signIn(code);
      const token = async () => {
        const now = clock.now();
        if (now < session.at || now > addMinutes(session.at, SESSION_MINUTES)) session = await signIn(code);
        return session.token;
      };
      const persona = new Persona(url, token, session.me.personId);
      personas.set(code, persona);
      return persona;
    },
    settle: async () => {
      for (let n = 0; n < 20 && (await app.get(OutboxWorker).tick(clock.now())) > 0; n += 1);
    },
    sweep: () => app.get(SweepService).tick(clock.now()),
    close: async () => {
      await app.close();
      await standin.close();
      if (serverUrl !== null) await onServer(serverUrl, `DROP DATABASE ${name}`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A filing as the mini-program would send it. */
export function filing(streetId: string, more: Partial<SubmitOrder> = {}): SubmitOrder {
  return {
    draftId: newId(),
    streetId,
    text: '三号楼消防通道被电动车堵住了,人都过不去。我叫李桂芳,住3栋502,电话13855512345',
    photoIds: [],
    point: IN_DX01,
    gridCode: null,
    address: '丁香家园3号楼',
    classCode: FIRE_STAIRS,
    requestType: 'COMPLAINT',
    partyKind: 'PERSON',
    companyName: '',
    confidentiality: 'SURNAME',
    contactName: '李桂芳',
    contactPhone: '13855512345',
    ...more,
  };
}

export async function file(app: TestApp, code = 'li', more: Partial<SubmitOrder> = {}): Promise<Receipt> {
  return (await app.as(code)).ok<Receipt>('POST', '/api/orders', filing(app.streetId, more));
}

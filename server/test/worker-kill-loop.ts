import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  demoOpenid,
  type InvariantResult,
  type Receipt,
  type SubscriptionsAnswer,
  toInstant,
} from '@yihu/shared';
import { DataSource } from 'typeorm';
import { StandinControl } from '../../scripts/wechat-standin/control-client.ts';
import { startStandin } from '../../scripts/wechat-standin/standin.ts';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { readerOptions, writerOptions } from '../src/platform/db/data-source';
import { Db } from '../src/platform/db/db';
import { newId } from '../src/platform/ids';
import { filing, MONDAY } from './harness';
import { randomFrom } from './seeded';
import { freePort, ServerProcess } from './server-process';
import { AT_GRID } from './walk';

const SEND = '/cgi-bin/message/subscribe/send';
const [APP_ID, SECRET] = ['wxtest0000000000', 'standin-secret'];
const TEMPLATES = { WX_TEMPLATE_PROGRESS: '诉求办理进度通知', WX_TEMPLATE_TASK: '工单任务提醒' };
/** Longer than a worker lives after its call, shorter than the client's patience. */
const ANSWER_LATE_MS = 4000;
const MINUTE = 60_000;
/** Until the lease is over, and until the one resend is due. */
const [LEASE_OVER_MIN, RESEND_DUE_MIN] = [2, 15];
/** A task is sent once more when nobody knows whether it arrived, a courtesy is not. */
const PEOPLE = [
  { code: 'grid-zhang', kind: 'task' },
  { code: 'li', kind: 'progress' },
] as const;

/** What became of one message whose worker was killed. */
export interface SendReport {
  kind: 'progress' | 'task';
  state: string;
  /** The attempt log, oldest first. */
  attempts: string[];
  /** How many of it WeChat delivered. */
  delivered: number;
}

export interface WorkerKillReport {
  sends: SendReport[];
  broken: InvariantResult[];
}

/**
 * Files an order for each kill; a message of it goes out (by turns a task for the worker and a courtesy to the
 * resident), WeChat has delivered it and is slow to say so: the server is killed then, or at any other moment of the
 * sending, as the seed says, and its next life takes the work over when the lease ends.
 * @param anyMoment false kills after WeChat delivered, every time
 */
export async function workerKillLoop(
  main: string,
  serverUrl: string | null,
  { kills, seed, anyMoment }: { kills: number; seed: number; anyMoment: boolean },
): Promise<WorkerKillReport> {
  const random = randomFrom(seed);
  const scene = await Scene.open(main, serverUrl);
  try {
    await scene.start(0);
    for (let kill = 0; kill < kills; kill += 1) {
      const person = PEOPLE[kill % PEOPLE.length] ?? PEOPLE[0];
      await scene.consent(person);
      const isAnyMoment = anyMoment && random() < 0.5;
      await scene.fileAndKill(person.code, isAnyMoment ? random() * 150 : null);
      await scene.start(LEASE_OVER_MIN);
      await scene.until("SELECT id FROM outbox WHERE state = 'SENDING'");
      await scene.kill();
      await scene.start(RESEND_DUE_MIN);
      await scene.until("SELECT id FROM outbox WHERE state IN ('READY', 'SENDING')");
    }
    await scene.until('SELECT id FROM audit WHERE seq IS NULL');
    return await scene.report();
  } finally {
    await scene.close();
  }
}

class Scene {
  private server: ServerProcess | null = null;
  private minutes = 0;
  private readonly offset = Date.parse(MONDAY) - Date.now();

  private constructor(
    private readonly main: string,
    private readonly env: Record<string, string>,
    private readonly port: number,
    private readonly wechat: StandinControl,
    private readonly openDb: () => Promise<Db>,
    private readonly release: () => Promise<void>,
  ) {}

  static async open(main: string, serverUrl: string | null): Promise<Scene> {
    const dataDir = mkdtempSync(join(tmpdir(), 'yihu-worker-'));
    const name = `worker_${newId().toLowerCase()}`;
    const url = serverUrl === null ? null : Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
    const admin =
      serverUrl === null ? null : await new DataSource({ type: 'mysql', url: serverUrl }).initialize();
    await admin?.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    const standin = await startStandin({
      port: 0,
      appId: APP_ID,
      secret: SECRET,
      now: () => Date.parse(MONDAY),
    });
    const wechat = new StandinControl(standin.url);
    const known = await wechat.templates();
    const templates = Object.entries(TEMPLATES).map(([variable, title]) => [
      variable,
      known.find((each) => each.title === title)?.priTmplId ?? '',
    ]);
    const env = {
      YIHU_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
      YIHU_DATA_DIR: dataDir,
      YIHU_DEMO: '1',
      LOG_LEVEL: 'fatal',
      WX_API_BASE: standin.url,
      WX_APP_ID: APP_ID,
      WX_APP_SECRET: SECRET,
      ...Object.fromEntries(templates),
      ...(url === null ? {} : { DATABASE_URL: url }),
    };
    const opened: DataSource[] = [];
    const openDb = async () => {
      const options =
        readerOptions({ url, dataDir }) ?? writerOptions({ url, dataDir }, { entities: [], migrations: [] });
      const source = await new DataSource(options).initialize();
      opened.push(source);
      return new Db(source, source);
    };
    const release = async () => {
      for (const source of opened) await source.destroy();
      await standin.close();
      await admin?.query(`DROP DATABASE ${name}`);
      await admin?.destroy();
      rmSync(dataDir, { recursive: true, force: true });
    };
    return new Scene(main, env, await freePort(), wechat, openDb, release);
  }

  /** Starts the server so many minutes of its clock after the last time. */
  async start(minutes: number): Promise<void> {
    this.minutes += minutes;
    const shift = { YIHU_CLOCK_OFFSET_MS: String(this.offset + this.minutes * MINUTE) };
    this.server = new ServerProcess(this.main, { ...this.env, ...shift }, this.port);
    await this.server.start();
  }

  async kill(): Promise<void> {
    await this.server?.kill();
  }

  /** The person lets one message through in the product's books, and as many as come in WeChat's. */
  async consent({ code, kind }: (typeof PEOPLE)[number]): Promise<void> {
    const openid = demoOpenid(code);
    await this.wechat.post('users', { name: code, openid }).catch(() => undefined);
    const token = await this.running.signIn(code);
    const answer = await fetch(`${this.running.url}/api/subscriptions`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { subscriptions } = (await answer.json()) as SubscriptionsAnswer;
    const id = subscriptions.find((each) => each.kind === kind)?.templateId ?? '';
    for (let tap = 0; tap < 4; tap += 1) await this.wechat.accept(openid, id);
    const taps = { tapId: newId(), results: { [id]: 'accept' } };
    await this.running.post('/api/subscriptions/taps', token, taps);
  }

  /** Files; kills the server `afterMs` later, or (null) once WeChat has delivered a message to this person. */
  async fileAndKill(code: string, afterMs: number | null): Promise<void> {
    const token = await this.running.signIn('li');
    const { streets } = (await (await fetch(`${this.running.url}/api/streets`)).json()) as {
      streets: { id: string }[];
    };
    await this.wechat.fault(SEND, { delayMs: ANSWER_LATE_MS });
    const draft = filing(streets[0]?.id ?? '', { classCode: AT_GRID, text: '摊位占道' });
    const { orderId } = (await (await this.running.post('/api/orders', token, draft)).json()) as Receipt;
    const isDelivered = async () =>
      (await this.wechat.sent(demoOpenid(code))).some((each) => orderOf(each) === orderId);
    if (afterMs === null) while (!(await isDelivered())) await wait(5);
    else await wait(afterMs);
    await this.kill();
  }

  /** Answers when the query finds nothing any more. */
  async until(sql: string): Promise<void> {
    const db = await this.openDb();
    while ((await db.read(sql)).length > 0) await wait(20);
  }

  async report(): Promise<WorkerKillReport> {
    const db = await this.openDb();
    const notices = await db.read<{
      id: string;
      order_id: string;
      recipient_id: string;
      state: string;
      phrase: string;
    }>("SELECT id, order_id, recipient_id, state, phrase FROM notice WHERE channel = 'WECHAT' ORDER BY id");
    const sent = await this.wechat.sent();
    const people = await db.read<{ person_id: string }>(
      'SELECT DISTINCT filer_id AS person_id FROM work_order',
    );
    const sends: SendReport[] = [];
    for (const notice of notices) {
      const isResident = people.some((row) => row.person_id === notice.recipient_id);
      const openid = demoOpenid(isResident ? 'li' : 'grid-zhang');
      const attempts = await db.read<{ outcome: string }>(
        'SELECT outcome FROM send_attempt WHERE notice_id = ? ORDER BY id',
        [notice.id],
      );
      sends.push({
        kind: isResident ? 'progress' : 'task',
        state: notice.state,
        attempts: attempts.map((row) => row.outcome),
        delivered: sent.filter(
          (each) =>
            each.openid === openid &&
            orderOf(each) === notice.order_id &&
            Object.values(each.data).some((value) => JSON.stringify(value).includes(notice.phrase)),
        ).length,
      });
    }
    const now = toInstant(Date.now() + this.offset + this.minutes * MINUTE);
    return { sends, broken: await new InvariantsService(db).run(now) };
  }

  async close(): Promise<void> {
    await this.kill();
    await this.release();
  }

  private get running(): ServerProcess {
    if (this.server === null) throw new Error('no server');
    return this.server;
  }
}

function orderOf(message: { page?: string }): string {
  return /id=(\w+)/.exec(message.page ?? '')?.[1] ?? '';
}

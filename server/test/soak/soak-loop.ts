import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { demoOpenid, type SubscriptionsAnswer } from '@yihu/shared';
import { DataSource } from 'typeorm';
import { StandinControl } from '../../../scripts/wechat-standin/control-client.ts';
import { startStandin } from '../../../scripts/wechat-standin/standin.ts';
import { newId } from '../../src/platform/ids';
import { MONDAY, photo } from '../harness';
import { OwnMariadb } from '../own-mariadb';
import { randomFrom } from '../seeded';
import { freePort, ServerProcess } from '../server-process';
import { TcpProxy } from '../tcp-proxy';
import { type Scene, strike } from './disasters';
import { StreetLife, type StreetLog } from './street-life';
import { openAftermath, type Verdict, verdictOn } from './verdict';

const [APP_ID, SECRET] = ['wxtest0000000000', 'standin-secret'];
const CLIENTS = 4;
/** Time to come to rest between two disasters. */
const REST_MS = 1200;
/** A job whose server was killed is taken over after a minute. */
const DRAIN_MS = 90_000;

export interface SoakPlan {
  engine: 'sqlite' | 'mysql';
  seed: number;
  ms: number;
  /** The built server's main file. */
  main: string;
}

export interface SoakResult {
  log: StreetLog;
  strikes: Record<string, number>;
  verdict: Verdict;
  /** How long servers took to end when asked to, in ms. */
  drains: number[];
}

/** Two servers on MariaDB, one on SQLite: people at work, disasters as the seed says, and what is left in the end. */
export async function soak(plan: SoakPlan): Promise<SoakResult> {
  const world = await openWorld(plan);
  try {
    for (const server of world.servers) await server.start();
    const life = await moveIn(world);
    life.begin(CLIENTS);
    const strikes = await strikeOn(world, life, plan.ms);
    await life.finish();
    await atRest(world);
    const drains: number[] = [];
    for (const server of world.servers) drains.push(await server.stop());
    const sent = await world.wechat.sent();
    const after = await openAftermath(world.database, world.dir);
    const verdict = await verdictOn(after.db, life.log, sent, world.env).finally(after.close);
    return { log: life.log, strikes, verdict, drains };
  } finally {
    await world.close();
  }
}

interface World extends Scene {
  dir: string;
  env: Record<string, string>;
  database: string | null;
  close(): Promise<void>;
}

async function openWorld({ engine, seed, main }: SoakPlan): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'yihu-soak-'));
  const offset = Date.parse(MONDAY) - Date.now();
  const standin = await startStandin({
    port: 0,
    appId: APP_ID,
    secret: SECRET,
    now: () => Date.now() + offset,
  });
  const wechat = new StandinControl(standin.url);
  const mariadb = engine === 'mysql' ? await OwnMariadb.start() : null;
  const database = mariadb === null ? null : await emptyDatabase(mariadb.url);
  const line = mariadb === null ? null : await TcpProxy.before(mariadb.url);
  const template = (await wechat.templates()).find((each) => each.type === 3)?.priTmplId ?? '';
  const env = {
    YIHU_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
    YIHU_DATA_DIR: dir,
    YIHU_DEMO: '1',
    YIHU_CLOCK_OFFSET_MS: String(offset),
    LOG_LEVEL: 'fatal',
    WX_API_BASE: standin.url,
    WX_APP_ID: APP_ID,
    WX_APP_SECRET: SECRET,
    WX_TIMEOUT_MS: '1000',
    WX_TEMPLATE_TASK: template,
    WX_TEMPLATE_PROGRESS: template,
  };
  const reached: Record<string, string> =
    line === null || database === null ? {} : { DATABASE_URL: line.urlOf(database) };
  const servers: ServerProcess[] = [];
  for (let n = 0; n < (engine === 'mysql' ? 2 : 1); n += 1)
    servers.push(new ServerProcess(main, { ...env, ...reached }, await freePort()));
  return {
    servers,
    wechat,
    mariadb,
    line,
    random: randomFrom(seed),
    dir,
    database,
    env: { ...env, ...(database === null ? {} : { DATABASE_URL: database }) },
    close: async () => {
      line?.heal();
      for (const server of servers) await server.kill();
      await line?.close();
      await mariadb?.stop();
      await standin.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function emptyDatabase(serverUrl: string): Promise<string> {
  const source = await new DataSource({ type: 'mysql', url: serverUrl }).initialize();
  await source.query('CREATE DATABASE soak CHARACTER SET utf8mb4 COLLATE utf8mb4_bin');
  await source.destroy();
  return Object.assign(new URL(serverUrl), { pathname: '/soak' }).href;
}

/** Signs the people in; the worker and the resident let every message through. */
async function moveIn({ servers, wechat, random }: World): Promise<StreetLife> {
  const [server] = servers;
  if (server === undefined) throw new Error('no server');
  const tokens = {
    resident: await server.signIn('li'),
    worker: await server.signIn('grid-zhang'),
    clerk: await server.signIn('desk-chen'),
  };
  for (const [name, token] of [
    ['li', tokens.resident],
    ['grid-zhang', tokens.worker],
  ] as const) {
    await wechat.post('users', { name, openid: demoOpenid(name) });
    const answer = await fetch(`${server.url}/api/subscriptions`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { subscriptions } = (await answer.json()) as SubscriptionsAnswer;
    const ids = [...new Set(subscriptions.map((each) => each.templateId))];
    await wechat.accept(demoOpenid(name), ...ids);
    const results = Object.fromEntries(ids.map((id) => [id, 'accept']));
    await server.post('/api/subscriptions/taps', token, { tapId: newId(), results });
  }
  const { streets } = (await (await fetch(`${server.url}/api/streets`)).json()) as {
    streets: { id: string }[];
  };
  const photos = await Promise.all(Array.from({ length: 8 }, () => photo()));
  return new StreetLife(servers, tokens, streets[0]?.id ?? '', photos, random);
}

async function strikeOn(world: World, life: StreetLife, ms: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const end = performance.now() + ms;
  while (performance.now() < end && life.log.surprises.length < 20) {
    const before = life.log.filed.size;
    while (life.log.filed.size < before + 2 && life.log.surprises.length < 20) await wait(20);
    const name = await strike(world);
    counts[name] = (counts[name] ?? 0) + 1;
    await wait(REST_MS);
  }
  return counts;
}

/** Nothing is under way any more, and the audit chain has caught up; what waits, waits for its time. */
async function atRest({ database, dir, env }: World): Promise<void> {
  const now = () => new Date(Date.now() + Number(env.YIHU_CLOCK_OFFSET_MS)).toISOString();
  const end = performance.now() + DRAIN_MS;
  for (;;) {
    const { db, close } = await openAftermath(database, dir);
    const busy = await db.read<{ n: number }>(
      `SELECT (SELECT COUNT(*) FROM outbox WHERE state = 'SENDING' OR (state = 'READY' AND run_at <= ?))
            + (SELECT COUNT(*) FROM audit WHERE seq IS NULL) AS n`,
      [now()],
    );
    await close();
    if (Number(busy[0]?.n) === 0 || performance.now() > end) return;
    await wait(1000);
  }
}

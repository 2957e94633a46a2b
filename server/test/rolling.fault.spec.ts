import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { demoOpenid, type Receipt, type SubscriptionsAnswer } from '@yihu/shared';
import { DataSource } from 'typeorm';
import { StandinControl } from '../../scripts/wechat-standin/control-client.ts';
import { startStandin } from '../../scripts/wechat-standin/standin.ts';
import { newId } from '../src/platform/ids';
import { filing, MONDAY } from './harness';
import { buildServer, freePort, ServerProcess } from './server-process';
import { AT_GRID } from './walk';

const DATABASE = process.env.TEST_MYSQL_URL;
const WORKER = 'grid-zhang';
const CLIENTS = 4;
const TAPS = 300;
const DRAIN_MS = 30_000;
const PATIENCE_MS = 120_000;
const [APP_ID, SECRET] = ['wxtest0000000000', 'standin-secret'];

(DATABASE === undefined ? describe.skip : describe)('two servers on one database (F18)', () => {
  const dir = join(tmpdir(), `yihu-rolling-${newId()}`);
  const name = `roll_${newId().toLowerCase()}`;
  const url = Object.assign(new URL(DATABASE ?? 'mysql://none'), { pathname: `/${name}` }).href;
  const servers: ServerProcess[] = [];
  let standin: Awaited<ReturnType<typeof startStandin>>;
  let wechat: StandinControl;
  let db: DataSource;

  beforeAll(async () => {
    db = await new DataSource({ type: 'mysql', url: DATABASE }).initialize();
    await db.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
    await db.query(`USE ${name}`);
    const offset = Date.parse(MONDAY) - Date.now();
    const now = () => Date.now() + offset;
    standin = await startStandin({ port: 0, appId: APP_ID, secret: SECRET, now });
    wechat = new StandinControl(standin.url);
    const task = (await wechat.templates()).find((each) => each.title === '工单任务提醒');
    const env = {
      YIHU_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
      YIHU_DATA_DIR: join(dir, 'data'),
      YIHU_DEMO: '1',
      YIHU_CLOCK_OFFSET_MS: String(offset),
      LOG_LEVEL: 'fatal',
      DATABASE_URL: url,
      WX_API_BASE: standin.url,
      WX_APP_ID: APP_ID,
      WX_APP_SECRET: SECRET,
      WX_TEMPLATE_TASK: task?.priTmplId ?? '',
    };
    const main = await buildServer(dir);
    for (let n = 0; n < 2; n += 1) {
      const server = new ServerProcess(main, env, await freePort());
      await server.start();
      servers.push(server);
    }
  }, PATIENCE_MS);
  afterAll(async () => {
    for (const server of servers) await server.kill();
    await standin.close();
    await db.query(`DROP DATABASE ${name}`);
    await db.destroy();
    rmSync(dir, { recursive: true, force: true });
  });

  const server = (n: number): ServerProcess => {
    const found = servers[n % 2];
    if (found === undefined) throw new Error('no server');
    return found;
  };

  /** The worker lets more task messages through than there will be; both ledgers know. */
  async function consent(token: string): Promise<void> {
    await wechat.post('users', { name: WORKER, openid: demoOpenid(WORKER) });
    const answer = await fetch(`${server(0).url}/api/subscriptions`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { subscriptions } = (await answer.json()) as SubscriptionsAnswer;
    const id = subscriptions.find((each) => each.kind === 'task')?.templateId ?? '';
    for (let tap = 0; tap < TAPS; tap += 1) await wechat.accept(demoOpenid(WORKER), id);
    const taps = { tapId: newId(), results: { [id]: 'accept' } };
    expect((await server(0).post('/api/subscriptions/taps', token, taps)).status).toBe(200);
    await db.query('UPDATE send_credit SET remaining = ?', [TAPS]);
  }

  it(
    'are restarted in turn under load: each order once, each message once, both end in time',
    async () => {
      const [token, worker] = [await server(0).signIn('li'), await server(1).signIn(WORKER)];
      await consent(worker);
      const { streets } = (await (await fetch(`${server(0).url}/api/streets`)).json()) as {
        streets: { id: string }[];
      };
      const receipts = new Map<string, Receipt>();
      const surprises: string[] = [];
      let isOver = false;
      /** Sends a draft to the one server or the other until one of them has answered. */
      const file = async (n: number, round: number) => {
        const text = `第${n}人第${round}件:摊位占道`;
        const draft = filing(streets[0]?.id ?? '', { classCode: AT_GRID, text });
        for (let at = n + round; !receipts.has(draft.draftId); at += 1) {
          const answer = await server(at)
            .post('/api/orders', token, draft)
            .catch(() => null);
          if (answer?.status === 200) receipts.set(draft.draftId, (await answer.json()) as Receipt);
          else if (answer !== null && answer.status !== 503) surprises.push(`${answer.status}`);
          if (surprises.length > 0) return;
          await wait(answer === null ? 20 : 150);
        }
      };
      const clients = Array.from({ length: CLIENTS }, async (_, n) => {
        for (let round = 0; !isOver && surprises.length === 0; round += 1) await file(n, round);
      });
      const drains: number[] = [];
      for (const one of servers) {
        const upto = receipts.size + CLIENTS;
        while (receipts.size < upto && surprises.length === 0) await wait(10);
        drains.push(await one.stop());
        await one.start();
      }
      isOver = true;
      await Promise.all(clients);
      expect(surprises).toEqual([]);
      expect(Math.max(...drains)).toBeLessThan(DRAIN_MS);

      const stored: { id: string; draft_id: string }[] = await db.query(
        'SELECT id, draft_id FROM work_order',
      );
      const promised = [...receipts].map(([draft, { orderId }]) => [draft, orderId]);
      expect(stored.map((row) => [row.draft_id, row.id]).sort()).toEqual(promised.sort());
      const waiting = async () =>
        Number(
          (
            await db.query(
              "SELECT COUNT(*) AS n FROM notice WHERE channel = 'WECHAT' AND state IN ('QUEUED', 'SENDING')",
            )
          )[0].n,
        );
      while ((await waiting()) > 0) await wait(50);
      const sent = await wechat.sent(demoOpenid(WORKER));
      const told = sent.map((message) => /id=(\w+)/.exec(message.page ?? '')?.[1]).sort();
      expect(told).toEqual(stored.map((row) => row.id).sort());
    },
    PATIENCE_MS,
  );
});

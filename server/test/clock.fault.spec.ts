import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderView, Receipt } from '@yihu/shared';
import { type ClockReport, clockLoop } from './clock-loop';
import { brokenInvariants } from './filing-load';
import { filing, MONDAY, startApp, type TestApp } from './harness';
import { buildServer, freePort, ServerProcess } from './server-process';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, clockOf, orderAt } from './walk';

const SEED = Number(process.env.CLOCK_SEED ?? Math.floor(Math.random() * 2 ** 31));
const STEPS = 24;
const BEGINNINGS = [MONDAY, '2026-12-30T10:00:00.000Z'] as const;
const PATIENCE_MS = 180_000;
const GOOD: Omit<ClockReport, 'lights'> = { doubled: [], lost: [], moved: [] };

interface Pool {
  on(name: 'acquire', listener: (connection: { query(sql: string): void }) => void): void;
}

/** Every session of the server's database lives in this zone from now on. */
function liveIn(app: TestApp, zone: string): void {
  const { pool } = app.db.writer.driver as unknown as { pool: Pool };
  pool.on('acquire', (connection) => connection.query(`SET time_zone = '${zone}'`));
}

const running: TestApp[] = [];
const begin = async (...args: Parameters<typeof startApp>): Promise<TestApp> => {
  const app = await startApp(...args);
  running.unshift(app);
  return app;
};
afterEach(async () => {
  for (const app of running.splice(0)) await app.close();
});

const urlOf = async (app: TestApp, serverUrl: string) => {
  const [row] = await app.db.read<{ name: string }>('SELECT DATABASE() AS name');
  return Object.assign(new URL(serverUrl), { pathname: `/${row?.name}` }).href;
};

describe.each(ENGINES)('a clock that jumps, on %s (F9)', (_, serverUrl) => {
  it.each(BEGINNINGS)(
    'from %s: no light lost, none doubled, no promise moved by time or calendar alone',
    async (now) => {
      const app = await begin(serverUrl, { now });
      const report = await clockLoop([app], { steps: STEPS, seed: SEED });
      expect([SEED, report]).toEqual([SEED, { ...GOOD, lights: expect.any(Number) }]);
      expect(report.lights).toBeGreaterThan(0);
      expect(await brokenOrders(app)).toEqual([]);
      expect(await brokenInvariants(app)).toEqual([]);
    },
    PATIENCE_MS,
  );
});

const DATABASE = process.env.TEST_MYSQL_URL;
(DATABASE === undefined ? describe.skip : describe)('clocks that differ (F9)', () => {
  it('two servers ten minutes apart, on a database in another zone: the same', async () => {
    const first = await begin(DATABASE ?? '');
    liveIn(first, '-05:00');
    const second = await begin(DATABASE ?? '', {
      env: { DATABASE_URL: await urlOf(first, DATABASE ?? '') },
    });
    liveIn(second, '+13:00');
    second.clock.pass(10);
    const report = await clockLoop([first, second], { steps: STEPS / 2, seed: SEED });
    expect([SEED, report]).toEqual([SEED, { ...GOOD, lights: expect.any(Number) }]);
    expect(await brokenOrders(first)).toEqual([]);
    expect(await brokenInvariants(first)).toEqual([]);
  });

  it('makes the same promises whatever zone the database lives in', async () => {
    const promises: unknown[] = [];
    for (const zone of ['SYSTEM', '-11:00', '+13:00']) {
      const app = await begin(DATABASE ?? '');
      liveIn(app, zone);
      const orderId = await orderAt(app, 'IN_PROGRESS');
      const { clocks, timeline } = await (await app.as('grid-zhang')).view(orderId);
      promises.push([clocks.map(({ dueAt, dueText }) => [dueAt, dueText]), timeline.map(({ at }) => at)]);
    }
    expect(promises[1]).toEqual(promises[0]);
    expect(promises[2]).toEqual(promises[0]);
  });
});

describe('the time that counts (F9)', () => {
  it('is never asked of the database', () => {
    const src = join(__dirname, '..', 'src');
    const asking = readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|sql)$/.test(file))
      .filter((file) =>
        /\b(NOW|CURDATE|SYSDATE|UTC_TIMESTAMP|CURRENT_TIMESTAMP)\(|datetime\('now/.test(
          readFileSync(join(src, file), 'utf8'),
        ),
      );
    // It compares the two clocks, and tells when they differ.
    expect(asking).toEqual([join('ops', 'doctor.ts')]);
  });

  it(
    'is the same in a container that lives in any zone',
    async () => {
      const dir = mkdtempSync(join(tmpdir(), 'yihu-zone-'));
      const main = await buildServer(dir);
      const promised: string[] = [];
      for (const zone of ['UTC', 'Asia/Shanghai', 'America/New_York']) {
        const env = {
          YIHU_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
          YIHU_DATA_DIR: join(dir, zone.replace('/', '-')),
          YIHU_DEMO: '1',
          YIHU_JOBS: 'off',
          LOG_LEVEL: 'fatal',
          // 23:30 in Hefei is another day than in New York.
          YIHU_CLOCK_OFFSET_MS: String(Date.parse('2026-11-23T15:30:00.000Z') - Date.now()),
          TZ: zone,
        };
        const server = new ServerProcess(main, env, await freePort());
        await server.start();
        const [li, zhang] = [await server.signIn('li'), await server.signIn('grid-zhang')];
        const answer = await fetch(`${server.url}/api/streets`);
        const { streets } = (await answer.json()) as { streets: { id: string }[] };
        const draft = filing(streets[0]?.id ?? '', { classCode: AT_GRID });
        const filed = (await (await server.post('/api/orders', li, draft)).json()) as Receipt;
        const view = await fetch(`${server.url}/api/orders/${filed.orderId}`, {
          headers: { authorization: `Bearer ${zhang}` },
        });
        const { dueText } = clockOf((await view.json()) as OrderView, 'handle');
        promised.push([filed.orderNo, filed.next.join(), dueText].join(' '));
        await server.kill();
      }
      rmSync(dir, { recursive: true, force: true });
      expect(new Set(promised)).toEqual(new Set([expect.stringContaining('NQ20261123-0001')]));
      expect(new Set(promised).size).toBe(1);
    },
    PATIENCE_MS,
  );
});

import { writeFileSync } from 'node:fs';
import { addMinutes, dayStart } from '@yihu/shared';
import { startApp, type TestApp } from '../harness';
import { OwnMariadb } from '../own-mariadb';
import { firstDay, Month } from './month';
import { verdictOnMonth } from './verdict';

/** Run by scripts/replay/main.ts alone; its settings come by the environment. */
const {
  REPLAY_ENGINE = 'sqlite',
  REPLAY_ORDERS = '100',
  REPLAY_MONTHS = '1',
  REPLAY_SEED = '1',
} = process.env;
const { REPLAY_TENANTS = 'one', REPLAY_RESULT = '' } = process.env;
/** A folder that stays, with the keys its rows are written with: what `npm start` opens afterwards. */
const { REPLAY_KEEP, REPLAY_END, YIHU_SECRET_KEY = '', YIHU_INDEX_KEY = '' } = process.env;
const kept: Record<string, string> =
  REPLAY_KEEP === undefined ? {} : { YIHU_DATA_DIR: REPLAY_KEEP, YIHU_SECRET_KEY, YIHU_INDEX_KEY };
const MONTH_DAYS = 30;

/** A replay that is cut off starts anew: it need not wait for the disk at every commit, which took half its time. */
async function hurry({ db }: TestApp): Promise<void> {
  await db.writer.query('PRAGMA synchronous = OFF');
  await db.writer.query('PRAGMA wal_autocheckpoint = 10000');
  for (const set of ['mmap_size = 4000000000', 'cache_size = -200000']) {
    await db.writer.query(`PRAGMA ${set}`);
    await db.read(`PRAGMA ${set}`);
  }
}

it(
  `replays ${REPLAY_MONTHS} months of ${REPLAY_ORDERS} orders on ${REPLAY_ENGINE}, seed ${REPLAY_SEED}`,
  async () => {
    const months = Number(REPLAY_MONTHS);
    const mariadb = REPLAY_ENGINE === 'mysql' ? await OwnMariadb.start() : null;
    const from = firstDay(months, REPLAY_END);
    const app = await startApp(mariadb?.url ?? null, {
      now: addMinutes(dayStart(from), -1),
      env: { YIHU_DEMO_TENANTS: REPLAY_TENANTS, ...kept },
    });
    try {
      if (mariadb === null) await hurry(app);
      const began = performance.now();
      const used = process.cpuUsage();
      const plan = {
        orders: Number(REPLAY_ORDERS),
        from,
        days: months * MONTH_DAYS,
        seed: Number(REPLAY_SEED),
      };
      const log = await new Month(app, plan).run();
      const seconds = (performance.now() - began) / 1000;
      const { user, system } = process.cpuUsage(used);
      const processor = (user + system) / 1e6;
      const verdict = await verdictOnMonth(app);
      if (REPLAY_RESULT !== '')
        writeFileSync(REPLAY_RESULT, JSON.stringify({ log, seconds, processor, ...verdict }));
      expect(verdict.problems).toEqual([]);
      expect(log.filed).toBeGreaterThan(0);
    } finally {
      await app.close();
      await mariadb?.stop();
    }
  },
  24 * 3_600_000,
);

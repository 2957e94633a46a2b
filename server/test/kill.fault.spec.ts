import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { foldAll } from '@yihu/shared';
import { OrdersStore } from '../src/modules/orders/orders.store';
import { type Aftermath, killLoop } from './kill-loop';
import { buildServer } from './server-process';
import { ENGINES } from './spec-database';

const KILLS = 20;
const SEED = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 2 ** 31));
/** Starting a process forty times takes as long as the machine lets it. */
const PATIENCE_MS = 400_000;
const dir = mkdtempSync(join(tmpdir(), 'yihu-build-'));
const loops = new Map<string, Promise<Aftermath>>();

beforeAll(async () => {
  process.stdout.write(`kill.fault: KILL_SEED=${SEED}\n`);
  const main = await buildServer(dir);
  // Both engines at once: most of the time is waiting for processes to start.
  for (const [engine, url] of ENGINES) loops.set(engine, killLoop(main, url, { kills: KILLS, seed: SEED }));
  await Promise.all(loops.values());
}, PATIENCE_MS);

afterAll(async () => {
  for (const loop of loops.values()) await (await loop).close();
  rmSync(dir, { recursive: true, force: true });
});

const MOVES = new Set(['order.submitted', 'order.accepted', 'order.dispatched', 'order.signed']);

describe.each(ENGINES)('a server killed again and again on %s', (engine, serverUrl) => {
  let after: Aftermath;
  beforeAll(async () => {
    const loop = loops.get(engine);
    if (loop === undefined) throw new Error(`nothing ran on ${engine}`);
    after = await loop;
  });

  const orders = () =>
    after.db.read<{ id: string; draft_id: string; order_no: string; state: string }>(
      'SELECT id, draft_id, order_no, state FROM work_order ORDER BY order_no',
    );

  it('was at work when it was killed, and refused nobody', () => {
    const { log } = after;
    expect(log.interrupted).toBeGreaterThan(KILLS);
    expect(log.filed.length).toBeGreaterThan(KILLS);
    expect(log.signed.size).toBeGreaterThan(0);
    expect(log.refusals).toEqual([]);
  });

  it('stored each acknowledged draft once and nothing else, under the number the receipt said', async () => {
    const stored = (await orders()).map((row) => [row.draft_id, row.id, row.order_no]).sort();
    const promised = after.log.filed.map(({ draft, receipt }) => [
      draft.draftId,
      receipt.orderId,
      receipt.orderNo,
    ]);
    expect(stored).toEqual(promised.sort());
    for (const { draft, receipt } of after.log.filed.slice(0, 5)) {
      const again = await after.file(draft);
      expect([again.orderId, again.orderNo, again.differs]).toEqual([
        receipt.orderId,
        receipt.orderNo,
        false,
      ]);
    }
  });

  it('numbered them without a gap or a double', async () => {
    const numbers = (await orders()).map((row) => row.order_no);
    const byDay = Map.groupBy(numbers, (number) => number.slice(0, -4));
    for (const day of byDay.values()) {
      expect(day.map((number) => Number(number.slice(-4)))).toEqual(day.map((_, at) => at + 1));
    }
  });

  it('holds every order whole: history, state, clocks, words, audit, messages', async () => {
    const store = new OrdersStore();
    const { db, log } = after;
    const count = async (sql: string, id: string) => Number((await db.read<{ n: number }>(sql, [id]))[0]?.n);
    for (const { id, state } of await orders()) {
      const events = await store.eventsOf(db, id);
      const found = await store.find(db, id);
      expect(foldAll(events)).toEqual(found?.facts);
      const isSigned = events.some((event) => event.name === 'order.signed');
      // What triggers and procedures add beside the main line differs from order to order.
      const moves = events.filter((event) => MOVES.has(event.name));
      expect([state, moves.length]).toEqual(isSigned ? ['IN_PROGRESS', 4] : ['DISPATCHED', 3]);
      if (log.signed.has(id)) expect(isSigned).toBe(true);
      const parts = [
        await count('SELECT COUNT(*) AS n FROM order_private WHERE order_id = ?', id),
        await count("SELECT COUNT(*) AS n FROM task WHERE role = 'LEAD' AND order_id = ?", id),
        await count(
          "SELECT COUNT(*) AS n FROM notice WHERE channel = 'INBOX' AND phrase = '已派单' AND order_id = ?",
          id,
        ),
        await count(
          "SELECT COUNT(*) AS n FROM clock WHERE milestone = 'handle' AND due_at IS NOT NULL AND order_id = ?",
          id,
        ),
        await count("SELECT COUNT(*) AS n FROM audit WHERE action LIKE 'order.%' AND subject_id = ?", id),
      ];
      expect(parts).toEqual([1, 1, 1, 2, events.length]);
    }
    const strays = await db.read(
      `SELECT order_id FROM order_private WHERE order_id NOT IN (SELECT id FROM work_order)
       UNION ALL SELECT stream_id FROM event WHERE stream_id NOT IN
         (SELECT id FROM work_order UNION SELECT id FROM procedure_run UNION SELECT id FROM ledger_item)
       UNION ALL SELECT order_id FROM clock WHERE order_id NOT IN
         (SELECT id FROM work_order UNION SELECT id FROM procedure_run)`,
    );
    expect(strays).toEqual([]);
  });

  it('left a database that is sound', async () => {
    if (serverUrl === null) {
      expect(await after.db.read('PRAGMA integrity_check')).toEqual([{ integrity_check: 'ok' }]);
      return;
    }
    const tables = 'CHECK TABLE work_order, event, clock, order_private, audit, notice';
    const found = await after.db.read<{ Msg_text: string }>(tables);
    expect(found.map((row) => row.Msg_text)).toEqual(Array(6).fill('OK'));
  });
});

import { setTimeout as wait } from 'node:timers/promises';
import type { OrderView } from '@yihu/shared';
import type { DataSource } from 'typeorm';
import { newId } from '../src/platform/ids';
import type { TestApp } from './harness';
import { pick, randomFrom } from './seeded';
import { orderAt } from './walk';

const RIVALS = 3;
const ORDERS = 3;
/** Tables the product writes after the order itself: taken first, they make a circle. */
const TAKEN_FIRST = ['clock', 'task', 'notice'] as const;

export interface StormReport {
  /** How often each status was answered. */
  statuses: Record<number, number>;
  /** Deadlocks and lock waits the rivals lost; the product lost others and tried again. */
  lostByRivals: number;
  /** Orders whose signature was not carried out exactly once in the end. */
  wrong: string[];
}

/**
 * Rivals on connections of their own lock the rows of some orders in the order opposite to the product's, again
 * and again, while each order is signed by two at once with the same command; `rounds` times. In the end, with the
 * rivals gone, every command is sent until it is answered 200.
 */
export async function lockStorm(
  app: TestApp,
  rivals: DataSource,
  { rounds, seed }: { rounds: number; seed: number },
): Promise<StormReport> {
  const random = randomFrom(seed);
  const zhang = await app.as('grid-zhang');
  const report: StormReport = { statuses: {}, lostByRivals: 0, wrong: [] };
  for (let round = 0; round < rounds; round += 1) {
    const ids: string[] = [];
    for (let n = 0; n < ORDERS; n += 1) ids.push(await orderAt(app, 'DISPATCHED'));
    const sends = ids.map((id) => {
      const command = { commandId: newId(), version: 3, fields: {} };
      return () => zhang.call<OrderView>('POST', `/api/orders/${id}/actions/sign`, command);
    });
    let isOver = false;
    const storm = Array.from({ length: RIVALS }, async () => {
      while (!isOver) {
        const isLost = await lockBackwards(rivals, ids, pick(random, TAKEN_FIRST), random);
        if (isLost) report.lostByRivals += 1;
      }
    });
    const answers = await Promise.all(sends.flatMap((send) => [send(), send()]));
    isOver = true;
    await Promise.all(storm);
    for (const { status } of answers) report.statuses[status] = (report.statuses[status] ?? 0) + 1;
    for (const [at, id] of ids.entries()) {
      await sends[at]?.();
      const signed = await app.db.read(
        "SELECT seq FROM event WHERE stream_id = ? AND name = 'order.signed'",
        [id],
      );
      if (signed.length !== 1) report.wrong.push(id);
    }
  }
  return report;
}

/** Answers whether the rival was the one that had to give way. */
async function lockBackwards(
  rivals: DataSource,
  ids: readonly string[],
  table: string,
  random: () => number,
): Promise<boolean> {
  const runner = rivals.createQueryRunner();
  try {
    await runner.query('BEGIN');
    await runner.query(
      `SELECT id FROM ${table} WHERE order_id IN (${ids.map(() => '?').join(',')}) FOR UPDATE`,
      [...ids],
    );
    await runner.query('SELECT id FROM work_order WHERE id = ? FOR UPDATE', [pick(random, ids)]);
    await wait(random() * 20);
    await runner.query('COMMIT');
    return false;
  } catch {
    await runner.query('ROLLBACK');
    return true;
  } finally {
    await runner.release();
  }
}

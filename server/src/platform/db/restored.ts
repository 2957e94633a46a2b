import { dayOf, type Instant } from '@yihu/shared';
import { AppError } from '../errors';
import { timeOfId } from '../ids';
import { type Db, readRows, type Tx } from './db';

/** The newest restore of this installation: what was committed from `madeAt` up to `at` is lost. */
export interface Restored {
  /** When the backup was made. */
  madeAt: Instant;
  /** When it was put back. */
  at: Instant;
}

/** The name of the shared value that tells of it. */
export const RESTORED = 'ops.restored';

/** Order numbers left out on a day of the loss: no street files that many in a day. */
export const NUMBERS_LEFT_OUT = 1000;

/** Null when nothing was ever restored here. */
export async function lastRestore(reader: Tx | Db): Promise<Restored | null> {
  const sql = 'SELECT value FROM shared_value WHERE name = ?';
  const [row] = await readRows<{ value: string }>(reader, sql, [RESTORED]);
  return row === undefined ? null : (JSON.parse(row.value) as Restored);
}

/** The first number of a day on which receipts may be out that nobody here knows of any more. */
export async function firstNumberOf(tx: Tx, day: string): Promise<number> {
  const lost = await lastRestore(tx);
  return lost !== null && day >= dayOf(lost.madeAt) && day <= dayOf(lost.at) ? NUMBERS_LEFT_OUT + 1 : 1;
}

/** The refusal for an order that is not here: a phone that has its receipt learns to file it again. */
export async function missingOrder(reader: Tx | Db, orderId: string): Promise<AppError> {
  const [lost, madeAt] = [await lastRestore(reader), timeOfId(orderId)];
  const isLost = lost !== null && madeAt !== null && madeAt >= lost.madeAt && madeAt <= lost.at;
  return new AppError(isLost ? 'ORDER_LOST_IN_RESTORE' : 'NOT_FOUND');
}

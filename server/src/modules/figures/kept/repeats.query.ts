import { Injectable } from '@nestjs/common';
import type { Instant, OrderFacts, State } from '@yihu/shared';
import { Db, readRows, type Tx } from '../../../platform/db/db';
import { NO_MATTER, yearBefore } from '../../order-index/rules/marks';

const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');
const MATTERS = NO_MATTER.map((state) => `'${state}'`).join(', ');
/** Named, with a class, and a matter of its own (order-index keeps the same apart among open orders). */
const isMatter = (order: string) =>
  `${order}.confidentiality <> 'ANONYMOUS' AND ${order}.class_code IS NOT NULL AND ${order}.state NOT IN (${MATTERS})`;
// The plus hides a column from SQLite, which would walk the street's whole class instead of one person's orders.
const SAME = '+y.root_id = x.root_id AND +y.class_code = x.class_code AND y.id <> x.id';
const BY_ACCOUNT = 'work_order x CROSS JOIN work_order y ON y.filer_id = x.filer_id';
const BY_NUMBER = `work_order x CROSS JOIN order_private p ON p.order_id = x.id
  CROSS JOIN order_private q ON q.phone_bidx = p.phone_bidx CROSS JOIN work_order y ON y.id = q.order_id`;

interface Pair {
  id: string;
  at: Instant;
  otherId: string;
  otherAt: Instant;
}

/** Orders by which the same person said the same again within a year: by account or by number, one class. */
@Injectable()
export class RepeatsQuery {
  constructor(private readonly db: Db) {}

  /** Which of these orders repeat an earlier one. */
  async among(orderIds: readonly string[]): Promise<Set<string>> {
    if (orderIds.length === 0) return new Set();
    const pairs = await this.pairs(this.db, orderIds, 'y.received_at <= x.received_at');
    return new Set(
      pairs
        .filter(
          ({ id, at, otherId, otherAt }) => isBefore(otherAt, otherId, at, id) && otherAt >= yearBefore(at),
        )
        .map(({ id }) => id),
    );
  }

  /** Later orders that may repeat this one, whatever has become of it. */
  async after(tx: Tx, { id, classCode }: Pick<OrderFacts, 'id' | 'classCode'>): Promise<string[]> {
    const pairs = await this.pairs(tx, [id], 'y.received_at >= x.received_at', classCode);
    return pairs.filter(({ at, otherAt }) => yearBefore(otherAt) <= at).map(({ otherId }) => otherId);
  }

  /** Pairs of each order and another of the same person; `classCode`: what the first was said to be about before. */
  private async pairs(
    reader: Db | Tx,
    orderIds: readonly string[],
    when: string,
    classCode?: string | null,
  ): Promise<Pair[]> {
    const isOf = classCode === undefined;
    const same = isOf
      ? `${SAME} AND ${isMatter('x')}`
      : '+y.root_id = x.root_id AND +y.class_code = ? AND y.id <> x.id';
    const sql = [BY_ACCOUNT, BY_NUMBER]
      .map(
        (
          from,
        ) => `SELECT x.id AS id, x.received_at AS at, y.id AS otherId, y.received_at AS otherAt FROM ${from}
          WHERE x.id IN (${marks(orderIds)}) AND ${same} AND ${isMatter('y')} AND ${when}`,
      )
      .join(' UNION ');
    const params = [...orderIds, ...(isOf ? [] : [classCode])];
    return readRows<Pair>(reader, sql, [...params, ...params]);
  }
}

const isBefore = (at: Instant, id: string, thanAt: Instant, thanId: string) =>
  at < thanAt || (at === thanAt && id < thanId);

/** What decides whether an order's filer has said its matter before, or says it again later. */
export function matterOf({ state, classCode, confidentiality }: OrderFacts): string {
  const gone: readonly State[] = NO_MATTER;
  return [gone.includes(state), classCode, confidentiality].join();
}

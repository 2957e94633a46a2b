import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  type Instant,
  inClasses,
  lookSpans,
  type TriggerParams,
  windowStart,
} from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import { OrdersStore } from '../orders';
import { mayOpen, TriggerEffects } from './trigger-effects';
import { TriggerMarks } from './trigger-marks';

type Span = ReturnType<typeof lookSpans>[number];

const BATCH = 200;
/** So long after its time a look is still asked for; what closed before the rule was made is left alone. */
const GRACE_MINUTES = 14 * 24 * 60;

/** Trigger lookbackDue: closed orders of the classes a street names are looked at again, in time (M25). */
@Injectable()
export class LookbackSweep {
  constructor(
    private readonly db: Db,
    private readonly orders: OrdersStore,
    private readonly effects: TriggerEffects,
    private readonly marks: TriggerMarks,
  ) {}

  /** Work to do for a street at `now`: one transaction per order and look. */
  async due(rootId: string, params: TriggerParams, now: Instant): Promise<((tx: Tx) => Promise<boolean>)[]> {
    if (!params.on || params.classes === null) return [];
    const work: ((tx: Tx) => Promise<boolean>)[] = [];
    for (const span of lookSpans(params)) {
      const until = windowStart(now, span);
      const likes = params.classes.map(() => 'class_code LIKE ?').join(' OR ');
      const rows = await this.db.read<{ id: string }>(
        `SELECT id FROM work_order WHERE root_id = ? AND state IN ('CLOSED', 'ARCHIVED')
            AND closed_at <= ? AND closed_at > ? AND (${likes}) ORDER BY closed_at, id LIMIT ?`,
        [
          ...[rootId, until, addMinutes(until, -GRACE_MINUTES)],
          ...params.classes.map((prefix) => `${prefix}%`),
          BATCH,
        ],
      );
      work.push(
        ...rows.map(
          ({ id }) =>
            (tx: Tx) =>
              this.open(tx, id, span, params, now),
        ),
      );
    }
    return work;
  }

  private async open(
    tx: Tx,
    orderId: string,
    span: Span,
    params: TriggerParams,
    now: Instant,
  ): Promise<boolean> {
    const facts = (await this.orders.find(tx, orderId))?.facts ?? null;
    if (facts === null || facts.closedAt === null || facts.closedAt > windowStart(now, span)) return false;
    // While one look is still owed the next one waits.
    if (!inClasses(params.classes, facts.classCode) || !mayOpen('lookback', facts)) return false;
    const mark = `lookbackDue:${orderId}:${facts.closedAt.slice(0, 19)}:${span.within}${span.unit}`;
    if (!(await this.marks.take(tx, mark, orderId, now))) return false;
    const fired = { name: 'lookbackDue', facts, item: null, tally: NOTHING, mark, now };
    await this.effects.carryOut(tx, fired, [{ open: 'lookback', form: { form: 'PLACE' } }]);
    return true;
  }
}

const NOTHING = { n: 0, of: 0, orderIds: [], where: '' } as const;

import { Injectable } from '@nestjs/common';
import {
  addDays,
  dayOf,
  dayStart,
  isProcedure,
  isUnhappy,
  type ProcedureFigures,
  procedureKind,
  type Satisfaction,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type SqlValue } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { Visibility } from '../orders';

/** Days asked about when none are named. */
const USUAL_DAYS = 30;

/**
 * What came of the procedures of one kind opened in a period: counts by outcome, promises kept and late, and what
 * the residents of their orders said in the end (M18, M50).
 */
@Injectable()
export class ProcedureFiguresQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly visibility: Visibility,
  ) {}

  /** Of the streets whose office the actor reads, both days included. Throws PROCEDURE_UNKNOWN. */
  async of(actor: Actor, kind: string, from?: string, to?: string): Promise<ProcedureFigures> {
    if (!isProcedure(kind)) throw new AppError('PROCEDURE_UNKNOWN', { kind: kind.slice(0, 20) });
    const toDay = to ?? dayOf(this.clock.now());
    const fromDay = from ?? addDays(toDay, 1 - USUAL_DAYS);
    const roots = Visibility.among('r.root_id', this.visibility.deskRootIds(actor));
    const where = `r.kind = ? AND r.opened_at >= ? AND r.opened_at < ? AND ${roots.sql}`;
    const params: SqlValue[] = [kind, dayStart(fromDay), dayStart(addDays(toDay, 1)), ...roots.params];
    const ends = await this.db.read<{ outcome: string | null; n: number }>(
      `SELECT r.outcome, COUNT(*) AS n FROM procedure_run r WHERE ${where} GROUP BY r.outcome`,
      params,
    );
    const outcomes: Record<string, number> = {};
    for (const { outcome, n } of ends) if (outcome !== null) outcomes[outcome] = Number(n);
    const opened = ends.reduce((all, { n }) => all + Number(n), 0);
    const ended = Object.values(outcomes).reduce((all, n) => all + n, 0);
    return {
      kind,
      label: procedureKind(kind).label,
      fromDay,
      toDay,
      opened,
      ended,
      outcomes,
      promises: await this.promises(kind, where, params),
      ...(await this.satisfaction(where, params)),
    };
  }

  private async promises(
    kind: string,
    where: string,
    params: SqlValue[],
  ): Promise<ProcedureFigures['promises']> {
    const rows = await this.db.read<{ milestone: string; met: number; late: number }>(
      `SELECT c.milestone, COUNT(*) AS met, SUM(c.late) AS late
         FROM procedure_run r JOIN clock c ON c.order_id = r.id
        WHERE ${where} AND c.state = 'MET' GROUP BY c.milestone ORDER BY c.milestone`,
      params,
    );
    const specs = procedureKind(kind).clocks ?? [];
    return rows.map(({ milestone, met, late }) => ({
      milestone,
      label: specs.find((spec) => spec.milestone === milestone)?.label ?? milestone,
      met: Number(met),
      late: Number(late),
    }));
  }

  /** Each order once, however many such procedures hung on it. */
  private async satisfaction(
    where: string,
    params: SqlValue[],
  ): Promise<Pick<ProcedureFigures, 'rated' | 'satisfied'>> {
    const rows = await this.db.read<{ result: Satisfaction; n: number }>(
      `SELECT w.final_result AS result, COUNT(*) AS n FROM work_order w
        WHERE w.final_result IS NOT NULL AND (
          w.id IN (SELECT r.order_id FROM procedure_run r WHERE ${where})
          OR w.id IN (SELECT l.order_id FROM order_link l JOIN procedure_run r ON r.id = l.target_id
                       WHERE l.target_kind = 'PROCEDURE' AND ${where}))
        GROUP BY w.final_result`,
      [...params, ...params],
    );
    const count = (some: readonly { n: number }[]) => some.reduce((all, { n }) => all + Number(n), 0);
    return { rated: count(rows), satisfied: count(rows.filter(({ result }) => !isUnhappy(result))) };
  }
}

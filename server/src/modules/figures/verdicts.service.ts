import { Injectable } from '@nestjs/common';
import {
  type Day,
  dayOf,
  type Instant,
  NEXT_STEPS,
  paramsOf,
  SWEEP_DEFAULTS,
  type TriggerRow,
  VERDICTS,
  type Verdict,
  type VerdictLine,
  type VerdictsAnswer,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Visibility } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { FiguresQuery } from './figures.query';
import { verdictOf } from './rules/verdicts';
import { type StoredVerdict, VerdictsStore } from './verdicts.store';

/** A verdict of every open order with the next best thing to do: now, or as a morning's sweep kept it (M81, M11). */
@Injectable()
export class VerdictsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly query: FiguresQuery,
    private readonly store: VerdictsStore,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
  ) {}

  /** Counts of all verdicts and the orders of one of them; of a past day as they were kept then. */
  async answer(actor: Actor, verdict: string, day?: Day): Promise<VerdictsAnswer> {
    if (verdict !== '' && !Object.hasOwn(VERDICTS, verdict)) {
      throw new AppError('FIELD_INVALID', { field: 'verdict', reason: '没有这种判定' });
    }
    const now = this.clock.now();
    const roots = this.visibility.deskRootIds(actor);
    if (day !== undefined) {
      const kept = await this.store.ofDay(this.db, roots, day);
      return this.answerOf(kept, verdict, day, kept[0]?.takenAt ?? null);
    }
    const lines: StoredVerdict[] = [];
    for (const rootId of roots) lines.push(...(await this.ofStreet(rootId, now)));
    return this.answerOf(lines, verdict, dayOf(now), now, true);
  }

  /** A verdict of each open order of a street at `now`. */
  async ofStreet(rootId: string, now: Instant): Promise<StoredVerdict[]> {
    const rows = this.policies.inForce<{ rows: TriggerRow[] }>(rootId, 'trigger', now)?.rows;
    const stuck = paramsOf(
      SWEEP_DEFAULTS.stuck,
      rows?.find(({ name }) => name === 'stuck'),
    );
    const lines: StoredVerdict[] = [];
    for await (const { orderId, unitId, swept } of this.query.open(rootId)) {
      lines.push({ orderId, unitId, ...verdictOf(swept, now, stuck) });
    }
    return lines;
  }

  private async answerOf(
    lines: readonly StoredVerdict[],
    verdict: string,
    day: Day,
    asOf: Instant | null,
    isNow = false,
  ): Promise<VerdictsAnswer> {
    const byVerdict = Map.groupBy(lines, (line) => line.verdict);
    const names = Object.keys(VERDICTS) as Verdict[];
    const asked = lines.filter((line) => line.verdict === verdict);
    return {
      day,
      asOf,
      total: lines.length,
      counts: names.map((name) => ({
        verdict: name,
        label: VERDICTS[name],
        count: byVerdict.get(name)?.length ?? 0,
        opens: `/api/verdicts?verdict=${name}${isNow ? '' : `&day=${day}`}`,
      })),
      items: await this.items(asked),
    };
  }

  private async items(lines: readonly StoredVerdict[]): Promise<VerdictLine[]> {
    const orders = await this.query.named(lines.map(({ orderId }) => orderId));
    const byId = new Map(orders.map((order) => [order.orderId, order]));
    return lines.flatMap((line) => {
      const order = byId.get(line.orderId);
      if (order === undefined) return [];
      return [
        {
          orderId: line.orderId,
          orderNo: order.orderNo,
          title: order.title,
          unitName: this.directory.findUnit(line.unitId)?.short_name ?? '',
          verdict: line.verdict,
          reason: line.reason,
          next: line.next,
          nextLabel: NEXT_STEPS[line.next],
        },
      ];
    });
  }
}

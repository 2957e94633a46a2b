import { Injectable } from '@nestjs/common';
import {
  addDays,
  type Day,
  type DeskOrders,
  dayOf,
  dayStart,
  daysBetween,
  type GridHeat,
  type Instant,
  type RepeatPlace,
  type TriggerParams,
  toInstant,
  toMillis,
  windowStart,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Visibility } from '../orders';
import { MorningQuery } from '../orders/morning.query';
import { PoliciesService } from '../policies/policies.service';
import { TalliesQuery } from '../tallies/tallies.query';
import { BehindQuery } from './behind.query';
import { mondayOf } from './rules/periods';

const WEEKS = 12;
const WEEKS_AT_MOST = 53;
const DAY_MINUTES = 24 * 60;
const TOLD_AT_MOST = 100;

/** Where complaints come from, week by week, and what comes back to the same place. */
@Injectable()
export class HeatService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly tallies: TalliesQuery,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
    private readonly mornings: MorningQuery,
    private readonly behind: BehindQuery,
  ) {}

  /**
   * Counts of the last weeks for every grid of the actor's streets, and the repeats of one of them (the last).
   * Throws FIELD_INVALID for a week that is none.
   */
  async heat(actor: Actor, asked: { weeks?: string; week?: string }): Promise<GridHeat> {
    const asOf = this.clock.now();
    const weeks = weeksTo(dayOf(asOf), asked.weeks);
    const week = mondayOf(asked.week ?? weeks.at(-1) ?? '');
    if (!weeks.includes(week)) {
      throw new AppError('FIELD_INVALID', { field: 'week', reason: '不在这几周内' });
    }
    const roots = this.visibility.deskRootIds(actor);
    const grids = await this.grids(roots, weeks);
    const rule = this.ruleOf(roots[0], asOf);
    const ends = dayStart(addDays(week, 7));
    const upto = ends <= asOf ? toInstant(toMillis(ends) - 1) : asOf;
    const repeats: RepeatPlace[] = [];
    for (const rootId of roots) repeats.push(...(await this.repeats(rootId, upto, TOLD_AT_MOST)));
    repeats.sort((a, b) => b.count - a.count || (a.classCode < b.classCode ? -1 : 1));
    return {
      ...{ asOf, weeks, week, grids },
      rule: { times: rule.times, days: daysOfRule(rule, asOf) },
      repeats: repeats.slice(0, TOLD_AT_MOST),
    };
  }

  /** Places of a street with many orders of one class in the time that ends at a moment (M19: 热点), the most first. */
  async repeats(rootId: string, upto: Instant, most: number): Promise<RepeatPlace[]> {
    const rule = this.ruleOf(rootId, upto);
    const from = windowStart(upto, rule);
    // The pluses keep SQLite from walking all places of all years to spare itself the sorting.
    const rows = await this.db.read<{ place: string; code: string; n: number }>(
      `SELECT place_key AS place, class_code AS code, COUNT(*) AS n FROM work_order
        WHERE root_id = ? AND received_at > ? AND received_at <= ?
          AND +place_key IS NOT NULL AND +place_key <> '' AND +class_code IS NOT NULL
        GROUP BY +place_key, +class_code HAVING COUNT(*) >= ? ORDER BY n DESC, place, code LIMIT ?`,
      [rootId, from, upto, rule.times, most],
    );
    const leaves = this.policies.classes(rootId, upto);
    const earlier = windowStart(from, rule);
    return Promise.all(
      rows.map(async ({ place, code, n }) => ({
        gridId: place,
        placeName: this.directory.findUnit(place)?.short_name ?? place,
        classCode: code,
        className: leaves.find((leaf) => leaf.code === code)?.name ?? code,
        count: Number(n),
        before: await this.countOf(rootId, { place, code }, { after: earlier, upto: from }),
        opens: `/api/desk/grid-heat/orders?${new URLSearchParams({ gridId: place, classCode: code, upto })}`,
      })),
    );
  }

  private async countOf(
    rootId: string,
    { place, code }: { place: string; code: string },
    { after, upto }: { after: Instant; upto: Instant },
  ): Promise<number> {
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM work_order
        WHERE place_key = ? AND class_code = ? AND received_at > ? AND received_at <= ? AND root_id = ?`,
      [place, code, after, upto, rootId],
    );
    return Number(row?.n ?? 0);
  }

  /** The orders of one repeat. Throws FIELD_INVALID for a moment that is none. */
  ordersOf(
    actor: Actor,
    asked: { gridId?: string; classCode?: string; upto?: string; after?: string },
  ): Promise<DeskOrders> {
    const upto = asked.upto ?? this.clock.now();
    if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(upto)) {
      throw new AppError('FIELD_INVALID', { field: 'upto', reason: '应是时刻' });
    }
    const gridId = asked.gridId ?? '';
    const rule = this.ruleOf(this.directory.findUnit(gridId)?.root_id, upto);
    return this.behind.ofPlace(
      this.visibility.deskRootIds(actor),
      { gridId, classCode: asked.classCode ?? '' },
      { after: windowStart(upto, rule), upto },
      asked.after,
    );
  }

  private ruleOf(rootId: string | undefined, now: Instant): TriggerParams {
    return this.mornings.rulesOf(rootId ?? '', now).cluster;
  }

  private async grids(roots: readonly string[], weeks: readonly Day[]): Promise<GridHeat['grids']> {
    const [first = ''] = weeks;
    const counts = new Map<string, number[]>();
    for (const rootId of roots) {
      for (const unit of this.directory.unitsUnder(rootId)) {
        if (unit.kind === 'GRID')
          counts.set(
            unit.id,
            weeks.map(() => 0),
          );
      }
    }
    const rows = await this.tallies.byGridAndDay(roots, first, addDays(weeks.at(-1) ?? '', 6));
    for (const { gridId, day, n } of rows) {
      const of = counts.get(gridId);
      const at = Math.floor(daysBetween(first, day) / 7);
      if (of !== undefined) of[at] = (of[at] ?? 0) + n;
    }
    return [...counts].map(([gridId, own]) => ({
      gridId,
      name: this.directory.findUnit(gridId)?.name ?? '',
      counts: own,
    }));
  }
}

function weeksTo(today: Day, asked: string | undefined): Day[] {
  const weeks = asked === undefined || asked === '' ? WEEKS : Number(asked);
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > WEEKS_AT_MOST) {
    throw new AppError('FIELD_INVALID', { field: 'weeks', reason: `应是 1 至 ${WEEKS_AT_MOST}` });
  }
  const last = mondayOf(today);
  return Array.from({ length: weeks }, (_, at) => addDays(last, -7 * (weeks - 1 - at)));
}

function daysOfRule(rule: TriggerParams, now: Instant): number {
  const minutes = (toMillis(now) - toMillis(windowStart(now, rule))) / 60_000;
  return Math.round(minutes / DAY_MINUTES);
}

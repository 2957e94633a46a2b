import { Injectable } from '@nestjs/common';
import {
  addDays,
  type Day,
  dayOf,
  type FocusOrder,
  HARD_DAYS,
  type Instant,
  type LateUnit,
  MORNING_VIEWS,
  type MorningFigure,
  type MorningPage,
  type MorningView,
  type StreetMorning,
  toMillis,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { PeopleQuery, Visibility } from '../orders';
import { MorningQuery } from '../orders/morning.query';
import { HeatService } from './heat.service';
import { type KeptMorning, type LateCount, type ListedNumbers, MorningStore } from './morning.store';

/** Orders told by name on each list; the figure opens to all of them. */
const LISTED = 20;
const HOT_LISTED = 20;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A leader's morning in one piece (M46, M81, M19): now, or as the sweep kept it. */
@Injectable()
export class MorningPageService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly people: PeopleQuery,
    private readonly mornings: MorningQuery,
    private readonly heat: HeatService,
    private readonly store: MorningStore,
  ) {}

  /** Without a day, as it is now; with one, as it was kept that morning (no street at all when none was kept). */
  async page(actor: Actor, day?: Day): Promise<MorningPage> {
    const now = this.clock.now();
    const today = dayOf(now);
    const streets: StreetMorning[] = [];
    let keptAt: Instant | null = null;
    for (const rootId of this.visibility.deskRootIds(actor)) {
      const kept = await this.store.ofDay(this.db, rootId, today);
      keptAt ??= kept?.takenAt ?? null;
      if (day === undefined) streets.push(await this.street(rootId, now));
      else {
        const then = await this.store.ofDay(this.db, rootId, day);
        if (then !== null) streets.push(await this.shown(rootId, day, then.takenAt, then.morning));
      }
    }
    return { day: day ?? today, kept: day !== undefined, keptAt, streets };
  }

  /** One street's morning as it is now, with its names. */
  async street(rootId: string, now: Instant): Promise<StreetMorning> {
    return this.shown(rootId, dayOf(now), now, await this.look(rootId, now));
  }

  /** A street's morning at a moment. */
  async look(rootId: string, now: Instant): Promise<KeptMorning> {
    const roots = [rootId];
    const [counts, hot, hard, stuck, late] = await Promise.all([
      this.mornings.counts(roots, now),
      this.heat.repeats(rootId, now, HOT_LISTED),
      this.listed(roots, 'HARD', now),
      this.listed(roots, 'STUCK', now),
      this.lateOf(roots, now),
    ]);
    return { counts, hot, hard, stuck, late };
  }

  private async listed(roots: readonly string[], view: MorningView, now: Instant): Promise<ListedNumbers[]> {
    const { sql, params } = this.mornings.among(roots, view, now);
    const rows = await this.db.read<ListedNumbers>(
      `SELECT id AS orderId, order_no AS orderNo, title, owner_unit_id AS unitId, reworks, lead_units AS leadUnits,
              returns, received_at AS receivedAt, staff_at AS staffAt
         FROM work_order WHERE ${sql} ORDER BY reworks DESC, lead_units DESC, COALESCE(staff_at, received_at), id
        LIMIT ${LISTED}`,
      params,
    );
    return rows.map((row) => ({
      ...row,
      ...{ reworks: Number(row.reworks), leadUnits: Number(row.leadUnits), returns: Number(row.returns) },
    }));
  }

  private async lateOf(roots: readonly string[], now: Instant): Promise<LateCount[]> {
    const { sql, params } = this.mornings.among(roots, 'OVERDUE', now);
    const rows = await this.db.read<LateCount>(
      `SELECT owner_unit_id AS unitId, handler_id AS personId, COUNT(*) AS count FROM work_order
        WHERE ${sql} GROUP BY owner_unit_id, handler_id ORDER BY count DESC, owner_unit_id, handler_id`,
      params,
    );
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }

  private async shown(rootId: string, day: Day, at: Instant, morning: KeptMorning): Promise<StreetMorning> {
    const before = await this.store.ofDay(this.db, rootId, addDays(day, -1));
    return {
      streetId: rootId,
      streetName: this.directory.findUnit(rootId)?.name ?? '',
      ...{ day, asOf: at },
      figures: this.figuresOf(rootId, morning, before?.morning ?? null),
      hot: morning.hot,
      hard: morning.hard.map((order) => this.focus(order, hardReason(order, at))),
      stuck: morning.stuck.map((order) => this.focus(order, stuckReason(order, at))),
      late: await this.late(rootId, morning.late),
    };
  }

  private figuresOf(rootId: string, { counts }: KeptMorning, before: KeptMorning | null): MorningFigure[] {
    return (Object.keys(MORNING_VIEWS) as MorningView[]).map((name) => ({
      name,
      ...{ label: MORNING_VIEWS[name].label, about: MORNING_VIEWS[name].about },
      count: counts[name] ?? 0,
      before: before?.counts[name] ?? null,
      opens: `/api/desk/morning/orders?${new URLSearchParams({ figure: name, streetId: rootId })}`,
    }));
  }

  private focus({ orderId, orderNo, title, unitId }: ListedNumbers, reason: string): FocusOrder {
    return { orderId, orderNo, title, unitName: this.unitName(unitId), reason };
  }

  private async late(rootId: string, counts: readonly LateCount[]): Promise<LateUnit[]> {
    const ids = counts.flatMap(({ personId }) => (personId === null ? [] : [personId]));
    const names = await this.people.names(this.db, ids);
    return [...Map.groupBy(counts, ({ unitId }) => unitId)]
      .map(([unitId, own]) => ({
        unitId,
        unitName: this.unitName(unitId),
        count: own.reduce((sum, { count }) => sum + count, 0),
        persons: own.flatMap(({ personId, count }) =>
          personId === null ? [] : [{ personId, name: names.get(personId) ?? '', count }],
        ),
        opens: `/api/desk/morning/orders?${new URLSearchParams({ figure: 'OVERDUE', streetId: rootId, unitId })}`,
      }))
      .sort((a, b) => b.count - a.count);
  }

  private unitName(unitId: string): string {
    return this.directory.findUnit(unitId)?.short_name ?? '';
  }
}

function hardReason({ reworks, leadUnits, receivedAt }: ListedNumbers, at: Instant): string {
  const days = Math.floor((toMillis(at) - toMillis(receivedAt)) / DAY_MS);
  const reasons = [
    reworks > 1 ? `重办 ${reworks} 次` : '',
    leadUnits > 1 ? `先后 ${leadUnits} 个单位办过` : '',
    days >= HARD_DAYS ? `${days} 天没有办结` : '',
  ];
  return reasons.filter((reason) => reason !== '').join('、');
}

function stuckReason({ returns, staffAt, receivedAt }: ListedNumbers, at: Instant): string {
  const hours = Math.floor((toMillis(at) - toMillis(staffAt ?? receivedAt)) / HOUR_MS);
  const reasons = [returns > 1 ? `被退单 ${returns} 次` : '', `${hours} 小时没有人动过`];
  return reasons.filter((reason) => reason !== '').join('、');
}

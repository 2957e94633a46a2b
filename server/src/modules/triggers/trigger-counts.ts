import { Injectable } from '@nestjs/common';
import {
  addDays,
  burst,
  type CountName,
  dayOf,
  dayStart,
  hasGrown,
  type Instant,
  type ItemFacts,
  inClasses,
  type OrderFacts,
  type Tally,
  type TriggerParams,
  type WatchRow,
  weekdayOf,
  windowStart,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { LedgersStore, openKeyOf } from '../ledgers';
import { PoliciesService } from '../policies/policies.service';
import { TriggerMarks } from './trigger-marks';

/** What a trigger counts for: an order and its moment, and the entry of a ledger when it looks at one. */
export interface CountFor {
  facts: OrderFacts | null;
  item: ItemFacts | null;
  at: Instant;
}

type Received = { id: string; receivedAt: Instant };
type Count = (tx: Tx, about: CountFor, params: TriggerParams) => Promise<Tally>;

const NONE: Tally = { n: 0, of: 0, orderIds: [], where: '' };
/** Orders that were one with another, or no matter after all. */
const NOT_COUNTED = "state NOT IN ('MERGED', 'WITHDRAWN')";
/** Orders of one order's place and of a class, between two moments. */
const OF_ONE_PLACE = `FROM work_order o JOIN work_order w ON w.place_key = o.place_key
  WHERE o.id = ? AND w.class_code = ? AND w.received_at > ? AND w.received_at < ? AND w.${NOT_COUNTED}`;
/** Orders of an entry, the newest first. */
const MEMBERS = `SELECT DISTINCT w.id, w.received_at AS receivedAt FROM order_link l JOIN work_order w ON w.id = l.order_id
  WHERE l.target_id = ? AND l.target_kind = 'ITEM' AND w.${NOT_COUNTED} ORDER BY w.received_at DESC, w.id DESC`;

/** Answers what triggers ask about more than the one order they look at. */
@Injectable()
export class TriggerCounts {
  private readonly counts: Readonly<Record<CountName, Count>> = {
    samePlaceAndClass: (tx, about, params) => this.samePlaceAndClass(tx, about, params),
    sameFirmAndClass: (tx, about, params) => this.sameFirmAndClass(tx, about, params),
    membersOfProblem: (tx, about, params) => this.membersOfProblem(tx, about, params),
    problemsOfPlace: (tx, about, params) => this.problemsOfPlace(tx, about, params),
    disputesOfMembers: (tx, about) => this.disputesOfMembers(tx, about),
    unitsDispatched: (tx, about) => this.unitsDispatched(tx, about),
    classThisWeek: (tx, about) => this.classThisWeek(tx, about),
  };

  constructor(
    private readonly ledgers: LedgersStore,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
    private readonly marks: TriggerMarks,
  ) {}

  count(tx: Tx, name: CountName, about: CountFor, params: TriggerParams): Promise<Tally> {
    return this.counts[name](tx, about, params);
  }

  /**
   * How many of one place and class came within the span. What has just come in is the newest, as most are: then the
   * newest few say whether there are enough, and all but how many can be left where they lie.
   */
  private async samePlaceAndClass(tx: Tx, { facts }: CountFor, params: TriggerParams): Promise<Tally> {
    if (facts === null) return NONE;
    const { rootId, classCode, receivedAt } = facts;
    const among = [facts.id, classCode, ...around(receivedAt, params)];
    const newest = await tx.query<Received & { placeKey: string }>(
      `SELECT w.id, w.received_at AS receivedAt, w.place_key AS placeKey ${OF_ONE_PLACE}
        ORDER BY w.received_at DESC, w.id DESC LIMIT ?`,
      [...among, params.times],
    );
    const [last] = newest;
    if (last === undefined || newest.length < params.times) return NONE;
    const where = this.words(rootId, last.placeKey, classCode);
    if (last.receivedAt > receivedAt) {
      const rows = await tx.query<Received>(
        `SELECT w.id, w.received_at AS receivedAt ${OF_ONE_PLACE} ORDER BY w.received_at, w.id`,
        among,
      );
      return this.tally(burst(rows, receivedAt, params), where);
    }
    const [counted] = await tx.query<{ n: number }>(`SELECT COUNT(*) AS n ${OF_ONE_PLACE}`, among);
    const fresh = await tx.query<{ id: string }>(
      `SELECT w.id ${OF_ONE_PLACE} AND NOT EXISTS (
          SELECT 1 FROM order_link l JOIN ledger_item i ON i.id = l.target_id
           WHERE l.order_id = w.id AND l.target_kind = 'ITEM' AND l.rel IN ('IN', 'JOINED') AND i.open_key = ?)
        ORDER BY w.received_at, w.id`,
      [...among, openKeyOf('problem', rootId, [last.placeKey, classCode ?? ''])],
    );
    const n = Number(counted?.n ?? 0);
    return { n, of: n, orderIds: fresh.map(({ id }) => id), where };
  }

  /** The same firm is the same entry of the register; of a firm nobody named, the same account. */
  private async sameFirmAndClass(tx: Tx, { facts }: CountFor, params: TriggerParams): Promise<Tally> {
    if (facts === null) return NONE;
    const { enterpriseId, filerId } = facts;
    if (enterpriseId === null && filerId === null) return NONE;
    const [same, who] =
      enterpriseId === null
        ? ["filer_id = ? AND party_kind = 'ENTERPRISE'", filerId]
        : ['enterprise_id = ?', enterpriseId];
    const rows = await tx.query<Received>(
      `SELECT id, received_at AS receivedAt FROM work_order
        WHERE ${same} AND root_id = ? AND class_code = ? AND received_at > ? AND received_at < ? AND ${NOT_COUNTED}
        ORDER BY received_at, id`,
      [who, facts.rootId, facts.classCode, ...around(facts.receivedAt, params)],
    );
    return this.tally(burst(rows, facts.receivedAt, params), '');
  }

  private async membersOfProblem(tx: Tx, { item }: CountFor, params: TriggerParams): Promise<Tally> {
    if (item === null) return NONE;
    const newest = await tx.query<Received>(`${MEMBERS} LIMIT ?`, [item.id, params.times]);
    const [last] = newest;
    if (last === undefined) return NONE;
    const begins = windowStart(last.receivedAt, params);
    const inside = newest.filter((row) => row.receivedAt > begins);
    if (inside.length < params.times) return this.tally(inside, '');
    const all = await tx.query<Received>(MEMBERS, [item.id]);
    return this.tally(
      all.filter((row) => row.receivedAt > begins),
      '',
    );
  }

  private async problemsOfPlace(tx: Tx, { item, at }: CountFor, params: TriggerParams): Promise<Tally> {
    if (item === null || item.placeKey === null) return NONE;
    const rows = await tx.query<{ id: string }>(
      `SELECT id FROM ledger_item WHERE kind = 'problem' AND state <> 'DROPPED' AND place_key = ? AND class_code = ?
          AND opened_at > ? AND opened_at <= ?`,
      [item.placeKey, item.classCode, windowStart(at, params), at],
    );
    const orderIds = await this.ledgers.orderIdsOf(tx, item.id);
    return {
      n: rows.length,
      of: rows.length,
      orderIds,
      where: this.words(item.rootId, item.placeKey, item.classCode),
    };
  }

  /** Members of the order's problem that were disputed since all were last answered. */
  private async disputesOfMembers(tx: Tx, { facts }: CountFor): Promise<Tally> {
    const [problem] = facts === null ? [] : await this.ledgers.problemsOf(tx, facts.id);
    if (problem === undefined || problem.state === 'DROPPED') return NONE;
    const events = await this.ledgers.eventsOf(tx, problem.id);
    const answered = events.findLast(({ name }) => name === 'item.review_asked')?.at;
    const members = await this.ledgers.orderIdsOf(tx, problem.id);
    if (answered === undefined || members.length === 0) return NONE;
    const marks = members.map(() => '?').join(',');
    const [row] = await tx.query<{ n: number }>(
      `SELECT COUNT(DISTINCT stream_id) AS n FROM event WHERE stream_id IN (${marks}) AND at >= ?
          AND name IN ('order.disputed', 'order.disputed_again')`,
      [...members, answered],
    );
    return { ...NONE, n: Number(row?.n ?? 0), of: members.length };
  }

  private async unitsDispatched(tx: Tx, { facts }: CountFor): Promise<Tally> {
    const [row] = await tx.query<{ n: number }>(
      "SELECT COUNT(DISTINCT unit_id) AS n FROM task WHERE order_id = ? AND role = 'LEAD'",
      [facts?.id ?? ''],
    );
    return { ...NONE, n: Number(row?.n ?? 0) };
  }

  /** A watched class that grew this week and was not told of yet: how many it has, and what it is called. */
  private async classThisWeek(tx: Tx, { facts, at }: CountFor): Promise<Tally> {
    if (facts === null) return NONE;
    const watched = this.policies.inForce<{ rows: WatchRow[] }>(facts.rootId, 'watch', at)?.rows ?? [];
    const today = dayOf(at);
    const monday = addDays(today, -((weekdayOf(today) + 6) % 7));
    for (const row of watched.filter(({ classes }) => inClasses(classes, facts.classCode))) {
      const week = await this.ofClasses(tx, facts.rootId, row, [
        dayStart(monday),
        dayStart(addDays(monday, 7)),
      ]);
      const before = await this.ofClasses(tx, facts.rootId, row, [
        dayStart(addDays(monday, -7)),
        dayStart(monday),
      ]);
      if (!hasGrown(row, week, before)) continue;
      const isNew = await this.marks.take(
        tx,
        `watchGrowth:${facts.rootId}:${monday}:${row.name}`,
        facts.id,
        at,
      );
      if (isNew) return { ...NONE, n: week, where: row.name };
    }
    return NONE;
  }

  private async ofClasses(tx: Tx, rootId: string, row: WatchRow, span: readonly [Instant, Instant]) {
    const likes = row.classes.map(() => 'class_code LIKE ?').join(' OR ');
    const [found] = await tx.query<{ n: number }>(
      `SELECT COUNT(*) AS n FROM work_order WHERE root_id = ? AND received_at >= ? AND received_at < ? AND (${likes})
          AND ${NOT_COUNTED}`,
      [rootId, ...span, ...row.classes.map((prefix) => `${prefix}%`)],
    );
    return Number(found?.n ?? 0);
  }

  /** Estate or grid the order's place lies in. */
  async placeOf(tx: Tx, orderId: string): Promise<string | null> {
    const [row] = await tx.query<{ place_key: string | null }>(
      'SELECT place_key FROM work_order WHERE id = ?',
      [orderId],
    );
    return row?.place_key ?? null;
  }

  /** 丁香01网格占道经营 */
  words(rootId: string, placeKey: string | null, classCode: string | null): string {
    const place = placeKey === null ? '' : (this.directory.findUnit(placeKey)?.short_name ?? '');
    return `${place}${classCode === null ? '' : (this.policies.leaf(rootId, classCode)?.name ?? '')}`;
  }

  private tally(orders: readonly Received[], where: string): Tally {
    return { n: orders.length, of: orders.length, orderIds: orders.map(({ id }) => id), where };
  }
}

/** Everything that may share a window with that moment. */
function around(at: Instant, params: TriggerParams): [Instant, Instant] {
  return [windowStart(at, params), windowStart(at, { ...params, within: -params.within })];
}

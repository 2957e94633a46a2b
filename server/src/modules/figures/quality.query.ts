import { Injectable } from '@nestjs/common';
import type { AnswerFault, Instant, Score } from '@yihu/shared';
import { Db, type SqlValue } from '../../platform/db/db';
import { Visibility } from '../orders';
import type { Audit } from './rules/quality';

/** A score appealed against, as its procedure stands. */
export interface Appealed {
  runId: string;
  scoreId: Score['id'];
  stage: string;
  outcome: string | null;
  orderNos: string[];
}

export interface StaffMember {
  personId: string;
  name: string;
  unitId: string;
}

/** The events that decide on a proposal. */
const DECIDED = ['order.dispatched', 'order.merged', 'order.joined'];
/** What comes of an answer is often somebody else's event. */
const OF_ANSWERS = ['order.sent_back', 'order.reworked', 'order.disputed'];
const BATCH = 200;
const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');

/** Reads what the aims, proposals and persons are counted from; writes nothing. */
@Injectable()
export class QualityQuery {
  constructor(private readonly db: Db) {}

  /** Orders taken in by telephone in the period, somebody writing them down. */
  async takenByPhone(
    rootIds: readonly string[],
    channels: readonly string[],
    from: Instant,
    to: Instant,
  ): Promise<string[]> {
    const roots = Visibility.among('root_id', rootIds);
    return this.ids(
      `SELECT id FROM work_order WHERE ${roots.sql} AND received_at >= ? AND received_at < ?
          AND channel IN (${marks(channels)}) AND registrar_id IS NOT NULL ORDER BY received_at, id`,
      [...roots.params, from, to, ...channels],
    );
  }

  /** Answers audited in the period, each once for every audit that ended. */
  async audits(rootIds: readonly string[], from: Instant, to: Instant): Promise<Audit[]> {
    const roots = Visibility.among('root_id', rootIds);
    const rows = await this.db.read<{ order_id: string; outcome: 'RIGHT' | 'WRONG'; coded: string }>(
      `SELECT order_id, outcome, coded FROM procedure_run WHERE ${roots.sql} AND kind = 'lookback'
          AND outcome IN ('RIGHT', 'WRONG') AND ended_at >= ? AND ended_at < ? ORDER BY ended_at, id`,
      [...roots.params, from, to],
    );
    return rows.map(({ order_id, outcome, coded }) => ({
      orderId: order_id,
      outcome,
      fault: ((JSON.parse(coded) as { fault?: AnswerFault }).fault ?? null) as AnswerFault | null,
    }));
  }

  /** Orders of these streets on which a proposal was decided in the period. */
  async decidedIn(rootIds: readonly string[], from: Instant, to: Instant): Promise<string[]> {
    return this.touched(rootIds, DECIDED, from, to);
  }

  /** Orders of these streets whose answer turned out wanting in the period. */
  async answersOf(rootIds: readonly string[], from: Instant, to: Instant): Promise<string[]> {
    return this.touched(rootIds, OF_ANSWERS, from, to);
  }

  private touched(
    rootIds: readonly string[],
    names: readonly string[],
    from: Instant,
    to: Instant,
  ): Promise<string[]> {
    const roots = Visibility.among('w.root_id', rootIds);
    return this.ids(
      `SELECT DISTINCT w.id AS id FROM event e JOIN work_order w ON w.id = e.stream_id
        WHERE e.name IN (${marks(names)}) AND e.at >= ? AND e.at < ? AND ${roots.sql} ORDER BY w.id`,
      [...names, from, to, ...roots.params],
    );
  }

  /** Orders in which one of these persons did something in the period. */
  async doneBy(personIds: readonly string[], from: Instant, to: Instant): Promise<string[]> {
    const found = new Set<string>();
    for (let at = 0; at < personIds.length; at += BATCH) {
      const some = personIds.slice(at, at + BATCH);
      const ids = await this.ids(
        `SELECT DISTINCT w.id AS id FROM event e JOIN work_order w ON w.id = e.stream_id
          WHERE e.actor_id IN (${marks(some)}) AND e.at >= ? AND e.at < ? ORDER BY w.id`,
        [...some, from, to],
      );
      for (const id of ids) found.add(id);
    }
    return [...found];
  }

  /** Active persons with a role on one of these units at a moment, each at the first of them. */
  async staffOf(unitIds: readonly string[], now: Instant): Promise<StaffMember[]> {
    const units = Visibility.among('g.unit_id', unitIds);
    const rows = await this.db.read<StaffMember>(
      `SELECT p.id AS personId, p.name AS name, MIN(g.unit_id) AS unitId FROM role_grant g JOIN person p ON p.id = g.person_id
        WHERE ${units.sql} AND p.active = 1 AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?)
        GROUP BY p.id, p.name ORDER BY MIN(g.unit_id), p.name, p.id`,
      [...units.params, now, now],
    );
    return rows.map((row) => ({ ...row }));
  }

  /** Appeals of a street against lines whose name holds `part`. */
  async appeals(rootIds: readonly string[], part: string): Promise<Appealed[]> {
    const roots = Visibility.among('root_id', rootIds);
    const rows = await this.db.read<{
      id: string;
      home_id: string;
      stage: string;
      outcome: string | null;
      coded: string;
    }>(
      `SELECT id, home_id, stage, outcome, coded FROM procedure_run
        WHERE ${roots.sql} AND kind = 'scoreAppeal' AND home_id LIKE ? ORDER BY opened_at, id`,
      [...roots.params, `%${part}%`],
    );
    return rows.map((row) => ({
      runId: row.id,
      scoreId: row.home_id,
      stage: row.stage,
      outcome: row.outcome,
      orderNos: (JSON.parse(row.coded) as { orders?: string[] }).orders ?? [],
    }));
  }

  /** Trainings held in the month, with who was there. */
  async trainings(
    rootIds: readonly string[],
    month: string,
  ): Promise<{ itemId: string; title: string; heldOn: string; attendees: string[] }[]> {
    const roots = Visibility.among('root_id', rootIds);
    const rows = await this.db.read<{ id: string; title: string; coded: string }>(
      `SELECT id, title, coded FROM ledger_item WHERE ${roots.sql} AND kind = 'session' AND state <> 'DROPPED' ORDER BY id`,
      roots.params,
    );
    return rows.flatMap(({ id, title, coded }) => {
      const values = JSON.parse(coded) as { form?: string; heldOn?: string; attendees?: string[] };
      const fits = values.form === 'TRAINING' && values.heldOn?.startsWith(month) === true;
      return fits
        ? [{ itemId: id, title, heldOn: values.heldOn ?? '', attendees: values.attendees ?? [] }]
        : [];
    });
  }

  private async ids(sql: string, params: readonly SqlValue[]): Promise<string[]> {
    return (await this.db.read<{ id: string }>(sql, [...params])).map(({ id }) => id);
  }
}

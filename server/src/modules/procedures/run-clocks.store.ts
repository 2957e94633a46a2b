import { Injectable } from '@nestjs/common';
import type { ClockUnit, Instant } from '@yihu/shared';
import { type Db, type Row, readRows, type Tx } from '../../platform/db/db';
import { updateOf } from '../../platform/db/mapping';
import type { RunClock } from './rules/run-clocks';

function rowOf(clock: RunClock): Row {
  return {
    id: clock.id,
    // The stream the promise belongs to: an order's promises carry the order here.
    order_id: clock.runId,
    root_id: clock.rootId,
    subject_id: clock.runId,
    cycle: 0,
    scope: 'INNER',
    milestone: clock.milestone,
    state: clock.state,
    started_at: clock.startedAt,
    amount: clock.amount,
    unit: clock.unit,
    due_at: clock.dueAt,
    due_day: clock.dueDay,
    awaiting_year: clock.awaitingYear,
    rev: clock.rev,
    paused_at: null,
    met_at: clock.metAt,
    met_seq: clock.metSeq,
    late: clock.late ? 1 : 0,
    next_light_at: clock.nextLightAt,
    fired: clock.fired,
    policy: JSON.stringify({ lights: clock.lights }),
    proof: JSON.stringify(clock.proof),
  };
}

function clockOf(row: Row): RunClock {
  return {
    id: String(row.id),
    runId: String(row.order_id),
    rootId: String(row.root_id),
    milestone: String(row.milestone),
    state: String(row.state) as RunClock['state'],
    startedAt: String(row.started_at),
    amount: Number(row.amount),
    unit: String(row.unit) as ClockUnit,
    dueAt: row.due_at as string | null,
    dueDay: row.due_day as string | null,
    awaitingYear: row.awaiting_year as number | null,
    rev: Number(row.rev),
    metAt: row.met_at as string | null,
    metSeq: row.met_seq as number | null,
    late: row.late === 1,
    nextLightAt: row.next_light_at as string | null,
    fired: row.fired as RunClock['fired'],
    lights: JSON.parse(String(row.policy)).lights,
    proof: JSON.parse(String(row.proof)),
  };
}

/** Promises of procedures, in the same table as those of orders. */
@Injectable()
export class RunClocksStore {
  async ofRuns(reader: Tx | Db, runIds: readonly string[]): Promise<RunClock[]> {
    if (runIds.length === 0) return [];
    const sql = `SELECT * FROM clock WHERE order_id IN (${runIds.map(() => '?').join(',')}) ORDER BY id`;
    const found = await readRows(reader, sql, [...runIds]);
    return found.map(clockOf);
  }

  async write(tx: Tx, before: readonly RunClock[], after: readonly RunClock[]): Promise<void> {
    const old = new Map(before.map((row) => [row.id, row]));
    await tx.insert('clock', after.filter((row) => !old.has(row.id)).map(rowOf));
    for (const row of after) {
      const was = old.get(row.id);
      if (was === undefined || was === row) continue;
      const { id: _, ...columns } = rowOf(row);
      await tx.execute(...updateOf('clock', columns, 'id = ?', [row.id]));
    }
  }

  /** Procedures with a light to fire, or a wait that is over, at `now`; the longest waiting first. */
  async runsDue(db: Db, now: Instant, limit: number): Promise<string[]> {
    const found = await db.read<{ run_id: string }>(
      `SELECT DISTINCT run_id FROM (
         SELECT c.order_id AS run_id FROM clock c JOIN procedure_run r ON r.id = c.order_id
          WHERE c.next_light_at <= ? ORDER BY c.next_light_at, c.id LIMIT ?) due`,
      [now, limit],
    );
    return found.map((row) => row.run_id);
  }

  /** Makes a procedure's due lights wait, so that a broken one cannot stand in front of the others. */
  async putOff(db: Db, runId: string, now: Instant, until: Instant): Promise<void> {
    await db.inTransaction((tx) =>
      tx.execute('UPDATE clock SET next_light_at = ? WHERE order_id = ? AND next_light_at <= ?', [
        until,
        runId,
        now,
      ]),
    );
  }
}

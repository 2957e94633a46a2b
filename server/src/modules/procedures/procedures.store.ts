import { Injectable } from '@nestjs/common';
import type { EarlierRun, Instant, RunEvent, RunFacts, RunStep, TextLayer } from '@yihu/shared';
import { type Db, readRows, type SqlValue, type Tx } from '../../platform/db/db';
import { appendEvent, readEvents } from '../../platform/db/event-stream';
import { updateOf } from '../../platform/db/mapping';
import { rowOf, runOf, type StoredTask, taskOf, textOrNull } from './run-rows';

/** By itself or with others; one that ended before the others has left. */
const ON_ORDER = `order_id = ? OR id IN
  (SELECT target_id FROM order_link WHERE order_id = ? AND rel IN ('IN', 'LEFT') AND target_kind = 'PROCEDURE')`;
const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');

/** The only writer of `procedure_run`, its event streams and its tasks. */
@Injectable()
export class ProceduresStore {
  async find(reader: Tx | Db, id: string): Promise<RunFacts | null> {
    const [row] = await readRows(reader, 'SELECT * FROM procedure_run WHERE id = ?', [id]);
    return row === undefined ? null : runOf(row);
  }

  /** Several at once, by id. */
  async findMany(reader: Tx | Db, ids: readonly string[]): Promise<Map<string, RunFacts>> {
    const unique = [...new Set(ids)];
    if (unique.length === 0) return new Map();
    const found = await readRows(
      reader,
      `SELECT * FROM procedure_run WHERE id IN (${marks(unique)})`,
      unique,
    );
    return new Map(found.map((row) => [String(row.id), runOf(row)]));
  }

  /** The procedure that holds an open key, so that who came second can be told who was first. */
  async findByKey(reader: Tx | Db, openKey: string): Promise<RunFacts | null> {
    const [row] = await readRows(reader, 'SELECT * FROM procedure_run WHERE open_key = ?', [openKey]);
    return row === undefined ? null : runOf(row);
  }

  async tasksOf(reader: Tx | Db, runIds: readonly string[]): Promise<StoredTask[]> {
    if (runIds.length === 0) return [];
    const sql = `SELECT * FROM task WHERE procedure_id IN (${marks(runIds)}) ORDER BY opened_at, id`;
    return (await readRows(reader, sql, [...runIds])).map(taskOf);
  }

  /** Procedures an order takes part in, by itself or with others, newest first. */
  async ofOrder(reader: Tx | Db, orderId: string): Promise<RunFacts[]> {
    const sql = `SELECT * FROM procedure_run WHERE ${ON_ORDER}
       ORDER BY opened_at DESC, id DESC`;
    return (await readRows(reader, sql, [orderId, orderId])).map(runOf);
  }

  /** Orders a procedure hangs on, oldest first; those that ended before it have left. */
  async orderIdsOf(reader: Tx | Db, run: RunFacts): Promise<string[]> {
    return (await this.orderIdsOfMany(reader, [run])).get(run.id) ?? [];
  }

  /** The same of several procedures, by their ids; absent for one that hangs on no order. */
  async orderIdsOfMany(reader: Tx | Db, runs: readonly RunFacts[]): Promise<Map<string, string[]>> {
    const shared = runs.filter((run) => run.orderId === null && run.homeKind === 'orders');
    const links =
      shared.length === 0
        ? []
        : await readRows<{ target_id: string; order_id: string }>(
            reader,
            `SELECT target_id, order_id FROM order_link
             WHERE target_id IN (${marks(shared)}) AND rel = 'IN' ORDER BY order_id`,
            shared.map((run) => run.id),
          );
    const ids = new Map(runs.flatMap((run) => (run.orderId === null ? [] : [[run.id, [run.orderId]]])));
    for (const link of links) ids.set(link.target_id, [...(ids.get(link.target_id) ?? []), link.order_id]);
    return ids;
  }

  /** Ended ones of a kind on an order or another home, oldest first. */
  async earlier(
    reader: Tx | Db,
    kind: string,
    home: { orderId: string } | { homeId: string },
  ): Promise<EarlierRun[]> {
    const [where, values] =
      'orderId' in home ? [ON_ORDER, [home.orderId, home.orderId]] : ['home_id = ?', [home.homeId]];
    const sql = `SELECT opener_unit_id, outcome, coded FROM procedure_run
       WHERE (${where}) AND kind = ? AND ended_at IS NOT NULL ORDER BY opened_at, id`;
    return (await readRows(reader, sql, [...values, kind])).map((row) => ({
      openerUnitId: textOrNull(row.opener_unit_id),
      outcome: textOrNull(row.outcome),
      values: JSON.parse(String(row.coded)),
    }));
  }

  /** Staff and callers who gave an order its scores: who approved, who wrote down the answers, who closed. */
  async scorersOf(tx: Tx, orderId: string): Promise<string[]> {
    const found = await readRows(
      tx,
      `SELECT DISTINCT actor_id FROM event WHERE stream_id = ? AND name IN ('order.approved', 'order.rated', 'order.closed')`,
      [orderId],
    );
    return found.map((row) => String(row.actor_id));
  }

  async insert(tx: Tx, run: RunFacts, orderIds: readonly string[]): Promise<void> {
    await tx.insert('procedure_run', rowOf(run));
    if (run.homeKind !== 'orders') return;
    await tx.insert(
      'order_link',
      orderIds.map((orderId) => ({
        order_id: orderId,
        rel: 'IN',
        target_kind: 'PROCEDURE',
        target_id: run.id,
        at: run.openedAt,
      })),
    );
  }

  /** One of several orders is over: the procedure goes on for the others. */
  async leave(tx: Tx, runId: string, orderId: string): Promise<void> {
    const sql = "UPDATE order_link SET rel = 'LEFT' WHERE order_id = ? AND rel = 'IN' AND target_id = ?";
    await tx.execute(sql, [orderId, runId]);
  }

  /** Guarded by the version the step was decided on; false when somebody was faster. */
  async update(tx: Tx, before: RunFacts, after: RunFacts): Promise<boolean> {
    const { id: _, ...columns } = rowOf(after);
    const guard = [before.id, before.version];
    return (await tx.execute(...updateOf('procedure_run', columns, 'id = ? AND version = ?', guard))) === 1;
  }

  async addEvent(
    tx: Tx,
    runId: string,
    event: RunEvent,
    link: string | null,
    commandId: string | null,
  ): Promise<void> {
    appendEvent(tx, { id: runId, kind: 'PROCEDURE', link, commandId }, event);
  }

  eventsOf(reader: Tx | Db, runId: string): Promise<RunEvent[]> {
    return readEvents<RunEvent>(reader, runId);
  }

  /** What was written at each step, by the step's place in the procedure's own stream. */
  async textsOf(
    reader: Tx | Db,
    run: RunFacts,
    events: readonly RunEvent[],
  ): Promise<Map<number, { field: string; layer: TextLayer; body: string }[]>> {
    const found = await readRows(
      reader,
      `SELECT seq, field, layer, body FROM event_text WHERE stream_id = ? AND field <> '_resident' ORDER BY seq, field`,
      [run.orderId ?? run.id],
    );
    const texts = new Map<number, { field: string; layer: TextLayer; body: string }[]>();
    for (const event of events) {
      const at = run.orderId === null ? event.seq : (event.data as RunStep).orderSeq;
      const own = found.filter((row) => Number(row.seq) === at);
      texts.set(
        event.seq,
        own.map((row) => ({
          field: String(row.field),
          layer: String(row.layer) as TextLayer,
          body: String(row.body),
        })),
      );
    }
    return texts;
  }

  /** Brings the task rows in step with what one event of the stream says. */
  async followTasks(
    tx: Tx,
    run: RunFacts,
    event: RunEvent,
    step: RunStep,
    dueAt: Instant | null,
  ): Promise<void> {
    if (step.done !== null) {
      await tx.execute("UPDATE task SET state = 'DONE', done_at = ?, person_id = ? WHERE id = ?", [
        event.at,
        event.actorId,
        step.done,
      ]);
    }
    for (const taskId of step.released) {
      await tx.execute("UPDATE task SET state = 'RELEASED', ended_at = ? WHERE id = ?", [event.at, taskId]);
    }
    await tx.insert(
      'task',
      step.opened.map((task) => ({
        id: task.id,
        order_id: run.orderId,
        procedure_id: run.id,
        item_id: null,
        role: task.role,
        unit_id: task.unitId,
        person_id: task.personId ?? null,
        cycle: 0,
        state: 'OPEN',
        opened_at: event.at,
        due_at: dueAt,
        signed_at: null,
        done_at: null,
        ended_at: null,
        end_reason: null,
      })),
    );
  }

  /** Open tasks owed in procedures by these units, the most pressing first. */
  async inbox(
    db: Db,
    unitIds: readonly string[],
    after: { dueAt: string; id: string } | null,
    limit: number,
  ): Promise<StoredTask[]> {
    if (unitIds.length === 0) return [];
    const from =
      after === null ? '' : 'AND (COALESCE(due_at, ?) > ? OR (COALESCE(due_at, ?) = ? AND id > ?))';
    const far = '9999';
    const params: SqlValue[] = after === null ? [] : [far, after.dueAt, far, after.dueAt, after.id];
    const sql = `SELECT * FROM task WHERE unit_id IN (${marks(unitIds)}) AND state = 'OPEN'
       AND procedure_id IS NOT NULL ${from} ORDER BY COALESCE(due_at, '${far}'), id LIMIT ?`;
    return (await readRows(db, sql, [...unitIds, ...params, limit])).map(taskOf);
  }
}

import type { Instant, RunFacts, TaskFacts } from '@yihu/shared';
import type { Row } from '../../platform/db/db';

/** A task of a procedure with what inboxes need. */
export interface StoredTask extends TaskFacts {
  procedureId: string;
  orderId: string | null;
  dueAt: Instant | null;
  openedAt: Instant;
}

/** A column that may be empty. */
export const textOrNull = (value: unknown): string | null => (value == null ? null : String(value));

/** A procedure as its row has it. */
export function runOf(row: Row): RunFacts {
  return {
    id: String(row.id),
    kind: String(row.kind),
    version: Number(row.version),
    stage: String(row.stage),
    outcome: textOrNull(row.outcome),
    rootId: String(row.root_id),
    homeKind: String(row.home_kind) as RunFacts['homeKind'],
    orderId: textOrNull(row.order_id),
    homeId: textOrNull(row.home_id),
    openKey: textOrNull(row.open_key),
    nth: Number(row.nth),
    openerId: String(row.opener_id),
    openerUnitId: textOrNull(row.opener_unit_id),
    openedAt: String(row.opened_at),
    endedAt: textOrNull(row.ended_at),
    values: JSON.parse(String(row.coded)),
  };
}

/** All columns of a procedure. */
export function rowOf(run: RunFacts): Row {
  return {
    id: run.id,
    kind: run.kind,
    version: run.version,
    stage: run.stage,
    outcome: run.outcome,
    root_id: run.rootId,
    home_kind: run.homeKind,
    order_id: run.orderId,
    home_id: run.homeId,
    open_key: run.openKey,
    nth: run.nth,
    opener_id: run.openerId,
    opener_unit_id: run.openerUnitId,
    opened_at: run.openedAt,
    ended_at: run.endedAt,
    coded: JSON.stringify(run.values),
  };
}

/** One thing owed in a procedure, as its row has it. */
export function taskOf(row: Row): StoredTask {
  return {
    id: String(row.id),
    role: String(row.role),
    unitId: String(row.unit_id),
    personId: textOrNull(row.person_id),
    state: String(row.state) as TaskFacts['state'],
    procedureId: String(row.procedure_id),
    orderId: textOrNull(row.order_id),
    dueAt: textOrNull(row.due_at),
    openedAt: String(row.opened_at),
  };
}

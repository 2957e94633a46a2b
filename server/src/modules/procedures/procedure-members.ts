import { Injectable } from '@nestjs/common';
import { type Instant, PROCEDURES, procedureKind, type RunFacts, readEntries } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { ProceduresStore } from './procedures.store';

/** Orders of an entry of a ledger, as procedures that hang on all of them need them. */
@Injectable()
export class ProcedureMembers {
  constructor(private readonly store: ProceduresStore) {}

  /**
   * Those a procedure of that kind may be opened on now: its state allows it, nothing that excludes it is open, and its
   * limit has not passed already where it must be asked for in time.
   */
  async open(tx: Tx, itemId: string, kindName: string, now: Instant): Promise<string[]> {
    const { from, excludes = [], inTime } = procedureKind(kindName);
    const shut = [kindName, ...excludes, ...excludedBy(kindName)];
    const rows = await tx.query<{ id: string; procedures: string }>(
      `SELECT DISTINCT w.id, w.procedures FROM order_link l JOIN work_order w ON w.id = l.order_id
        WHERE l.target_id = ? AND l.rel IN ('IN', 'JOINED') AND l.target_kind = 'ITEM'
          AND w.state IN (${from.map(() => '?').join(',')})
          AND (? = 0 OR NOT EXISTS (SELECT 1 FROM clock c WHERE c.order_id = w.id AND c.milestone = 'handle'
                                       AND c.scope = 'INNER' AND c.state = 'RUNNING' AND c.due_at < ?))
        ORDER BY w.id`,
      [itemId, ...from, inTime === true ? 1 : 0, now],
    );
    return rows
      .filter(({ procedures }) => !readEntries(procedures).some(({ kind }) => shut.includes(kind)))
      .map(({ id }) => id);
  }

  /** Open procedures of a kind on any of them, each once. */
  async runs(tx: Tx, itemId: string, kindName: string): Promise<RunFacts[]> {
    const rows = await tx.query<{ procedures: string }>(
      `SELECT DISTINCT w.id, w.procedures FROM order_link l JOIN work_order w ON w.id = l.order_id
        WHERE l.target_id = ? AND l.rel IN ('IN', 'JOINED') AND l.target_kind = 'ITEM' ORDER BY w.id`,
      [itemId],
    );
    const ids = rows.flatMap(({ procedures }) =>
      readEntries(procedures).flatMap(({ kind, id }) => (kind === kindName ? [id] : [])),
    );
    const runs: RunFacts[] = [];
    for (const id of new Set(ids)) {
      const run = await this.store.find(tx, id);
      if (run !== null && run.endedAt === null) runs.push(run);
    }
    return runs;
  }

  ordersOf(tx: Tx, run: RunFacts): Promise<string[]> {
    return this.store.orderIdsOf(tx, run);
  }
}

/** Kinds that do not stand beside this one. */
function excludedBy(kindName: string): string[] {
  return Object.entries(PROCEDURES).flatMap(([name, kind]) =>
    kind.excludes?.includes(kindName) === true ? [name] : [],
  );
}

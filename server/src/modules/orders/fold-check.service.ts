import { Injectable } from '@nestjs/common';
import { foldAll, type OrderFacts } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { OrdersStore } from './orders.store';

export interface FoldRun {
  checked: number;
  /** Orders whose stored facts are not what their events fold to. */
  differing: string[];
  /** The last order looked at; null when there was none after the given one. */
  lastId: string | null;
}

/** The exact form of "state and history agree": folds histories anew and compares every fact. */
@Injectable()
export class FoldCheck {
  constructor(
    private readonly db: Db,
    private readonly store: OrdersStore,
  ) {}

  /** Looks at up to `limit` orders after the id `after`. */
  async check(after: string, limit: number): Promise<FoldRun> {
    const rows = await this.db.read<{ id: string }>(
      'SELECT id FROM work_order WHERE id > ? ORDER BY id LIMIT ?',
      [after, limit],
    );
    const differing: string[] = [];
    for (const { id } of rows) if (!(await this.agrees(id))) differing.push(id);
    return { checked: rows.length, differing, lastId: rows.at(-1)?.id ?? null };
  }

  private async agrees(id: string): Promise<boolean> {
    const stored = await this.store.find(this.db, id);
    const events = await this.store.eventsOf(this.db, id);
    // An action between the two reads makes one of them newer: then the next night decides.
    if (stored === null || events.length > stored.facts.version) return true;
    try {
      return same(stored.facts, foldAll(events));
    } catch {
      return false;
    }
  }
}

function same(a: OrderFacts, b: OrderFacts): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof OrderFacts>;
  return [...names].every((name) => (a[name] ?? null) === (b[name] ?? null));
}

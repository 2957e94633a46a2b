import {
  type ActionName,
  BULK_ACTIONS,
  BULK_AT_MOST,
  type BulkRow,
  type BulkView,
  type Permission,
  type State,
  TRANSITIONS,
} from '@yihu/shared';

/** As much of a listed order as choosing it needs. */
export interface Choosable {
  id: string;
  version: number;
  state: State;
}

/** What the person may do with at least one of them, with how many it fits. The server has the last word on each. */
export function offersFor(
  permissions: readonly Permission[],
  rows: readonly Choosable[],
): { action: ActionName; label: string; fits: number }[] {
  return BULK_ACTIONS.flatMap((action) => {
    const { label, from, who } = TRANSITIONS[action];
    const states: readonly State[] = from;
    const isHers = who.some(
      ({ permission, relation }) =>
        (relation === 'office' || relation === 'clerk') && permissions.includes(permission as Permission),
    );
    const fits = isHers ? rows.filter(({ state }) => states.includes(state)).length : 0;
    return fits === 0 ? [] : [{ action, label, fits }];
  });
}

/** Those chosen and one more or less; at most as many as one bulk takes. */
export function toggled<T extends Choosable>(chosen: ReadonlyMap<string, T>, row: T): Map<string, T> {
  const next = new Map(chosen);
  if (!next.delete(row.id) && next.size < BULK_AT_MOST) next.set(row.id, row);
  return next;
}

/** Reasons of those refused, the most frequent first, each with its orders. */
export function refusals(rows: readonly BulkRow[]): { reason: string; rows: BulkRow[] }[] {
  const groups = new Map<string, BulkRow[]>();
  for (const row of rows) {
    if (row.ok !== false) continue;
    const reason = row.reason ?? '';
    groups.set(reason, [...(groups.get(reason) ?? []), row]);
  }
  return [...groups]
    .map(([reason, of]) => ({ reason, rows: of }))
    .sort((a, b) => b.rows.length - a.rows.length);
}

/** Whole seconds until it is carried out: counted from what the server said, so a wrong clock here does not matter. */
export function secondsLeft({ runAt, now }: Pick<BulkView, 'runAt' | 'now'>, sinceMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(runAt) - Date.parse(now) - sinceMs) / 1000));
}

/** One line on where a bulk stands. */
export function bulkText(view: BulkView, left: number): string {
  const count = view.rows.length;
  switch (view.state) {
    case 'HELD':
      return left > 0 ? `${view.label} ${count} 件,${left} 秒后执行` : `${view.label} ${count} 件,即将执行`;
    case 'RUNNING':
      return `${view.label}:正在执行,已办 ${view.ok + view.refused} / ${count} 件`;
    case 'DONE':
      return view.refused === 0
        ? `${view.label}:${view.ok} 件已办`
        : `${view.label}:${view.ok} 件已办,${view.refused} 件没有办成`;
    case 'UNDONE':
      return `${view.label}:已撤销,${count} 件都没有改动`;
  }
}

import {
  BULK_ACTS,
  BULK_AT_MOST,
  type BulkAct,
  type BulkRow,
  type BulkView,
  type Doer,
  type Permission,
  procedureKind,
  type State,
  TRANSITIONS,
} from '@yihu/shared';

/** As much of a listed order as choosing it needs. */
export interface Choosable {
  id: string;
  version: number;
  state: State;
  /** What staff read of it: the stage of what goes on beside its handling, where something does. */
  stateLabel: string;
}

type Asked = Pick<Choosable, 'state' | 'stateLabel'>;

/** Whether somebody with these permissions may do it at all, and to an order that stands so. */
function fitOf({ way }: BulkAct, permissions: readonly Permission[]): ((row: Asked) => boolean) | null {
  const has = (permission: string) => permissions.includes(permission as Permission);
  if (way.do === 'act') {
    const { from, who } = TRANSITIONS[way.action];
    const isHers = who.some(
      ({ permission, relation }) => (relation === 'office' || relation === 'clerk') && has(permission),
    );
    return isHers ? ({ state }) => (from as readonly State[]).includes(state) : null;
  }
  const { open, steps, stages, from } = procedureKind(way.kind);
  if (way.do === 'open') {
    const isHers = open.by.some(
      (doer) => typeof doer === 'object' && 'relation' in doer && has(doer.permission),
    );
    return isHers ? ({ state }) => from.includes(state) : null;
  }
  const step = steps[way.step];
  const owed = (doer: Doer) => (typeof doer === 'object' && 'task' in doer ? [doer.task] : []);
  const roles = step?.by.flatMap(owed) ?? [];
  const waiting = (step?.from ?? [])
    .map((name) => stages[name])
    .filter((stage) => stage?.tasks?.some(({ role, permission }) => roles.includes(role) && has(permission)))
    .map((stage) => stage?.label);
  return waiting.length > 0 ? ({ stateLabel }) => waiting.includes(stateLabel) : null;
}

/** What the person may do with at least one of them, with how many it fits. The server has the last word on each. */
export function offersFor(
  permissions: readonly Permission[],
  rows: readonly Asked[],
): { act: BulkAct; fits: number }[] {
  return BULK_ACTS.flatMap((act) => {
    const fits = rows.filter(fitOf(act, permissions) ?? (() => false)).length;
    return fits === 0 ? [] : [{ act, fits }];
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

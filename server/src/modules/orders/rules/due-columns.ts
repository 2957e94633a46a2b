import type { Instant, Milestone, OrderFacts, State } from '@yihu/shared';
import { type ClockRow, isLive, type ListedClock } from '../../clocks/clock-row';

/** Sorts orders without a due time behind all others, alike on both engines. */
export const NO_DUE: Instant = '9999-12-31T00:00:00.000Z';

/** The step an order waits for in each state, whose due time lists are sorted by. */
export const AWAITED: Readonly<Record<State, Milestone | null>> = {
  SUBMITTED: 'accept',
  NEED_INFO: 'info_wait',
  ACCEPTED: 'dispatch',
  DISPATCHED: 'sign',
  IN_PROGRESS: 'handle',
  REPLIED: 'check',
  TO_VISIT: 'visit',
  SUSPENDED: 'next_report',
  CLOSED: null,
  DECLINED: null,
  MERGED: null,
  WITHDRAWN: null,
  ARCHIVED: null,
};

/** The clock of a milestone in the order's present cycle; inner before outer. */
export function clockFor<Clock extends ListedClock>(
  facts: Pick<OrderFacts, 'cycle'>,
  clocks: readonly Clock[],
  milestone: Milestone,
  scope: 'INNER' | 'OUTER' = 'INNER',
): Clock | null {
  const found = clocks.filter(
    (row) => row.milestone === milestone && row.scope === scope && row.cycle === facts.cycle,
  );
  return found.find(isLive) ?? found.at(-1) ?? null;
}

export function dueColumns(
  facts: OrderFacts,
  clocks: readonly ClockRow[],
): { next_due_at: Instant; inner_due_at: Instant | null; outer_due_at: Instant | null } {
  const awaited = AWAITED[facts.state];
  const next = awaited === null ? null : clockFor(facts, clocks, awaited);
  const outer = clockFor(facts, clocks, 'handle', 'OUTER')?.dueAt ?? null;
  return {
    next_due_at: next?.dueAt ?? NO_DUE,
    inner_due_at: clockFor(facts, clocks, 'handle')?.dueAt ?? outer,
    outer_due_at: outer,
  };
}

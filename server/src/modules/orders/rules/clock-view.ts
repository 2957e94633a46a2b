import {
  type ClockView,
  formatDue,
  type Instant,
  MILESTONE_LABELS,
  type Milestone,
  type OrderFacts,
  type State,
} from '@yihu/shared';
import { type ExplainedClock, isLive, type ListedClock } from '../../clocks/clock-row';
import { AWAITED, clockFor } from './due-columns';

/** Milestones that are machinery, not promises to anybody. */
const HIDDEN = new Set(['archive', 'silence', 'return_window']);

function dueTextOf(row: ListedClock): string {
  if (row.dueAt !== null && row.dueDay !== null) {
    return formatDue({ dueAt: row.dueAt, dueDay: row.dueDay });
  }
  return row.awaitingYear === null ? '' : `待 ${row.awaitingYear} 年节假日安排公布`;
}

/** Late: past due, whether met afterwards or still open. */
export function isLateNow(row: ListedClock, now: Instant): boolean {
  return row.late || (row.state === 'RUNNING' && row.dueAt !== null && now > row.dueAt);
}

/** A promise at `now` without how it came about, which is all a list shows. */
export function clockLine(row: ListedClock, now: Instant): Omit<ClockView, 'proof'> {
  const late = isLateNow(row, now);
  return {
    milestone: row.milestone,
    label: MILESTONE_LABELS[row.milestone],
    scope: row.scope,
    cycle: row.cycle,
    state: row.state,
    startedAt: row.startedAt,
    dueAt: row.dueAt,
    dueText: dueTextOf(row),
    metAt: row.metAt,
    late,
    light: late && row.state === 'RUNNING' ? 'RED' : row.fired,
  };
}

/** A promise as both sides read it, at `now`. */
export function clockView(row: ExplainedClock, now: Instant): ClockView {
  return { ...clockLine(row, now), proof: row.proof.map((line) => line.text) };
}

export function visibleClocks(rows: readonly ExplainedClock[], now: Instant): ClockView[] {
  return rows.filter((row) => !HIDDEN.has(row.milestone)).map((row) => clockView(row, now));
}

/** What the filer waits for, where it is not the answer itself: her own turn, the check, or the chance to rate. */
const FILER_AWAITS: Partial<Record<State, Milestone>> = {
  NEED_INFO: 'info_wait',
  REPLIED: 'check',
  TO_VISIT: 'silence',
};

/** The milestone whose clock a reader of a list looks at; null where nothing is waited for any more. */
export function listedMilestone(state: State, isFiler: boolean): Milestone | null {
  const awaited = AWAITED[state];
  return awaited === null || !isFiler ? awaited : (FILER_AWAITS[state] ?? 'handle');
}

/** The running clock a reader of a list looks at: staff see the step the order waits for, the filer her answer. */
export function listClock<Clock extends ListedClock>(
  facts: Pick<OrderFacts, 'state' | 'cycle'>,
  rows: readonly Clock[],
  isFiler: boolean,
): Clock | null {
  const milestone = listedMilestone(facts.state, isFiler);
  if (milestone === null) return null;
  const found =
    clockFor(facts, rows, milestone) ??
    (milestone === 'handle' ? clockFor(facts, rows, 'handle', 'OUTER') : null);
  return found !== null && isLive(found) ? found : null;
}

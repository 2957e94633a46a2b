import {
  addMinutes,
  type ClockView,
  formatDue,
  formatMonthDay,
  type Instant,
  MILESTONE_LABELS,
  type OrderFacts,
} from '@yihu/shared';
import type { ClockRow } from '../../clocks/clock-row';
import { AWAITED, clockFor } from './due-columns';

/** Milestones that are machinery, not promises to anybody. */
const HIDDEN = new Set(['archive', 'silence', 'return_window']);

function dueTextOf(row: ClockRow): string {
  if (row.dueAt !== null && row.dueDay !== null) {
    return formatDue({ dueAt: row.dueAt, dueDay: row.dueDay });
  }
  return row.awaitingYear === null ? '' : `待 ${row.awaitingYear} 年节假日安排公布`;
}

/** Late: past due, whether met afterwards or still open. */
export function isLateNow(row: ClockRow, now: Instant): boolean {
  return row.late || (row.state === 'RUNNING' && row.dueAt !== null && now > row.dueAt);
}

/** A promise as both sides read it, at `now`. */
export function clockView(row: ClockRow, now: Instant): ClockView {
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
    proof: row.proof.map((line) => line.text),
  };
}

export function visibleClocks(rows: readonly ClockRow[], now: Instant): ClockView[] {
  return rows.filter((row) => !HIDDEN.has(row.milestone)).map((row) => clockView(row, now));
}

/** The clock a reader of a list looks at: what the order waits for; the filer always looks at the answer. */
export function listClock(facts: OrderFacts, rows: readonly ClockRow[], isFiler: boolean): ClockRow | null {
  const awaited = AWAITED[facts.state];
  if (awaited === null) return null;
  if (isFiler && facts.state !== 'NEED_INFO' && facts.state !== 'TO_VISIT') {
    return clockFor(facts, rows, 'handle') ?? clockFor(facts, rows, 'handle', 'OUTER');
  }
  return clockFor(facts, rows, awaited);
}

/** `11月26日`: the last day on which a due time can be met. */
export function lastDayText(dueAt: Instant): string {
  return formatMonthDay(addMinutes(dueAt, -1));
}

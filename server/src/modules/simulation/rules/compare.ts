import {
  formatDue,
  type Instant,
  MILESTONE_LABELS,
  MILESTONES,
  type Milestone,
  type SimulatedFigure,
  type SimulatedMilestone,
  type SimulatedOrder,
  type SimulatedUnit,
} from '@yihu/shared';
import { isLive, type ListedClock } from '../../clocks/clock-row';

export type Verdict = SimulatedOrder['before'];

/** What an order's clocks say of it. */
export interface Judged {
  verdict: Verdict;
  /** The due time of its last handling, as people read it. */
  due: string;
  promised: ReadonlySet<Milestone>;
  late: ReadonlySet<Milestone>;
}

const KNOWN: ReadonlySet<string> = new Set(MILESTONES);

/**
 * An order is late when any of its handlings was, on time when the last one was met and none was late, open while
 * one runs that is not due yet, and none where nothing was to be done (taken back, refused, merged).
 */
export function judge(clocks: readonly ListedClock[], asOf: Instant): Judged {
  const rows = clocks.filter((row) => row.scope === 'INNER' && KNOWN.has(row.milestone));
  const handlings = rows.filter((row) => row.milestone === 'handle');
  const last = handlings.at(-1);
  const counted = rows.filter((row) => row.state !== 'CANCELLED' || row.late);
  return {
    verdict: verdictOf(handlings, asOf),
    due: last === undefined ? '' : formatDue({ ...last, awaitingCalendar: last.awaitingYear }),
    promised: new Set(counted.map((row) => row.milestone)),
    late: new Set(counted.filter((row) => isLateAt(row, asOf)).map((row) => row.milestone)),
  };
}

function isLateAt(row: ListedClock, asOf: Instant): boolean {
  return row.late || (row.state === 'RUNNING' && row.dueAt !== null && asOf > row.dueAt);
}

function verdictOf(handlings: readonly ListedClock[], asOf: Instant): Verdict {
  if (handlings.some((row) => isLateAt(row, asOf))) return 'LATE';
  if (handlings.some(isLive)) return 'OPEN';
  return handlings.some((row) => row.state === 'MET') ? 'ON_TIME' : 'NONE';
}

/** Completed in time ÷ (completed + overdue open), in ten-thousandths rounded half up; null for 0/0. */
export function rateOf(onTime: number, late: number): number | null {
  const all = onTime + late;
  return all === 0 ? null : Math.floor((onTime * 20_000 + all) / (2 * all));
}

interface Tally {
  onTime: number;
  late: number;
  open: number;
  none: number;
}
const nothing = (): Tally => ({ onTime: 0, late: 0, open: 0, none: 0 });
const COUNTED = { ON_TIME: 'onTime', LATE: 'late', OPEN: 'open', NONE: 'none' } as const;

function figureOf({ onTime, late, open, none }: Tally): SimulatedFigure {
  return { orders: onTime + late + open + none, onTime, late, open, rate: rateOf(onTime, late) };
}

/** Adds orders up, side by side: as they were, and as they would have been. */
export class Comparison {
  private readonly units = new Map<string, { before: Tally; after: Tally }>();
  private readonly total = { before: nothing(), after: nothing() };
  private readonly milestones = new Map<Milestone, SimulatedMilestone>();
  readonly late: SimulatedOrder[] = [];
  lateTotal = 0;

  constructor(private readonly mostListed: number) {}

  add(order: { orderId: string; orderNo: string; unitId: string }, before: Judged, after: Judged): void {
    const unit = this.units.get(order.unitId) ?? { before: nothing(), after: nothing() };
    this.units.set(order.unitId, unit);
    for (const tally of [unit, this.total]) {
      tally.before[COUNTED[before.verdict]] += 1;
      tally.after[COUNTED[after.verdict]] += 1;
    }
    this.addMilestones('before', before);
    this.addMilestones('after', after);
    if (before.verdict !== 'LATE' && after.verdict !== 'LATE') return;
    this.lateTotal += 1;
    if (this.late.length >= this.mostListed) return;
    this.late.push({
      ...order,
      before: before.verdict,
      after: after.verdict,
      dueBefore: before.due,
      dueAfter: after.due,
    });
  }

  private addMilestones(side: 'before' | 'after', judged: Judged): void {
    for (const milestone of judged.promised) {
      const row = this.milestones.get(milestone) ?? emptyRow(milestone);
      this.milestones.set(milestone, row);
      row[side].promised += 1;
      if (judged.late.has(milestone)) row[side].late += 1;
    }
  }

  figures(): { before: SimulatedFigure; after: SimulatedFigure } {
    return { before: figureOf(this.total.before), after: figureOf(this.total.after) };
  }

  byUnit(nameOf: (unitId: string) => string): SimulatedUnit[] {
    return [...this.units]
      .map(([unitId, { before, after }]) => ({
        unitId,
        unitName: nameOf(unitId),
        before: figureOf(before),
        after: figureOf(after),
      }))
      .sort((a, b) => b.after.late - a.after.late || (a.unitId < b.unitId ? -1 : 1));
  }

  byMilestone(): SimulatedMilestone[] {
    return MILESTONES.flatMap((milestone) => this.milestones.get(milestone) ?? []);
  }
}

function emptyRow(milestone: Milestone): SimulatedMilestone {
  return {
    milestone,
    label: MILESTONE_LABELS[milestone],
    before: { promised: 0, late: 0 },
    after: { promised: 0, late: 0 },
  };
}

import {
  type Calendar,
  type ClockMove,
  exceedsOuter,
  formatDue,
  type Instant,
  isLate,
  MILESTONE_LABELS,
  type OrderFacts,
  type Refusal,
} from '@yihu/shared';
import { type ClockRow, isLive } from '../clock-row';
import { movedBy, withDue } from './promised';

interface Asked {
  move: ClockMove;
  /** The order before the move. */
  facts: Pick<OrderFacts, 'cycle'>;
  calendar: Calendar;
  now: Instant;
  /** Who approved it. */
  by: string;
}

/** The row a move is about: what runs, or what was met while the request for more time was still being judged. */
function rowOf(rows: readonly ClockRow[], { move, facts }: Asked): ClockRow | undefined {
  const same = rows.filter(
    (row) => row.milestone === move.milestone && row.scope === move.scope && row.cycle === facts.cycle,
  );
  return same.find(isLive) ?? same.findLast((row) => row.state === 'MET');
}

function movedRow(row: ClockRow, { move, calendar, now, by }: Asked): ClockRow {
  if (row.dueAt === null || row.dueDay === null) return row;
  const moved =
    move.toDay !== undefined
      ? { toDay: move.toDay }
      : { amount: move.amount ?? 0, unit: move.unit ?? 'workday' };
  const due = movedBy(moved, { dueAt: row.dueAt, dueDay: row.dueDay }, row.scope, calendar, now, by);
  const proof = [...row.proof, ...due.proof.map((line) => ({ ...line, text: `${move.rule}: ${line.text}` }))];
  const next = { ...withDue(row, { ...due, proof }), rev: row.rev + 1 };
  // Met meanwhile: whether that was late is judged by the due time that was approved.
  if (row.state !== 'MET') return next;
  return { ...next, state: 'MET', late: row.metAt !== null && isLate(next.dueAt, row.metAt) };
}

/** Why a promise may not be moved so, or null. */
export function moveRefusal(rows: readonly ClockRow[], asked: Asked): Refusal | null {
  const { move, facts, now } = asked;
  const row = rowOf(rows, asked);
  if (row === undefined) {
    return { code: 'DUE_NOT_RUNNING', details: { label: MILESTONE_LABELS[move.milestone] } };
  }
  if (row.dueAt === null || row.dueDay === null) return { code: 'DUE_UNKNOWN', details: {} };
  if (isLate(row.dueAt, move.askedAt ?? now)) {
    return {
      code: 'EXTENSION_TOO_LATE',
      details: { due: formatDue({ dueAt: row.dueAt, dueDay: row.dueDay }) },
    };
  }
  const outer = rows.find(
    (each) =>
      each.scope === 'OUTER' &&
      each.milestone === row.milestone &&
      each.cycle === facts.cycle &&
      each.dueAt !== null,
  );
  const next = movedRow(row, asked);
  if (row.scope === 'OUTER' || outer?.dueAt == null || outer.dueDay === null) return null;
  if (!exceedsOuter(next, outer)) return null;
  return {
    code: 'DUE_PAST_OUTER',
    details: { due: formatDue({ dueAt: outer.dueAt, dueDay: outer.dueDay }) },
  };
}

/** The order's rows after an approved move: counted on from the old due day, by the calendar in force now. */
export function moved(rows: readonly ClockRow[], asked: Asked): ClockRow[] {
  const row = rowOf(rows, asked);
  return rows.map((each) => (each === row ? movedRow(each, asked) : each));
}

import type { ActBody } from '../orders/views.ts';
import type { Day } from '../time.ts';
import type { ItemFacts, LedgerKind } from './model.ts';

/** Orders, or entries of a ledger, put on an agenda at once. */
export const AGENDA_AT_MOST = 100;

/** POST /api/agenda: orders of a list on the agenda of a meeting, one that stands or a new one. */
export interface AgendaBody extends ActBody {
  orderIds: string[];
  /** Entries of ledgers whose open orders go along. */
  itemIds: string[];
  /** The meeting's entry; absent: `fields` are those of a new one (台账 session). */
  sessionId?: string;
}

/** What became of it. Orders that cannot be put on it say why and hold up no other. */
export interface AgendaAnswer {
  sessionId: string;
  title: string;
  added: number;
  /** Those that were on it already. */
  known: number;
  refused: { orderId: string; orderNo: string; why: string }[];
}

type Entry = Pick<ItemFacts, 'id' | 'state' | 'ordersOpen' | 'values'>;

const dayOfEntry = (kind: LedgerKind, { values }: Entry): Day | null => {
  const day = kind.comesRound === undefined ? null : values[kind.comesRound.day];
  return typeof day === 'string' ? day : null;
};

/** Whether it has been held: its day is over, or its result is written down already. */
function isHeld(kind: LedgerKind, entry: Entry, today: Day): boolean {
  const day = dayOfEntry(kind, entry);
  return entry.state === 'TO_REVIEW' || (day !== null && day < today);
}

/**
 * From which entries to which the open orders go on: from each that has been held to the first to come that is alike
 * and not before it. `today` decides what has been held; entries are those of one street that stand.
 */
export function goingOn<T extends Entry>(
  kind: LedgerKind,
  entries: readonly T[],
  today: Day,
): { from: T; to: T }[] {
  const { comesRound } = kind;
  if (comesRound === undefined) return [];
  const like = ({ values }: Entry) => String(values[comesRound.like] ?? '');
  const among = entries.filter((entry) => comesRound.only.includes(like(entry)));
  const sorted = [...among].sort((a, b) =>
    String(dayOfEntry(kind, a)) < String(dayOfEntry(kind, b)) ? -1 : 1,
  );
  const isNext = (entry: T) => entry.state === 'OPEN' && !isHeld(kind, entry, today);
  return sorted
    .filter((entry) => entry.ordersOpen > 0 && isHeld(kind, entry, today))
    .flatMap((from) => {
      const to = sorted.find(
        (entry) =>
          entry.id !== from.id &&
          isNext(entry) &&
          like(entry) === like(from) &&
          String(dayOfEntry(kind, entry)) >= String(dayOfEntry(kind, from)),
      );
      return to === undefined ? [] : [{ from, to }];
    });
}

import { type DeskMark, type Instant, isOpen, type OrderFacts, readEntries, type State } from '@yihu/shared';

/** Marks that say what an order's facts say; none of an order that is over. */
export function marksOf({ state, procedures, items, unhappy }: OrderFacts): Set<DeskMark> {
  const marks = new Set<DeskMark>();
  if (!isOpen(state)) return marks;
  // A procedure that has ended and an entry that was struck off are taken from these lists.
  if (readEntries(procedures).some(({ kind }) => kind === 'return')) marks.add('RETURNS');
  if (readEntries(items).some(({ kind }) => kind === 'hard')) marks.add('HARD');
  if (unhappy > 0) marks.add('UNHAPPY');
  return marks;
}

/** One order of a person, as far as it tells whether she has said it before. */
export interface Said {
  id: string;
  state: State;
  classCode: string | null;
  receivedAt: Instant;
  filerId: string | null;
  phoneBidx: string | null;
}

/** Orders that were never a matter of their own, or are no longer. */
export const NO_MATTER: readonly State[] = ['MERGED', 'WITHDRAWN', 'DECLINED'];

/** The same instant of the year before. */
export function yearBefore(at: Instant): Instant {
  return `${Number(at.slice(0, 4)) - 1}${at.slice(4)}`;
}

/** Open ones whose filer had said the same within the year before: by account or by number, one class. */
export function repeatsAmong(orders: readonly Said[]): Set<string> {
  const same = (a: Said, b: Said) =>
    (a.filerId !== null && a.filerId === b.filerId) || (a.phoneBidx !== null && a.phoneBidx === b.phoneBidx);
  const isBefore = (a: Said, b: Said) =>
    a.receivedAt < b.receivedAt || (a.receivedAt === b.receivedAt && a.id < b.id);
  const matters = orders.filter(({ state, classCode }) => classCode !== null && !NO_MATTER.includes(state));
  const isRepeat = (order: Said) =>
    matters.some(
      (each) =>
        each.classCode === order.classCode &&
        same(each, order) &&
        isBefore(each, order) &&
        each.receivedAt >= yearBefore(order.receivedAt),
    );
  return new Set(matters.filter((order) => isOpen(order.state) && isRepeat(order)).map(({ id }) => id));
}

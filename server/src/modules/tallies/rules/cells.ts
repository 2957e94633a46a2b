import { addDays, type Day, dayOf, formatLocal, type Instant, type OrderFacts } from '@yihu/shared';

/** What an order is counted by; all of it but the class is fixed when it is received. */
export interface Counted {
  rootId: string;
  day: Day;
  /** `00`…`23`, local. */
  hour: string;
  classCode: string;
  gridId: string;
  channel: string;
  source: string;
}

/** Dimensions counted by, each once by day and once by month: a year is read from twelve periods, not from 365. */
export const DIMENSIONS = ['ALL', 'HOUR', 'CLASS', 'GRID'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export type Tier = 'd' | 'm';

/** One number of `order_tally`. */
export interface Cell {
  rootId: string;
  dim: string;
  period: string;
  bucket: string;
  channel: string;
  source: string;
}

/** Name of a dimension by day or by month, as stored. */
export const dimOf = (tier: Tier, dimension: Dimension): string => `${tier}${dimension}`;

/** What an order is counted by. */
export function countedOf(
  facts: Pick<OrderFacts, 'rootId' | 'receivedAt' | 'classCode' | 'gridId' | 'channel' | 'source'>,
): Counted {
  return {
    rootId: facts.rootId,
    ...dayAndHour(facts.receivedAt),
    classCode: facts.classCode ?? '',
    gridId: facts.gridId ?? '',
    channel: facts.channel,
    source: facts.source,
  };
}

/** Local day and hour of an instant; of `YYYY-MM-DDTHH` too, which is all a count by hours keeps of one. */
export function dayAndHour(at: Instant): { day: Day; hour: string } {
  const instant = at.length === 13 ? `${at}:00:00.000Z` : at;
  return { day: dayOf(instant), hour: formatLocal(instant).slice(11, 13) };
}

/** Every number an order is part of. */
export function cellsOf(counted: Counted): Cell[] {
  const { rootId, day, channel, source } = counted;
  const buckets = { ALL: '', HOUR: counted.hour, CLASS: counted.classCode, GRID: counted.gridId };
  const periods = { d: day, m: day.slice(0, 7) };
  return DIMENSIONS.flatMap((dimension) =>
    (['d', 'm'] as const).map((tier) => ({
      rootId,
      dim: dimOf(tier, dimension),
      period: periods[tier],
      bucket: buckets[dimension],
      channel,
      source,
    })),
  );
}

/** A cell as one word, for maps. */
export const keyOf = ({ rootId, dim, period, bucket, channel, source }: Cell): string =>
  [rootId, dim, period, bucket, channel, source].join('|');

/** The cell of such a word. */
export function cellOf(key: string): Cell {
  const [rootId = '', dim = '', period = '', bucket = '', channel = '', source = ''] = key.split('|');
  return { rootId, dim, period, bucket, channel, source };
}

/** Part of a period, read by days or by whole months. Both ends included. */
export interface Piece {
  tier: Tier;
  from: string;
  to: string;
}

/** A period as whole months with the days before and after them. */
export function piecesOf(fromDay: Day, toDay: Day): Piece[] {
  const first = fromDay.endsWith('-01') ? fromDay.slice(0, 7) : nextMonth(fromDay.slice(0, 7));
  const last = addDays(toDay, 1).endsWith('-01') ? toDay.slice(0, 7) : monthBefore(toDay.slice(0, 7));
  if (last < first) return [{ tier: 'd', from: fromDay, to: toDay }];
  const pieces: Piece[] = [{ tier: 'm', from: first, to: last }];
  if (fromDay < `${first}-01`) pieces.push({ tier: 'd', from: fromDay, to: addDays(`${first}-01`, -1) });
  const after = `${nextMonth(last)}-01`;
  if (toDay >= after) pieces.push({ tier: 'd', from: after, to: toDay });
  return pieces;
}

/** The month after `YYYY-MM`. */
export const nextMonth = (month: string): string => addDays(`${month}-01`, 31).slice(0, 7);

/** The month before `YYYY-MM`. */
export const monthBefore = (month: string): string => addDays(`${month}-01`, -1).slice(0, 7);

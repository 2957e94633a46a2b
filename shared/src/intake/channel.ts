import type { Channel, Line, Urgency } from '../orders/model.ts';

/** A row of the `channel` policy: what an order of that door begins with, before a clerk looks at it. */
export interface ChannelRow {
  channel: Channel;
  /** Two to six digits; only a whole class of six files the order under it. */
  classCode?: string;
  urgency?: Urgency;
  line?: Line;
}

/** 欠薪: a street's two doors for unpaid wages say by themselves what the matter is, and that it is pressing (M35). */
export const DEFAULT_CHANNEL_ROWS: readonly ChannelRow[] = [
  { channel: 'WAGE_LINE', classCode: '060101', urgency: 'L2' },
  { channel: 'WAGE_WECHAT', classCode: '060101', urgency: 'L2' },
];

export interface ChannelDefaults {
  classCode: string | null;
  urgency: Urgency | null;
  line: Line | null;
}

/** What a door sets by itself; the street's rows stand for the built-in one of the same door. */
export function channelDefaults(rows: readonly ChannelRow[], channel: Channel): ChannelDefaults {
  const row =
    rows.find((each) => each.channel === channel) ??
    DEFAULT_CHANNEL_ROWS.find((each) => each.channel === channel);
  return { classCode: row?.classCode ?? null, urgency: row?.urgency ?? null, line: row?.line ?? null };
}

/** The more pressing of two; L1 is the most. */
export function morePressing(a: Urgency, b: Urgency | null): Urgency {
  return b !== null && b < a ? b : a;
}

/** What the desk's dashboards are given. Every number opens to its orders by the address beside it. */
import type { FigureOrders, FigureValue, FigureView, StageDuration } from '../figures.ts';
import type { Day, Instant } from '../time.ts';

/** By what a volume is split. */
export const VOLUME_SPLITS = {
  day: '按天',
  hour: '按时段',
  class: '按类别',
  grid: '按网格',
  channel: '按渠道',
} as const;
export type VolumeSplit = keyof typeof VOLUME_SPLITS;

/** Said where there is no earlier period to compare with, instead of a number that means nothing. */
export const NOTHING_TO_COMPARE = '无可比数据';

/** One earlier period beside the one asked about. */
export interface Comparison {
  fromDay: Day;
  toDay: Day;
  /** Null when nothing was kept so early. */
  count: number | null;
  /** `+12.5%`, or NOTHING_TO_COMPARE. */
  change: string;
}

export interface VolumeRow {
  /** A day, an hour `00`…`23`, a class code of two, four or six digits, a grid's id, or a channel; empty: not known. */
  key: string;
  label: string;
  /** Key of the row one level up; only classes have one. */
  parent: string | null;
  /** Orders somebody filed, and beside them those the street found itself. */
  count: number;
  proactive: number;
  /** The same row in the period before and a year earlier; null when nothing was kept so early. */
  previous: number | null;
  lastYear: number | null;
  /** Of those filed, and of those the street found. */
  opens: string;
  opensProactive: string;
}

export interface VolumeAnswer {
  fromDay: Day;
  toDay: Day;
  asOf: Instant;
  by: VolumeSplit;
  count: number;
  proactive: number;
  /** 环比 and 同比. */
  previous: Comparison;
  lastYear: Comparison;
  rows: VolumeRow[];
  opens: string;
  opensProactive: string;
}

/** A page of the orders behind a number. */
export interface DeskOrders extends FigureOrders {
  /** Of all pages. */
  total: number;
  next: string | null;
}

export interface HeatGrid {
  gridId: string;
  name: string;
  /** One number for each week of the answer; all sources. */
  counts: number[];
}

/** One class of matter in one place, filed about as often as the street's `cluster` rule says. */
export interface RepeatPlace {
  gridId: string;
  placeName: string;
  classCode: string;
  className: string;
  count: number;
  /** In as many days before that. */
  before: number;
  opens: string;
}

export interface GridHeat {
  asOf: Instant;
  /** Mondays, oldest first; the last week may still run. */
  weeks: Day[];
  /** The week whose repeats are listed. */
  week: Day;
  /** So many orders in so many days make a repeat. */
  rule: { times: number; days: number };
  grids: HeatGrid[];
  repeats: RepeatPlace[];
}

/** What one unit was given and how it did; figures as /api/figures works them out. */
export interface UnitRow {
  unitId: string;
  unitName: string;
  received: number;
  onTime: FigureValue;
  overdue: FigureValue;
  satisfied: FigureValue;
  completion: FigureValue;
  returned: FigureValue;
  /** Mean minutes from dispatch to the answer; null where nothing was answered. */
  minutes: number | null;
  /** By completion, the best first; null for a unit that was given nothing to be judged by. */
  rank: number | null;
  previousRank: number | null;
  opens: Record<'received' | 'onTime' | 'overdue' | 'satisfied' | 'completion' | 'returned', string>;
}

export interface UnitTable {
  fromDay: Day;
  toDay: Day;
  asOf: Instant;
  rows: UnitRow[];
}

export interface TrendRow {
  /** `2026-11` */
  month: string;
  fromDay: Day;
  toDay: Day;
  count: number;
  proactive: number;
  previous: Comparison;
  lastYear: Comparison;
  opens: string;
  opensProactive: string;
}

export interface TrendAnswer {
  asOf: Instant;
  rows: TrendRow[];
}

/** A rate beside itself in two earlier periods: changes are told in percentage points. */
export interface RateRow extends FigureView {
  previous: { text: string; points: string };
  lastYear: { text: string; points: string };
}

export interface RatesAnswer {
  fromDay: Day;
  toDay: Day;
  asOf: Instant;
  previous: { fromDay: Day; toDay: Day };
  lastYear: { fromDay: Day; toDay: Day };
  scope: number;
  rates: RateRow[];
  stages: StageDuration[];
}

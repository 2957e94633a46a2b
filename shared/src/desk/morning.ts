/** What a leader finds on the desk in the morning. */
import type { MorningView } from '../orders/morning.ts';
import type { Day, Instant } from '../time.ts';
import type { RepeatPlace } from './figures.ts';

export interface MorningFigure {
  name: MorningView;
  label: string;
  about: string;
  count: number;
  /** As kept on the morning before; null when none was kept. */
  before: number | null;
  /** Lists the orders as they stand now. */
  opens: string;
}

/** One order of a list a leader looks through (M19). */
export interface FocusOrder {
  orderId: string;
  orderNo: string;
  title: string;
  unitName: string;
  /** Why it is on the list, e.g. `重办 2 次` or `26 小时没有人动过`. */
  reason: string;
}

/** Who holds orders that are late. */
export interface LateUnit {
  unitId: string;
  unitName: string;
  count: number;
  persons: { personId: string; name: string; count: number }[];
  opens: string;
}

/** One street's morning. */
export interface StreetMorning {
  streetId: string;
  streetName: string;
  day: Day;
  /** When it was looked at: now, or at the morning's sweep. */
  asOf: Instant;
  figures: MorningFigure[];
  /** 热点: many of one matter in one place; 难点: done again, or many units; 堵点: nobody moves it. */
  hot: RepeatPlace[];
  hard: FocusOrder[];
  stuck: FocusOrder[];
  late: LateUnit[];
}

export interface MorningPage {
  day: Day;
  /** False: as it is now; true: as the sweep of that morning kept it. */
  kept: boolean;
  /** When today's was kept; null before that. */
  keptAt: Instant | null;
  streets: StreetMorning[];
}

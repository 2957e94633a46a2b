/** How much comes in and from how many people (M45): fewer is better in all of it. */
import type { FigureValue } from '../figures.ts';
import type { Day, Instant } from '../time.ts';

/** An earlier period beside a row; null counts and `无可比数据` when nothing was kept so early. */
export interface PressureBefore {
  filed: number | null;
  /** Of the count, `+12.5%`. */
  change: string;
  /** Of the share of repeats, in percentage points. */
  points: string;
  /** Whether fewer came in; null when as many did, or there is nothing to compare with. */
  better: boolean | null;
}

/** One community, one class of the first level, or the street: before and after what was approved to be left out. */
export interface PressureRow {
  /** A community's id, or two digits of a class; empty: outside every community, or not classified. */
  key: string;
  label: string;
  /** Filed by people; what the street found itself is not among them. */
  filed: number;
  filedAfter: number;
  /** The same person said the same class of matter within the year before. */
  repeats: FigureValue;
  repeatsAfter: FigureValue;
  /** Orders for every thousand residents; null where no population is entered. */
  perThousand: FigureValue | null;
  perThousandAfter: FigureValue | null;
  previous: PressureBefore;
  lastYear: PressureBefore;
  opens: Record<'filed' | 'filedAfter' | 'repeats' | 'repeatsAfter', string>;
}

export interface PressureAnswer {
  fromDay: Day;
  toDay: Day;
  asOf: Instant;
  previous: { fromDay: Day; toDay: Day };
  lastYear: { fromDay: Day; toDay: Day };
  /** All that was asked about; its index is that of the communities with a population together. */
  total: PressureRow;
  communities: PressureRow[];
  /** Of the community asked about, or of all. */
  classes: PressureRow[];
  /** Communities left out of the street's index, by name. */
  withoutPopulation: string[];
}

import type { Day, FigureValue, Instant } from '@yihu/shared';

/** What a cell holds; text is never taken for anything else, however it begins. */
export type Cell =
  | string
  | number
  | null
  | { instant: Instant | null }
  | { day: Day | null }
  /** A share, told in per cent; 0/0 is none. */
  | { share: Pick<FigureValue, 'num' | 'den'> };

export interface Column {
  label: string;
  /** In characters. */
  width: number;
}

/** A table as it is handed out. */
export interface Table {
  /** Of the file and its sheet. */
  title: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
  /** What a reader must know besides: period, filter, as of when. */
  notes: readonly string[];
}

/** Most rows of one file. */
export const EXPORT_ROWS = 10_000;

export const column = (label: string, width = 12): Column => ({ label, width });

/** Reports of a day, a week and a month: figures as they stood when it was made, never changed afterwards (M32, M47). */
import type { Day, Instant } from '../time.ts';

export const REPORT_KINDS = {
  DAILY_NOTE: '日小结',
  WEEKLY_FLASH: '周快报',
  MONTHLY_BULLETIN: '月通报',
} as const;
export type ReportKind = keyof typeof REPORT_KINDS;

export function isReportKind(name: string): name is ReportKind {
  return Object.hasOwn(REPORT_KINDS, name);
}

/** One number as it was printed. */
export interface ReportLine {
  label: string;
  text: string;
  /** Lists the orders behind it, as they stand today. */
  opens: string | null;
}

export interface ReportSection {
  title: string;
  /** Sentences made of the numbers. */
  text: string;
  lines: ReportLine[];
}

export interface ReportBrief {
  id: string;
  streetId: string;
  streetName: string;
  kind: ReportKind;
  label: string;
  fromDay: Day;
  toDay: Day;
  /** 1 is the first; made again, the earlier ones stay as they are. */
  version: number;
  asOf: Instant;
  /** Who had it made; null: the schedule. */
  madeBy: string | null;
}

export interface StreetReport extends ReportBrief {
  sections: ReportSection[];
}

/** POST /api/desk/reports: the day lies in the period wanted. */
export interface MakeReportBody {
  streetId: string;
  kind: ReportKind;
  day: Day;
}

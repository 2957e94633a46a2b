/** Reports of a day, a week and a month: figures as they stood when it was made, never changed afterwards (M32, M47),
 * sentences the office may change until somebody publishes them to readers by role (M96). */
import type { Role } from '../permissions.ts';
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

/** What staff read and what residents read are drafted and worded apart. */
export const REPORT_FACES = { OFFICE: '内部版', PUBLIC: '公开版' } as const;
export type ReportFace = keyof typeof REPORT_FACES;

/** How far a report has come; EDITED: what stands there is not what was published, or nothing was. */
export const REPORT_STATES = { DRAFT: '草稿', EDITED: '已改,未发布', PUBLISHED: '已发布' } as const;
export type ReportState = keyof typeof REPORT_STATES;

/** Longest sentences of one section, in characters. */
export const REPORT_TEXT_MAX = 1000;
/** Longest note of what a new edition puts right. */
export const CORRECTION_MAX = 200;
/** Counts below this are not told to residents, unless the street's schedule says another number. */
export const SMALLEST_PUBLIC = 5;

/** One number as it was printed. */
export interface ReportLine {
  label: string;
  text: string;
  /** Lists the orders behind it, as they stand today; null where there are none to list, and in the public edition. */
  opens: string | null;
}

export interface ReportSection {
  title: string;
  /** Sentences made of the numbers. */
  text: string;
  lines: ReportLine[];
}

/** One change of a section's sentences. */
export interface ReportEdit {
  revision: number;
  text: string;
  by: string;
  at: Instant;
}

/** A section as it reads now, beside what was drafted and every change since, the newest last. */
export interface DraftSection extends ReportSection {
  drafted: string;
  edits: ReportEdit[];
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
  state: ReportState;
}

/** Whether residents read an edition: only what passed the content check is shown to them. */
export const PUBLIC_STATES = {
  NONE: '不给居民看',
  WAITING: '公开版审核中,居民还看不到',
  SHOWN: '居民可以看',
  HIDDEN: '公开版没有通过审核,居民看不到',
} as const;
export type PublicState = keyof typeof PUBLIC_STATES;

/** One edition, as the desk sees it. */
export interface EditionBrief {
  id: string;
  edition: number;
  /** What it puts right; null for the first. */
  correction: string | null;
  publishedBy: string;
  publishedAt: Instant;
  readers: Role[];
  publicState: PublicState;
}

export interface StreetReport extends ReportBrief {
  sections: DraftSection[];
  /** Null for reports made before there was one for residents. */
  publicSections: DraftSection[] | null;
  /** Counts the changes: sent along with a change or when publishing, it says what one has seen. */
  revision: number;
  /** Who reads it once it is published, as the street's schedule says today; empty where it says nothing. */
  readers: Role[];
  /** What was published of this period, the newest first. */
  editions: EditionBrief[];
}

/** POST /api/desk/reports: the day lies in the period wanted. */
export interface MakeReportBody {
  streetId: string;
  kind: ReportKind;
  day: Day;
}

/** POST /api/desk/reports/:id/texts */
export interface EditReportBody {
  face: ReportFace;
  /** Place of the section, from 0. */
  section: number;
  text: string;
  revision: number;
}

/** POST /api/desk/reports/:id/publish */
export interface PublishReportBody {
  revision: number;
  /** Must be given when an edition of the same period is out already. */
  correction?: string;
}

/** An edition in a reader's list: the newest she may read of each period. */
export interface EditionRow {
  id: string;
  streetName: string;
  kind: ReportKind;
  label: string;
  fromDay: Day;
  toDay: Day;
  edition: number;
  correction: string | null;
  publishedAt: Instant;
  face: ReportFace;
}

/** GET /api/reports */
export interface EditionsAnswer {
  items: EditionRow[];
  next: string | null;
}

/** GET /api/reports/:id */
export interface EditionView extends EditionRow {
  asOf: Instant;
  /** Residents read which office, staff read who. */
  publishedBy: string;
  sections: ReportSection[];
  /** The edition this one puts right, and the one that put it right. */
  replaces: { id: string; edition: number } | null;
  replacedBy: { id: string; edition: number } | null;
}

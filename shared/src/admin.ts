import type { Day, Instant } from './time.ts';

/** Audit rows that are committed but not yet in the hash chain. */
export interface AuditTail {
  count: number;
  oldestAt: Instant | null;
  ageSeconds: number;
}

/** What recomputing the audit chain found. */
export interface AuditReport {
  ok: boolean;
  /** Rows recomputed. */
  checked: number;
  head: { seq: number; hash: string };
  /** Rows up to this number were deleted by retention; 0 = none. */
  beginsAfter: number;
  /** Whether an audit row tells of that deletion. */
  beginVouched: boolean;
  brokenCount: number;
  /** The first broken rows: GAP = rows before it are missing, HASH = it is not what was sealed. */
  broken: { seq: number; id: string; problem: 'GAP' | 'HASH' }[];
  /** Daily heads kept outside the database, and those the chain contradicts. */
  anchors: { count: number; lastDay: Day | null; broken: { day: Day; seq: number }[] };
  unsealed: AuditTail;
}

export interface AuditEntryView {
  id: string;
  at: Instant;
  actorId: string;
  /** Staff by name; null for residents. */
  actorName: string | null;
  action: string;
  subjectKind: string;
  subjectId: string;
  facts: Record<string, string | number | boolean | null>;
  /** Place in the chain, null while it waits for it. */
  seq: number | null;
}

export interface AuditPage {
  items: AuditEntryView[];
  /** Words for the ids in these entries: units and staff by name, orders by number. */
  names: Record<string, string>;
  /** For `?after=` of the next page; null when this was the last. */
  next: string | null;
}

/** One invariant of the data, and what contradicts it. */
export interface InvariantResult {
  name: string;
  title: string;
  count: number;
  /** The first few subjects, by id. */
  subjects: string[];
}

export interface InvariantRun {
  at: Instant;
  ok: boolean;
  /** Orders whose history was folded anew and compared. */
  folded: number;
  checked: number;
  violations: InvariantResult[];
}

/** The running of the product, for its administrators. */
export interface AdminHealth {
  ok: boolean;
  checks: { name: string; ok: boolean; say: string }[];
  warnings: string[];
  outbox: { ready: number; oldestReadyAt: Instant | null; sending: number; dead: number; held: number };
  audit: { headSeq: number; unsealed: AuditTail };
  /** Promises that wait for a year's days off. */
  waitingCalendars: { year: number; count: number }[];
  /** Persons whom WeChat messages of the last 30 days did not reach, by reason. */
  unreachable: { state: string; persons: number }[];
  invariants: InvariantRun | null;
}

/** How long one class of rows is kept. */
export interface RetentionRow {
  class: string;
  days: number;
}

export interface RetentionPlanRow extends RetentionRow {
  title: string;
  floorDays: number;
  before: Instant;
  /** Rows that would go now. */
  rows: number;
}

import type {
  ClockPolicyRow,
  ClockUnit,
  Day,
  Instant,
  LightLevel,
  Milestone,
  ProofLine,
  Scope,
} from '@yihu/shared';

export type ClockState = 'RUNNING' | 'PAUSED' | 'MET' | 'CANCELLED' | 'AWAITING_CALENDAR';

/** One promise, as stored: with the policy row it was made under, so that a later policy never rewrites it. */
export interface ClockRow {
  id: string;
  orderId: string;
  rootId: string;
  /** The order, or the unit's turn the clock hangs on. */
  subjectId: string;
  cycle: number;
  scope: Scope;
  milestone: Milestone;
  state: ClockState;
  startedAt: Instant;
  amount: number;
  unit: ClockUnit;
  dueAt: Instant | null;
  dueDay: Day | null;
  /** Year whose days off must be published before the due time can be told. */
  awaitingYear: number | null;
  /** +1 for each time the promise was made anew. */
  rev: number;
  pausedAt: Instant | null;
  metAt: Instant | null;
  metSeq: number | null;
  late: boolean;
  nextLightAt: Instant | null;
  fired: LightLevel | null;
  policy: ClockPolicyRow;
  proof: ProofLine[];
}

/** A clock as it is shown: what tells which promise it is, and how that stands. */
export type ListedClock = Pick<
  ClockRow,
  | 'orderId'
  | 'cycle'
  | 'scope'
  | 'milestone'
  | 'state'
  | 'startedAt'
  | 'dueAt'
  | 'dueDay'
  | 'awaitingYear'
  | 'metAt'
  | 'late'
  | 'fired'
>;

/** The same with how the due time came about. */
export type ExplainedClock = ListedClock & Pick<ClockRow, 'proof'>;

/** A clock that still asks something of somebody. */
export function isLive(row: Pick<ClockRow, 'state'>): boolean {
  return row.state === 'RUNNING' || row.state === 'PAUSED' || row.state === 'AWAITING_CALENDAR';
}

import type { Milestone } from '../clocks/index.ts';
import type { Instant } from '../time.ts';
import type { PolicyChange } from './diff.ts';

/** One version of a policy, without what it says. */
export interface PolicyVersion {
  id: string;
  kind: string;
  name: string;
  /** The unit it is of; `*` is the whole installation. */
  unitId: string;
  unitName: string;
  version: number;
  /** From when on it may apply, and since when it does (null while it waits for the second person). */
  effectiveAt: Instant;
  inForceFrom: Instant | null;
  /** PENDING waits for a second person, PLANNED for its day; REPLACED has been in force or was overtaken. */
  state: 'PENDING' | 'PLANNED' | 'IN_FORCE' | 'REPLACED';
  savedAt: Instant | null;
  authorName: string;
  approverName: string | null;
  approvedAt: Instant | null;
  note: string;
}

export interface PolicyKindView {
  kind: string;
  title: string;
  about: string;
  needsSecond: boolean;
  /** What rules the unit now: its own version or that of the nearest unit above; null: the built-in default. */
  inForce: PolicyVersion | null;
}

export interface PolicyKindsAnswer {
  unitId: string;
  unitName: string;
  kinds: PolicyKindView[];
}

export interface PolicyView extends PolicyVersion {
  body: unknown;
  /** Against the version before it. */
  changes: PolicyChange[];
}

/** Practices to start from, and the clock presets with their rows. */
export interface PolicyStartsAnswer {
  starts: { name: string; title: string; about: string; policies: Record<string, unknown> }[];
  presets: { name: string; rows: unknown[] }[];
}

export interface PolicyCheckAnswer {
  ok: boolean;
  faults: { line: number; field: string; message: string; text: string }[];
  changes: PolicyChange[];
}

/** One side of a comparison. `onTime` and `late` are orders; the rate is in ten-thousandths, null for 0/0. */
export interface SimulatedFigure {
  orders: number;
  onTime: number;
  late: number;
  /** Neither done nor late yet. */
  open: number;
  rate: number | null;
}

export interface SimulatedUnit {
  unitId: string;
  unitName: string;
  before: SimulatedFigure;
  after: SimulatedFigure;
}

export interface SimulatedOrder {
  orderId: string;
  orderNo: string;
  unitId: string;
  before: 'ON_TIME' | 'LATE' | 'OPEN' | 'NONE';
  after: 'ON_TIME' | 'LATE' | 'OPEN' | 'NONE';
  dueBefore: string;
  dueAfter: string;
}

export interface SimulatedMilestone {
  milestone: Milestone;
  label: string;
  before: { promised: number; late: number };
  after: { promised: number; late: number };
}

export interface SimulateAnswer {
  asOf: Instant;
  from: Instant;
  to: Instant;
  orders: number;
  /** Orders whose history the rules could not follow; they count on neither side. */
  unreadable: number;
  before: SimulatedFigure;
  after: SimulatedFigure;
  units: SimulatedUnit[];
  milestones: SimulatedMilestone[];
  /** Orders late on either side, the first of them; `lateTotal` says how many there are. */
  late: SimulatedOrder[];
  lateTotal: number;
  /** Acts of the period another `limit` policy would have refused, by action. */
  refused: { action: string; label: string; times: number; orders: string[] }[];
}

import type { Day, Instant } from '../time.ts';
import type {
  Channel,
  Complexity,
  Confidentiality,
  Outcome,
  PartyKind,
  RequestType,
  Satisfaction,
  SolvedAnswer,
  Source,
  State,
  Urgency,
} from './model.ts';

/**
 * The order as it stands: what folding its events gives, and what `work_order` stores column by column
 * (`someFact` ↔ `some_fact`). Scalars only. Contact data and narrative live elsewhere.
 */
export interface OrderFacts {
  id: string;
  orderNo: string;
  version: number;
  state: State;
  resumeState: State | null;
  /** Tenant (street) and where the place lies in it. */
  rootId: string;
  communityId: string | null;
  gridId: string | null;
  outside: boolean;
  /** Never null: the hotline office until a unit signs. */
  ownerUnitId: string;
  officeUnitId: string;
  leadUnitId: string | null;
  firstUnitId: string | null;
  handlerId: string | null;
  /** The open turn of the lead unit (task id), or null. */
  turnId: string | null;
  filerId: string | null;
  registrarId: string | null;
  channel: Channel;
  source: Source;
  upperNo: string | null;
  partyKind: PartyKind;
  requestType: RequestType;
  classCode: string | null;
  urgency: Urgency;
  complexity: Complexity;
  confidentiality: Confidentiality;
  hasPhone: boolean;
  receivedAt: Instant;
  signedAt: Instant | null;
  arrivedAt: Instant | null;
  repliedAt: Instant | null;
  approvedAt: Instant | null;
  closedAt: Instant | null;
  lastUrgedAt: Instant | null;
  staffAt: Instant | null;
  outcome: Outcome | null;
  /** 0 = first handling, +1 per rework. */
  cycle: number;
  dispatches: number;
  /** Questions asked in this cycle. */
  asks: number;
  urges: number;
  disputes: number;
  reworks: number;
  unhappy: number;
  /** Calls that did not reach the resident, and on how many days, since the reply was approved. */
  tries: number;
  tryDays: number;
  lastTryDay: Day | null;
  told: boolean;
  /** Cycle of the last answer, null when never answered. */
  ratedCycle: number | null;
  firstSolved: SolvedAnswer | null;
  firstProcess: Satisfaction | null;
  firstResult: Satisfaction | null;
  finalSolved: SolvedAnswer | null;
  finalProcess: Satisfaction | null;
  finalResult: Satisfaction | null;
}

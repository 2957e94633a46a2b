import type { Day, Instant } from '../time.ts';
import type {
  Cause,
  Channel,
  Complexity,
  Confidentiality,
  Line,
  Outcome,
  PartyKind,
  RequestType,
  Satisfaction,
  SolvedAnswer,
  Source,
  State,
  UpperSystem,
  Urgency,
  VoiceState,
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
  /** The service point it was taken in at (M62). */
  intakeUnitId: string | null;
  channel: Channel;
  source: Source;
  /** Brand or queue of its own; null for the ordinary one. */
  line: Line | null;
  /** The platform above and its number there: text, for numbers are longer than numbers can be. */
  upperSystem: UpperSystem | null;
  upperNo: string | null;
  partyKind: PartyKind;
  /** The firm, as the register of firms knows it. */
  enterpriseId: string | null;
  requestType: RequestType;
  classCode: string | null;
  urgency: Urgency;
  complexity: Complexity;
  confidentiality: Confidentiality;
  hasPhone: boolean;
  vulnerable: boolean;
  legalMatter: boolean;
  /** A leader named the lead unit: it neither returns the order nor hands it over. */
  bound: boolean;
  /** The ledger's problem it is one of. */
  problemId: string | null;
  /** The order that answers for it while it is MERGED. */
  mergedInto: string | null;
  /** How far what was said into the microphone is written down; null when nothing was said. */
  voice: VoiceState | null;
  receivedAt: Instant;
  signedAt: Instant | null;
  arrivedAt: Instant | null;
  repliedAt: Instant | null;
  approvedAt: Instant | null;
  closedAt: Instant | null;
  declinedAt: Instant | null;
  lastUrgedAt: Instant | null;
  staffAt: Instant | null;
  outcome: Outcome | null;
  causeCode: Cause | null;
  /** While SUSPENDED: the day by which the lead unit reports next. */
  nextReportDay: Day | null;
  /** 0 = first handling, +1 per rework. */
  cycle: number;
  dispatches: number;
  /** Questions asked in this cycle. */
  asks: number;
  urges: number;
  disputes: number;
  reworks: number;
  unhappy: number;
  /** Times a refusal to take it was contested. */
  contests: number;
  /** Returns that were accepted. */
  returns: number;
  offersRefused: number;
  extensions: number;
  /** Signed turns that ended unsolved: returned, handed over, taken by a leader, or reworked. */
  roundsFailed: number;
  /** How many different units have led it, and which: ids separated by one space. */
  leadUnits: number;
  ledBy: string;
  /** Figures it does not count in: names separated by one space. */
  excluded: string;
  /** What hangs on it: `kind:id:stage` entries separated by one space. */
  procedures: string;
  /** Ledger items it is in: `kind:id:state` entries. */
  items: string;
  /** Open tasks beside the lead's: `taskId:unitId` entries. */
  helpers: string;
  /** How the visit of this cycle that ended was made; '' when none has. Falls back when the order enters 专人+清单+闭环. */
  visited: '' | 'SERVICE' | 'ONE_TO_ONE';
  /** Sweeps for the same kind of fault that it gave rise to. */
  sweeps: number;
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

/** Of what happens to an order later, nothing has: what every order begins with. */
export const NOTHING_YET = {
  bound: false,
  problemId: null,
  mergedInto: null,
  signedAt: null,
  arrivedAt: null,
  repliedAt: null,
  approvedAt: null,
  closedAt: null,
  declinedAt: null,
  lastUrgedAt: null,
  staffAt: null,
  outcome: null,
  causeCode: null,
  nextReportDay: null,
  cycle: 0,
  dispatches: 0,
  asks: 0,
  urges: 0,
  disputes: 0,
  reworks: 0,
  unhappy: 0,
  contests: 0,
  returns: 0,
  offersRefused: 0,
  extensions: 0,
  roundsFailed: 0,
  leadUnits: 0,
  ledBy: '',
  excluded: '',
  procedures: '',
  items: '',
  helpers: '',
  visited: '',
  sweeps: 0,
  tries: 0,
  tryDays: 0,
  lastTryDay: null,
  told: false,
  ratedCycle: null,
  firstSolved: null,
  firstProcess: null,
  firstResult: null,
  finalSolved: null,
  finalProcess: null,
  finalResult: null,
} as const satisfies Partial<OrderFacts>;

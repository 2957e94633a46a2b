import type { GATHERINGS } from '../ledgers/kinds.ts';
import type {
  Channel,
  Confidentiality,
  Line,
  PartyKind,
  RequestType,
  Source,
  State,
  Urgency,
} from '../orders/model.ts';
import type { FinalReplyLine, SubmitOrder } from '../orders/views.ts';
import type { Day, Instant } from '../time.ts';
import type { EmergencyCall } from './emergency.ts';
import type { ClassProposal } from './suggest.ts';

/** What is known of a matter before it is filed. */
export interface IntakeCheckBody {
  streetId: string;
  text: string;
  requestType: RequestType;
  partyKind: PartyKind;
  channel: Channel;
  classCode: string | null;
}

export interface IntakeCheck {
  /** Numbers to call before anything else; empty when nothing speaks of danger. */
  emergency: EmergencyCall[];
  confidentiality: { level: Confidentiality; reason: string | null };
  /** The class that was spoken of, how sure that is and why; null when no word of any was said. */
  proposed: (ClassProposal & { name: string }) | null;
  /** What the channel sets by itself. */
  classCode: string | null;
  urgency: Urgency;
  line: Line | null;
}

/** An order of a caller, or one that may be the same matter. */
export interface EarlierOrder {
  id: string;
  orderNo: string;
  state: State;
  stateLabel: string;
  title: string;
  channel: Channel;
  upperNo: string | null;
  receivedAt: Instant;
  leadUnitName: string | null;
}

export interface CallerLookup {
  items: EarlierOrder[];
  /** Some order of hers says that she needs care; null for who may not know. */
  vulnerable: boolean | null;
}

/** Orders that may be the same matter of the same person, and why. */
export interface SameMatter extends EarlierOrder {
  samePerson: 'ACCOUNT' | 'PHONE';
  /** It can be merged into that one. */
  isOpen: boolean;
}

/** POST /api/intake/known: what is known of a matter before it is filed. */
export interface KnownBody {
  streetId: string;
  /** Whose number; null or too short to be one: nobody's. */
  phone: string | null;
  classCode: string;
  gridId: string | null;
}

export interface KnownMatter {
  /** Orders of the same caller and class, newest first. */
  same: SameMatter[];
  /** Final replies of the same caller or place to a matter of the class. */
  finalReplies: FinalReplyLine[];
}

/** One matter of a meeting's list. */
export interface MeetingRow
  extends Pick<
    SubmitOrder,
    | 'text'
    | 'address'
    | 'classCode'
    | 'requestType'
    | 'partyKind'
    | 'companyName'
    | 'contactName'
    | 'contactPhone'
  > {
  creditCode?: string | null;
  gridCode?: string | null;
}

/** A gathering and everything said there, taken in at once. */
export interface MeetingBody {
  commandId: string;
  /** True: only say what would become of each row. */
  dryRun: boolean;
  streetId: string;
  title: string;
  form: keyof typeof GATHERINGS;
  heldOn: Day;
  place: string;
  channel: Channel;
  source: Source;
  rows: MeetingRow[];
}

export interface MeetingRowResult {
  /** From 1, as lists are numbered. */
  row: number;
  ok: boolean;
  /** Why it is not taken in. */
  reason: string | null;
  /** Of a trial: the order of the last three months that says the same in the same words. */
  existing: string | null;
  orderId: string | null;
  orderNo: string | null;
  emergency: EmergencyCall[];
}

export interface MeetingResult {
  dryRun: boolean;
  /** The entry of the ledger the orders hang on; null for a dry run, and when no row could be taken in. */
  itemId: string | null;
  rows: MeetingRowResult[];
}

/** How one line stands: its queue, and what residents answered. */
export interface LineFigures {
  line: Line;
  label: string;
  orders: number;
  open: number;
  answered: number;
  solved: number;
  /** `97.5%`; — when nobody has answered. */
  solvedRate: string;
}

export interface PraiseLine {
  unitId: string;
  unitName: string;
  praises: number;
  persons: { name: string; praises: number }[];
}

export const UPPER_STATES = { WAITING: '待报送', EXPORTED: '已导出,等回执', ACKED: '已报' } as const;
export type UpperState = keyof typeof UPPER_STATES;

/** One answer owed to one number of a platform above. */
export interface UpperItem {
  id: string;
  orderId: string;
  orderNo: string;
  upperSystem: string;
  /** Text: twenty digits are no number any more. */
  upperNo: string;
  report: 'OPINION' | 'RESULT';
  state: UpperState;
  queuedAt: Instant;
  batchId: string | null;
}

/** A line of the file for the platform above; `key` is the same however often it is sent. */
export interface UpperLine {
  key: string;
  upperNo: string;
  orderNo: string;
  report: 'OPINION' | 'RESULT';
  outcome: string | null;
  text: string;
  at: Instant;
}

export interface UpperBatch {
  batchId: string;
  upperSystem: string;
  lines: UpperLine[];
}

import type { Milestone, Scope } from '../clocks/index.ts';
import type { GeoPoint } from '../places.ts';
import type { Instant } from '../time.ts';
import type {
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
import type { ActionName } from './transitions/index.ts';

/** Longest narrative of a filing, in characters as people count them (an emoji is one). */
export const SUBMIT_TEXT_MAX = 7000;

/** What a resident (or a clerk for a caller) files. `draftId` makes it happen once, for ever. */
export interface SubmitOrder {
  draftId: string;
  streetId: string;
  text: string;
  photoIds: string[];
  /** What was said instead of, or besides, written. */
  voiceId?: string | null;
  /** Null means 说不清: the desk will ask. */
  point: GeoPoint | null;
  gridCode: string | null;
  address: string;
  classCode: string | null;
  requestType: RequestType;
  partyKind: PartyKind;
  companyName: string;
  /** 统一社会信用代码 of a firm, when it is known. */
  creditCode?: string | null;
  confidentiality: Confidentiality;
  contactName: string;
  contactPhone: string;
}

/** What the desk states of a matter that came to it besides what was said. */
export interface CallerIntake {
  channel: Channel;
  /** Who began it; the caller herself when absent. */
  source?: Source | null;
  line?: Line | null;
  /** The platform above that handed it down, and its number there: both or neither. */
  upperSystem?: UpperSystem | null;
  upperNo?: string | null;
  vulnerable?: boolean;
  legalMatter?: boolean;
  /** The service point it is taken in at; absent: that of whoever files, if he works at one. */
  intakeUnitId?: string | null;
}

/** A promise about time, as both sides read it. */
export interface ClockView {
  milestone: Milestone;
  label: string;
  scope: Scope;
  cycle: number;
  state: 'RUNNING' | 'PAUSED' | 'MET' | 'CANCELLED' | 'AWAITING_CALENDAR';
  startedAt: Instant;
  dueAt: Instant | null;
  /** `2026-02-24 24:00`, or why there is none yet. */
  dueText: string;
  metAt: Instant | null;
  late: boolean;
  light: 'YELLOW' | 'ORANGE' | 'RED' | null;
  /** The steps a clerk can read out. */
  proof: string[];
}

/** What somebody gets back after filing; the same for every repeat of the draft. */
export interface Receipt {
  orderId: string;
  orderNo: string;
  receivedAt: Instant;
  state: State;
  /** Plain sentences with unit and date: what happens next. */
  next: string[];
  outside: boolean;
  /** The repeat carried other text or photos than what is stored: offer 补充材料. */
  differs: boolean;
}

export interface PhotoView {
  id: string;
  purpose: string;
  url: string;
  thumbUrl: string;
  at: Instant;
}

/** What was said into the microphone, for the filer and for staff who may listen. */
export interface RecordingView {
  id: string;
  url: string;
  seconds: number;
  mime: string;
}

/** What the street's rules ask a unit to show before "solved" is believed, and whether it is there. */
export interface EvidenceAsked {
  need: 'PHOTO_BEFORE' | 'PHOTO_AFTER' | 'PAPER' | 'NEAR_PLACE';
  /** What to do, and with which button. */
  text: string;
  done: boolean;
}

export interface TimelineEntry {
  seq: number;
  at: Instant;
  event: string;
  /** One plain sentence. */
  text: string;
  /** Who: unit for residents, unit and person for staff. */
  who: string;
  /** Free texts of the entry this reader may see. */
  notes: string[];
  photos: PhotoView[];
  link: string | null;
}

export interface OrderSummary {
  id: string;
  orderNo: string;
  version: number;
  state: State;
  stateLabel: string;
  title: string;
  /** Own words for the filer, redacted beginning for staff. */
  excerpt: string;
  /** Null when nothing was recorded. */
  voice: VoiceState | null;
  urgency: Urgency;
  placeLabel: string;
  outside: boolean;
  receivedAt: Instant;
  cycle: number;
  /** The next due time of what this reader waits for or owes. */
  dueAt: Instant | null;
  dueText: string;
  dueLabel: string;
  late: boolean;
  light: 'YELLOW' | 'ORANGE' | 'RED' | null;
  thumbUrl: string | null;
  leadUnitName: string | null;
}

/** Five stations in plain words for the resident. */
export interface Station {
  key: 'RECEIVED' | 'DISPATCHED' | 'HANDLING' | 'RESULT' | 'CLOSED';
  label: string;
  state: 'done' | 'now' | 'todo';
  at: Instant | null;
}

export interface ContactView {
  confidentiality: Confidentiality;
  /** Surname form, e.g. 李女士/先生 is never guessed: `李**`. Empty when hidden. */
  displayName: string;
  maskedPhone: string | null;
  /** This reader may reveal the number with a reason. */
  canReveal: boolean;
  /** Why not, in words. */
  whyNot: string | null;
}

export interface OrderView extends OrderSummary {
  requestType: RequestType;
  partyKind: PartyKind;
  complexity: Complexity;
  channel: Channel;
  source: Source;
  line: Line | null;
  /** Of the platform above; a number is text, for it may be longer than numbers can be. */
  upperSystem: UpperSystem | null;
  upperNo: string | null;
  /** The firm in the register; null for persons and for firms nobody has named. */
  /** The service point it was taken in at. */
  intakeName: string | null;
  enterpriseId: string | null;
  /** Needs care; null for who may not know. */
  vulnerable: boolean | null;
  /** What is done besides for her, one line each; empty unless she needs care and the reader may know. */
  care: string[];
  /** A leader named the lead unit. */
  bound: boolean;
  classCode: string | null;
  className: string | null;
  outcome: Outcome | null;
  text: string;
  /** True when personal details were masked for this reader. */
  redacted: boolean;
  address: string;
  point: GeoPoint | null;
  gridId: string | null;
  gridName: string | null;
  communityName: string | null;
  leadUnitId: string | null;
  leadPhone: string | null;
  officeName: string;
  officePhone: string | null;
  handlerName: string | null;
  publicReply: string | null;
  photos: PhotoView[];
  /** Null for who may not listen, and when there is none (any more). */
  recording: RecordingView | null;
  clocks: ClockView[];
  timeline: TimelineEntry[];
  stations: Station[];
  /** One or two sentences: what is so, and what comes next by when. */
  headline: string;
  question: string | null;
  rating: {
    solved: SolvedAnswer | null;
    process: Satisfaction | null;
    result: Satisfaction | null;
  } | null;
  contact: ContactView | null;
  /** Staff only: whether WeChat messages reach the filer. */
  reachability: 'OK' | 'NO_CREDIT' | 'REFUSED' | 'UNBOUND' | null;
  /** For the desk: who should have it, why, and how sure the rules are of it in per cent. */
  suggestedUnit: { unitId: string; name: string; reason: string; confidence: number } | null;
  /** For the desk, until the order is handed out or answered: final replies of the same matter, newest first. */
  finalReplies: FinalReplyLine[];
  /** For staff while it is being handled; empty for the filer. */
  evidence: EvidenceAsked[];
  allowed: ActionName[];
  isOwn: boolean;
}

/** A final reply given before to the same person, or at the same place, in a matter of the same class (R7). */
export interface FinalReplyLine {
  orderId: string;
  orderNo: string;
  issuedAt: Instant;
  unitName: string;
  same: 'PERSON' | 'PLACE';
  text: string;
  remedy: string;
}

/** Body of every action: `commandId` makes a repeat harmless; `version` is what the actor was looking at. */
export interface ActBody {
  commandId: string;
  version: number;
  fields: Record<string, unknown>;
}

export interface Page<T> {
  items: T[];
  /** Pass as `after` for the next page; null at the end. */
  next: string | null;
}

export interface RevealedContact {
  name: string;
  phone: string;
  until: Instant;
}

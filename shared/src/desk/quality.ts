/** The five aims of service, what the system proposed and what came of it, and what each person did. */
import type { RecordField } from '../intake/completeness.ts';
import type { ClassProposal, DoubleProposal, UnitProposal } from '../intake/suggest.ts';
import type { Channel } from '../orders/model.ts';
import type { AnswerFault } from '../procedures/kinds/lookback.ts';
import type { Day, Instant } from '../time.ts';

/** 打得通、记得清、答得准、分得快、办得好 (M93). */
export const FIVE_AIMS = {
  reached: '打得通',
  recorded: '记得清',
  answered: '答得准',
  sent: '分得快',
  done: '办得好',
} as const;
export type Aim = keyof typeof FIVE_AIMS;

/** Said of a count nobody has filled in: it is neither none nor all. */
export const NOT_FILLED_IN = '未填报';

/** One number of an aim. */
export interface AimPart {
  name: string;
  label: string;
  /** `99.47%`, `12 秒`, `—`, or NOT_FILLED_IN. */
  text: string;
  /** Null where nothing was counted. */
  num: number | null;
  den: number | null;
  /** Lists of the orders behind both; null where the number counts no orders. */
  opens: { num: string | null; den: string | null };
  /** What has to be known to read it. */
  note: string | null;
}

export interface QualityAnswer {
  fromDay: Day;
  toDay: Day;
  asOf: Instant;
  aims: { aim: Aim; label: string; parts: AimPart[] }[];
  /** What registrars left out, the most first. */
  lacking: { field: RecordField; label: string; count: number; opens: string }[];
  /** What audited answers were wrong in. */
  faults: { fault: AnswerFault; label: string; count: number; opens: string }[];
}

/** Lines at which calls are counted. */
export const CALL_CHANNELS = [
  'HOTLINE_12345',
  'MAYOR_LINE',
  'WAGE_LINE',
  'WARM_LINE',
] as const satisfies readonly Channel[];
export type CallChannel = (typeof CALL_CHANNELS)[number];

/** What one line counted on one day: a stored count, typed in or brought from the exchange. */
export interface CallsRow {
  day: Day;
  channel: CallChannel;
  /** Calls that came in. */
  offered: number;
  /** Of them those somebody answered. */
  answered: number;
  /** Seconds all answered callers waited together. */
  waitSeconds: number;
}

export interface CallsDay extends CallsRow {
  streetId: string;
  channelLabel: string;
  /** How often it was filled in; more than one: corrected. */
  version: number;
  enteredBy: string;
  enteredAt: Instant;
}

export interface CallsAnswer {
  fromDay: Day;
  toDay: Day;
  items: CallsDay[];
}

export const CALLS_AT_MOST = 200;

/** POST /api/desk/calls: days already filled in are corrected. */
export interface CallsBody {
  commandId: string;
  streetId: string;
  rows: CallsRow[];
}

/** What the desk is proposed for an order, with names. */
export interface ProposalsView {
  class: (ClassProposal & { name: string }) | null;
  unit: (UnitProposal & { name: string }) | null;
  double: (DoubleProposal & { title: string }) | null;
}

export const PROPOSED = { class: '分类', unit: '承办单位', double: '重复件' } as const;
export type Proposed = keyof typeof PROPOSED;

export const PROPOSAL_PARTS = {
  made: '建议',
  taken: '采纳',
  overridden: '改了',
  wrong: '采纳后发现不对',
} as const;
export type ProposalPart = keyof typeof PROPOSAL_PARTS;

/** How proposals of one class, for one unit, or of one confidence fared. */
export interface ProposalRow {
  key: string;
  label: string;
  made: number;
  taken: number;
  overridden: number;
  /** Taken, and returned, taken back, reassigned, reclassified or taken apart afterwards. */
  wrong: number;
  /** Decided by the street's rules, nobody asked. */
  auto: number;
  /** Taken of made, and right of made. */
  takenText: string;
  rightText: string;
  opens: Record<ProposalPart, string>;
}

export interface ProposalsAnswer {
  fromDay: Day;
  toDay: Day;
  asOf: Instant;
  groups: {
    what: Proposed;
    label: string;
    total: ProposalRow;
    rows: ProposalRow[];
    /** By how sure the rules were. */
    bands: ProposalRow[];
  }[];
}

/** What a person is counted by, from the history of orders (M94). Nothing of it is about pay. */
export const PERSON_MEASURES = {
  registered: '登记',
  accepted: '受理',
  classified: '分类',
  dispatched: '派单',
  missent: '派错',
  approved: '审核',
  visited: '回访',
  signed: '签收',
  contacted: '联系',
  replied: '答复',
  onTime: '按时答复',
  late: '超时答复',
  sentBack: '退回补办',
  reworked: '答后重办',
  tasks: '程序任务',
} as const;
export type PersonMeasure = keyof typeof PERSON_MEASURES;

export const PERSON_MEASURE_ABOUT: Readonly<Record<PersonMeasure, string>> = {
  registered: '为诉求人登记的工单',
  accepted: '受理',
  classified: '调整分类',
  dispatched: '派单、指定承办单位',
  missent: '所派的单后来被退回、收回或改派',
  approved: '审核通过或退回补办',
  visited: '回访的每一步',
  signed: '签收',
  contacted: '联系上诉求人',
  replied: '提交答复',
  onTime: '答复在办理时限以内',
  late: '答复已过办理时限',
  sentBack: '所交的答复被退回补办',
  reworked: '答复以后又重办',
  tasks: '退单审核、协办、会商等程序里本人办完的任务',
};

export interface PersonCell {
  /** As counted. */
  count: number;
  /** After an appeal that was upheld; null when none was. */
  final: number | null;
  /** What an appeal against it hangs on. */
  scoreId: string;
  appeal: { procedureId: string; stageLabel: string; outcome: string | null } | null;
  opens: string;
}

export interface PersonRow {
  personId: string;
  name: string;
  unitName: string;
  cells: Record<PersonMeasure, PersonCell>;
  trainings: { itemId: string; title: string; heldOn: Day }[];
}

export interface PeopleAnswer {
  /** `2026-11` */
  month: string;
  asOf: Instant;
  mine: PersonRow;
  /** Persons of the reader's units, herself left out; empty for who heads nothing. */
  rows: PersonRow[];
}

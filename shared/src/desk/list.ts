import type { Milestone } from '../clocks/index.ts';
import { DESK_VIEWS } from '../orders/labels.ts';
import {
  type Channel,
  OPEN_STATES,
  type PartyKind,
  type RequestType,
  type Source,
  STATES,
  type State,
} from '../orders/model.ts';
import { MORNING_VIEWS } from '../orders/morning.ts';
import type { OrderSummary, Page } from '../orders/views.ts';
import type { Instant } from '../time.ts';

/** What the desk keeps apart among open orders, besides their state; MINE for each person of her own. */
export const DESK_MARKS = {
  RETURNS: '退单审核',
  UNHAPPY: '不满意',
  HARD: '疑难',
  REPEAT: '重复',
  MINE: '我的',
} as const;
export type DeskMark = keyof typeof DESK_MARKS;

export interface ListView {
  label: string;
  /** What puts an order there, in words a clerk can repeat. */
  about: string;
  states: readonly State[];
  /** Only orders whose awaited step is due in that time. */
  due?: 'TODAY' | 'PAST';
  mark?: DeskMark;
  /** Only orders whose recording nobody has written down yet. */
  voice?: true;
}

const { TO_ACCEPT, TO_WRITE, TO_DISPATCH, TO_SIGN, HANDLING, TO_CHECK, TO_VISIT, CLOSED } = DESK_VIEWS;
const { DUE_TODAY, OVERDUE } = MORNING_VIEWS;

/** The workbench's built-in lists in the order they are offered: the office's and the leader's, and the desk's own. */
export const LIST_VIEWS = {
  DUE_TODAY: { label: '今日到期', about: DUE_TODAY.about, states: DUE_TODAY.states, due: 'TODAY' },
  OVERDUE: { label: '超期', about: OVERDUE.about, states: OVERDUE.states, due: 'PAST' },
  TO_ACCEPT: { ...TO_ACCEPT, about: '已提交,还没有受理' },
  TO_WRITE: { ...TO_WRITE, about: '有录音还没有听写' },
  TO_DISPATCH: { ...TO_DISPATCH, about: '已受理,还没有派给单位' },
  TO_SIGN: { ...TO_SIGN, about: '已派单,单位还没有签收' },
  HANDLING: { ...HANDLING, about: '单位正在办,或等补充,或已挂账' },
  RETURNS: {
    label: DESK_MARKS.RETURNS,
    about: '单位申请退单,等热线办或领导定',
    states: OPEN_STATES,
    mark: 'RETURNS',
  },
  TO_CHECK: { ...TO_CHECK, about: '单位已答复,等热线办审核' },
  TO_VISIT: { ...TO_VISIT, about: '已审核,等回访' },
  UNHAPPY: {
    label: DESK_MARKS.UNHAPPY,
    about: '评价过不满意,还没有办结',
    states: OPEN_STATES,
    mark: 'UNHAPPY',
  },
  HARD: { label: DESK_MARKS.HARD, about: '在疑难清单上,还没有办结', states: OPEN_STATES, mark: 'HARD' },
  REPEAT: {
    label: DESK_MARKS.REPEAT,
    about: '同一人一年内反映过同一类事,还没有办结',
    states: OPEN_STATES,
    mark: 'REPEAT',
  },
  MINE: { label: DESK_MARKS.MINE, about: '我登记或办过一步,还没有办结', states: OPEN_STATES, mark: 'MINE' },
  OPEN: { label: '全部在办', about: '还没有办结', states: OPEN_STATES },
  CLOSED: { ...CLOSED, about: '已经办结' },
  ALL: { label: '全部', about: '所有工单', states: Object.keys(STATES) as State[] },
} as const satisfies Record<string, ListView>;
export type ListViewName = keyof typeof LIST_VIEWS;

export function isListView(name: string): name is ListViewName {
  return Object.hasOwn(LIST_VIEWS, name);
}

/** Whether every order of a view is open, so that it can be sorted by what is due. */
export function isOfOpen(view: ListViewName): boolean {
  return view !== 'ALL' && view !== 'CLOSED';
}

/** How many orders each view holds. ALL and CLOSED are not counted: they only ever grow. */
export type ListViewCounts = Record<Exclude<ListViewName, 'ALL' | 'CLOSED'>, number>;

export interface DeskCounts {
  at: Instant;
  counts: ListViewCounts;
}

export const LIST_SORTS = { due: '按到期', received: '按收到时间' } as const;
export type ListSort = keyof typeof LIST_SORTS;

/** Rows of a page at most. */
export const LIST_LIMIT = 50;
/** Longest search, in characters as people count them; a longer one is a paste gone wrong. */
export const SEARCH_MAX = 100;

/** What is searched for of something typed or pasted, however long: one line, cut where a character ends. */
export function searchWords(text: string): string {
  return [...text.replace(/\s+/g, ' ').trim()].slice(0, SEARCH_MAX).join('').trim();
}

/** Query parameters of `GET /api/desk/orders`; all may be left out. Names of several values are separated by commas. */
export interface DeskQuery {
  /** A built-in list; OPEN without it, ALL when only searched. */
  view?: ListViewName;
  state?: State;
  classCode?: string;
  /** Responsible: the lead unit, or one below it. */
  unitId?: string;
  /** A grid or a community. */
  gridId?: string;
  channel?: Channel;
  urgency?: string;
  line?: string;
  /** Days received, both included. */
  from?: string;
  to?: string;
  light?: 'YELLOW' | 'ORANGE' | 'RED';
  late?: '1';
  /** Order number or its end, external number, phone, name, or words: newest first. */
  q?: string;
  /** By due time where all are open, else by time of receipt (newest first). */
  sort?: ListSort;
  after?: string;
  limit?: string;
  /**
   * Only these of the list, LIST_LIMIT at most, separated by commas: what became of rows that are shown, without
   * reading the list again. What was searched for is not looked up once more.
   */
  ids?: string;
}

/** A promise of a row: which step, by when, how that stands. */
export interface DeskClock {
  milestone: Milestone;
  label: string;
  dueAt: Instant | null;
  dueText: string;
  late: boolean;
  light: 'YELLOW' | 'ORANGE' | 'RED' | null;
  paused: boolean;
}

export interface DeskRow extends OrderSummary {
  classCode: string | null;
  className: string | null;
  channel: Channel;
  channelLabel: string;
  source: Source;
  requestType: RequestType;
  requestTypeLabel: string;
  partyKind: PartyKind;
  gridName: string | null;
  communityName: string | null;
  leadUnitId: string | null;
  /** Number on the platform above. */
  upperNo: string | null;
  /** The street's own promise for the step it waits for, and the one made to the platform above; running or paused. */
  inner: DeskClock | null;
  outer: DeskClock | null;
  reworks: number;
  disputes: number;
  unhappy: number;
  marks: DeskMark[];
  /** Needs care; null for who may not know. */
  vulnerable: boolean | null;
}

/** What a search was taken for. */
export const SEARCH_KINDS = {
  NUMBER: '工单号',
  UPPER_NO: '上级编号',
  PHONE: '电话',
  NAME: '姓名',
  WORDS: '文字',
} as const;
export type SearchKind = keyof typeof SEARCH_KINDS;

export interface DeskPage extends Page<DeskRow> {
  /** Empty when nothing was searched for. */
  searchedAs: SearchKind[];
  /** False while orders from before the search came are still being read in: words may miss some of them. */
  complete: boolean;
}

/** One group of orders that have to do with the one on the screen. */
export interface ContextGroup {
  /** Of all of them, whereas at most ten are shown. */
  count: number;
  items: DeskRow[];
}

/** The case's right side. */
export interface OrderContext {
  /** Within 100 metres, or of the same grid and class. */
  place: ContextGroup;
  /** Null for who may not look callers up; empty for who is anonymous. */
  caller: ContextGroup | null;
  /** Null for an order of a person. */
  firm: ContextGroup | null;
  /** Of the same class, received in the last 30 days; null while it has no class. */
  sameClass: ContextGroup | null;
}

export const CONTEXT_SHOWN = 10;
export const CONTEXT_METRES = 100;
export const CONTEXT_DAYS = 30;

import type { ErrorCode } from '../errors.ts';
import { emptyPhrase, findPrivate } from '../redact.ts';
import { addDays, addMinutes, dayOf, dayStart, formatLocal, type Instant } from '../time.ts';
import type { OrderFacts } from './facts.ts';
import { isOpen, isUnhappy, STATES, type State } from './model.ts';
import type { Relation } from './table.ts';

/** Numbers nobody gave us, as policy data (domain.md §4.3); a tenant's `limit` policy overrides them. */
export interface Limits {
  asksPerCycle: number;
  disputes: number;
  disputeDays: number;
  urgeHours: number;
  tries: number;
  tryDays: number;
  /** Days after a refusal to take it in which that can be contested, and how often. */
  contestDays: number;
  contests: number;
  /** Class code prefixes whose "solved" needs a photo taken afterwards. */
  evidenceClasses: readonly string[];
  /** Class code prefixes whose "solved" asks for a sweep of the same kind first (举一反三). */
  sweepClasses: readonly string[];
  /** Class code prefixes whose orders are archived only once their cause is written down. */
  causeClasses: readonly string[];
  /** How far from the place a photo of evidence may have been taken, where the rules hold it against that. */
  evidenceMetres: number;
}

export const DEFAULT_LIMITS: Limits = {
  asksPerCycle: 2,
  disputes: 2,
  disputeDays: 14,
  urgeHours: 24,
  tries: 3,
  tryDays: 2,
  contestDays: 7,
  contests: 1,
  evidenceClasses: [],
  sweepClasses: [],
  causeClasses: [],
  evidenceMetres: 200,
};

export interface Refusal {
  code: ErrorCode;
  details: Record<string, unknown>;
}

/** What must be known of an order that another one is to be merged into. */
export interface MergeTarget {
  id: string;
  orderNo: string;
  rootId: string;
  state: State;
  /** Filed from the same account or the same number. */
  samePerson: boolean;
}

/** A problem of the ledger, as joining it needs it. */
export interface OfferedProblem {
  id: string;
  /** Open, and of a class the public may see. */
  joinable: boolean;
  /** Orders it has already. */
  members: number;
}

export interface GuardContext {
  facts: OrderFacts;
  relation: Relation;
  now: Instant;
  limits: Limits;
  /** What the actor filled in; absent while only asking which buttons to show. */
  form: Readonly<Record<string, unknown>> | null;
  /** Whether a handle clock of the order has ever been late. */
  everLate: boolean;
  /** Numbers of units, which a public text may name. */
  publicNumbers?: readonly string[];
  /** The street’s rules ask for a photo taken afterwards before "solved" is believed. */
  needsPhotoAfter?: boolean;
  /** The order asked to be merged into; null when there is none of that number. */
  target?: MergeTarget | null;
  /** The ledger's problem offered to be joined. */
  problem?: OfferedProblem | null;
}

type Guard = (context: GuardContext) => Refusal | null;

const no = (code: ErrorCode, details: Record<string, unknown> = {}): Refusal => ({ code, details });
const text = (form: GuardContext['form'], name: string) => String(form?.[name] ?? '').trim();

/** Texts the resident or the public will read. */
const PUBLIC_TEXTS = ['publicText', 'question', 'legalGround', 'whereToGo'] as const;

function replyIsPlain({ form, publicNumbers }: GuardContext): Refusal | null {
  for (const name of PUBLIC_TEXTS) {
    const value = text(form, name);
    // Where else to go names another organ, telephone and all.
    const [what] = name === 'whereToGo' ? [] : findPrivate(value, publicNumbers);
    if (what !== undefined) return no('REPLY_HAS_PRIVATE', { what });
    const phrase = emptyPhrase(value);
    if (phrase !== null) return no('REPLY_EMPTY_PHRASE', { phrase });
  }
  return null;
}

function closable({ facts, relation, form, limits }: GuardContext): Refusal | null {
  if (facts.outcome === null) return no('NOT_CLOSABLE', { reason: '没有办理结果' });
  const triedEnough = facts.tries >= limits.tries && facts.tryDays >= limits.tryDays;
  const nobodyToTell = nobodyComplained(facts) || (facts.filerId === null && !facts.hasPhone);
  if (!facts.told && !triedEnough && !nobodyToTell) {
    return no('NOT_CLOSABLE', {
      reason: `还没有告知诉求人(或不足 ${limits.tryDays} 天 ${limits.tries} 次联系不上)`,
    });
  }
  if (nobodyComplained(facts)) return null;
  const oneToOne = notOneToOne(facts);
  if (oneToOne !== null) return oneToOne;
  // A visit has ended with it.
  if (relation === 'effect') return null;
  if (relation === 'system') {
    if (facts.partyKind === 'ENTERPRISE') {
      return no('NOT_CLOSABLE', { reason: '企业诉求须一对一回访后由热线办办结' });
    }
    return hasGoodAnswer(facts) || form?.silent === true
      ? null
      : no('NOT_CLOSABLE', { reason: '还没有评价' });
  }
  if (hasGoodAnswer(facts) || facts.visited !== '' || triedEnough) return null;
  return no('NOT_CLOSABLE', { reason: '诉求人没有评价为已解决,也还没有回访结果,请先回访' });
}

/** A firm is called one to one by a named person, after the last entry of 专人+清单+闭环; who is anonymous cannot be. */
function notOneToOne(facts: OrderFacts): Refusal | null {
  const isReachable = facts.confidentiality !== 'ANONYMOUS' && (facts.filerId !== null || facts.hasPhone);
  return facts.partyKind === 'ENTERPRISE' && isReachable && facts.visited !== 'ONE_TO_ONE'
    ? no('NOT_CLOSABLE', { reason: '企业诉求须由专人一对一回访,现在还没有回访结果' })
    : null;
}

/** Solved, and neither the service nor the result left the resident unhappy. */
export function hasGoodAnswer(facts: OrderFacts): boolean {
  return (
    facts.ratedCycle === facts.cycle &&
    facts.finalSolved === 'YES' &&
    !isUnhappy(facts.finalProcess) &&
    !isUnhappy(facts.finalResult)
  );
}

/** The last day an order closed then can be contested. The day of closing is not counted. */
const lastDisputeDay = (closedAt: Instant, { disputeDays }: Limits) => addDays(dayOf(closedAt), disputeDays);

function disputeInTime({ facts, now, limits }: GuardContext): Refusal | null {
  if (facts.closedAt === null) return null;
  // The last day counts to its end, as the page and every due time say.
  const until = dayStart(addDays(lastDisputeDay(facts.closedAt, limits), 1));
  return now <= until ? null : no('DISPUTE_TOO_LATE', { days: limits.disputeDays });
}

/** Nobody clears away what its resident may still contest; when the system does is for the street's rules to say. */
function disputeOver(context: GuardContext): Refusal | null {
  const { facts, relation, limits } = context;
  if (relation === 'system' || facts.closedAt === null || nobodyComplained(facts)) return null;
  if (disputeInTime(context) !== null) return null;
  return no('DISPUTE_OPEN', { day: lastDisputeDay(facts.closedAt, limits) });
}

/** Nobody complained: the street found it itself. Nobody to tell, nobody to rate it, no visit. */
export function nobodyComplained(facts: Pick<OrderFacts, 'source'>): boolean {
  return facts.source === 'PROACTIVE';
}

function contestInTime({ facts, now, limits }: GuardContext): Refusal | null {
  if (facts.declinedAt === null) return null;
  const until = dayStart(addDays(dayOf(facts.declinedAt), limits.contestDays + 1));
  return now <= until ? null : no('CONTEST_TOO_LATE', { days: limits.contestDays, due: formatLocal(until) });
}

/** Merges stay a forest by themselves: an open order is in no other, and only open ones are merged into. */
function targetFits({ facts, form, target }: GuardContext): Refusal | null {
  if (form === null) return null;
  if (target == null || target.rootId !== facts.rootId) return no('MERGE_TARGET_UNKNOWN');
  if (target.id === facts.id) return no('MERGE_INTO_ITSELF');
  if (!isOpen(target.state)) {
    return no('MERGE_TARGET_OVER', { orderNo: target.orderNo, state: STATES[target.state] });
  }
  return target.samePerson ? null : no('MERGE_OTHER_PERSON', { orderNo: target.orderNo });
}

/** Standing guards are asked before a button is shown; form guards only when the form is there. */
export const GUARDS = {
  somethingAdded: ({ form }) =>
    form === null || text(form, 'text') !== '' || (Array.isArray(form.photos) && form.photos.length > 0)
      ? null
      : no('ORDER_EMPTY'),
  somethingAnswered: ({ form }) =>
    form === null || ['solved', 'process', 'result'].some((name) => form[name] != null)
      ? null
      : no('FIELD_INVALID', { field: '评价', reason: '三个问题都跳过就不用提交了' }),
  onlyFromUpper: ({ facts }) => (facts.upperNo === null ? no('NOT_FROM_UPPER') : null),
  /** The platform above counts its own promise as kept by this report. */
  resultReported: ({ facts, form }) =>
    form?.report === 'RESULT' && facts.approvedAt === null && facts.state !== 'MERGED'
      ? no('FIELD_INVALID', { field: '报了什么', reason: '还没有审核通过的办理结果' })
      : null,
  contestLeft: ({ facts, limits }) =>
    facts.contests < limits.contests ? null : no('CONTESTS_USED_UP', { limit: limits.contests }),
  contestInTime,
  isPraise: ({ facts }) => (facts.requestType === 'PRAISE' ? null : no('NOT_PRAISE')),
  targetFits,
  problemOffered: ({ facts, problem }) => {
    if (facts.problemId !== null) return no('PROBLEM_TWICE');
    return problem?.joinable === true ? null : no('PROBLEM_CLOSED');
  },
  inProblem: ({ facts }) => (facts.problemId === null ? no('NO_PROBLEM') : null),
  notBound: ({ facts }) => (facts.bound ? no('LEAD_BOUND') : null),
  newLead: ({ facts, form }) =>
    form !== null && text(form, 'leadUnitId') === facts.leadUnitId ? no('UNIT_IS_LEAD') : null,
  // What was answered without a unit has nobody to handle it again.
  leadThere: ({ facts, form }) =>
    form !== null && facts.turnId === null && text(form, 'leadUnitId') === ''
      ? no('FIELD_INVALID', { field: '改由哪个单位办', reason: '这件还没有承办单位,请选择' })
      : null,
  reportDayGiven: ({ form, now }) => {
    const day = text(form, 'nextReportDay');
    if (form === null || (/^\d{4}-\d{2}-\d{2}$/.test(day) && day >= dayOf(now))) return null;
    return no('FIELD_INVALID', { field: '下次报告日期', reason: '请选今天或以后的一天' });
  },
  /** A praise or a check without a fault has no result to judge. */
  somethingDone: ({ facts }) =>
    facts.outcome === 'NOTED' || nobodyComplained(facts)
      ? no('ACTION_NOT_ALLOWED', { label: '评价办理结果' })
      : null,
  archivedFromAbove: ({ facts, relation }) =>
    facts.state === 'ARCHIVED' && relation !== 'effect'
      ? no('ACTION_WRONG_STATE', { state: STATES.ARCHIVED, label: '评价' })
      : null,
  notFromUpper: ({ facts }) => (facts.upperNo === null ? null : no('FROM_UPPER', { label: '办理' })),
  notUrgedToday: ({ facts, relation, now, limits }) => {
    if (relation !== 'self' || facts.lastUrgedAt === null) return null;
    const again = addMinutes(facts.lastUrgedAt, limits.urgeHours * 60);
    return now >= again ? null : no('URGED_TODAY', { at: formatLocal(again) });
  },
  // What a visit hears is the final answer beside the first.
  notRatedThisCycle: ({ facts, relation }) =>
    relation !== 'effect' && facts.ratedCycle === facts.cycle ? no('RATE_TWICE') : null,
  enterprise: ({ facts }) =>
    facts.partyKind === 'ENTERPRISE' ? null : no('ACTION_NOT_ALLOWED', { label: '确认服务' }),
  disputeInTime,
  disputeOver,
  disputesLeft: ({ facts, limits }) => (facts.disputes < limits.disputes ? null : no('DISPUTES_USED_UP')),
  disputesUsedUp: ({ facts, limits }) =>
    facts.disputes >= limits.disputes ? null : no('ACTION_NOT_ALLOWED', { label: '再次提出异议' }),
  replyIsPlain,
  complexityCap: ({ facts, form, everLate }) =>
    form?.complexity === 'COMPLEX' && facts.complexity === 'SIMPLE' && everLate
      ? no('COMPLEXITY_CAPPED')
      : null,
  notAnonymous: ({ facts }) =>
    facts.confidentiality === 'ANONYMOUS' ? no('ACTION_NOT_ALLOWED', { label: '保密设置' }) : null,
  onlyTighterForStaff: ({ relation, form }) =>
    relation !== 'self' && form?.confidentiality === 'SURNAME'
      ? no('ACTION_NOT_ALLOWED', { label: '放宽保密设置' })
      : null,
  reachable: ({ facts }) => (facts.filerId !== null || facts.hasPhone ? null : no('NOT_REACHABLE')),
  asksLeft: ({ facts, limits }) =>
    facts.asks < limits.asksPerCycle ? null : no('ASKS_USED_UP', { limit: limits.asksPerCycle }),
  classSet: ({ facts }) => (facts.classCode === null ? no('NO_CLASS') : null),
  // A handler can do nothing with a matter that is only a voice: the desk writes it down first.
  wordsThere: ({ facts }) => (facts.voice === 'ONLY' ? no('VOICE_NOT_WRITTEN') : null),
  voiceWaits: ({ facts }) => {
    if (facts.voice === null) return no('ACTION_NOT_ALLOWED', { label: '听写' });
    return facts.voice === 'WRITTEN' ? no('VOICE_WRITTEN') : null;
  },
  notToldYet: ({ facts }) => (facts.told ? no('ACTION_NOT_ALLOWED', { label: '已阅' }) : null),
  wasHandling: ({ facts }) =>
    facts.state !== 'NEED_INFO' || facts.resumeState === 'IN_PROGRESS'
      ? null
      : no('ACTION_WRONG_STATE', { state: '待补充', label: '提交答复' }),
  unsolvedHasReason: ({ form }) =>
    form !== null && (form.outcome === 'UNSOLVED' || form.outcome === 'PARTLY') && form.unsolvedCode == null
      ? no('FIELD_INVALID', { field: '未解决的原因', reason: '请选择' })
      : null,
  /** Where the class must, one case solved is not approved before its like were looked for. */
  sweepOpened: ({ facts, limits }) => {
    const isAsked = limits.sweepClasses.some((prefix) => (facts.classCode ?? '').startsWith(prefix));
    return isAsked && facts.outcome === 'SOLVED' && facts.sweeps === 0 && !nobodyComplained(facts)
      ? no('SWEEP_MISSING')
      : null;
  },
  causeGiven: ({ facts, limits }) => {
    const isAsked = limits.causeClasses.some((prefix) => (facts.classCode ?? '').startsWith(prefix));
    return isAsked && facts.causeCode === null ? no('CAUSE_MISSING') : null;
  },
  evidenceGiven: ({ facts, form, limits, needsPhotoAfter }) => {
    const needed =
      needsPhotoAfter === true ||
      limits.evidenceClasses.some((prefix) => (facts.classCode ?? '').startsWith(prefix));
    if (form === null || !needed || form.outcome !== 'SOLVED') return null;
    return Array.isArray(form.photos) && form.photos.length > 0 ? null : no('EVIDENCE_MISSING');
  },
  closable,
} as const satisfies Record<string, Guard>;

export type GuardName = keyof typeof GUARDS;

/** The first guard that refuses, or null. */
export function refusedBy(names: readonly GuardName[], context: GuardContext): Refusal | null {
  for (const name of names) {
    const refusal: Refusal | null = GUARDS[name](context);
    if (refusal !== null) return refusal;
  }
  return null;
}

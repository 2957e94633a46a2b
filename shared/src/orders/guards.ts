import { emptyPhrase, findPrivate } from '../redact.ts';
import { addDays, addMinutes, dayOf, dayStart, formatLocal, type Instant } from '../time.ts';
import { closable, nobodyComplained } from './closing.ts';
import { type Guard, type GuardContext, no, type Refusal } from './guard-context.ts';
import type { Limits } from './limits.ts';
import { isOpen, STATES } from './model.ts';

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

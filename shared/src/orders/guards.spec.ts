import { after, MONDAY, order } from '../../test/order-samples.ts';
import { ERRORS, errorText } from '../errors.ts';
import { hasGoodAnswer } from './closing.ts';
import type { OrderFacts } from './facts.ts';
import type { GuardContext, MergeTarget } from './guard-context.ts';
import { type GuardName, refusedBy } from './guards.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { SATISFACTION, type Satisfaction, SOLVED_ANSWERS, type SolvedAnswer } from './model.ts';

type Case = Partial<Omit<GuardContext, 'facts'>> & { facts?: Partial<OrderFacts> };

function ask(guard: GuardName, { facts, ...more }: Case = {}): string | null {
  const context: GuardContext = {
    facts: order(facts),
    relation: 'self',
    now: MONDAY,
    limits: DEFAULT_LIMITS,
    form: null,
    everLate: false,
    ...more,
  };
  const refusal = refusedBy([guard], context);
  // Every refusal has words, with no blank left open.
  if (refusal !== null) {
    const blanks = [...ERRORS[refusal.code].text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(refusal.details)).toEqual(expect.arrayContaining(blanks));
    expect(errorText(refusal.code, refusal.details)).not.toBe('');
  }
  return refusal?.code ?? null;
}

describe('urging', () => {
  const urged = { lastUrgedAt: MONDAY };
  it('is for once in 24 hours', () => {
    expect(ask('notUrgedToday')).toBeNull();
    expect(ask('notUrgedToday', { facts: urged, now: after(0, 23, 59, 59_999) })).toBe('URGED_TODAY');
    expect(ask('notUrgedToday', { facts: urged, now: after(1) })).toBeNull();
  });

  it('by the desk is not held back', () => {
    expect(ask('notUrgedToday', { facts: urged, relation: 'office' })).toBeNull();
  });

  it('says when it is possible again', () => {
    const context = { facts: order(urged), relation: 'self', now: MONDAY, limits: DEFAULT_LIMITS } as const;
    const refusal = refusedBy(['notUrgedToday'], { ...context, form: null, everLate: false });
    expect(refusal?.details).toEqual({ at: '2026-11-24 09:00' });
  });
});

describe('disputing', () => {
  const closed = { closedAt: MONDAY };
  it('is open while the order is, and until the 14th day after closing has ended', () => {
    expect(ask('disputeInTime')).toBeNull();
    expect(ask('disputeInTime', { facts: closed, now: after(14) })).toBeNull();
    // 12月7日 ends at 16:00 UTC: the page says 12月7日前.
    expect(ask('disputeInTime', { facts: closed, now: '2026-12-07T15:59:59.999Z' })).toBeNull();
    expect(ask('disputeInTime', { facts: closed, now: '2026-12-07T16:00:00.001Z' })).toBe('DISPUTE_TOO_LATE');
  });

  it('is not cut short by archiving, except by what the rules of the street let end', () => {
    const last = { facts: closed, now: '2026-12-07T15:59:59.999Z' };
    expect(ask('disputeOver', { ...last, relation: 'office' })).toBe('DISPUTE_OPEN');
    expect(ask('disputeOver', { ...last, relation: 'office', now: '2026-12-07T16:00:00.001Z' })).toBeNull();
    expect(ask('disputeOver', { ...last, relation: 'system' })).toBeNull();
    const own = { ...closed, source: 'PROACTIVE' } as const;
    expect(ask('disputeOver', { ...last, facts: own, relation: 'office' })).toBeNull();
  });

  it('goes to rework twice, then to the desk, never to both', () => {
    const left = (disputes: number) => ask('disputesLeft', { facts: { disputes } });
    const used = (disputes: number) => ask('disputesUsedUp', { facts: { disputes } });
    expect([0, 1, 2, 3].map(left)).toEqual([null, null, 'DISPUTES_USED_UP', 'DISPUTES_USED_UP']);
    expect([0, 1, 2, 3].map(used)).toEqual(['ACTION_NOT_ALLOWED', 'ACTION_NOT_ALLOWED', null, null]);
  });
});

describe('asking the filer', () => {
  it('is for twice a cycle', () => {
    expect([0, 1, 2, 3].map((asks) => ask('asksLeft', { facts: { asks } }))).toEqual([
      null,
      null,
      'ASKS_USED_UP',
      'ASKS_USED_UP',
    ]);
  });

  it('needs an account or a phone', () => {
    expect(ask('reachable', { facts: { filerId: null, hasPhone: true } })).toBeNull();
    expect(ask('reachable', { facts: { filerId: 'filer', hasPhone: false } })).toBeNull();
    expect(ask('reachable', { facts: { filerId: null, hasPhone: false } })).toBe('NOT_REACHABLE');
  });
});

describe('adding and rating', () => {
  it.each([
    [{}, 'ORDER_EMPTY'],
    [{ text: '  ' }, 'ORDER_EMPTY'],
    [{ photos: [] }, 'ORDER_EMPTY'],
    [{ text: '在西门' }, null],
    [{ photos: ['P'] }, null],
    [null, null],
  ])('adds %j → %s', (form, code) => {
    expect(ask('somethingAdded', { form })).toBe(code);
  });

  it.each([
    [{}, 'FIELD_INVALID'],
    [{ solved: null, process: null }, 'FIELD_INVALID'],
    [{ solved: 'NO' }, null],
    [{ process: 'SATISFIED' }, null],
    [{ result: 'SATISFIED' }, null],
    [null, null],
  ])('rates %j → %s', (form, code) => {
    expect(ask('somethingAnswered', { form })).toBe(code);
  });

  it('rates once a cycle', () => {
    expect(ask('notRatedThisCycle', { facts: { ratedCycle: null } })).toBeNull();
    expect(ask('notRatedThisCycle', { facts: { ratedCycle: 0, cycle: 0 } })).toBe('RATE_TWICE');
    expect(ask('notRatedThisCycle', { facts: { ratedCycle: 0, cycle: 1 } })).toBeNull();
  });
});

describe('small ones', () => {
  it.each<[GuardName, Case, string | null]>([
    ['notFromUpper', { facts: { upperNo: null } }, null],
    ['notFromUpper', { facts: { upperNo: 'HF-1' } }, 'FROM_UPPER'],
    ['onlyFromUpper', { facts: { upperNo: 'HF-1' } }, null],
    ['onlyFromUpper', { facts: { upperNo: null } }, 'NOT_FROM_UPPER'],
    ['resultReported', { form: { report: 'OPINION' } }, null],
    ['resultReported', { form: { report: 'RESULT' } }, 'FIELD_INVALID'],
    ['resultReported', { form: { report: 'RESULT' }, facts: { approvedAt: MONDAY } }, null],
    ['isPraise', { facts: { requestType: 'PRAISE' } }, null],
    ['isPraise', { facts: { requestType: 'HELP' } }, 'NOT_PRAISE'],
    ['notBound', { facts: { bound: false } }, null],
    ['notBound', { facts: { bound: true } }, 'LEAD_BOUND'],
    ['newLead', { form: { leadUnitId: 'GRID' }, facts: { leadUnitId: 'GRID' } }, 'UNIT_IS_LEAD'],
    ['newLead', { form: { leadUnitId: 'GRID2' }, facts: { leadUnitId: 'GRID' } }, null],
    ['somethingDone', { facts: { outcome: 'SOLVED' } }, null],
    ['somethingDone', { facts: { outcome: 'NOTED' } }, 'ACTION_NOT_ALLOWED'],
    ['archivedFromAbove', { facts: { state: 'ARCHIVED' }, relation: 'self' }, 'ACTION_WRONG_STATE'],
    ['archivedFromAbove', { facts: { state: 'ARCHIVED' }, relation: 'effect' }, null],
    ['archivedFromAbove', { facts: { state: 'CLOSED' }, relation: 'self' }, null],
    ['enterprise', { facts: { partyKind: 'ENTERPRISE' } }, null],
    ['enterprise', { facts: { partyKind: 'PERSON' } }, 'ACTION_NOT_ALLOWED'],
    ['classSet', { facts: { classCode: '100101' } }, null],
    ['classSet', { facts: { classCode: null } }, 'NO_CLASS'],
    ['notToldYet', { facts: { told: false } }, null],
    ['notToldYet', { facts: { told: true } }, 'ACTION_NOT_ALLOWED'],
    ['wasHandling', { facts: { state: 'IN_PROGRESS' } }, null],
    ['wasHandling', { facts: { state: 'NEED_INFO', resumeState: 'IN_PROGRESS' } }, null],
    ['wasHandling', { facts: { state: 'NEED_INFO', resumeState: 'ACCEPTED' } }, 'ACTION_WRONG_STATE'],
    ['wasHandling', { facts: { state: 'NEED_INFO', resumeState: 'SUBMITTED' } }, 'ACTION_WRONG_STATE'],
    ['complexityCap', { form: { complexity: 'COMPLEX' }, everLate: false }, null],
    ['complexityCap', { form: { complexity: 'COMPLEX' }, everLate: true }, 'COMPLEXITY_CAPPED'],
    [
      'complexityCap',
      { form: { complexity: 'COMPLEX' }, everLate: true, facts: { complexity: 'COMPLEX' } },
      null,
    ],
    [
      'complexityCap',
      { form: { complexity: 'SIMPLE' }, everLate: true, facts: { complexity: 'COMPLEX' } },
      null,
    ],
    ['complexityCap', { form: null, everLate: true }, null],
  ])('%s %j → %s', (guard, given, code) => {
    expect(ask(guard, given)).toBe(code);
  });
});

describe('going back into it', () => {
  const declined = { declinedAt: MONDAY };
  it('contests once, until the seventh day has ended', () => {
    expect(ask('contestLeft', { facts: { contests: 0 } })).toBeNull();
    expect(ask('contestLeft', { facts: { contests: 1 } })).toBe('CONTESTS_USED_UP');
    expect(ask('contestInTime', { facts: declined, now: '2026-11-30T15:59:59.999Z' })).toBeNull();
    expect(ask('contestInTime', { facts: declined, now: '2026-11-30T16:00:00.001Z' })).toBe(
      'CONTEST_TOO_LATE',
    );
  });

  const target: MergeTarget = {
    id: 'OTHER',
    orderNo: 'NQ20261122-0001',
    rootId: 'STREET',
    state: 'IN_PROGRESS',
    samePerson: true,
  };
  it.each<[string, Partial<MergeTarget> | null, string | null]>([
    ['an open order of the same person', {}, null],
    ['no such order', null, 'MERGE_TARGET_UNKNOWN'],
    ['another street’s', { rootId: 'STREET2' }, 'MERGE_TARGET_UNKNOWN'],
    ['itself', { id: 'ORDER' }, 'MERGE_INTO_ITSELF'],
    ['one that is closed', { state: 'CLOSED' }, 'MERGE_TARGET_OVER'],
    ['one that is merged itself', { state: 'MERGED' }, 'MERGE_TARGET_OVER'],
    ['one that is suspended', { state: 'SUSPENDED' }, null],
    ['another person’s', { samePerson: false }, 'MERGE_OTHER_PERSON'],
  ])('merges into %s', (_, more, code) => {
    const given = more === null ? null : { ...target, ...more };
    expect(ask('targetFits', { form: { targets: ['x'] }, target: given })).toBe(code);
  });

  it('joins one problem, and only one that is offered', () => {
    const problem = { id: 'P', joinable: true, members: 2 };
    expect(ask('problemOffered', { problem })).toBeNull();
    expect(ask('problemOffered', {})).toBe('PROBLEM_CLOSED');
    expect(ask('problemOffered', { problem: { ...problem, joinable: false } })).toBe('PROBLEM_CLOSED');
    expect(ask('problemOffered', { problem, facts: { problemId: 'Q' } })).toBe('PROBLEM_TWICE');
    expect(ask('inProblem', { facts: { problemId: 'Q' } })).toBeNull();
    expect(ask('inProblem')).toBe('NO_PROBLEM');
  });

  it('needs a unit to rework what none has had', () => {
    expect(ask('leadThere', { form: { reason: '再办' } })).toBe('FIELD_INVALID');
    expect(ask('leadThere', { form: { reason: '再办', leadUnitId: 'GRID' } })).toBeNull();
    expect(ask('leadThere', { form: { reason: '再办' }, facts: { turnId: 'TURN' } })).toBeNull();
  });

  it.each<[string, unknown, string | null]>([
    ['none', undefined, 'FIELD_INVALID'],
    ['no day', 'soon', 'FIELD_INVALID'],
    ['yesterday', '2026-11-22', 'FIELD_INVALID'],
    ['today', '2026-11-23', null],
    ['a later day', '2026-12-23', null],
  ])('suspends with a day of report: %s', (_, nextReportDay, code) => {
    expect(ask('reportDayGiven', { form: { nextReportDay } })).toBe(code);
  });
});

describe('what the public reads', () => {
  it.each([
    [{ publicText: '丁香01网格已清走6辆电动车' }, null],
    [{ publicText: '请联系13855512345处理' }, 'REPLY_HAS_PRIVATE'],
    [{ publicText: '已转相关部门处理' }, 'REPLY_EMPTY_PHRASE'],
    [{ publicText: '将尽快处理' }, 'REPLY_EMPTY_PHRASE'],
    [{ question: '请留身份证号340104199001011234' }, 'REPLY_HAS_PRIVATE'],
    [{ legalGround: '相关部门规定' }, 'REPLY_EMPTY_PHRASE'],
    [{ whereToGo: '相关部门' }, 'REPLY_EMPTY_PHRASE'],
    [null, null],
  ])('%j → %s', (form, code) => {
    expect(ask('replyIsPlain', { form })).toBe(code);
  });
});

describe('the result', () => {
  it.each([
    [{ outcome: 'UNSOLVED' }, 'FIELD_INVALID'],
    [{ outcome: 'PARTLY' }, 'FIELD_INVALID'],
    [{ outcome: 'PARTLY', unsolvedCode: 'NEEDS_MONEY' }, null],
    [{ outcome: 'SOLVED' }, null],
    [{ outcome: 'EXPLAINED' }, null],
    [null, null],
  ])('unsolved has a reason: %j → %s', (form, code) => {
    expect(ask('unsolvedHasReason', { form })).toBe(code);
  });

  const limits = { ...DEFAULT_LIMITS, evidenceClasses: ['1001'] };
  it.each<[string, Case, string | null]>([
    ['no photo', { form: { outcome: 'SOLVED' } }, 'EVIDENCE_MISSING'],
    ['an empty list', { form: { outcome: 'SOLVED', photos: [] } }, 'EVIDENCE_MISSING'],
    ['a photo', { form: { outcome: 'SOLVED', photos: ['P'] } }, null],
    ['not solved', { form: { outcome: 'UNSOLVED' } }, null],
    ['another class', { form: { outcome: 'SOLVED' }, facts: { classCode: '200101' } }, null],
    ['no class', { form: { outcome: 'SOLVED' }, facts: { classCode: null } }, null],
    ['no form yet', { form: null }, null],
  ])('evidence: %s', (_, given, code) => {
    expect(ask('evidenceGiven', { ...given, limits })).toBe(code);
  });
});

describe('同类排查', () => {
  const limits = { ...DEFAULT_LIMITS, sweepClasses: ['0101'] };
  const solved = { classCode: '010102', outcome: 'SOLVED' } as const;
  it.each<[string, Case, string | null]>([
    ['M38: a class that must, solved, none opened', { facts: solved }, 'SWEEP_MISSING'],
    ['M38: one was opened', { facts: { ...solved, sweeps: 1 } }, null],
    ['M38: partly solved', { facts: { ...solved, outcome: 'PARTLY' } }, null],
    ['M38: another class', { facts: { ...solved, classCode: '020101' } }, null],
    ['M38: what nobody complained about', { facts: { ...solved, source: 'PROACTIVE' } }, null],
  ])('%s', (_, given, code) => {
    expect(ask('sweepOpened', { form: {}, ...given, limits })).toBe(code);
  });
});

describe('closing', () => {
  const content = { ratedCycle: 0, finalSolved: 'YES', told: true, outcome: 'SOLVED' } as const;
  const silent = { relation: 'system', form: { silent: true } } as const;
  it.each<[string, Case, string | null]>([
    ['rated solved, by the system', { facts: content, relation: 'system', form: {} }, null],
    [
      'an enterprise, though rated solved, by the system',
      { facts: { ...content, partyKind: 'ENTERPRISE' }, relation: 'system', form: {} },
      'NOT_CLOSABLE',
    ],
    [
      'an enterprise without a one-to-one call',
      { facts: { ...content, partyKind: 'ENTERPRISE' }, relation: 'office', form: {} },
      'NOT_CLOSABLE',
    ],
    [
      'an enterprise, with words instead of the call',
      {
        facts: { ...content, partyKind: 'ENTERPRISE', visited: 'SERVICE' },
        relation: 'office',
        form: { reason: '已一对一回访' },
      },
      'NOT_CLOSABLE',
    ],
    [
      'an enterprise that was called one to one',
      { facts: { ...content, partyKind: 'ENTERPRISE', visited: 'ONE_TO_ONE' }, relation: 'office', form: {} },
      null,
    ],
    [
      'an anonymous enterprise nobody can call',
      {
        facts: { ...content, partyKind: 'ENTERPRISE', confidentiality: 'ANONYMOUS' },
        relation: 'office',
        form: {},
      },
      null,
    ],
    ['no outcome', { facts: { ...content, outcome: null }, relation: 'system', form: {} }, 'NOT_CLOSABLE'],
    ['told and silent', { facts: { outcome: 'SOLVED', told: true }, ...silent }, null],
    ['not told, though silent', { facts: { outcome: 'SOLVED' }, ...silent }, 'NOT_CLOSABLE'],
    [
      'neither rated nor silent',
      { facts: { outcome: 'SOLVED', told: true }, relation: 'system', form: {} },
      'NOT_CLOSABLE',
    ],
    ['2 calls on 2 days', { facts: { outcome: 'SOLVED', tries: 2, tryDays: 2 }, ...silent }, 'NOT_CLOSABLE'],
    ['3 calls on 1 day', { facts: { outcome: 'SOLVED', tries: 3, tryDays: 1 }, ...silent }, 'NOT_CLOSABLE'],
    ['3 calls on 2 days', { facts: { outcome: 'SOLVED', tries: 3, tryDays: 2 }, ...silent }, null],
    ['nobody to tell', { facts: { outcome: 'SOLVED', filerId: null, hasPhone: false }, ...silent }, null],
    [
      'rated in an earlier cycle only',
      { facts: { ...content, cycle: 1 }, relation: 'system', form: {} },
      'NOT_CLOSABLE',
    ],
    [
      'by the desk, without a record',
      { facts: { outcome: 'SOLVED', told: true }, relation: 'office', form: {} },
      'NOT_CLOSABLE',
    ],
    [
      'by the desk, with words instead of a visit',
      { facts: { outcome: 'SOLVED', told: true }, relation: 'office', form: { reason: '电话回访' } },
      'NOT_CLOSABLE',
    ],
    [
      'by the desk, after a visit',
      { facts: { outcome: 'SOLVED', told: true, visited: 'SERVICE' }, relation: 'office', form: {} },
      null,
    ],
    [
      'what nobody complained about, by the system',
      { facts: { outcome: 'SOLVED', source: 'PROACTIVE' }, relation: 'system', form: {} },
      null,
    ],
    ['a visit that ended', { facts: { outcome: 'SOLVED', told: true }, relation: 'effect', form: {} }, null],
    [
      'a firm’s visit that was not one to one',
      { facts: { ...content, partyKind: 'ENTERPRISE' }, relation: 'effect', form: {} },
      'NOT_CLOSABLE',
    ],
    [
      'a firm’s visit, one to one',
      { facts: { ...content, partyKind: 'ENTERPRISE', visited: 'ONE_TO_ONE' }, relation: 'effect', form: {} },
      null,
    ],
    [
      'the desk’s button before a visit',
      { facts: { outcome: 'SOLVED', told: true }, relation: 'office', form: null },
      'NOT_CLOSABLE',
    ],
    [
      'the desk’s button after it',
      { facts: { outcome: 'SOLVED', told: true, visited: 'SERVICE' }, relation: 'office', form: null },
      null,
    ],
    [
      'the desk, 3 calls on 2 days without reaching her',
      { facts: { outcome: 'SOLVED', tries: 3, tryDays: 2 }, relation: 'office', form: {} },
      null,
    ],
  ])('%s', (_, given, code) => {
    expect(ask('closable', given)).toBe(code);
  });

  it('counts an answer as good only when solved and nowhere unhappy', () => {
    const marks = [null, ...(Object.keys(SATISFACTION) as Satisfaction[])];
    const solved = [null, ...(Object.keys(SOLVED_ANSWERS) as SolvedAnswer[])];
    const low = ['UNSATISFIED', 'VERY_UNSATISFIED'];
    for (const finalSolved of solved) {
      for (const finalProcess of marks) {
        for (const finalResult of marks) {
          const facts = order({ ratedCycle: 0, finalSolved, finalProcess, finalResult });
          const unhappy = low.includes(String(finalProcess)) || low.includes(String(finalResult));
          expect(hasGoodAnswer(facts)).toBe(finalSolved === 'YES' && !unhappy);
        }
      }
    }
  });
});

describe('several guards', () => {
  it('answer with the first that refuses', () => {
    const context = {
      relation: 'self',
      now: MONDAY,
      limits: DEFAULT_LIMITS,
      form: {},
      everLate: false,
    } as const;
    const facts = order({ upperNo: 'HF-1', classCode: null });
    expect(refusedBy(['classSet', 'notFromUpper'], { ...context, facts })?.code).toBe('NO_CLASS');
    expect(refusedBy(['notFromUpper', 'classSet'], { ...context, facts })?.code).toBe('FROM_UPPER');
    expect(refusedBy([], { ...context, facts })).toBeNull();
  });
});

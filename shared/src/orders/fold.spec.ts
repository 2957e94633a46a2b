import { after, MONDAY, order } from '../../test/order-samples.ts';
import type { OrderFacts } from './facts.ts';
import { fold, foldAll, targetState } from './fold.ts';
import { type OrderEvent, STATES, type State } from './model.ts';
import { ACTIONS, type ActionName, TRANSITIONS } from './transitions/index.ts';

const ALL_STATES = Object.keys(STATES) as State[];

const filed: OrderEvent = {
  seq: 1,
  name: 'order.submitted',
  at: MONDAY,
  actorId: 'filer',
  actorUnitId: null,
  data: { facts: order() },
};

function event(action: ActionName, seq: number, more: Partial<OrderEvent> = {}): OrderEvent {
  const base = { seq, name: TRANSITIONS[action].event, at: after(0, seq), actorId: 'actor' };
  return { ...base, actorUnitId: null, data: {}, ...more };
}

/** What the events carry when a clerk and a grid worker do their part. */
const DATA: Partial<Record<ActionName, Record<string, unknown>>> = {
  dispatch: { leadUnitId: 'GRID', turnId: 'TURN' },
  reply: { outcome: 'SOLVED' },
};

function history(...actions: ActionName[]): OrderEvent[] {
  return [filed, ...actions.map((action, n) => event(action, n + 2, { data: DATA[action] ?? {} }))];
}

const factsAfter = (...actions: ActionName[]): OrderFacts => foldAll(history(...actions));
const TO_RESULT: ActionName[] = ['accept', 'dispatch', 'sign', 'reply', 'approve'];

describe('a broken history', () => {
  it('must begin by filing', () => {
    expect(() => foldAll([])).toThrow('at least one event');
    expect(() => fold(null, event('accept', 1))).toThrow('begin by filing');
    expect(() => fold(null, { ...filed, seq: 2 })).toThrow('begin by filing');
  });

  it.each([0, 1, 3, 99])('has no gap and no repeat: seq %d after 1', (seq) => {
    expect(() => fold(order(), event('accept', seq))).toThrow('gap');
  });

  it('knows its events', () => {
    expect(() => fold(order(), { ...filed, seq: 2 })).toThrow('unknown event');
    expect(() => fold(order(), { ...filed, seq: 2, name: 'order.vanished' })).toThrow('unknown event');
  });

  it.each(ALL_STATES)('takes from %s the edges of the table only', (state) => {
    const legal = ACTIONS.filter((action) => {
      try {
        fold(order({ state, resumeState: 'IN_PROGRESS' }), event(action, 2));
        return true;
      } catch {
        return false;
      }
    });
    expect(legal).toEqual(ACTIONS.filter((action) => TRANSITIONS[action].from.includes(state)));
  });
});

describe('the road to a closed order', () => {
  it('moves state, owner and times', () => {
    const told = foldAll([...history(...TO_RESULT), event('seen', 7), event('close', 8)]);
    expect(told).toMatchObject({
      state: 'CLOSED',
      version: 8,
      ownerUnitId: 'OFFICE',
      leadUnitId: 'GRID',
      firstUnitId: 'GRID',
      turnId: 'TURN',
      handlerId: 'actor',
      dispatches: 1,
      signedAt: after(0, 4),
      repliedAt: after(0, 5),
      approvedAt: after(0, 6),
      closedAt: after(0, 8),
      outcome: 'SOLVED',
      told: true,
    });
  });

  it.each<[string, ActionName[], string]>([
    ['the office until somebody signs', ['accept', 'dispatch'], 'OFFICE'],
    ['the unit that signed', ['accept', 'dispatch', 'sign'], 'GRID'],
    ['the office while it checks', ['accept', 'dispatch', 'sign', 'reply'], 'OFFICE'],
    ['the unit it was sent back to', ['accept', 'dispatch', 'sign', 'reply', 'sendBack'], 'GRID'],
    ['the unit that reworks', [...TO_RESULT, 'rework'], 'GRID'],
    ['the unit after a dispute', [...TO_RESULT, 'dispute'], 'GRID'],
  ])('is owned by %s', (_, actions, owner) => {
    expect(factsAfter(...actions).ownerUnitId).toBe(owner);
  });

  it('remembers the unit that signed first and when staff last acted', () => {
    const events = history('accept', 'dispatch');
    expect(foldAll(events).staffAt).toBeNull();
    const signed = fold(foldAll(events), event('sign', 4, { actorUnitId: 'GRID' }));
    expect(signed.staffAt).toBe(after(0, 4));
    expect(fold(signed, event('urge', 5)).staffAt).toBe(after(0, 4));
  });
});

describe('waiting for the filer', () => {
  it.each<[State, ActionName[]]>([
    ['SUBMITTED', []],
    ['ACCEPTED', ['accept']],
    ['IN_PROGRESS', ['accept', 'dispatch', 'sign']],
  ])('comes back to %s', (state, actions) => {
    const asked = factsAfter(...actions, 'askInfo');
    expect(asked).toMatchObject({ state: 'NEED_INFO', resumeState: state, asks: 1 });
    const seq = asked.version + 1;
    for (const back of ['addInfo', 'infoLapsed'] as const) {
      expect(fold(asked, event(back, seq))).toMatchObject({ state, resumeState: null, asks: 1 });
    }
  });

  it('ends by a reply too, and leaves nothing to come back to', () => {
    const replied = factsAfter('accept', 'dispatch', 'sign', 'askInfo', 'reply');
    expect(replied).toMatchObject({ state: 'REPLIED', resumeState: null });
  });

  it('stays where it is when something is added unasked', () => {
    expect(factsAfter('accept', 'addInfo').state).toBe('ACCEPTED');
    expect(targetState(TRANSITIONS.addInfo, order({ state: 'TO_VISIT' }))).toBe('TO_VISIT');
    expect(targetState(TRANSITIONS.infoLapsed, order({ state: 'NEED_INFO' }))).toBe('SUBMITTED');
  });
});

describe('counters', () => {
  it('count urges with their time', () => {
    expect(factsAfter('accept', 'urge', 'urge')).toMatchObject({ urges: 2, lastUrgedAt: after(0, 4) });
  });

  it('count dispatches and forget a unit that was taken back', () => {
    const back = factsAfter('accept', 'dispatch', 'takeBack');
    expect(back).toMatchObject({ state: 'ACCEPTED', leadUnitId: null, turnId: null, dispatches: 1 });
    expect(factsAfter('accept', 'dispatch', 'takeBack', 'dispatch').dispatches).toBe(2);
  });

  it.each<ActionName>(['contact', 'tell'])(
    'count failed calls by %s and their days, and believe a reached one',
    (action) => {
      const visit = factsAfter(...TO_RESULT);
      const call = (facts: OrderFacts, at: string, reached: boolean) =>
        fold(facts, event(action, facts.version + 1, { at, data: { reached } }));
      // 23:59 and 00:01 in Shanghai are two days.
      const first = call(visit, '2026-11-24T15:59:00.000Z', false);
      expect(first).toMatchObject({ tries: 1, tryDays: 1, lastTryDay: '2026-11-24', told: false });
      const same = call(first, '2026-11-24T15:59:30.000Z', false);
      expect(same).toMatchObject({ tries: 2, tryDays: 1 });
      const next = call(same, '2026-11-24T16:01:00.000Z', false);
      expect(next).toMatchObject({ tries: 3, tryDays: 2, lastTryDay: '2026-11-25' });
      expect(call(next, after(3), true)).toMatchObject({ tries: 3, told: true });
    },
  );

  it('do not take a call before the result for telling it', () => {
    const called = fold(
      factsAfter('accept', 'dispatch', 'sign'),
      event('contact', 5, { data: { reached: true } }),
    );
    expect(called).toMatchObject({ told: false, tries: 0 });
  });

  it('keep the first answer for ever and the last one beside it', () => {
    const rate = (facts: OrderFacts, data: Record<string, unknown>) =>
      fold(facts, event('rate', facts.version + 1, { data }));
    const bad = rate(factsAfter(...TO_RESULT), { solved: 'NO', process: 'SATISFIED', result: 'UNSATISFIED' });
    expect(bad).toMatchObject({
      ratedCycle: 0,
      unhappy: 1,
      told: true,
      firstSolved: 'NO',
      finalSolved: 'NO',
    });
    let again = fold(bad, event('dispute', bad.version + 1));
    again = fold(again, event('reply', again.version + 1, { data: { outcome: 'SOLVED' } }));
    again = fold(again, event('approve', again.version + 1));
    const good = rate(again, { solved: 'YES', process: 'VERY_SATISFIED' });
    expect(good).toMatchObject({
      ratedCycle: 1,
      unhappy: 1,
      firstSolved: 'NO',
      firstResult: 'UNSATISFIED',
      finalSolved: 'YES',
      finalProcess: 'VERY_SATISFIED',
      finalResult: null,
    });
  });
});

describe('a new cycle', () => {
  it.each<[ActionName, Partial<OrderFacts>]>([
    ['rework', { reworks: 1, disputes: 0 }],
    ['dispute', { reworks: 1, disputes: 1 }],
  ])('by %s clears what belongs to the old one', (action, counted) => {
    const closed = foldAll([
      ...history('askInfo', 'addInfo', ...TO_RESULT),
      event('tell', 9, { data: { reached: false } }),
      event('seen', 10),
      event('close', 11),
    ]);
    expect(fold(closed, event(action, 12))).toMatchObject({
      state: 'IN_PROGRESS',
      cycle: 1,
      asks: 0,
      tries: 0,
      tryDays: 0,
      lastTryDay: null,
      told: false,
      outcome: null,
      repliedAt: null,
      approvedAt: null,
      closedAt: null,
      ...counted,
    });
  });

  it('is not begun by a third dispute, which is for a person to judge', () => {
    const facts = fold(factsAfter(...TO_RESULT), event('disputeAgain', 7));
    expect(facts).toMatchObject({ state: 'TO_VISIT', cycle: 0, disputes: 1, told: true, outcome: 'SOLVED' });
  });
});

describe('classifying', () => {
  it('changes what is given and keeps the rest', () => {
    const changed = fold(order(), event('classify', 2, { data: { classCode: '200101', urgency: 'L1' } }));
    expect(changed).toMatchObject({
      classCode: '200101',
      urgency: 'L1',
      requestType: 'COMPLAINT',
      complexity: 'SIMPLE',
    });
    const data = {
      classCode: '200101',
      requestType: 'CONSULT',
      complexity: 'COMPLEX',
      partyKind: 'ENTERPRISE',
    };
    expect(fold(order(), event('classify', 2, { data }))).toMatchObject({ ...data, urgency: 'L3' });
  });
});

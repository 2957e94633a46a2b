import { after, MONDAY, order } from '../../test/order-samples.ts';
import type { OrderFacts } from './facts.ts';
import { choiceOf, fold, foldAll } from './fold.ts';
import { isHeld } from './held.ts';
import type { OrderEvent } from './model.ts';
import { type ActionName, TRANSITIONS } from './transitions/index.ts';

/** One act as the server writes it: the choice of several states is in the event. */
function act(facts: OrderFacts, action: ActionName, data: Record<string, unknown> = {}): OrderFacts {
  const state = choiceOf(action, facts, data);
  return fold(facts, {
    seq: facts.version + 1,
    name: TRANSITIONS[action].event,
    at: after(0, facts.version),
    actorId: 'actor',
    actorUnitId: null,
    data: { ...data, ...(state === null ? {} : { state, stateBefore: facts.state }) },
  });
}

const GRID = { leadUnitId: 'GRID', turnId: 'T1' };
const handled = () =>
  [GRID].reduce((facts, data) => act(act(act(facts, 'accept'), 'dispatch', data), 'sign'), order());
const shown = () => act(act(handled(), 'reply', { outcome: 'SOLVED' }), 'approve');

describe('who leads', () => {
  it('counts different units once each, when they take it over', () => {
    let facts = handled();
    expect(facts).toMatchObject({ ledBy: 'GRID', leadUnits: 1, roundsFailed: 0 });
    facts = act(facts, 'handOver', { leadUnitId: 'SECTION', turnId: 'T2', handlerId: 'taker' });
    expect(facts).toMatchObject({
      ledBy: 'GRID SECTION',
      leadUnits: 2,
      ownerUnitId: 'SECTION',
      handlerId: 'taker',
      firstUnitId: 'GRID',
      turnId: 'T2',
      roundsFailed: 1,
    });
    facts = act(facts, 'handOver', { leadUnitId: 'GRID', turnId: 'T3' });
    expect(facts).toMatchObject({ leadUnits: 2, roundsFailed: 2, signedAt: after(0, facts.version - 1) });
  });

  it('goes back to the office by an accepted return; an unsigned turn is no failed round', () => {
    const sent = act(act(order(), 'accept'), 'dispatch', GRID);
    expect(act(sent, 'unassign')).toMatchObject({
      state: 'ACCEPTED',
      leadUnitId: null,
      turnId: null,
      returns: 1,
      roundsFailed: 0,
    });
    expect(act(handled(), 'unassign')).toMatchObject({
      ownerUnitId: 'OFFICE',
      signedAt: null,
      handlerId: null,
      returns: 1,
      roundsFailed: 1,
    });
  });

  it('is bound where a leader named it, at once responsible, until it is dispatched anew', () => {
    const named = act(handled(), 'assign', { leadUnitId: 'SECTION', turnId: 'T2' });
    expect(named).toMatchObject({
      state: 'DISPATCHED',
      bound: true,
      ownerUnitId: 'SECTION',
      signedAt: null,
      dispatches: 2,
      roundsFailed: 1,
    });
    const same = act(handled(), 'assign', { leadUnitId: 'GRID', turnId: 'T1' });
    expect(same).toMatchObject({ state: 'IN_PROGRESS', bound: true, turnId: 'T1', dispatches: 1 });
    expect(same.signedAt).not.toBeNull();
    const again = act(act(named, 'unassign'), 'dispatch', GRID);
    expect(again).toMatchObject({ bound: false, state: 'DISPATCHED' });
  });

  it('changes in a rework only where another unit is named, which signs first', () => {
    const kept = act(shown(), 'rework');
    expect(kept).toMatchObject({ state: 'IN_PROGRESS', leadUnitId: 'GRID', cycle: 1, roundsFailed: 1 });
    const moved = act(shown(), 'rework', { leadUnitId: 'SECTION', turnId: 'T2' });
    expect(moved).toMatchObject({
      state: 'DISPATCHED',
      leadUnitId: 'SECTION',
      ownerUnitId: 'GRID',
      cycle: 1,
    });
  });
});

describe('other ends', () => {
  it('is answered without a unit, and goes to be handed out when that is disputed', () => {
    const answered = act(act(order(), 'accept'), 'answer', { outcome: 'EXPLAINED' });
    expect(answered).toMatchObject({ state: 'TO_VISIT', outcome: 'EXPLAINED', approvedAt: after(0, 2) });
    expect(act(answered, 'dispute')).toMatchObject({ state: 'ACCEPTED', cycle: 1, ownerUnitId: 'OFFICE' });
    expect(act(shown(), 'dispute')).toMatchObject({ state: 'IN_PROGRESS', cycle: 1 });
  });

  it('is praised, merged, taken out, declined and contested', () => {
    expect(act(order(), 'praise', { creditUnitId: 'SECTION' })).toMatchObject({
      state: 'CLOSED',
      outcome: 'NOTED',
      leadUnitId: 'SECTION',
      closedAt: after(0, 1),
    });
    const merged = act(order(), 'merge', { targetId: 'OTHER' });
    expect(merged).toMatchObject({ state: 'MERGED', mergedInto: 'OTHER' });
    expect(act(merged, 'mergedNews')).toMatchObject({ state: 'MERGED', version: 3 });
    expect(act(merged, 'unmerge')).toMatchObject({ state: 'SUBMITTED', mergedInto: null });
    const declined = act(order(), 'decline');
    expect(declined.declinedAt).toBe(after(0, 1));
    expect(act(declined, 'contest')).toMatchObject({ state: 'SUBMITTED', contests: 1, declinedAt: null });
  });

  it('joins a problem and leaves it', () => {
    const joined = act(order(), 'join', { problemId: 'P' });
    expect(joined.problemId).toBe('P');
    expect(act(joined, 'leave').problemId).toBeNull();
  });
});

describe('what hangs on it', () => {
  const run = { procedureId: 'P1', kind: 'mediation', stage: 'agreed' };
  it('keeps a procedure’s stage and open tasks, and drops them with its end', () => {
    const opened = [{ id: 'T1', unitId: 'SECTION' }];
    const mediated = act(handled(), 'procedure', { ...run, opened });
    expect(mediated).toMatchObject({ procedures: 'mediation:P1:agreed', helpers: 'T1:SECTION' });
    const two = act(mediated, 'procedure', { procedureId: 'P2', kind: 'extension', stage: 'asked' });
    expect(two.procedures).toBe('mediation:P1:agreed extension:P2:asked');
    const ended = act(two, 'procedure', { ...run, stage: null, done: 'T1' });
    expect(ended).toMatchObject({ procedures: 'extension:P2:asked', helpers: '' });
    expect(act(two, 'withdraw')).toMatchObject({ procedures: '', helpers: '' });
  });

  it('M92 M91: remembers how the visit of this cycle was made, until another cycle or an entry of 专人+清单+闭环', () => {
    const ended = { procedureId: 'V1', kind: 'visit', stage: null, outcome: 'ANSWERED' };
    const result = order({ state: 'TO_VISIT', turnId: 'TURN' });
    expect(act(result, 'procedure', { ...ended, outcome: 'CANCELLED', form: 'SERVICE' }).visited).toBe('');
    const asked = act(result, 'procedure', { ...ended, form: 'SERVICE' });
    expect(asked.visited).toBe('SERVICE');
    const called = act(asked, 'procedure', { ...ended, outcome: 'NOT_REACHED', form: 'ONE_TO_ONE' });
    expect(called.visited).toBe('ONE_TO_ONE');
    expect(act(called, 'procedure', { ...ended, form: 'SERVICE' }).visited).toBe('ONE_TO_ONE');
    const entry = { itemId: 'I1', kind: 'closedloop', state: 'OPEN' };
    const inLoop = act(called, 'item', entry);
    expect(inLoop.visited).toBe('SERVICE');
    const again = act(inLoop, 'procedure', { ...ended, form: 'ONE_TO_ONE' });
    expect(act(again, 'item', { ...entry, state: 'TO_REVIEW' }).visited).toBe('ONE_TO_ONE');
    expect(act(called, 'rework').visited).toBe('');
  });

  it('M99: counts a cycle with an unhappy answer once, however often she says it', () => {
    const unhappy = { solved: 'NO', result: 'UNSATISFIED' };
    const once = act(order({ state: 'TO_VISIT', turnId: 'TURN' }), 'rate', unhappy);
    expect(act(once, 'rate', { solved: 'PARTLY', result: 'VERY_UNSATISFIED' })).toMatchObject({
      unhappy: 1,
      firstSolved: 'NO',
      finalSolved: 'PARTLY',
    });
    const second = act(act(act(once, 'rework'), 'reply', { outcome: 'SOLVED' }), 'approve');
    expect(act(second, 'rate', unhappy)).toMatchObject({ unhappy: 2 });
  });

  it('keeps a ledger’s entries apart', () => {
    const listed = act(order(), 'item', { itemId: 'I1', kind: 'hard', state: 'OPEN' });
    expect(listed).toMatchObject({ items: 'hard:I1:OPEN', procedures: '' });
    expect(act(listed, 'item', { itemId: 'I1', kind: 'hard', state: null }).items).toBe('');
  });

  it('is held while any reason holds', () => {
    const mediated = act(handled(), 'procedure', run);
    expect([isHeld(handled()), isHeld(mediated)]).toEqual([false, true]);
    const asked = act(mediated, 'askInfo');
    expect(isHeld(act(asked, 'procedure', { ...run, stage: null }))).toBe(true);
    expect(isHeld(act(asked, 'addInfo'))).toBe(true);
    expect(isHeld(act(act(asked, 'addInfo'), 'procedure', { ...run, stage: null }))).toBe(false);
  });

  it('is suspended to a day, which a report may move', () => {
    const suspended = act(handled(), 'suspend', { nextReportDay: '2026-12-23' });
    expect([suspended.nextReportDay, isHeld(suspended)]).toEqual(['2026-12-23', true]);
    const report = { procedureId: 'S', kind: 'suspension', step: 'report', stage: 'approved' };
    const told = act(suspended, 'procedure', { ...report, nextReportDay: '2027-01-22' });
    expect(told.nextReportDay).toBe('2027-01-22');
    expect(act(told, 'wake')).toMatchObject({ state: 'IN_PROGRESS', nextReportDay: null });
  });
});

describe('counters', () => {
  it('count an extension once, though it moves two promises', () => {
    const outer = act(handled(), 'moveDue', { rule: '延期', scope: 'OUTER' });
    expect(act(outer, 'moveDue', { rule: '延期', scope: 'INNER' }).extensions).toBe(1);
    expect(act(outer, 'moveDue', { rule: '会商', scope: 'INNER' }).extensions).toBe(0);
  });

  it('exclude an order from figures by name, and take it in again', () => {
    const out = act(act(handled(), 'exclude', { figures: ['solved'] }), 'exclude', {
      figures: ['satisfied', 'solved'],
    });
    expect(out.excluded).toBe('solved satisfied');
    expect(act(out, 'include', { figures: ['solved'] }).excluded).toBe('satisfied');
  });

  it('do not take words told before the result for telling it', () => {
    const replied = act(handled(), 'reply', { outcome: 'SOLVED' });
    expect(act(replied, 'tell', { reached: true }).told).toBe(false);
    expect(act(act(replied, 'approve'), 'tell', { reached: true }).told).toBe(true);
  });
});

describe('an older history', () => {
  it('folds to the facts that did not exist yet', () => {
    const { ledBy, helpers, contests, ...known } = order();
    const filed: OrderEvent = {
      seq: 1,
      name: 'order.submitted',
      at: MONDAY,
      actorId: 'filer',
      actorUnitId: null,
      data: { facts: known },
    };
    expect(foldAll([filed])).toEqual({ ...order(), ledBy, helpers, contests });
    const shownThen = shown();
    const dispute = { ...filed, seq: shownThen.version + 1, name: 'order.disputed', data: {} };
    expect(fold(shownThen, dispute)).toMatchObject({ state: 'IN_PROGRESS', cycle: 1 });
  });

  it('throws where an event names a state the act does not lead to', () => {
    const facts = shown();
    const event = {
      seq: facts.version + 1,
      name: 'order.reworked',
      at: MONDAY,
      actorId: 'x',
      actorUnitId: null,
    };
    expect(() => fold(facts, { ...event, data: { state: 'CLOSED' } })).toThrow('leads to no state CLOSED');
  });
});

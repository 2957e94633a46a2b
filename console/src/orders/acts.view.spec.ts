import type { OrderView, ProcedureView } from '@yihu/shared';
import { actsOn, allOf, carriedOver, letterOf, offerOf, writable } from './acts.view.ts';

const order = (more: Partial<OrderView>): OrderView =>
  ({
    allowed: [],
    state: 'ACCEPTED',
    classCode: '010201',
    timeline: [],
    suggestedUnit: null,
    ...more,
  }) as OrderView;
const run = (kind: string, allowed: string[]): ProcedureView =>
  ({
    id: `${kind}1`,
    kind,
    label: kind,
    version: 3,
    allowed,
    endedAt: null,
    tasks: [],
  }) as unknown as ProcedureView;
const ids = (acts: { id: string }[]) => acts.map(({ id }) => id);

describe('what can be done', () => {
  it('begins dispatching with the unit proposed, and judging with nothing', () => {
    const suggestedUnit = { unitId: 'U1', name: '城管科', reason: '职责', confidence: 80 };
    const offer = offerOf(order({ allowed: ['dispatch'], suggestedUnit }), {
      items: [],
      openable: ['return'],
    });
    expect(offer.primary).toMatchObject({ id: 'act.dispatch', start: { leadUnitId: 'U1' } });
    expect(ids(offer.openings)).toEqual(['open.return']);
    expect(offer.openings[0]?.start).toEqual({});
  });

  it('calls back before it tells, for calling back is telling', () => {
    const visited = order({ state: 'TO_VISIT', allowed: ['tell', 'close'] });
    expect(offerOf(visited, undefined).primary?.id).toBe('act.tell');
    const offer = offerOf(visited, { items: [run('visit', ['take', 'tried', 'answer'])], openable: [] });
    expect(offer.primary?.id).toBe('step.visit.answer.visit1');
    expect(ids(actsOn('v', offer))[0]).toBe('step.visit.answer.visit1');
    expect(new Set(ids(allOf(offer))).size).toBe(allOf(offer).length);
  });

  it('offers no step of what is over', () => {
    const over = { ...run('visit', ['answer']), endedAt: '2026-11-23T01:00:00.000Z' };
    expect(offerOf(order({}), { items: [over], openable: [] }).steps).toEqual([]);
  });
});

describe('letters', () => {
  const asked = offerOf(order({ state: 'DISPATCHED', allowed: ['takeBack', 'urge'] }), {
    items: [run('return', ['accept', 'refuse'])],
    openable: [],
  });

  it('judge a return while one waits, and take back when none does', () => {
    expect(ids(actsOn('r', asked))).toEqual(['step.return.accept.return1', 'step.return.refuse.return1']);
    const without = offerOf(order({ state: 'DISPATCHED', allowed: ['takeBack'] }), undefined);
    expect(ids(actsOn('r', without))).toEqual(['act.takeBack']);
  });

  it('do nothing where nothing of theirs is allowed', () => {
    expect(actsOn('a', asked)).toEqual([]);
    expect(ids(actsOn('c', asked))).toEqual(['act.urge']);
  });

  it('are printed beside what they do', () => {
    const [accept] = actsOn('r', asked);
    expect(accept && letterOf(accept)).toBe('r');
    const [merge] = offerOf(order({ allowed: ['merge'] }), undefined).rest;
    expect(merge && letterOf(merge)).toBeNull();
  });
});

describe('what was written', () => {
  const offer = offerOf(order({ state: 'REPLIED', allowed: ['approve', 'sendBack', 'merge'] }), undefined);
  const [back] = actsOn('r', offer);

  it('goes into the field of the same name, else the longest into the first text', () => {
    if (back === undefined) throw new Error('sendBack is not offered');
    expect(carriedOver({ reason: '缺照片', way: 'PHONE' }, back)).toEqual({ reason: '缺照片' });
    expect(carriedOver({ publicText: '很长的答复', note: '短' }, back)).toEqual({ reason: '很长的答复' });
    expect(carriedOver({ targets: ['NQ1'] }, back)).toEqual(back.start);
  });

  it('begins with what everybody waits for when that has something to write', () => {
    expect(ids(writable(offer))).toEqual(['act.approve']);
  });
});

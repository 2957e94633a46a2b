import type { OrderEvent, OrderFacts } from '@yihu/shared';
import { after, order } from '../../../../../shared/test/order-samples.ts';
import { linkOf } from './links';
import { turnChange } from './turns';

const event = (name: string, data: Record<string, unknown> = {}): OrderEvent => ({
  seq: 9,
  name,
  at: after(1),
  actorId: 'actor',
  actorUnitId: null,
  data,
});
const WITH_TURN: Partial<OrderFacts> = { leadUnitId: 'GRID', turnId: 'T1', cycle: 1 };
const change = (name: string, data?: Record<string, unknown>, facts = WITH_TURN) =>
  turnChange(order(facts), event(name, data));

describe('a unit’s turn', () => {
  it('opens with the dispatch, in the cycle of the order', () => {
    const data = { leadUnitId: 'GRID', turnId: 'T1' };
    expect(change('order.dispatched', data, {})).toMatchObject({
      open: [{ id: 'T1', role: 'LEAD', unit_id: 'GRID', state: 'OPEN', cycle: 0, opened_at: after(1) }],
      set: null,
    });
  });

  it.each([
    ['order.taken_back', 'TAKEN_BACK'],
    ['order.unassigned', 'RETURNED'],
    ['order.withdrawn', 'WITHDRAWN'],
    ['order.recalled', 'RECALLED'],
    ['order.merged', 'MERGED'],
    ['order.archived', 'ARCHIVED'],
  ])('ends with %s as %s', (name, reason) => {
    expect(change(name)).toEqual({
      open: [],
      set: { state: 'ENDED', ended_at: after(1), end_reason: reason },
    });
  });

  it.each([
    ['order.assigned', 'REASSIGNED', 1],
    ['order.reworked', 'REWORKED', 2],
  ])('ends where %s names another unit, which gets its own', (name, reason, cycle) => {
    const { open, set } = change(name, { leadUnitId: 'SECTION', turnId: 'T2' });
    expect(open).toMatchObject([{ id: 'T2', unit_id: 'SECTION', state: 'OPEN', cycle }]);
    expect(set).toMatchObject({ state: 'ENDED', end_reason: reason });
  });

  it('stays where the same unit is named or reworks', () => {
    expect(change('order.assigned', { leadUnitId: 'GRID', turnId: 'T1' })).toEqual({
      open: [],
      set: null,
    });
    expect(change('order.reworked').set).toEqual({ state: 'SIGNED', done_at: null });
  });

  it('passes on signed', () => {
    const { open, set } = change('order.handed_over', {
      leadUnitId: 'SECTION',
      turnId: 'T2',
      handlerId: 'taker',
    });
    expect(open).toMatchObject([
      {
        id: 'T2',
        role: 'LEAD',
        unit_id: 'SECTION',
        state: 'SIGNED',
        signed_at: after(1),
        person_id: 'taker',
      },
    ]);
    expect(set).toMatchObject({ end_reason: 'HANDED_OVER' });
  });

  it('is not touched by what procedures open, which is their own affair', () => {
    const opened = [{ id: 'X', role: 'SUPPORT', unitId: 'SECTION' }];
    expect(change('order.procedure', { opened })).toEqual({ open: [], set: null });
  });
});

describe('links', () => {
  it('are the procedure’s own for its steps', () => {
    expect(linkOf(event('order.procedure', { kind: 'return', step: 'open' }))).toBe('交办');
    expect(linkOf(event('order.procedure', { kind: 'cohandle', step: 'finish' }))).toBe('协办');
    expect(linkOf(event('order.procedure', { kind: 'no such kind', step: 'open' }))).toBeNull();
    expect(linkOf(event('order.analysed'))).toBe('分析');
    expect(linkOf(event('order.submitted'))).toBeNull();
  });
});

import type { LiveEvent } from '@yihu/shared';
import { alarmText, changedBy, staleBy } from './news';

const order: LiveEvent = {
  type: 'order',
  id: 'A',
  orderNo: 'NQ20261123-0001',
  title: '占道经营',
  version: 3,
  state: 'DISPATCHED',
  event: 'order.dispatched',
  alarm: null,
  mine: false,
  notice: false,
};

describe('what an event makes stale', () => {
  it.each<[LiveEvent, unknown]>([
    [order, [['order', 'A']]],
    [{ ...order, notice: true }, [['order', 'A'], ['notices']]],
    [{ type: 'notice', id: 'A' }, [['notices'], ['orders']]],
    [{ type: 'counts' }, [['orders']]],
    [{ type: 'presence', id: 'A' }, [['presence', 'A']]],
    [{ type: 'bulk', id: 'B' }, [['bulk', 'B']]],
    [{ type: 'reset' }, 'all'],
    [{ type: 'bye', why: 'SHUTDOWN' }, []],
  ])('%j', (event, stale) => {
    expect(staleBy(event)).toEqual(stale);
  });
});

describe('rows that changed', () => {
  it('are those of the orders told of, each once', () => {
    const alarm = { ...order, id: 'B', type: 'alarm' as const };
    expect(changedBy([order, { type: 'counts' }, alarm, order])).toEqual(['A', 'B']);
  });
});

describe('an alarm', () => {
  const alarm = { ...order, type: 'alarm' as const };
  it('calls for somebody when a promise is broken or somebody is in danger', () => {
    expect(alarmText({ ...alarm, alarm: 'RED' })).toEqual({
      title: '已超期',
      text: '占道经营 NQ20261123-0001',
    });
    expect(alarmText({ ...alarm, alarm: 'URGENT' })?.title).toBe('紧急诉求');
  });
  it('is none for a yellow light, nor for what one did oneself, nor for any other event', () => {
    expect(alarmText({ ...alarm, alarm: 'YELLOW' })).toBeNull();
    expect(alarmText({ ...alarm, alarm: 'RED', mine: true })).toBeNull();
    expect(alarmText(order)).toBeNull();
  });
});

import { addMinutes } from '@yihu/shared';
import { MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { personCounts } from './people';
import { lifeOf } from './turns-of';

const after = (minutes: number) => addMinutes(MONDAY, minutes);
const DAY = 24 * 60;
const PERIOD = { from: MONDAY, to: after(30 * DAY) };

function countsOf(life: OrderLife, period = PERIOD) {
  const promises = life.clocks
    .filter(({ scope }) => scope === 'INNER')
    .map((row) => ({ ...row, isLive: row.state === 'RUNNING' || row.state === 'PAUSED' }));
  const lived = lifeOf(life.events, promises, after(90 * DAY));
  if (lived === null) throw new Error('nothing filed');
  const persons = new Set(lived.events.map(({ actorId }) => actorId));
  const counted = personCounts([lived], persons, period);
  const told = [...counted].map(([personId, counts]) => {
    const some = Object.entries(counts).filter(([, ids]) => ids.length > 0);
    return [personId, Object.fromEntries(some.map(([name, ids]) => [name, ids.length]))] as const;
  });
  return Object.fromEntries(told);
}

const who = (life: OrderLife, name: string) =>
  life.events.findLast((event) => event.name === name)?.actorId ?? '';
const signed = () =>
  new OrderLife({ facts: { id: 'A' }, presets: ['2h2wd'] })
    .do('accept', after(10))
    .do('dispatch', after(20))
    .do('sign', after(30));

describe('what a person did', () => {
  it('counts for whoever did it', () => {
    const life = signed().do('contact', after(35)).do('reply', after(40)).do('approve', after(50));
    const counts = countsOf(life);
    expect(counts[who(life, 'order.dispatched')]).toMatchObject({ accepted: 1, dispatched: 1, approved: 1 });
    expect(counts[who(life, 'order.replied')]).toMatchObject({
      signed: 1,
      contacted: 1,
      replied: 1,
      onTime: 1,
    });
  });

  it('was in time at the due time itself and late an instant after', () => {
    const due = signed().clocks.find(
      ({ milestone, scope }) => milestone === 'handle' && scope === 'INNER',
    )?.dueAt;
    if (due == null) throw new Error('no due time');
    const at = signed().do('reply', due);
    expect(countsOf(at)[who(at, 'order.replied')]).toMatchObject({ onTime: 1 });
    const late = signed().do('reply', new Date(Date.parse(due) + 1).toISOString());
    const counts = countsOf(late)[who(late, 'order.replied')];
    expect(counts).toMatchObject({ replied: 1, late: 1 });
    expect(counts).not.toHaveProperty('onTime');
  });

  it('has what was found wanting in an answer count for who gave it, when it was found', () => {
    const life = signed().do('reply', after(40)).do('sendBack', after(50)).do('reply', after(60));
    const author = who(life, 'order.replied');
    expect(countsOf(life)[author]).toMatchObject({ replied: 2, sentBack: 1 });
    const found = countsOf(life, { from: after(50), to: after(51) });
    expect(found[author]).toEqual({ sentBack: 1 });
  });

  it('was sent wrong when the unit’s turn was taken back', () => {
    const life = new OrderLife({ facts: { id: 'A' } })
      .do('accept', after(10))
      .do('dispatch', after(20))
      .do('takeBack', after(25));
    expect(countsOf(life)[who(life, 'order.dispatched')]).toMatchObject({ dispatched: 1, missent: 1 });
  });

  it('counts from the first instant of the month to before the first of the next', () => {
    const life = signed();
    const clerk = who(life, 'order.dispatched');
    expect(countsOf(life, { from: after(20), to: after(21) })[clerk]).toEqual({ dispatched: 1 });
    expect(countsOf(life, { from: after(11), to: after(20) })[clerk]).toEqual({});
  });
});

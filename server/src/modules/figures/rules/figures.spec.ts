import { addMinutes, type OrderFacts } from '@yihu/shared';
import { MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { FIGURES, type FigureName, figure, scopeOf } from './figures';
import { stageDurations } from './stages';
import { type OrderLife as Lived, lifeOf } from './turns-of';

const after = (minutes: number) => addMinutes(MONDAY, minutes);
const DAY = 24 * 60;
const AS_OF = after(4 * DAY);
const PERIOD = { from: MONDAY, to: after(30 * DAY), asOf: AS_OF };

const started = (id: string, facts: Partial<OrderFacts> = {}) =>
  new OrderLife({ facts: { id, ...facts }, presets: ['2h2wd'] })
    .do('accept', after(10))
    .do('dispatch', after(30));

function lived({ events, clocks }: OrderLife, asOf = AS_OF): Lived {
  const promises = clocks
    .filter(({ scope }) => scope === 'INNER')
    .map((row) => ({ ...row, isLive: row.state === 'RUNNING' || row.state === 'PAUSED' }));
  const life = lifeOf(events, promises, asOf);
  if (life === null) throw new Error('nothing filed yet');
  return life;
}

const RETURN = { procedureId: 'P1', kind: 'return', stage: null };
/** Signed and called in time, answered in time, solved, content. */
const good = () =>
  started('GOOD')
    .do('sign', after(40))
    .do('contact', after(50))
    .do('reply', after(150))
    .do('approve', after(170))
    .do('rate', after(200));
/** Signed late, its return refused, answered after the due time, not solved; left out once approved. */
const late = () =>
  started('LATE')
    .do('sign', after(30 + 61))
    .do('contact', after(100))
    .do('procedure', after(110), { ...RETURN, step: 'refuse', outcome: 'REFUSED' })
    .do('reply', after(3 * DAY))
    .do('approve', after(3 * DAY + 20))
    .do('rate', after(3 * DAY + 40), { solved: 'NO', result: 'UNSATISFIED' })
    .do('exclude', after(3 * DAY + 60), { figures: ['solved', 'satisfied'] });
/** Never signed; its limit has passed. */
const open = () => started('OPEN');
/** Returned with ground by the first unit, signed by the second, nobody called. */
const returned = () =>
  started('RETURNED')
    .do('procedure', after(40), { ...RETURN, step: 'accept', outcome: 'ACCEPTED' })
    .do('unassign', after(40))
    .do('dispatch', after(3 * DAY), { leadUnitId: 'GRID2' })
    .do('sign', after(3 * DAY + 5));
/** Found by the street itself. */
const proactive = () => started('OWN', { source: 'PROACTIVE', filerId: null, hasPhone: false });

const scope = scopeOf(
  [good(), late(), open(), returned(), proactive()].map((life) => lived(life)),
  PERIOD,
  null,
);
const texts = (name: FigureName) => {
  const { before, after: left } = figure(name, scope);
  return [before.num, before.den, before.text, left.text];
};

describe('figures of scope T, worked out by hand', () => {
  it('M58: five turns were opened, four count: what was given away and what nobody filed do not', () => {
    expect(scope.flow.map(({ orderId, unitId }) => `${orderId} ${unitId}`)).toEqual([
      'GOOD GRID',
      'LATE GRID',
      'OPEN GRID',
      'RETURNED GRID',
      'RETURNED GRID2',
    ]);
    expect(scope.cases.map(({ orderId }) => orderId)).toEqual(['GOOD', 'LATE', 'OPEN', 'RETURNED']);
  });

  it.each<[FigureName, number, number, string, string]>([
    ['response', 1, 4, '25.00%', '25.00%'],
    ['completion', 2, 4, '50.00%', '50.00%'],
    ['solved', 1, 2, '50.00%', '100.00%'],
    ['process', 2, 2, '100.00%', '100.00%'],
    ['result', 1, 2, '50.00%', '100.00%'],
  ])('M58 M59: %s is %i of %i, %s, and %s after exclusion', (name, ...expected) => {
    expect(texts(name)).toEqual(expected);
  });

  it.each<[FigureName, number, number, string]>([
    ['signOnTime', 2, 4, '50.00%'],
    ['contact', 2, 4, '50.00%'],
    ['onTime', 1, 3, '33.33%'],
    ['overdue', 2, 4, '50.00%'],
    ['hops', 5, 4, '1.25'],
    ['returned', 1, 5, '20.00%'],
    ['invalidReturn', 1, 2, '50.00%'],
    ['firstDispatch', 3, 4, '75.00%'],
  ])('M05 M08 M13 M64: %s is %i of %i, %s', (name, ...expected) => {
    expect(texts(name).slice(0, 3)).toEqual(expected);
  });

  it('M68: a unit that refused an offer and is then told to lead counts as an invalid return', () => {
    const told = started('TOLD')
      .do('sign', after(40))
      .do('procedure', after(50), { procedureId: 'P2', kind: 'handover', stage: null, step: 'refuse' })
      .do('assign', after(60), { leadUnitId: 'GRID2' });
    const life = lived(told);
    const events = life.events.map((event) =>
      event.data.step === 'refuse' ? { ...event, actorUnitId: 'GRID2' } : event,
    );
    const parts = (order: Lived) => figure('invalidReturn', scopeOf([order], PERIOD, null)).before;
    expect(parts({ ...life, events })).toMatchObject({ num: 1, den: 1 });
    expect(parts(life)).toMatchObject({ num: 0, den: 1 });
  });

  it('M66 M68: a second return the leader sends back to its own unit is invalid, one he gives to another is not', () => {
    const asked = { procedureId: 'P3', kind: 'return' };
    const raised = (leadUnitId: string) => {
      const life = lived(
        started('RAISED')
          .do('procedure', after(40), { ...asked, step: 'open', stage: 'raised' })
          .do('assign', after(60), { leadUnitId })
          .do('procedure', after(61), { ...asked, step: 'assign', stage: null, outcome: 'ASSIGNED' }),
      );
      const events = life.events.map((event) =>
        event.data.step === 'open' ? { ...event, actorUnitId: 'GRID2' } : event,
      );
      return figure('invalidReturn', scopeOf([{ ...life, events }], PERIOD, null)).before;
    };
    expect(raised('GRID2')).toMatchObject({ num: 1, den: 1 });
    expect(raised('GRID3')).toMatchObject({ num: 0, den: 1 });
  });

  it('M58: every figure opens to its orders, and nothing of nothing is printed as such', () => {
    expect(figure('onTime', scope).ids.before).toEqual({ den: ['GOOD', 'LATE', 'OPEN'], num: ['GOOD'] });
    expect(figure('solved', scope).ids.after).toEqual({ den: ['GOOD'], num: ['GOOD'] });
    const nothing = scopeOf([], PERIOD, null);
    const names = Object.keys(FIGURES) as FigureName[];
    expect([...new Set(names.map((name) => figure(name, nothing).before.text))]).toEqual(['—']);
  });

  it('M58: as of an earlier moment they are what they were then; of another unit or month they are empty', () => {
    const then = scopeOf([lived(good(), after(100))], { ...PERIOD, asOf: after(100) }, null);
    expect(figure('completion', then).before).toMatchObject({ num: 0, den: 1 });
    expect(lifeOf(good().events, [], addMinutes(MONDAY, -1))).toBeNull();
    const lives = [lived(good())];
    expect(scopeOf(lives, PERIOD, new Set(['ELSEWHERE'])).flow).toEqual([]);
    expect(scopeOf(lives, { ...PERIOD, from: after(31) }, null).flow).toEqual([]);
    expect(scopeOf(lives, { ...PERIOD, from: after(30) }, null).flow).toHaveLength(1);
  });

  it('M57 M58: a rework opens what was completed, until it is approved again', () => {
    const again = good().do('rework', after(DAY));
    const figured = (life: OrderLife) =>
      figure('completion', scopeOf([lived(life)], PERIOD, null)).before.num;
    expect(figured(again)).toBe(0);
    expect(figured(again.do('reply', after(DAY + 10)).do('approve', after(DAY + 20)))).toBe(1);
  });

  it('M64: the four stages in mean minutes', () => {
    expect(stageDurations(scope.orders).map(({ name, orders, minutes }) => [name, orders, minutes])).toEqual([
      ['take', 4, 10],
      ['send', 4, 20],
      // 120 minutes, and three days less the 30 before the dispatch.
      ['handle', 2, (120 + 3 * DAY - 30) / 2],
      // 30 (closed with the answer) and 20.
      ['visit', 2, 25],
    ]);
    expect(stageDurations([]).map(({ minutes }) => minutes)).toEqual([null, null, null, null]);
  });
});

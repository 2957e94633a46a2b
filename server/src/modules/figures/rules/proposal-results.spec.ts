import { addMinutes, type Proposals } from '@yihu/shared';
import { MONDAY } from '../../../../../shared/test/order-samples.ts';
import { OrderLife } from '../../../../test/order-life';
import { bandOf, resultsOf } from './proposal-results';
import { lifeOf } from './turns-of';

const after = (minutes: number) => addMinutes(MONDAY, minutes);
const PERIOD = { from: MONDAY, to: after(60 * 24) };
const UNIT = { unitId: 'GRID', confidence: 80, reason: '职责清单' };
const CLASS = { code: '010102', confidence: 70, reason: '说到:占道' };

function resultOf(life: OrderLife, period = PERIOD) {
  const lived = lifeOf(life.events, [], after(60 * 24 * 30));
  if (lived === null) throw new Error('nothing filed');
  return resultsOf(lived, period).map(({ what, taken, wrong, auto }) => ({ what, taken, wrong, auto }));
}

const filed = (classCode: string) => new OrderLife({ facts: { id: 'A', classCode } }).do('accept', after(1));
const proposals: Proposals = { class: CLASS, unit: UNIT };
const taken = { taken: true, wrong: false, auto: false };

describe('what came of proposals', () => {
  it('was taken when it is what was chosen, else overridden', () => {
    const same = filed('010102').do('dispatch', after(2), { leadUnitId: 'GRID', proposals });
    expect(resultOf(same)).toEqual([
      { what: 'unit', ...taken },
      { what: 'class', ...taken },
    ]);
    const other = filed('010201').do('dispatch', after(2), { leadUnitId: 'GRID2', proposals });
    expect(resultOf(other).map(({ taken: was }) => was)).toEqual([false, false]);
  });

  it('was wrong when it was taken and taken back or reclassified; overridden it cannot be wrong', () => {
    const back = filed('010102')
      .do('dispatch', after(2), { leadUnitId: 'GRID', proposals: { unit: UNIT } })
      .do('takeBack', after(3));
    expect(resultOf(back)).toEqual([{ what: 'unit', ...taken, wrong: true }]);
    const mine = filed('010102')
      .do('dispatch', after(2), { leadUnitId: 'GRID2', proposals: { unit: UNIT } })
      .do('takeBack', after(3));
    expect(resultOf(mine)).toEqual([{ what: 'unit', taken: false, wrong: false, auto: false }]);
    const reclassified = filed('010102')
      .do('dispatch', after(2), { leadUnitId: 'GRID', proposals: { class: CLASS } })
      .do('classify', after(3), { classCode: '010201' });
    expect(resultOf(reclassified)).toEqual([{ what: 'class', ...taken, wrong: true }]);
  });

  it('counts in the period it was decided in, from its first instant to before its last', () => {
    const life = filed('010102').do('dispatch', after(2), { leadUnitId: 'GRID', proposals: { unit: UNIT } });
    expect(resultOf(life, { from: after(2), to: after(3) })).toHaveLength(1);
    expect(resultOf(life, { from: after(1), to: after(2) })).toEqual([]);
  });

  it('says nothing of orders nobody was proposed anything for', () => {
    expect(resultOf(filed('010102').do('dispatch', after(2)))).toEqual([]);
  });
});

describe('how sure the rules were', () => {
  it('is told in three bands, to the per cent', () => {
    const bands = [95, 80, 79, 50, 49, 0].map((confidence) => bandOf({ confidence }));
    expect(bands).toEqual(['80', '80', '50', '50', '0', '0']);
  });
});

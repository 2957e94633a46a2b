import { CLASS_LEAVES } from '../classes.ts';
import { addMinutes } from '../time.ts';
import { type Alike, decided, proposeClass, proposeDouble, SAME_SPOT_METRES } from './suggest.ts';

const NOW = '2026-11-23T02:00:00.000Z';
const DAY = 24 * 60;
const leaf = (code: string) => {
  const found = CLASS_LEAVES.find((each) => each.code === code);
  if (found === undefined) throw new Error(`no class ${code}`);
  return found;
};

describe('the class proposed', () => {
  it('is the one most of whose words were said, with the words', () => {
    const found = proposeClass('楼顶有人违章搭建彩钢房,是违建', CLASS_LEAVES);
    expect(found).toMatchObject({ code: '010201' });
    expect(found?.reason).toBe('说到:违章搭建、违建');
  });

  it('is none where not one word of a class was said', () => {
    expect(proposeClass('谢谢', CLASS_LEAVES)).toBeNull();
    expect(proposeClass('', CLASS_LEAVES)).toBeNull();
  });

  it('is never surer than 95 %, and of one short word at most 60 %', () => {
    const own = [leaf('010201')];
    expect(proposeClass('违章搭建', own)?.confidence).toBe(95);
    expect(proposeClass('有违建', own)?.confidence).toBe(60);
    expect(proposeClass('楼顶加盖', own)?.confidence).toBe(95);
  });

  it('is half sure of two classes said as much', () => {
    const twin = { ...leaf('010201'), code: '999999' };
    expect(proposeClass('楼顶加盖', [leaf('010201'), twin])).toMatchObject({
      code: '010201',
      confidence: 50,
    });
  });
});

describe('the double proposed', () => {
  const other = (more: Partial<Alike>): Alike => ({
    ...{ orderId: 'A', orderNo: 'NQ20261122-0001', problemId: null, samePerson: false, metres: null },
    ...{ receivedAt: addMinutes(NOW, -DAY), ...more },
  });

  it('is that of the same person before that of the same spot before that of the same grid', () => {
    const grid = other({ orderId: 'GRID' });
    const spot = other({ orderId: 'SPOT', metres: SAME_SPOT_METRES });
    const person = other({ orderId: 'PERSON', samePerson: true });
    expect(proposeDouble([grid, spot, person], NOW)).toMatchObject({ orderId: 'PERSON', confidence: 85 });
    expect(proposeDouble([grid, spot], NOW)).toMatchObject({ orderId: 'SPOT', confidence: 70 });
    expect(proposeDouble([grid], NOW)).toMatchObject({ orderId: 'GRID', confidence: 40 });
    expect(proposeDouble([], NOW)).toBeNull();
  });

  it('is the same spot to the metre', () => {
    const near = (metres: number) => proposeDouble([other({ metres })], NOW)?.confidence;
    expect([near(SAME_SPOT_METRES), near(SAME_SPOT_METRES + 1)]).toEqual([70, 40]);
  });

  it('is the newest of equals, and says how long ago', () => {
    const old = other({ orderId: 'OLD', receivedAt: addMinutes(NOW, -3 * DAY) });
    const young = other({ orderId: 'YOUNG', receivedAt: addMinutes(NOW, -DAY + 1) });
    expect(proposeDouble([old, young], NOW)).toMatchObject({
      orderId: 'YOUNG',
      reason: '同一网格、同一分类,24 小时内反映',
    });
    expect(proposeDouble([old], NOW)?.reason).toBe('同一网格、同一分类,3 天前反映');
  });
});

describe('what an event keeps', () => {
  it('is each proposal with what was chosen, and whether anybody was asked', () => {
    const unit = { unitId: 'U', confidence: 80, reason: '职责清单' };
    const chosen = { classCode: '010201', unitId: 'V', orderId: null };
    expect(decided({ unit }, chosen, false)).toEqual({ unit: { ...unit, chosen: 'V' } });
    expect(decided({ unit }, chosen, true)).toEqual({ unit: { ...unit, chosen: 'V' }, auto: true });
  });
});

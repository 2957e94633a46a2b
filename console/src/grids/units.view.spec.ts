import type { DeskUnit, UnitKind } from '@yihu/shared';
import { missingIn, NEW_UNIT, parentsFor, treeRows } from './units.view';

const unit = (id: string, kind: UnitKind, parentId: string | null, active = true) =>
  ({ id, kind, parentId, code: id, name: id, active }) as DeskUnit;
const UNITS = [
  unit('g2', 'GRID', 'c1'),
  unit('c1', 'COMMUNITY', 's'),
  unit('x', 'SECTION', 's'),
  unit('g1', 'GRID', 'c1'),
  unit('s', 'STREET', 'district'),
  unit('c2', 'COMMUNITY', 's', false),
];

describe('the tree of units', () => {
  it('lists parents before what stands under them, kinds together', () => {
    const lines = treeRows(UNITS).map(({ unit: { id }, depth }) => `${depth}${id}`);
    expect(lines).toEqual(['0s', '1x', '1c1', '2g1', '2g2', '1c2']);
  });

  it('offers only places where a kind may stand, and none that has ended', () => {
    expect(parentsFor(UNITS, 'GRID').map(({ id }) => id)).toEqual(['c1']);
    expect(parentsFor(UNITS, 'SERVICE_POINT').map(({ id }) => id)).toEqual(['c1', 's']);
    expect(parentsFor(UNITS, 'STREET')).toEqual([]);
  });

  it('says what is still missing', () => {
    expect(missingIn(NEW_UNIT)).toBe('请填编号');
    expect(missingIn({ ...NEW_UNIT, code: 'A', name: ' ', shortName: 'b' })).toBe('请填名称');
    expect(missingIn({ ...NEW_UNIT, code: 'A', name: 'a', shortName: 'b' })).toBeNull();
  });
});

import { checkRouteRows, type RouteFacts, type RouteRow, routeFor } from './route.ts';

const row = (when: RouteRow['when'], to: RouteRow['to'], isAuto = true): RouteRow => ({
  when,
  to,
  autoAccept: isAuto,
  autoDispatch: isAuto,
  reason: '理由',
});
const LAST = row({}, 'DESK', false);
const FACTS: RouteFacts = {
  classCode: '100101',
  hasGrid: true,
  isDispute: false,
  requestType: 'COMPLAINT',
  confidentiality: 'SURNAME',
  partyKind: 'PERSON',
};

describe('routeFor', () => {
  it('asks the mark of the class, which an order without a class does not have', () => {
    const rows = [row({ isDispute: true }, 'DESK', false), row({ isDispute: false }, 'GRID'), LAST];
    expect(routeFor(rows, { ...FACTS, isDispute: true }).row).toBe(1);
    expect(routeFor(rows, FACTS).row).toBe(2);
    expect(routeFor(rows, { ...FACTS, classCode: null }).row).toBe(3);
  });

  it('takes the first row that holds, and says which', () => {
    const rows = [
      row({ classPrefix: '02' }, 'COMMUNITY'),
      row({ classPrefix: '10' }, 'GRID'),
      row({}, 'GRID'),
      LAST,
    ];
    expect(routeFor(rows, FACTS)).toEqual({
      to: 'GRID',
      row: 2,
      autoAccept: true,
      autoDispatch: true,
      reason: '理由',
    });
    expect(routeFor(rows, { ...FACTS, classCode: '020101' }).to).toBe('COMMUNITY');
    expect(routeFor(rows, { ...FACTS, classCode: '010101' }).row).toBe(3);
  });

  it('needs all conditions of a row, any value of a list', () => {
    const rows = [
      row({ classPrefix: ['05', '1001'], requestType: ['HELP', 'COMPLAINT'], partyKind: 'PERSON' }, 'GRID'),
      LAST,
    ];
    expect(routeFor(rows, FACTS).row).toBe(1);
    expect(routeFor(rows, { ...FACTS, requestType: 'SUGGEST' }).row).toBe(2);
    expect(routeFor(rows, { ...FACTS, partyKind: 'ENTERPRISE' }).row).toBe(2);
    expect(routeFor(rows, { ...FACTS, classCode: '100201' }).row).toBe(2);
  });

  it('never holds a place target for a point outside all grids, nor a prefix for no class', () => {
    const rows = [row({}, 'GRID'), row({}, 'COMMUNITY'), row({ classPrefix: '10' }, { unitCode: 'X' }), LAST];
    expect(routeFor(rows, { ...FACTS, hasGrid: false }).to).toEqual({ unitCode: 'X' });
    expect(routeFor(rows, { ...FACTS, hasGrid: false, classCode: null }).to).toBe('DESK');
  });

  it('tells no class and no grid apart from any', () => {
    const rows = [
      row({ hasClass: false }, 'DESK', false),
      row({ hasGrid: false }, { unitCode: 'X' }),
      row({}, 'GRID'),
      LAST,
    ];
    expect(routeFor(rows, { ...FACTS, classCode: null, hasGrid: false }).row).toBe(1);
    expect(routeFor(rows, { ...FACTS, hasGrid: false }).row).toBe(2);
    expect(routeFor(rows, FACTS).row).toBe(3);
  });

  it('refuses to guess when no row holds', () => {
    expect(() => routeFor([row({ classPrefix: '99' }, 'DESK', false)], FACTS)).toThrow('last row');
  });
});

describe('checkRouteRows', () => {
  it.each([
    ['空表', [], 1, '规则表是空的'],
    ['不是表', {}, 1, '规则表是空的'],
    ['没有条件', [{ to: 'DESK' }], 1, '缺少条件'],
    ['不认识的条件', [{ ...LAST, when: { weather: 'rain' } }], 1, '不认识的条件「weather」'],
    ['继承的名字不是条件', [{ ...LAST, when: { toString: 'x' } }], 1, '不认识的条件「toString」'],
    ['类别不是数字', [row({ classPrefix: 'ab' }, 'GRID'), LAST], 1, '条件「classPrefix」的值有误'],
    ['空的列表', [row({ classPrefix: [] }, 'GRID'), LAST], 1, '条件「classPrefix」的值有误'],
    ['去向有误', [{ ...LAST, to: 'MARS' }], 1, '去向有误'],
    ['没受理就派单', [{ ...row({}, 'GRID'), autoAccept: false }, LAST], 1, '没有受理,不能自动派单'],
    ['派给热线办', [row({ hasClass: true }, 'DESK'), LAST], 1, '热线办不是派单对象'],
    ['没有理由', [{ ...LAST, reason: ' ' }], 1, '缺少理由'],
    [
      '最后一行有条件',
      [row({}, 'GRID'), row({ hasClass: true }, 'DESK', false)],
      2,
      '最后一行须无条件地交热线办',
    ],
    ['最后一行不交热线办', [row({}, 'GRID')], 1, '最后一行须无条件地交热线办'],
  ])('%s', (_, rows, at, reason) => {
    expect(checkRouteRows(rows)).toEqual({ problem: { row: at, reason } });
  });

  it('takes a good list as it is', () => {
    const rows = [row({ classPrefix: ['01', '0203'] }, { unitCode: 'NQ-CG' }), LAST];
    expect(checkRouteRows(rows)).toEqual({ rows });
  });
});

import { BULK_AT_MOST, type BulkRow, type BulkView, ROLE_PERMISSIONS, type Role, STATES } from '@yihu/shared';
import { bulkText, type Choosable, offersFor, refusals, secondsLeft, toggled } from './bulk.view';

const order = (
  id: string,
  state: Choosable['state'] = 'ACCEPTED',
  stateLabel: string = STATES[state],
): Choosable => ({ id, version: 2, state, stateLabel });
const namesFor = (role: Role, rows: readonly Choosable[]) =>
  offersFor(ROLE_PERMISSIONS[role], rows).map(({ act }) => act.name);
const row = (orderId: string, ok: boolean | null, reason: string | null = null): BulkRow => ({
  orderId,
  orderNo: orderId,
  ok,
  code: null,
  reason,
});

describe('what may be done with those chosen', () => {
  it('is what the role may and at least one state allows, with how many it fits', () => {
    const rows = [order('a'), order('b'), order('c', 'SUBMITTED'), order('d', 'CLOSED')];
    const offers = offersFor(ROLE_PERMISSIONS.CLERK, rows);
    expect(offers.map(({ act, fits }) => `${act.label} ${fits}`).sort()).toEqual([
      '催办 2',
      '受理 1',
      '并入另一件 3',
      '归档 1',
      '派单 2',
    ]);
    expect(namesFor('LEADER_DEPUTY', rows)).toEqual(['urge']);
    expect(namesFor('GRID_WORKER', rows)).toEqual([]);
  });

  it('is for the office to judge where an extension waits for it, for the unit to ask for one', () => {
    const asked = order('a', 'IN_PROGRESS', '延期审核');
    const above = order('b', 'IN_PROGRESS', '延期报上级');
    expect(namesFor('CLERK', [asked])).toEqual(['urge', 'extension.approve', 'extension.refuse']);
    expect(namesFor('CLERK', [above])).toEqual(['urge', 'extension.refuse']);
    expect(namesFor('CLERK', [order('c', 'IN_PROGRESS')])).toEqual(['urge']);
    expect(namesFor('UNIT_HEAD', [order('c', 'IN_PROGRESS')])).toEqual(['extension.open']);
  });
});

describe('choosing', () => {
  it('takes in and lets go, as many as one bulk takes', () => {
    let chosen: Map<string, Choosable> = new Map();
    for (let n = 0; n < BULK_AT_MOST + 5; n += 1) chosen = toggled(chosen, order(`o${n}`));
    expect(chosen.size).toBe(BULK_AT_MOST);
    expect(toggled(chosen, order('o3')).has('o3')).toBe(false);
  });
});

describe('results', () => {
  it('say each reason once, the most frequent first', () => {
    const rows = [
      row('a', true),
      row('b', false, '已派单'),
      row('c', false, '没有分类'),
      row('d', false, '没有分类'),
    ];
    expect(refusals(rows).map(({ reason, rows: of }) => `${reason} ${of.length}`)).toEqual([
      '没有分类 2',
      '已派单 1',
    ]);
  });

  it('count down by the server’s clock', () => {
    const view = { now: '2026-11-23T01:00:00.000Z', runAt: '2026-11-23T01:00:30.000Z' };
    expect([0, 1, 999, 1000, 29_500, 31_000].map((ms) => secondsLeft(view, ms))).toEqual([
      30, 30, 30, 29, 1, 0,
    ]);
  });

  it.each<[Partial<BulkView>, number, string]>([
    [{ state: 'HELD' }, 18, '派单 2 件,18 秒后执行'],
    [{ state: 'HELD' }, 0, '派单 2 件,即将执行'],
    [{ state: 'RUNNING', ok: 1 }, 0, '派单:正在执行,已办 1 / 2 件'],
    [{ state: 'DONE', ok: 2 }, 0, '派单:2 件已办'],
    [{ state: 'DONE', ok: 1, refused: 1 }, 0, '派单:1 件已办,1 件没有办成'],
    [{ state: 'UNDONE' }, 0, '派单:已撤销,2 件都没有改动'],
  ])('%j', (more, left, text) => {
    const view = {
      label: '派单',
      rows: [row('a', null), row('b', null)],
      ok: 0,
      refused: 0,
      ...more,
    } as BulkView;
    expect(bulkText(view, left)).toBe(text);
  });
});

import {
  type DeskPage,
  isOfOpen,
  LIST_LIMIT,
  LIST_VIEWS,
  type ListViewCounts,
  type ListViewName,
  type OrderContext,
  toInstant,
  toMillis,
} from '@yihu/shared';
import { NightlyService } from '../src/modules/ops/nightly.service';
import { newId } from '../src/platform/ids';
import { called, countOf, countsOf, idsOf, page, rowOf } from './desk-list.setup';
import { file, type Persona, startApp, type TestApp } from './harness';
import { opened, step } from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_SECTION, orderAt, REPLY, unitId } from './walk';

const GROUND = { reasonCode: 'PLACE', ground: '该点位在丁岗社区辖区,附界线图' };
const BAD = { solved: 'NO', process: 'SATISFIED', result: 'UNSATISFIED' };
const after = (instant: string, ms: number) => toInstant(toMillis(instant) + ms);

describe.each(ENGINES)('the desk’s lists on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let grid: Persona;
  let li: Persona;
  beforeEach(async () => {
    app = await startApp(serverUrl);
    [desk, grid, li] = [await app.as('desk-chen'), await app.as('grid-zhang'), await app.as('li')];
  });
  afterEach(() => app.close());

  const held = async (view: ListViewName) => (await idsOf(desk, `view=${view}`)).sort();
  const noted = async () => (await app.app.get(NightlyService).check(app.clock.now())).violations;
  const hard = (orderNo: string) =>
    desk.ok('POST', '/api/ledgers/hard', {
      ...{ commandId: newId(), version: 0, rootId: app.streetId, orderNos: [orderNo], fields: {} },
    });

  it('holds each order where its state puts it, and counts what it lists', async () => {
    const sign = await orderAt(app, 'DISPATCHED');
    const handled = await orderAt(app, 'IN_PROGRESS');
    const check = await orderAt(app, 'REPLIED');
    const visit = await orderAt(app, 'TO_VISIT');
    const closed = await orderAt(app, 'CLOSED');
    const { orderId: accept } = await file(app, 'wang', { classCode: null });
    const { orderId: dispatch } = await file(app, 'wang', { classCode: AT_SECTION });
    expect([await held('TO_SIGN'), await held('HANDLING')]).toEqual([[sign], [handled]]);
    expect([await held('TO_CHECK'), await held('TO_VISIT')]).toEqual([[check], [visit]]);
    expect([await held('TO_ACCEPT'), await held('TO_DISPATCH')]).toEqual([[accept], [dispatch]]);
    expect(await held('CLOSED')).toEqual([closed]);
    expect(await held('OPEN')).toEqual([sign, handled, check, visit, accept, dispatch].sort());
    expect(await held('ALL')).toEqual([sign, handled, check, visit, closed, accept, dispatch].sort());
    await countsAgree();
    expect(await noted()).toEqual([]);
  });

  it('tells of rows that are shown what became of them, without reading the list again', async () => {
    const sign = await orderAt(app, 'DISPATCHED');
    const other = await orderAt(app, 'DISPATCHED');
    const filter = `unitId=${(await rowOf(desk, sign)).leadUnitId}`;
    const these = (query: string) => idsOf(desk, `${query}&ids=${sign},${other},${newId()}`);
    expect(await these(`view=TO_SIGN&${filter}`)).toEqual([sign, other]);
    await grid.act(sign, 'sign');
    expect(await these(`view=TO_SIGN&${filter}`)).toEqual([other]);
    expect(await these('view=HANDLING')).toEqual([sign]);
    expect(await these('view=ALL')).toEqual([other, sign]);
    // Found by a number: still in what was found, and nobody is looked up for it once more.
    const looks = "SELECT COUNT(*) AS n FROM audit WHERE action = 'caller.lookUp'";
    const before = await app.db.read(looks);
    expect(await these('q=13800138000')).toEqual([other, sign]);
    expect(await app.db.read(looks)).toEqual(before);
    expect(await desk.refused('GET', '/api/desk/orders?ids=x')).toBe('FIELD_INVALID');
    const many = Array.from({ length: LIST_LIMIT + 1 }, () => newId()).join(',');
    expect(await desk.refused('GET', `/api/desk/orders?ids=${many}`)).toBe('FIELD_INVALID');
  });

  /** Whatever a view lists is what it counts. */
  async function countsAgree(): Promise<void> {
    const { counts } = await countsOf(desk);
    for (const view of (Object.keys(LIST_VIEWS) as ListViewName[]).filter(isOfOpen)) {
      expect([view, counts[view as keyof ListViewCounts]]).toEqual([view, (await held(view)).length]);
    }
  }

  it('has a return to judge from the request until the judgement', async () => {
    const id = await orderAt(app, 'DISPATCHED');
    expect(await held('RETURNS')).toEqual([]);
    const run = await opened(grid, id, 'return', GROUND);
    expect([await held('RETURNS'), await countOf(desk, 'RETURNS')]).toEqual([[id], 1]);
    expect((await rowOf(desk, id)).marks).toEqual(['RETURNS']);
    await step(desk, run.id, 'refuse', { opinion: '该处属于丁香01网格,请继续办理' });
    expect(await held('RETURNS')).toEqual([]);
    expect(await noted()).toEqual([]);
  });

  it('keeps who was unhappy until it is closed, and hard cases while they stand', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    await li.act(id, 'rate', BAD);
    expect([await held('UNHAPPY'), await countOf(desk, 'UNHAPPY')]).toEqual([[id], 1]);
    const other = await orderAt(app, 'IN_PROGRESS');
    await hard((await desk.view(other)).orderNo);
    expect([await held('HARD'), await countOf(desk, 'HARD')]).toEqual([[other], 1]);
    await countsAgree();
    expect(await noted()).toEqual([]);
  });

  it('knows a repeat: the same person, the same class, within the year, not withdrawn', async () => {
    const first = await orderAt(app, 'IN_PROGRESS');
    expect(await held('REPEAT')).toEqual([]);
    const again = await orderAt(app, 'DISPATCHED');
    const { orderId: phoned } = await called(app, desk, { classCode: '010102' });
    const { orderId: other } = await file(app, 'wang', { classCode: '010102', contactPhone: '13955512345' });
    await file(app, 'li', {
      classCode: '010102',
      confidentiality: 'ANONYMOUS',
      contactName: '',
      contactPhone: '',
    });
    expect(await held('REPEAT')).toEqual([again, phoned].sort());
    // The first one falls away: the second is the first now, the call still repeats it.
    await li.act(first, 'withdraw', { reasonCode: 'SOLVED' }).catch(() => undefined);
    expect(await noted()).toEqual([]);
    await desk.act(phoned, 'classify', { classCode: AT_SECTION, requestType: 'COMPLAINT' });
    expect(await held('REPEAT')).not.toContain(phoned);
    expect(await held('REPEAT')).not.toContain(other);
    await countsAgree();
    expect(await noted()).toEqual([]);
  });

  it('keeps a repeat that is tied by its own number, when another one of hers changes its class', async () => {
    const shared = '13955512345';
    await file(app, 'wang', { classCode: '010102', contactPhone: shared });
    const { orderId: tied } = await file(app, 'li', { classCode: '010102', contactPhone: shared });
    const { orderId: later } = await file(app, 'li', { classCode: AT_SECTION });
    expect(await held('REPEAT')).toEqual([tied]);
    await desk.act(later, 'classify', { classCode: '010102', requestType: 'COMPLAINT' });
    expect(await held('REPEAT')).toEqual([tied, later].sort());
    expect(await noted()).toEqual([]);
  });

  it('keeps mine for me: what I took down or did a step on, until it is closed', async () => {
    const { orderId: mine } = await called(app, desk);
    const other = await orderAt(app, 'REPLIED');
    const wu = await app.as('sup-ye');
    expect(await held('MINE')).toEqual([mine]);
    expect(await idsOf(wu, 'view=MINE')).toEqual([]);
    await desk.act(other, 'approve', { publicText: REPLY });
    expect(await held('MINE')).toEqual([mine, other].sort());
    await li.act(other, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' });
    expect(await held('MINE')).toEqual([mine]);
    expect([await countOf(desk, 'MINE'), await countOf(wu, 'MINE')]).toEqual([1, 0]);
    expect(await noted()).toEqual([]);
  });

  it('is due today until the very moment and late one millisecond after; the row says so in both promises', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const row = await rowOf(desk, id);
    if (row.inner?.dueAt == null) throw new Error('no due time');
    expect(row.inner).toMatchObject({ milestone: 'handle', label: '办理答复', late: false, paused: false });
    expect(row).toMatchObject({
      gridName: '丁香01网格',
      channelLabel: '微信小程序',
      vulnerable: false,
      reworks: 0,
    });
    app.clock.set(row.inner.dueAt);
    expect([await held('DUE_TODAY'), await held('OVERDUE')]).toEqual([[id], []]);
    app.clock.set(after(row.inner.dueAt, 1));
    expect([await held('DUE_TODAY'), await held('OVERDUE')]).toEqual([[], [id]]);
    expect((await rowOf(desk, id)).inner).toMatchObject({ late: true, light: 'RED' });
    expect(await idsOf(desk, 'late=1')).toEqual([id]);
    expect([await idsOf(desk, 'light=RED'), await idsOf(desk, 'light=YELLOW')]).toEqual([[id], []]);
    await countsAgree();
  });

  it('filters by what a clerk asks for, alone and together', async () => {
    const gridOne = await orderAt(app, 'IN_PROGRESS');
    const { orderId: byPhone } = await called(app, desk, { classCode: AT_SECTION });
    const [unit, section] = [await unitId(app, 'NQ-DX-01'), await unitId(app, 'NQ-CG')];
    const community = (
      await app.db.read<{ parent_id: string }>('SELECT parent_id FROM unit WHERE id = ?', [unit])
    )[0];
    const ids = (query: string) => idsOf(desk, query);
    for (const view of ['OPEN', 'ALL']) {
      expect(await ids(`view=${view}&classCode=${AT_SECTION}`)).toEqual([byPhone]);
      expect(await ids(`view=${view}&channel=HOTLINE_12345`)).toEqual([byPhone]);
      expect(await ids(`view=${view}&unitId=${unit}`)).toEqual([gridOne]);
      expect(await ids(`view=${view}&unitId=${community?.parent_id}`)).toEqual([gridOne]);
      expect((await ids(`view=${view}&gridId=${community?.parent_id}`)).length).toBe(2);
      expect(await ids(`view=${view}&state=IN_PROGRESS`)).toEqual([gridOne]);
      expect(await ids(`view=${view}&unitId=${section}`)).toEqual([]);
      expect(await ids(`view=${view}&channel=HOTLINE_12345&unitId=${unit}`)).toEqual([]);
      expect((await ids(`view=${view}&from=2026-11-23&to=2026-11-23`)).length).toBe(2);
      expect(await ids(`view=${view}&from=2026-11-24`)).toEqual([]);
      expect(await ids(`view=${view}&line=BIZ_ENV`)).toEqual([]);
      expect(await ids(`view=${view}&urgency=L4`)).toEqual([]);
    }
    expect(await ids('view=TO_SIGN&state=IN_PROGRESS')).toEqual([]);
  });

  it('says what it cannot do', async () => {
    const refused = (query: string) => desk.refused('GET', `/api/desk/orders?${query}`);
    for (const query of [
      'view=YESTERDAY',
      'sort=size',
      'state=NEW',
      'limit=51',
      'from=1.1.2026',
      'light=GREEN',
    ])
      expect([query, await refused(query)]).toEqual([query, 'FIELD_INVALID']);
    expect(await refused('view=ALL&sort=due')).toBe('FIELD_INVALID');
    expect(await refused(`unitId=${newId()}`)).toBe('FIELD_INVALID');
    expect(await grid.refused('GET', '/api/desk/orders')).toBe('FORBIDDEN');
    expect(await li.refused('GET', '/api/desk/counts')).toBe('FORBIDDEN');
    const id = await orderAt(app, 'DISPATCHED');
    await orderAt(app, 'DISPATCHED');
    const { next } = await page(desk, 'limit=1');
    expect(await refused(`sort=received&after=${next}`)).toBe('FIELD_INVALID');
    expect(await grid.refused('GET', `/api/desk/orders/${id}/context`)).toBe('FORBIDDEN');
  });

  it('pages without a gap or a double while others move', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 9; n += 1) {
      // Several of one due time.
      if (n % 3 === 0) app.clock.pass(1);
      ids.push(await orderAt(app, 'DISPATCHED'));
    }
    for (const sort of ['due', 'received']) {
      const seen: string[] = [];
      const moved = ids[sort === 'due' ? 0 : 8] ?? '';
      for (let next: string | null = ''; next !== null; ) {
        const got: DeskPage = await page(desk, `view=TO_SIGN&sort=${sort}&limit=2&after=${next}`);
        seen.push(...got.items.map(({ id }) => id));
        // The first one shown goes on its way, and a new one comes in at the other end.
        if (next === '') {
          await grid.act(moved, 'sign');
          if (sort === 'due') ids.push(await orderAt(app, 'DISPATCHED'));
        }
        next = got.next;
      }
      const stay = ids.filter((id) => id !== moved && (sort === 'due' || id !== ids[0]));
      expect(seen.filter((id) => stay.includes(id)).sort()).toEqual([...stay].sort());
      expect(new Set(seen).size).toBe(seen.length);
    }
  });

  it('shows what has to do with an order', async () => {
    const about = await orderAt(app, 'IN_PROGRESS');
    const same = await orderAt(app, 'DISPATCHED');
    const { orderId: near } = await file(app, 'wang', { classCode: AT_SECTION, contactPhone: '13955512345' });
    const far = { lat: 31.8395, lng: 117.2346, datum: 'WGS84' } as const;
    // Beyond a hundred metres, and of nobody known: neither is in a group below.
    await file(app, 'wang', {
      ...{ point: far, classCode: AT_SECTION, contactPhone: '13955512345' },
    });
    await file(app, 'li', {
      ...{
        point: far,
        classCode: AT_SECTION,
        confidentiality: 'ANONYMOUS',
        contactName: '',
        contactPhone: '',
      },
    });
    const context = await desk.ok<OrderContext>('GET', `/api/desk/orders/${about}/context`);
    const ids = (group: { count: number; items: { id: string }[] } | null) => {
      expect(group?.items.length).toBe(group?.count);
      return group?.items.map(({ id }) => id).sort();
    };
    expect(ids(context.place)).toEqual([same, near].sort());
    expect(ids(context.caller)).toEqual([same]);
    expect(ids(context.sameClass)).toEqual([same]);
    expect(context.firm).toBeNull();
    const leader = await app.as('lead-fan');
    const seen = await leader.ok<{ caller: unknown }>('GET', `/api/desk/orders/${about}/context`);
    expect(seen.caller).toBeNull();
    app.clock.pass(30 * 24 * 60 + 1);
    await app.sweep();
    const later = await (await app.as('desk-chen')).ok<OrderContext>(
      'GET',
      `/api/desk/orders/${about}/context`,
    );
    expect(later.sameClass).toEqual({ count: 0, items: [] });
  });
});

import type { ItemSummary, LedgerCount } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { MONDAY, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { actOnItem, enterByHand, entries, entry } from './trigger-steps';
import { AT_GRID, addForeignStreet, brokenOrders, orderAt, unitId } from './walk';

const TEN = '街道关于提高12345热线办理工作质效的十项措施';
const FIRST = '一、首问负责。二、当日签收。三、先联系后办理。';
const SECOND = '一、首问负责,谁签收谁跟到底。二、一小时内签收。三、先联系后办理。';

describe.each(ENGINES)('what the street has written down on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let leader: Persona;
  let section: Persona;
  let office: string;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [desk, leader, section] = [await app.as('desk-chen'), await app.as('lead-fan'), await app.as('sec-cg')];
    office = await unitId(app, 'NQ-RX');
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const enterRefused = (who: Persona, kind: string, fields: Record<string, unknown>) =>
    who.refused('POST', `/api/ledgers/${kind}`, {
      ...{ commandId: newId(), version: 0, rootId: app.streetId, orderNos: [], fields },
    });

  it('M21 M28: the ten measures lie in the street’s library, every version kept, and orders name them', async () => {
    app.clock.set(MONDAY);
    const fields = { title: TEN, unitId: office, body: FIRST };
    expect(await enterRefused(desk, 'measure', fields)).toBe('ACTION_NOT_ALLOWED');
    expect(await enterRefused(leader, 'measure', { title: TEN, unitId: office })).toBe('FIELD_INVALID');
    const id = await enterByHand(app, leader, 'measure', [], fields);
    const order = await orderAt(app, 'IN_PROGRESS');
    const { orderNo } = await desk.view(order);
    const linked = await actOnItem(leader, id, 'link', { orders: [orderNo] });
    expect(linked).toMatchObject({ kindLabel: '措施文件', stateLabel: '有效', late: false });
    expect(linked.orders.map((each) => each.id)).toEqual([order]);
    const revised = await actOnItem(leader, id, 'edit', { ...fields, body: SECOND });
    // Both versions can be read, by whom and when; the newest last.
    expect(revised.history.flatMap(({ notes }) => notes.filter((note) => note !== TEN))).toEqual([
      FIRST,
      SECOND,
    ]);
    expect(revised.history.map(({ at, who }) => [at, who.includes('范书平')])).toEqual([
      [MONDAY, true],
      [MONDAY, true],
      [MONDAY, true],
    ]);
    // A section reads it, a resident does not, nor does another street.
    expect((await entry(section, id)).title).toBe(TEN);
    expect(await (await app.as('li')).refused('GET', `/api/ledger-items/${id}`)).toBe('FORBIDDEN');
    expect((await (await app.as('li')).view(order)).timeline.map(({ text }) => text).join()).not.toContain(
      '措施',
    );
    const { street } = await addForeignStreet(app);
    const theirs = { commandId: newId(), version: 0, rootId: street, orderNos: [], fields };
    expect(await leader.refused('POST', '/api/ledgers/measure', theirs)).toBe('NOT_FOUND');
    // Out of force only by two people, and what named it stays readable.
    await actOnItem(leader, id, 'review', { result: '已由新的措施替代' });
    const strike = { commandId: newId(), version: 0, fields: { result: '同意废止,另有新文' } };
    expect(await leader.refused('POST', `/api/ledger-items/${id}/actions/strike`, strike)).toBe(
      'STRIKE_BY_OTHER',
    );
    const over = await actOnItem(await app.as('lead-peng'), id, 'strike', { result: '同意废止,另有新文' });
    expect(over.stateLabel).toBe('已废止');
    expect(over.orders).toHaveLength(1);
  });

  it('M60: a plan for each class hangs on its orders; knowledge has an owner and a day to be looked through again', async () => {
    app.clock.set(MONDAY);
    const plan = {
      ...{ title: '占道经营集中投诉预案', classCode: AT_GRID, unitId: await unitId(app, 'NQ-CG') },
      ...{ body: '先劝离,再定点;每日十七时巡查一次', dueDay: '2026-12-31' },
    };
    const id = await enterByHand(app, desk, 'plan', [], plan);
    // One plan for a class: a second one of the same is the same entry.
    expect(await enterByHand(app, desk, 'plan', [], { ...plan, title: '另一个名字的预案' })).toBe(id);
    expect(await enterRefused(desk, 'plan', { ...plan, classCode: '999999' })).toBe('CLASS_UNKNOWN');
    const { orderNo } = await desk.view(await orderAt(app, 'DISPATCHED'));
    const used = await actOnItem(desk, id, 'link', { orders: [orderNo] });
    expect([used.className, used.ordersTotal]).toEqual(['占道经营', 1]);
    const known = {
      ...{ title: '居住证办理口径', unitId: await unitId(app, 'NQ-SS'), dueDay: '2026-11-30' },
      body: '带身份证和住所证明到政务服务中心一楼办理,十五个工作日内取证',
    };
    expect(await enterRefused(desk, 'knowledge', { ...known, unitId: undefined })).toBe('FIELD_INVALID');
    const text = await enterByHand(app, desk, 'knowledge', [], known);
    const lateAt = async (at: string) => {
      app.clock.set(at);
      const { items } = await section.ok<{ items: ItemSummary[] }>('GET', '/api/ledgers/knowledge');
      return items.find((item) => item.id === text)?.late;
    };
    expect(await lateAt('2026-11-30T15:59:59.999Z')).toBe(false);
    expect(await lateAt('2026-11-30T16:00:00.000Z')).toBe(true);
    const counts = await desk.ok<{ items: LedgerCount[] }>('GET', '/api/ledgers');
    expect(counts.items.find(({ kind }) => kind === 'knowledge')).toMatchObject({ standing: 1, late: 1 });
    // Looked through, it stands for another year.
    const renewed = await actOnItem(desk, text, 'edit', { ...known, dueDay: '2027-11-30' });
    expect([renewed.late, renewed.unitName, (await entries(app, 'plan')).length]).toEqual([
      false,
      '社会事务科',
      1,
    ]);
  });
});

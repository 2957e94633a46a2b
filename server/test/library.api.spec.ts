import { addMinutes, type MeetingResult } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, MONDAY, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { actOnItem, enterByHand, entries, entriesOf, entry } from './trigger-steps';
import { AT_GRID, brokenOrders, REPLY, unitId } from './walk';

const FIRM = { partyKind: 'ENTERPRISE', companyName: '合肥示例食品有限公司' } as const;
/** 流动摊贩, of which this file's firms complain. */
const VENDORS = '010101';

describe.each(ENGINES)('what firms cannot have yet, and what leaders take on, on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let supervisor: Persona;
  let leader: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [desk, supervisor] = [await app.as('desk-chen'), await app.as('sup-ye')];
    leader = await app.as('lead-fan');
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  /** A firm's order with the section's answer approved. */
  const answered = async (outcome: string, who = 'wang', more = {}): Promise<string> => {
    const { orderId } = await file(app, who, { ...FIRM, classCode: VENDORS, ...more });
    if ((await desk.view(orderId)).state === 'SUBMITTED') await desk.act(orderId, 'accept', {});
    if ((await desk.view(orderId)).state === 'ACCEPTED')
      await desk.act(orderId, 'dispatch', { leadUnitId: await unitId(app, 'NQ-JF') });
    const lead =
      (await desk.view(orderId)).leadUnitId === (await unitId(app, 'NQ-JF')) ? 'sec-jf' : 'grid-zhang';
    await (await app.as(lead)).act(orderId, 'sign');
    const form = {
      outcome,
      publicText: REPLY,
      ...(outcome === 'SOLVED' ? {} : { unsolvedCode: 'NEEDS_MONEY' }),
    };
    await (await app.as(lead)).act(orderId, 'reply', form);
    await desk.act(orderId, 'approve', { publicText: REPLY });
    return orderId;
  };

  it('M84: what firms ask for and cannot have yet is one entry of the library, with a lead, a plan and a day', async () => {
    app.clock.set(MONDAY);
    const solved = await answered('SOLVED');
    const person = await answered('PARTLY', 'li', { partyKind: 'PERSON', companyName: '' });
    expect(await entries(app, 'difficulty')).toEqual([]);
    const first = await answered('PARTLY', 'wang', { companyName: '庐阳甲食品有限公司' });
    const second = await answered('UNSOLVED', 'li', { companyName: '庐阳乙食品有限公司' });
    const [item, ...more] = await entries(app, 'difficulty');
    expect(more).toEqual([]);
    expect(item).toMatchObject({
      title: '企业难办:流动摊贩',
      enteredBy: '企业诉求一时办不成',
      stateLabel: '在办',
    });
    const id = item?.id ?? '';
    expect((await entry(supervisor, id)).orders.map((order) => order.id).sort()).toEqual(
      [first, second].sort(),
    );
    for (const other of [solved, person]) expect(await entriesOf(app, 'difficulty', other)).toEqual([]);
    // Transferred to a department, with what it will do and by when; late from the next day on.
    const plan = {
      title: '企业难办:流动摊贩',
      unitId: await unitId(app, 'NQ-JF'),
      measures: '与市监所划定夜市时段',
      dueDay: '2026-12-11',
    };
    const led = await actOnItem(supervisor, id, 'edit', plan);
    expect([led.unitName, led.dueDay, led.late]).toEqual(['经发科', '2026-12-11', false]);
    app.clock.set('2026-12-11T15:59:59.999Z');
    expect((await entry(supervisor, id)).late).toBe(false);
    app.clock.set('2026-12-11T16:00:00.000Z');
    expect((await entry(supervisor, id)).late).toBe(true);
    // Open to those in government, to nobody else; entered by hand as well.
    expect((await entry(await app.as('sec-cg'), id)).title).toBe('企业难办:流动摊贩');
    expect(await (await app.as('wang')).refused('GET', `/api/ledger-items/${id}`)).toBe('FORBIDDEN');
    const { orderNo } = await desk.view(solved);
    await enterByHand(app, supervisor, 'difficulty', [orderNo], { title: '夜间供电增容排期' });
    expect(await entries(app, 'difficulty')).toHaveLength(2);
    await actOnItem(supervisor, id, 'review', { result: '夜市时段已公布,两家企业均已告知' });
    const strike = { commandId: newId(), version: 0, fields: { result: '已逐家电话核实' } };
    const path = `/api/ledger-items/${id}/actions/strike`;
    expect(await supervisor.refused('POST', path, strike)).toBe('STRIKE_BY_OTHER');
    expect((await actOnItem(leader, id, 'strike', { result: '已逐家电话核实' })).stateLabel).toBe('已销号');
  });

  it('M87: a leader’s hour at the desk is planned, takes orders in and is followed up to the last of them', async () => {
    app.clock.set(MONDAY);
    const hour = { form: 'LEADER_DESK', heldOn: '2026-11-25', place: '热线办接听席', title: '范书平接听日' };
    const id = await enterByHand(app, leader, 'session', [], hour);
    app.clock.set(addMinutes(MONDAY, 2 * 24 * 60));
    const row = (text: string) => ({
      ...{ text, requestType: 'COMPLAINT', partyKind: 'PERSON', companyName: '', classCode: AT_GRID },
      ...{
        contactName: '李桂芳',
        contactPhone: '13855512345',
        address: '丁香家园3号楼',
        gridCode: 'NQ-DX-01',
      },
    });
    const taken = await desk.ok<MeetingResult>('POST', '/api/intake/meetings', {
      ...{ commandId: newId(), dryRun: false, streetId: app.streetId, ...hour },
      ...{ channel: 'HOTLINE_12345', source: 'RESIDENT' },
      rows: [row('三号楼门口的摊位占了人行道'), row('五号楼门口的摊位占了人行道')],
    });
    expect(taken.rows.map(({ ok, reason }) => [ok, reason])).toEqual([
      [true, null],
      [true, null],
    ]);
    // What was planned and what was taken in are one entry.
    expect(taken.itemId).toBe(id);
    const rate = async () => {
      const { ordersTotal, ordersOpen } = await entry(leader, id);
      return `${ordersTotal - ordersOpen}/${ordersTotal}`;
    };
    expect(await rate()).toBe('0/2');
    const [first = '', second = ''] = taken.rows.map(({ orderId }) => orderId ?? '');
    await closed(first);
    expect(await rate()).toBe('1/2');
    const review = { commandId: newId(), version: 0, fields: { result: '两件均已办结并回访' } };
    await leader.ok('POST', `/api/ledger-items/${id}/actions/review`, review);
    const strike = { commandId: newId(), version: 0, fields: { result: '逐件核实,均已办结' } };
    const main = await app.as('lead-peng');
    const path = `/api/ledger-items/${id}/actions/strike`;
    expect(await main.refused('POST', path, strike)).toBe('STRIKE_TOO_EARLY');
    await closed(second);
    expect(await rate()).toBe('2/2');
    expect((await actOnItem(main, id, 'strike', { result: '逐件核实,均已办结' })).stateLabel).toBe('已销号');
  });

  async function closed(id: string): Promise<void> {
    const grid = await app.as('grid-zhang');
    await grid.act(id, 'sign');
    await grid.act(id, 'reply', { outcome: 'SOLVED', publicText: REPLY });
    await desk.act(id, 'approve', { publicText: REPLY });
    const visitor = await app.as('vis-lin');
    const runs = await desk.ok<{ items: { id: string; kind: string }[] }>(
      'GET',
      `/api/orders/${id}/procedures`,
    );
    const visit = runs.items.find(({ kind }) => kind === 'visit')?.id ?? '';
    const fields = {
      way: 'PHONE',
      solved: 'YES',
      process: 'SATISFIED',
      result: 'SATISFIED',
      afterwards: 'CLOSE',
    };
    await visitor.ok('POST', `/api/procedures/${visit}/steps/answer`, {
      commandId: newId(),
      version: 999,
      fields,
    });
  }
});

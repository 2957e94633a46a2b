import { type AgendaAnswer, addDays, dayOf, dayStart, type ItemView } from '@yihu/shared';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { newId } from '../src/platform/ids';
import { type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { triggerSweep } from './trigger-steps';
import { addForeignStreet, brokenOrders, orderAt, REPLY, replied } from './walk';

const GOOD = { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' };

describe.each(ENGINES)('会议议程 on %s', (_, serverUrl) => {
  let app: TestApp;
  let supervisor: Persona;
  let desk: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [supervisor, desk, li] = [await app.as('sup-ye'), await app.as('desk-chen'), await app.as('li')];
  });
  afterAll(() => app.close());
  afterEach(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    const found = await app.app.get(InvariantsService).run(app.clock.now());
    expect(found.filter(({ name }) => /^I(1|4|14)\./.test(name))).toEqual([]);
  });

  const today = () => dayOf(app.clock.now());
  const meeting = (inDays: number, more: Record<string, unknown> = {}) => ({
    title: `${inDays} 天后的调度会`,
    form: 'MEETING',
    heldOn: addDays(today(), inDays),
    place: '街道二楼会议室',
    ...more,
  });
  const bodyOf = (more: Record<string, unknown>) => ({
    commandId: newId(),
    version: 0,
    orderIds: [],
    itemIds: [],
    fields: {},
    ...more,
  });
  const put = (more: Record<string, unknown>, who = supervisor) =>
    who.ok<AgendaAnswer>('POST', '/api/agenda', bodyOf(more));
  const refused = (more: Record<string, unknown>, who = supervisor) =>
    who.refused('POST', '/api/agenda', bodyOf(more));
  const view = (id: string) => supervisor.ok<ItemView>('GET', `/api/ledger-items/${id}`);
  const onAgenda = async (id: string) => (await view(id)).orders.map((order) => order.id).sort();
  const act = (id: string, name: string, fields: Record<string, unknown>) =>
    supervisor.ok<ItemView>('POST', `/api/ledger-items/${id}/actions/${name}`, {
      commandId: newId(),
      version: 0,
      fields,
    });
  const closed = async (id: string) => {
    await replied(app, id);
    await desk.act(id, 'approve', { publicText: REPLY });
    expect((await li.act(id, 'rate', GOOD)).state).toBe('CLOSED');
  };

  it('M03 M22: many orders of a list go on the agenda in one act; what is over is named and holds up no other', async () => {
    const [one, two, over] = [
      await orderAt(app, 'IN_PROGRESS'),
      await orderAt(app, 'IN_PROGRESS'),
      await orderAt(app, 'CLOSED'),
    ];
    const asked = bodyOf({ orderIds: [one, two, over], fields: meeting(1) });
    const first = await supervisor.ok<AgendaAnswer>('POST', '/api/agenda', asked);
    expect([first.added, first.known, first.refused.map(({ orderId, why }) => [orderId, why])]).toEqual([
      2,
      0,
      [[over, '工单现在是「已办结」,不用上会']],
    ]);
    expect(await onAgenda(first.sessionId)).toEqual([one, two].sort());
    // The same command again does nothing, and answers where it all is.
    const again = await supervisor.ok<AgendaAnswer>('POST', '/api/agenda', asked);
    expect([again.sessionId, again.added]).toEqual([first.sessionId, 0]);
    // On a meeting that stands, by its id or by its day and form.
    const three = await orderAt(app, 'IN_PROGRESS');
    const added = await put({ sessionId: first.sessionId, orderIds: [two, three] });
    expect([added.sessionId, added.added, added.known]).toEqual([first.sessionId, 1, 1]);
    expect((await put({ orderIds: [three], fields: meeting(1, { title: '同一天的会' }) })).sessionId).toBe(
      first.sessionId,
    );
    expect((await view(first.sessionId)).ordersTotal).toBe(3);
    expect(await refused({ orderIds: [over], fields: meeting(9) })).toBe('AGENDA_EMPTY');
    expect(await refused({ fields: meeting(9) })).toBe('AGENDA_EMPTY');
    expect(await refused({ orderIds: [one], fields: { title: '没有日子' } })).toBe('FIELD_INVALID');
    expect(await refused({ orderIds: [one], fields: meeting(9) }, li)).toBe('FORBIDDEN');
    expect(await refused({ orderIds: [newId()], fields: meeting(9) })).toBe('NOT_FOUND');
    expect(await refused({ orderIds: [one], sessionId: newId() })).toBe('NOT_FOUND');
  });

  it('M22 M23: entries of a ledger bring their open orders along', async () => {
    const [hard, done] = [await orderAt(app, 'IN_PROGRESS'), await orderAt(app, 'IN_PROGRESS')];
    const items: string[] = [];
    for (const orderId of [hard, done]) {
      const { orderNo } = await desk.view(orderId);
      const entered = await supervisor.ok<{ id: string }>('POST', '/api/ledgers/hard', {
        ...{ commandId: newId(), version: 0, rootId: app.streetId },
        ...{ orderNos: [orderNo], fields: {} },
      });
      items.push(entered.id);
    }
    await closed(done);
    const answer = await put({ itemIds: items, fields: meeting(2) });
    expect([answer.added, await onAgenda(answer.sessionId)]).toEqual([1, [hard]]);
  });

  it('M22: what a meeting leaves open comes back on the next one, from the first moment after its day, once', async () => {
    const [open, solved] = [await orderAt(app, 'IN_PROGRESS'), await orderAt(app, 'IN_PROGRESS')];
    const held = await put({ orderIds: [open, solved], fields: meeting(4) });
    const next = await put({ orderIds: [await orderAt(app, 'IN_PROGRESS')], fields: meeting(11) });
    const other = await put({
      orderIds: [open],
      fields: meeting(11, { form: 'LEADER_DESK', title: '领导接听日' }),
    });
    await closed(solved);
    const midnight = dayStart(addDays(today(), 5));
    app.clock.set(new Date(Date.parse(midnight) - 1).toISOString());
    await triggerSweep(app);
    expect(await onAgenda(held.sessionId)).toEqual(expect.arrayContaining([open, solved]));
    app.clock.set(midnight);
    await triggerSweep(app);
    await triggerSweep(app);
    expect(await onAgenda(held.sessionId)).toEqual([solved]);
    expect(await onAgenda(next.sessionId)).toContain(open);
    expect(await onAgenda(other.sessionId)).toEqual([open]);
    const [before, after] = [await view(held.sessionId), await view(next.sessionId)];
    expect([before.ordersOpen, before.history.at(-1)?.did, before.history.at(-1)?.notes]).toEqual([
      0,
      '把没有办完的转到了下次会议',
      [expect.stringMatching(/^\d+ 件没有办完,转到「11 天后的调度会」$/)],
    ]);
    expect(after.history.flatMap(({ notes }) => notes)).toContainEqual(
      expect.stringMatching(/^接「4 天后的调度会」没有办完的 \d+ 件$/),
    );
    // What is left of the first can be struck off, by somebody else than who asked for it.
    await act(held.sessionId, 'review', { result: '会上议定的都已办完或转下次' });
    const leader = await app.as('lead-fan');
    const struck = await leader.ok<ItemView>('POST', `/api/ledger-items/${held.sessionId}/actions/strike`, {
      commandId: newId(),
      version: 0,
      fields: { result: '核实无误,予以销号' },
    });
    expect(struck.stateLabel).toBe('已销号');
  });

  it('M22: with the minutes written the rest goes on at once; a next meeting entered later takes it up at once', async () => {
    const [one, two] = [await orderAt(app, 'IN_PROGRESS'), await orderAt(app, 'IN_PROGRESS')];
    const held = await put({
      orderIds: [one],
      fields: meeting(0, { form: 'JOINT_MEETING', title: '今天的联席会' }),
    });
    const next = await put({
      orderIds: [two],
      fields: meeting(20, { form: 'JOINT_MEETING', title: '下次联席会' }),
    });
    expect(await onAgenda(held.sessionId)).toEqual([one]);
    await act(held.sessionId, 'review', { result: '会上议定由城管科牵头再办' });
    expect(await onAgenda(held.sessionId)).toEqual([]);
    expect(await onAgenda(next.sessionId)).toEqual(expect.arrayContaining([one, two]));
    expect(await refused({ orderIds: [two], sessionId: held.sessionId })).toBe('ACTION_WRONG_STATE');
    app.clock.set(dayStart(addDays(today(), 21)));
    await triggerSweep(app);
    // No other is to come yet: it stays where it is, and is not lost.
    expect(await onAgenda(next.sessionId)).toEqual(expect.arrayContaining([one, two]));
    const later = await put({
      orderIds: [await orderAt(app, 'IN_PROGRESS')],
      fields: meeting(7, { form: 'JOINT_MEETING', title: '再下次联席会' }),
    });
    expect(await onAgenda(next.sessionId)).toEqual([]);
    expect(await onAgenda(later.sessionId)).toEqual(expect.arrayContaining([one, two]));
  });

  it('takes orders of its own street only', async () => {
    const mine = await orderAt(app, 'IN_PROGRESS');
    const { street } = await addForeignStreet(app);
    await app.db.inTransaction((tx) =>
      tx.execute('UPDATE work_order SET root_id = ? WHERE id = ?', [street, mine]),
    );
    const own = await orderAt(app, 'IN_PROGRESS');
    const answer = await put({ orderIds: [own, mine], fields: meeting(30) });
    expect([answer.added, answer.refused.map(({ why }) => why)]).toEqual([1, ['是别的街道的工单']]);
    await app.db.inTransaction((tx) =>
      tx.execute('UPDATE work_order SET root_id = ? WHERE id = ?', [app.streetId, mine]),
    );
  });
});

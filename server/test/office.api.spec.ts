import type { OrderSummary, OrderView, Page, Receipt } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, filing, OUTSIDE, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import {
  AT_SECTION,
  addForeignStreet,
  brokenOrders,
  clockOf,
  inbox,
  later,
  orderAt,
  REPLY,
  replied,
  setActive,
  unitId,
} from './walk';

describe.each(ENGINES)('the hotline office on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  const li = () => app.as('li');
  const zhang = () => app.as('grid-zhang');
  const chen = () => app.as('desk-chen');
  const desk = async (view: string) =>
    (await (await chen()).ok<Page<OrderSummary>>('GET', `/api/orders/desk?view=${view}`)).items;

  it('finds an order without a class in its inbox, classifies and dispatches it by the duty list', async () => {
    const receipt = await file(app, 'li', { classCode: null });
    expect(receipt.state).toBe('SUBMITTED');
    expect(receipt.outside).toBe(false);
    expect(receipt.next[0]).toBe('南七街道12345热线办公室11月23日前告诉您是否受理。');
    const id = receipt.orderId;
    expect((await desk('TO_ACCEPT')).map((item) => item.id)).toContain(id);
    const clerk = await chen();
    await clerk.act(id, 'accept');
    expect(await clerk.actRefused(id, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') })).toBe(
      'NO_CLASS',
    );
    const classified = await clerk.act(id, 'classify', { classCode: AT_SECTION });
    expect(classified.title).toBe('违章搭建');
    expect(classified.suggestedUnit).toEqual({
      unitId: await unitId(app, 'NQ-CG'),
      name: '城管科',
      reason: '违法建设须核对权属,热线办确认后派城管科',
      confidence: 80,
    });
    const sent = await clerk.act(id, 'dispatch', { leadUnitId: classified.suggestedUnit?.unitId });
    expect([sent.state, sent.leadUnitName]).toEqual(['DISPATCHED', '城管科']);
    expect((await (await app.as('sec-cg')).view(id)).allowed).toContain('sign');
    expect(await inbox(await li(), id)).toEqual([
      '已受理 · 热线办已受理,11月23日前派单',
      '已派单 · 已派城管科,11月25日前答复',
    ]);
  });

  it('loses nothing of an order from outside every grid and says so to both sides', async () => {
    const resident = await li();
    const draft = filing(app.streetId, { point: OUTSIDE, address: '东边桥头', text: '桥头的井盖没有了' });
    const photoId = await resident.upload(draft.draftId);
    const receipt = await resident.ok<Receipt>('POST', '/api/orders', { ...draft, photoIds: [photoId] });
    expect(receipt).toMatchObject({ state: 'SUBMITTED', outside: true });
    expect(receipt.next[0]).toBe(
      '您选的地点不在本街道网格内,先由南七街道12345热线办公室核对,11月23日前告诉您找哪里。',
    );
    expect(receipt.next[1]).toBe('最迟11月30日答复您。');
    const listed = (await desk('TO_ACCEPT')).find((item) => item.id === receipt.orderId);
    expect(listed).toMatchObject({ outside: true, placeLabel: '辖区外' });
    const seen = await (await chen()).view(receipt.orderId);
    expect(seen).toMatchObject({ text: draft.text, address: draft.address, point: OUTSIDE, gridName: null });
    expect(seen.photos.map((photo) => photo.id)).toEqual([photoId]);
    expect((await resident.view(receipt.orderId)).headline).toMatch(/^已收到。地点不在本街道网格内/);
    expect(await (await zhang()).refused('GET', `/api/orders/${receipt.orderId}`)).toBe('NOT_FOUND');
  });

  it('moves the due time by a new class only where the rule changed, and proves it', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const clerk = await chen();
    const before = clockOf(await clerk.view(id), 'handle');
    const same = clockOf(await clerk.act(id, 'classify', { classCode: '010101' }), 'handle');
    expect([same.dueAt, same.proof]).toEqual([before.dueAt, before.proof]);
    const urgent = clockOf(await clerk.act(id, 'classify', { classCode: '010401', urgency: 'L1' }), 'handle');
    expect(urgent.dueText).toBe('2026-11-23 11:00');
    expect(urgent.proof.slice(0, -1)).toEqual(before.proof);
    expect(urgent.proof.at(-1)).toBe('派单 2026-11-23 09:00 → +2 小时 → 2026-11-23 11:00');
    expect((await (await li()).view(id)).headline).toContain('最迟11月23日答复您');
  });

  it('refuses to dispatch to what is not a handling unit of this street', async () => {
    const foreign = await addForeignStreet(app);
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    const clerk = await chen();
    const street = await unitId(app, '340104004');
    const office = await unitId(app, 'NQ-RX');
    const gone = await unitId(app, 'NQ-SJ');
    await setActive(app, gone, 0);
    for (const leadUnitId of [foreign.section, foreign.street, street, office, gone, newId()]) {
      expect(await clerk.actRefused(orderId, 'dispatch', { leadUnitId })).toBe('UNIT_UNKNOWN');
    }
    await setActive(app, gone, 1);
    const view = await clerk.view(orderId);
    expect([view.state, view.leadUnitId]).toEqual(['ACCEPTED', null]);
  });

  it('takes a wrong dispatch back and gives it to another unit', async () => {
    const id = await orderAt(app, 'DISPATCHED');
    const clerk = await chen();
    const back = await clerk.act(id, 'takeBack', { reason: '应由城管科办理' });
    expect([back.state, back.leadUnitId]).toEqual(['ACCEPTED', null]);
    expect(await (await zhang()).refused('GET', `/api/orders/${id}`)).toBe('NOT_FOUND');
    expect((await inbox(await zhang(), id)).at(-1)).toBe('已收回 · 派单有误,无需签收');
    const sent = await clerk.act(id, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    expect(sent.timeline.map((entry) => entry.event).slice(0, 2)).toEqual([
      'order.dispatched',
      'order.taken_back',
    ]);
    expect(clockOf(sent, 'sign').state).toBe('RUNNING');
    expect((await (await app.as('sec-cg')).act(id, 'sign')).state).toBe('IN_PROGRESS');
    expect(await clerk.actRefused(id, 'takeBack', { reason: '又不对了' })).toBe('ACTION_WRONG_STATE');
    const turns = await app.db.read('SELECT state, end_reason FROM task WHERE order_id = ? ORDER BY id', [
      id,
    ]);
    expect(turns).toEqual([
      { state: 'ENDED', end_reason: 'TAKEN_BACK' },
      { state: 'SIGNED', end_reason: null },
    ]);
  });

  it('declines with ground and way out, in words the resident reads', async () => {
    const { orderId } = await file(app, 'li', { classCode: null });
    const clerk = await chen();
    const form = {
      reasonCode: 'OTHER_STREET',
      legalGround: '《政务服务便民热线工作办法》第十二条',
      whereToGo: '稻香村街道12345热线办',
      publicText: '您反映的地点在稻香村街道,请向稻香村街道反映,我们已于11月23日告知该街道。',
    };
    expect(await clerk.actRefused(orderId, 'decline', { ...form, legalGround: '' })).toBe('FIELD_INVALID');
    expect(await clerk.actRefused(orderId, 'decline', { ...form, whereToGo: undefined })).toBe(
      'FIELD_INVALID',
    );
    expect(
      await clerk.actRefused(orderId, 'decline', {
        ...form,
        publicText: '请拨打李主任电话13855512345联系办理。',
      }),
    ).toBe('REPLY_HAS_PRIVATE');
    await clerk.act(orderId, 'decline', form);
    const seen = await (await li()).view(orderId);
    expect(seen.state).toBe('DECLINED');
    expect(seen.publicReply).toBe(form.publicText);
    expect(seen.timeline[0]?.text).toBe('不属于本街道办理范围,可以找:稻香村街道12345热线办');
    expect(seen.timeline[0]?.notes).toEqual(expect.arrayContaining([form.legalGround, form.whereToGo]));
    expect(seen.allowed).toEqual(['contest']);
    expect(await inbox(await li(), orderId)).toEqual(['不予受理 · 不属本街道,请看说明']);
  });

  it('sends a poor reply back: the handle clock runs on as if it had never been met', async () => {
    const id = await orderAt(app, 'REPLIED');
    const clerk = await chen();
    const met = clockOf(await clerk.view(id), 'handle');
    expect(met.state).toBe('MET');
    const back = await clerk.act(id, 'sendBack', { reason: '没有写整改后的情况' });
    const again = clockOf(back, 'handle');
    expect([back.state, again.state, again.metAt, again.dueAt]).toEqual([
      'IN_PROGRESS',
      'RUNNING',
      null,
      met.dueAt,
    ]);
    expect(clockOf(back, 'check').state).toBe('CANCELLED');
    expect((await (await zhang()).view(id)).timeline[0]?.notes).toEqual(['没有写整改后的情况']);
    expect(JSON.stringify(await (await li()).view(id))).not.toContain('没有写整改后的情况');
    const once = await replied(app, id);
    expect([clockOf(once, 'handle').state, clockOf(once, 'check').state]).toEqual(['MET', 'RUNNING']);
  });

  it('approves in its own words: the resident never reads the unit’s', async () => {
    const id = await orderAt(app, 'REPLIED');
    expect(JSON.stringify(await (await li()).view(id))).not.toContain(REPLY);
    const final = '热线办核实:丁香01网格已于11月23日劝离占道摊位,每日17时巡查。';
    await (await chen()).act(id, 'approve', { publicText: final });
    const seen = await (await li()).view(id);
    expect(seen.publicReply).toBe(final);
    expect(JSON.stringify(seen)).not.toContain(REPLY);
    expect(JSON.stringify((await (await zhang()).view(id)).timeline)).toContain(REPLY);
  });

  it('files for a caller and closes only after three calls on two days', async () => {
    const clerk = await chen();
    const call = { ...filing(app.streetId, { classCode: '010102' }), channel: 'HOTLINE_12345' };
    const receipt = await clerk.ok<Receipt>('POST', '/api/orders/for-caller', call);
    const id = receipt.orderId;
    const view = await clerk.view(id);
    expect([view.channel, view.state, view.isOwn, view.reachability]).toEqual([
      'HOTLINE_12345',
      'DISPATCHED',
      false,
      'UNBOUND',
    ]);
    expect(await (await li()).refused('GET', `/api/orders/${id}`)).toBe('NOT_FOUND');
    expect(await (await li()).refused('POST', '/api/orders/for-caller', call)).toBe('FORBIDDEN');
    await clerk.act(id, 'addInfo', { text: '来电人补充:每天傍晚最多' });
    await (await zhang()).act(id, 'sign');
    await replied(app, id);
    await clerk.act(id, 'approve', { publicText: REPLY });
    const missed = { way: 'PHONE', reached: false };
    const close = { reason: '三次电话未接通,短信已告知结果' };
    for (let call = 0; call < 2; call += 1) await clerk.act(id, 'tell', missed);
    expect(await clerk.actRefused(id, 'close', close)).toBe('NOT_CLOSABLE');
    await clerk.act(id, 'tell', missed);
    expect(await clerk.actRefused(id, 'close', close)).toBe('NOT_CLOSABLE');
    app.clock.set(later(app, 1));
    const tried = await clerk.act(id, 'tell', missed);
    expect(clockOf(tried, 'told')).toMatchObject({ state: 'MET', late: false });
    expect(await clerk.actRefused(id, 'close', { reason: '好' })).toBe('FIELD_INVALID');
    expect((await clerk.act(id, 'close', close)).state).toBe('CLOSED');
  });

  it('orders a rework: next cycle, new promise, both told', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const clerk = await chen();
    const reworked = await clerk.act(id, 'rework', { reason: '回访时摊位又摆出来了' });
    expect([reworked.state, reworked.cycle, reworked.leadUnitName]).toEqual(['IN_PROGRESS', 1, '丁香01网格']);
    expect([clockOf(reworked, 'handle', 0).state, clockOf(reworked, 'visit', 0).state]).toEqual([
      'MET',
      'CANCELLED',
    ]);
    expect(clockOf(reworked, 'handle', 1)).toMatchObject({ state: 'RUNNING', dueText: '2026-11-27 24:00' });
    expect((await inbox(await zhang(), id)).at(-1)).toBe('重办 · 第2次办理,11月27日前');
    expect((await inbox(await li(), id)).at(-1)).toBe('重新办理 · 第2次办理,11月27日前答复');
  });

  it('leaves notes that staff read and residents do not', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    await (await chen()).act(id, 'note', { note: '请先核对摊位主姓名' });
    const read = (view: OrderView) => JSON.stringify(view).includes('请先核对摊位主姓名');
    expect(read(await (await zhang()).view(id))).toBe(true);
    expect(read(await (await li()).view(id))).toBe(false);
    expect(await inbox(await li(), id)).not.toContain('留言');
  });

  it('keeps every order equal to its history, with the clock its state asks for', async () => {
    expect(await brokenOrders(app)).toEqual([]);
  });
});

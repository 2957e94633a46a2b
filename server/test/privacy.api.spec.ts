import type { SubscriptionsAnswer } from '@yihu/shared';
import { demoOpenid, type Receipt, type RevealedContact, type TemplateKind } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { filing, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, inbox, orderAt, REPLY, replied } from './walk';

const PHONE = '13855512345';
/** Every table that holds rows about orders, with the column that says about which. */
const ABOUT_ORDERS: Record<string, string> = {
  work_order: 'id',
  order_private: 'order_id',
  event: 'stream_id',
  event_text: 'stream_id',
  task: 'order_id',
  clock: 'order_id',
  idem: 'order_id',
  audit: 'subject_id',
  notice: 'order_id',
};

describe.each(ENGINES)('who learns who complained, on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  const li = () => app.as('li');
  const zhang = () => app.as('grid-zhang');
  const chen = () => app.as('desk-chen');
  const plain = { classCode: AT_GRID, text: '3号楼前摊位占道,轮椅过不去' };
  const submit = async (more: Record<string, unknown>) =>
    (await li()).ok<Receipt>('POST', '/api/orders', filing(app.streetId, { ...plain, ...more }));
  const stored = async (id: string) => {
    const tables = await Promise.all(
      Object.entries(ABOUT_ORDERS).map(([table, column]) =>
        app.db.read(`SELECT * FROM ${table} WHERE ${column} = ?`, [id]),
      ),
    );
    // A look into tables that were renamed would find nothing and prove nothing.
    expect(tables.flat().length).toBeGreaterThan(Object.keys(ABOUT_ORDERS).length);
    const outbox = await app.db.read('SELECT * FROM outbox');
    return JSON.stringify([tables, outbox]);
  };
  const reveal = async (who: 'zhang' | 'chen', id: string, reason = '核对摊位的具体位置') =>
    (await (who === 'zhang' ? zhang() : chen())).call<RevealedContact & { error: { code: string } }>(
      'POST',
      `/api/orders/${id}/contact`,
      { reason },
    );
  const looks = async (id: string) =>
    (
      await app.db.read<{ actor_id: string; facts: string }>(
        "SELECT actor_id, facts FROM audit WHERE subject_id = ? AND action = 'contact.reveal' ORDER BY id",
        [id],
      )
    ).map((row) => {
      const { outcome, reason } = JSON.parse(row.facts);
      return [row.actor_id, { outcome, reason }];
    });

  it('stores and shows no name and no number of an anonymous resident', async () => {
    const resident = await li();
    const named = filing(app.streetId, { ...plain, confidentiality: 'ANONYMOUS' });
    expect(await resident.refused('POST', '/api/orders', named)).toBe('CONTACT_NOT_ALLOWED_ANONYMOUS');
    const { orderId: id } = await submit({ confidentiality: 'ANONYMOUS', contactName: '', contactPhone: '' });
    await resident.act(id, 'addInfo', { text: '傍晚更严重' });
    await resident.act(id, 'urge');
    await (await zhang()).act(id, 'sign');
    await replied(app, id);
    await (await chen()).act(id, 'approve', { publicText: REPLY });
    await resident.act(id, 'rate', { solved: 'PARTLY' });
    await app.settle();
    const everything = await stored(id);
    expect(everything).not.toMatch(/李|138\d{8}|微信用户/);
    for (const staff of [await zhang(), await chen()]) {
      const view = await staff.view(id);
      expect(JSON.stringify(view)).not.toMatch(/李|138\d{8}/);
      expect(JSON.stringify(view)).not.toContain(resident.personId);
      expect(view.contact).toMatchObject({ displayName: '', maskedPhone: null, canReveal: false });
      expect(view.timeline.filter((entry) => entry.event === 'order.urged')[0]?.who).toBe('诉求人');
    }
    expect((await reveal('chen', id)).body.error.code).toBe('CONTACT_NONE');
  });

  it('keeps a number sealed at rest and shows it for a reason, for half an hour, on the record', async () => {
    const { orderId: id } = await submit({});
    expect(await stored(id)).not.toContain(PHONE);
    const before = await (await zhang()).view(id);
    expect(before.contact).toMatchObject({
      displayName: '李**',
      maskedPhone: '138****2345',
      canReveal: true,
    });
    expect((await reveal('zhang', id, '要')).body.error.code).toBe('FIELD_INVALID');
    const shown = await reveal('zhang', id);
    expect(shown.body).toEqual({ name: '李桂芳', phone: PHONE, until: '2026-11-23T01:30:00.000Z' });
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(await looks(id)).toEqual([
      [(await zhang()).personId, { outcome: 'SHOWN', reason: '核对摊位的具体位置' }],
    ]);
    const elsewhere = await app.as('grid-sun');
    expect(await elsewhere.refused('POST', `/api/orders/${id}/contact`, { reason: '想看一看' })).toBe(
      'NOT_FOUND',
    );
    expect(await (await li()).refused('POST', `/api/orders/${id}/contact`, { reason: '自己的' })).toBe(
      'FORBIDDEN',
    );
    expect(await looks(id)).toHaveLength(1);
  });

  it('leaves a resident who chose so to the office alone, and notes who tried', async () => {
    const { orderId: id } = await submit({
      confidentiality: 'DESK_ONLY',
      text: '摊主是我邻居,电话13855512345',
    });
    const seen = await (await zhang()).view(id);
    expect(seen.contact).toMatchObject({
      displayName: '',
      maskedPhone: null,
      canReveal: false,
      whyNot: '诉求人选择仅热线办可见,请由热线办转达',
    });
    expect(JSON.stringify(seen)).not.toMatch(/李桂芳|李\*\*|138\d{8}/);
    expect((await reveal('zhang', id)).body.error.code).toBe('CONTACT_DESK_ONLY');
    expect((await reveal('chen', id)).body.phone).toBe(PHONE);
    expect(await looks(id)).toEqual([
      [(await zhang()).personId, { outcome: 'DESK_ONLY', reason: '核对摊位的具体位置' }],
      [(await chen()).personId, { outcome: 'SHOWN', reason: '核对摊位的具体位置' }],
    ]);
  });

  it('treats a report as for the desk’s eyes even when nobody asked for it', async () => {
    const { orderId: id, state } = await submit({ requestType: 'REPORT' });
    expect(state).toBe('SUBMITTED');
    expect((await (await chen()).view(id)).contact?.confidentiality).toBe('DESK_ONLY');
  });

  it('lists excerpts without what identifies her', async () => {
    const { orderId: id } = await submit({ text: '我叫李桂芳,电话13855512345,住3栋502,摊位占道' });
    const tasks = await (await zhang()).ok<{ items: { id: string; excerpt: string }[] }>(
      'GET',
      '/api/orders/tasks',
    );
    const listed = tasks.items.find((item) => item.id === id);
    expect(listed?.excerpt).not.toMatch(/李桂芳|138\d{8}|502/);
    expect(listed?.excerpt).toContain('摊位占道');
  });
});

describe.each(ENGINES)('who is told, on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  /** One accepted tap per kind, as the phone and WeChat both see it. */
  const accepts = async (code: string, kinds: TemplateKind[]) => {
    const person = await app.as(code);
    const openid = demoOpenid(code);
    await app.wechat.post('users', { name: code, openid });
    const { subscriptions } = await person.ok<SubscriptionsAnswer>('GET', '/api/subscriptions');
    const ids = subscriptions.filter((each) => kinds.includes(each.kind)).map((each) => each.templateId);
    await app.wechat.accept(openid, ...ids);
    const results = Object.fromEntries(ids.map((id) => [id, 'accept']));
    await person.ok('POST', '/api/subscriptions/taps', { tapId: newId(), results });
  };
  const wechatStates = async (id: string, personId: string) =>
    (
      await app.db.read<{ phrase: string; state: string }>(
        "SELECT phrase, state FROM notice WHERE order_id = ? AND recipient_id = ? AND channel = 'WECHAT' ORDER BY id",
        [id, personId],
      )
    ).map((row) => `${row.phrase} ${row.state}`);

  it('tells each in her own words, in the inbox always, by WeChat while taps last', async () => {
    const [li, zhang, chen] = [await app.as('li'), await app.as('grid-zhang'), await app.as('desk-chen')];
    await accepts('li', ['progress', 'result']);
    await accepts('grid-zhang', ['task']);
    const id = await orderAt(app, 'DISPATCHED');
    expect((await chen.view(id)).reachability).toBe('OK');
    await zhang.act(id, 'sign');
    await replied(app, id);
    await app.settle();
    expect((await chen.view(id)).reachability).toBe('OK');
    await chen.act(id, 'approve', { publicText: REPLY });
    await app.settle();
    expect(await inbox(li, id)).toEqual([
      '已受理 · 热线办已受理,11月23日前派单',
      '已派单 · 已派丁香01网格,11月25日前答复',
      '办理中 · 丁香01网格已签收,11月25日前答复',
      '已有结果 · 请确认是否解决并评价',
    ]);
    expect(await inbox(zhang, id)).toEqual(['待签收 · 占道经营,11月25日前办结']);
    expect(await inbox(chen, id)).toEqual([
      '待审核 · 丁香01网格已答复,待审核',
      '回访中 · 热线办发起,11月26日前处理',
    ]);
    expect(await wechatStates(id, li.personId)).toEqual([
      '已受理 SENT',
      '已派单 NO_CREDIT',
      '办理中 NO_CREDIT',
      '已有结果 SENT',
    ]);
    const sent = await app.wechat.sent(demoOpenid('li'));
    expect(sent.map((message) => message.title)).toEqual(['诉求办理进度通知', '诉求办结通知']);
    expect(Object.values(sent[0]?.data ?? {})).toEqual(expect.arrayContaining(['已受理', '占道经营']));
    expect(sent[0]?.page).toBe(`resident/order/index?id=${id}`);
    expect((await app.wechat.sent(demoOpenid('grid-zhang'))).map((message) => message.page)).toEqual([
      `handler/order/index?id=${id}`,
    ]);
    expect(JSON.stringify(await app.wechat.sent())).not.toMatch(/李|138\d{8}|502/);
    const view = await chen.view(id);
    expect(view.reachability).toBe('NO_CREDIT');
    expect((await li.view(id)).reachability).toBeNull();
  });

  it('shows staff a resident who refused in WeChat', async () => {
    const [wang, chen] = [await app.as('wang'), await app.as('desk-chen')];
    await accepts('wang', ['progress']);
    const { subscriptions } = await wang.ok<SubscriptionsAnswer>('GET', '/api/subscriptions');
    const results = Object.fromEntries(subscriptions.map((each) => [each.templateId, 'reject']));
    await wang.ok('POST', '/api/subscriptions/taps', { tapId: newId(), results });
    const draft = filing(app.streetId, { classCode: AT_GRID });
    const { orderId: id } = await wang.ok<Receipt>('POST', '/api/orders', draft);
    expect((await chen.view(id)).reachability).toBe('OK');
    await app.settle();
    expect((await chen.view(id)).reachability).toBe('REFUSED');
    expect((await inbox(wang, id)).length).toBeGreaterThan(0);
  });
});

import {
  type ConsentsAnswer,
  type ContactCorrected,
  type DeletionDone,
  type DeletionPlan,
  type LookView,
  type MyData,
  type MyExport,
  type OrderContacts,
  type Page,
  type RevealedContact,
  ROUTES,
  type SessionView,
  type SubscriptionsAnswer,
} from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, filing, Persona, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, orderAt, REPLY, replied } from './walk';
import { startWechatApp, type WechatApp } from './wechat.app';

const NEW_PHONE = '13911112222';

describe.each(ENGINES)('a person’s own data on %s', (_, serverUrl) => {
  let app: WechatApp;
  let turn = 0;

  beforeAll(async () => {
    app = await startWechatApp(serverUrl);
  });
  afterAll(() => app.close());

  /** A resident nobody has met, with a WeChat account of her own. */
  function newcomer() {
    turn += 1;
    return resident(`新来的${turn}`);
  }
  /** A visit of that WeChat user: a session more. */
  async function resident(nick: string) {
    const { token, personId, openid } = await app.visit(nick);
    return Object.assign(new Persona(app.url, async () => token, personId), { openid, nick });
  }
  const looks = (who: Persona, after?: string) =>
    who.ok<Page<LookView>>('GET', `${ROUTES.myLooks.path}${after === undefined ? '' : `?after=${after}`}`);
  const correct = (who: Persona, body: object) =>
    who.ok<ContactCorrected>('POST', ROUTES.correctContact.path, body);
  const fileAs = async (who: Persona, more: object = {}) =>
    (
      await who.ok<{ orderId: string }>('POST', '/api/orders', {
        ...filing(app.streetId),
        classCode: AT_GRID,
        ...more,
      })
    ).orderId;
  const reveal = async (code: string, id: string, reason: string) =>
    (await app.as(code)).call<RevealedContact>('POST', `/api/orders/${id}/contact`, { reason });
  const audits = (subject: string, action: string) =>
    app.db.read<{ facts: string; actor_id: string }>(
      'SELECT facts, actor_id FROM audit WHERE subject_id = ? AND action = ? ORDER BY id',
      [subject, action],
    );

  describe('who saw it', () => {
    it('tells each look with unit, role, time and reason, and nobody’s name or number', async () => {
      const li = await newcomer();
      const id = await fileAs(li);
      const [zhang, chen] = [await app.as('grid-zhang'), await app.as('desk-chen')];
      await zhang.view(id);
      app.clock.pass(1);
      await reveal('grid-zhang', id, '找不到位置,我是张敏,回我13800001111');
      app.clock.pass(1);
      await chen.view(id);
      const { items, next } = await looks(li);
      expect(next).toBeNull();
      expect(items.map((look) => [look.unitName, look.roleLabel, look.kind, look.what])).toEqual([
        [expect.stringContaining('热线'), '坐席', 'NARRATIVE', '看了诉求全文和照片'],
        [expect.stringContaining('01'), '网格员', 'CONTACT', '看了您的姓名和电话'],
        [expect.stringContaining('01'), '网格员', 'NARRATIVE', '看了诉求内容(姓名、电话、门牌已遮住)'],
      ]);
      expect(items[1]?.why).toContain('找不到位置');
      expect(items.every((look) => look.orderId === id && look.at > '2026')).toBe(true);
      expect(JSON.stringify(items)).not.toMatch(/1[3-9]\d{9}|张敏|陈/);
    });

    it('counts the pages an action draws as one look, and a look later as another', async () => {
      const li = await newcomer();
      const id = await fileAs(li);
      const zhang = await app.as('grid-zhang');
      await zhang.act(id, 'sign');
      await zhang.view(id);
      expect((await looks(li)).items).toHaveLength(1);
      app.clock.pass(31);
      await zhang.view(id);
      expect((await looks(li)).items).toHaveLength(2);
    });

    it('records refused looks, and none of her own or of strangers who saw nothing', async () => {
      const li = await newcomer();
      const id = await fileAs(li, { confidentiality: 'DESK_ONLY' });
      await li.view(id);
      expect(await (await app.as('grid-sun')).refused('GET', `/api/orders/${id}`)).toBe('NOT_FOUND');
      expect((await looks(li)).items).toEqual([]);
      expect((await reveal('grid-zhang', id, '想打个电话')).status).toBe(403);
      expect((await looks(li)).items.map(({ what, why }) => [what, why])).toEqual([
        ['想看您的电话,没有看到:您选了仅热线办可见', '想打个电话'],
      ]);
    });

    it('comes in pages that neither repeat nor skip', async () => {
      const li = await newcomer();
      const id = await fileAs(li);
      for (let n = 0; n < 23; n += 1) {
        await reveal('desk-chen', id, `核对第${n}次`);
        if (n % 5 === 0) app.clock.pass(1);
      }
      const first = await looks(li);
      expect(first.items).toHaveLength(20);
      const second = await looks(li, first.next ?? '');
      expect(second.next).toBeNull();
      const whys = [...first.items, ...second.items].map(({ why }) => why);
      expect(whys).toEqual(Array.from({ length: 23 }, (_each, n) => `核对第${22 - n}次`));
      expect(await li.refused('GET', `${ROUTES.myLooks.path}?after=1%27%20OR%201`)).toBe('BAD_REQUEST');
    });

    it('is nobody else’s to read', async () => {
      const [li, wang] = [await newcomer(), await newcomer()];
      await (await app.as('desk-chen')).view(await fileAs(li));
      expect((await looks(wang)).items).toEqual([]);
    });
  });

  describe('export', () => {
    it('holds everything of hers as she reads it', async () => {
      const li = await newcomer();
      await li.ok('POST', ROUTES.setMyPhone.path, { phone: NEW_PHONE });
      const id = await fileAs(li);
      await (await app.as('grid-zhang')).act(id, 'sign');
      await replied(app, id);
      const { text, data, fileName } = await li.ok<MyExport>('POST', ROUTES.exportMyData.path);
      const [order] = data.orders;
      expect(fileName).toMatch(/^我的信息-\d{4}-\d\d-\d\d$/);
      expect(data.person).toMatchObject({ phone: NEW_PHONE });
      expect(order).toMatchObject({
        id,
        text: filing(app.streetId).text,
        ownContact: { name: '李桂芳', phone: '13855512345', company: '' },
      });
      expect(order?.timeline.map(({ event }) => event)).toContain('order.signed');
      expect(data.sessions).toMatchObject([{ endedAt: null, wayLabel: expect.any(String) }]);
      expect(data.consents.map(({ kind }) => kind)).toEqual(['ACCOUNT', 'PHONE']);
      expect(data.looks.length).toBeGreaterThan(0);
      expect(data.notices.length).toBeGreaterThan(0);
      // What the office has not approved yet is no part of what she reads.
      expect(JSON.stringify(data)).not.toContain(REPLY);
      for (const part of [order?.orderNo ?? '-', '李桂芳', NEW_PHONE, '已签收', '谁看过我的信息']) {
        expect(text).toContain(part);
      }
      expect(text).not.toMatch(/undefined|\[object/);
    });

    it('never holds anything of anybody else, and says the same when asked again', async () => {
      const [li, wang] = [await newcomer(), await newcomer()];
      const hers = await fileAs(li, {
        text: '李家门口的独有词甲',
        contactName: '李甲',
        contactPhone: '13700000001',
      });
      const his = await fileAs(wang, {
        text: '王家门口的独有词乙',
        contactName: '王乙',
        contactPhone: '13700000002',
      });
      for (const id of [hers, his]) await (await app.as('desk-chen')).view(id);
      await wang.ok('POST', ROUTES.setMyPhone.path, { phone: '13700000003' });
      const first = await li.ok<MyExport>('POST', ROUTES.exportMyData.path);
      const second = await li.ok<MyExport>('POST', ROUTES.exportMyData.path);
      const everything = JSON.stringify(first);
      expect(everything).toContain('独有词甲');
      for (const foreign of ['独有词乙', '王乙', '13700000002', '13700000003', his, wang.personId]) {
        expect(everything).not.toContain(foreign);
      }
      expect(withoutLinks(second)).toEqual(withoutLinks(first));
      expect(await audits(li.personId, 'privacy.exported')).toHaveLength(2);
    });
  });

  describe('correcting', () => {
    it('puts name and number right on the open orders she names, for whoever handles them', async () => {
      const li = await newcomer();
      const [id, other] = [await fileAs(li), await fileAs(li)];
      const before = await li.ok<OrderContacts>('GET', ROUTES.myContacts.path);
      expect(before.orders.map(({ orderId, name, phone }) => [orderId, name, phone])).toEqual([
        [other, '李桂芳', '138****2345'],
        [id, '李桂芳', '138****2345'],
      ]);
      const body = { name: ' 李桂芬 ', phone: '139 1111 2222', orderIds: [id] };
      expect(await correct(li, body)).toEqual({ name: '李桂芬', phone: '139****2222', orders: 1 });
      expect((await reveal('grid-zhang', id, '上门前联系')).body).toMatchObject({
        name: '李桂芬',
        phone: NEW_PHONE,
      });
      expect((await reveal('grid-zhang', other, '上门前联系')).body).toMatchObject({ phone: '13855512345' });
      expect((await audits(id, 'contact.corrected')).map(({ facts }) => JSON.parse(facts))).toEqual([
        { name: true, phone: true },
      ]);
      expect(await correct(li, body)).toMatchObject({ orders: 0 });
      expect(await audits(id, 'contact.corrected')).toHaveLength(1);
      expect(JSON.stringify(await app.db.read('SELECT facts FROM audit'))).not.toMatch(/李桂|13911112222/);
    });

    it('adds no number where none was left, and touches no anonymous order', async () => {
      const li = await newcomer();
      const silent = await fileAs(li, { contactPhone: '' });
      const hidden = await fileAs(li, { confidentiality: 'ANONYMOUS', contactName: '', contactPhone: '' });
      await correct(li, { name: '李桂芬', phone: NEW_PHONE, orderIds: [silent] });
      expect((await reveal('desk-chen', silent, '核对一下')).status).toBe(404);
      const refused = { name: '李桂芬', phone: NEW_PHONE, orderIds: [hidden] };
      expect(await li.refused('POST', ROUTES.correctContact.path, refused)).toBe('CONTACT_ORDER_OVER');
    });

    it('refuses others’ orders and those that are over, and then changes nothing at all', async () => {
      const [li, wang] = [await newcomer(), await newcomer()];
      const mine = await fileAs(li);
      const over = await fileAs(li);
      await li.act(over, 'withdraw', { reasonCode: 'SOLVED' });
      for (const wrong of [await fileAs(wang), over, newId()]) {
        const body = { name: '改了名', phone: NEW_PHONE, orderIds: [mine, wrong] };
        expect(await li.refused('POST', ROUTES.correctContact.path, body)).toBe('CONTACT_ORDER_OVER');
      }
      expect(await li.ok<MyData>('GET', ROUTES.myData.path)).toMatchObject({ name: '微信用户', phone: null });
      expect((await reveal('desk-chen', mine, '核对一下')).body).toMatchObject({ name: '李桂芳' });
    });

    it.each([
      ['no name', { name: '  ', phone: '', orderIds: [] }, 'FIELD_INVALID'],
      ['a wrong number', { name: '李', phone: '12345', orderIds: [] }, 'PHONE_INVALID'],
      ['a long name', { name: '李'.repeat(21), phone: '', orderIds: [] }, 'FIELD_INVALID'],
    ])('refuses %s', async (_name, body, code) => {
      expect(await (await newcomer()).refused('POST', ROUTES.correctContact.path, body)).toBe(code);
    });

    it('leaves the names of staff to their office', async () => {
      const chen = await app.as('desk-chen');
      const { name } = await chen.ok<MyData>('GET', ROUTES.myData.path);
      await correct(chen, { name: '别的名字', phone: '', orderIds: [] });
      expect(await chen.ok<MyData>('GET', ROUTES.myData.path)).toMatchObject({ name, staff: true });
    });
  });

  describe('consents', () => {
    const consents = async (who: Persona) =>
      (await who.ok<ConsentsAnswer>('GET', ROUTES.myConsents.path)).consents;

    it('tell what, when, how and under which notice; withdrawing the number takes it from her orders too', async () => {
      const li = await newcomer();
      expect(await consents(li)).toMatchObject([{ kind: 'ACCOUNT', active: true, notice: '2026年第1版' }]);
      const { code } = await app.wechat.post('phone-code', { user: li.openid, phone: '13855512345' });
      await li.ok('POST', ROUTES.setMyPhone.path, { code });
      const id = await fileAs(li);
      const at = app.clock.now();
      expect((await consents(li))[1]).toMatchObject({
        kind: 'PHONE',
        at,
        active: true,
        how: expect.stringContaining('已核实'),
      });
      app.clock.pass(5);
      await li.ok('DELETE', ROUTES.dropMyPhone.path);
      expect((await consents(li))[1]).toMatchObject({ active: false, at, withdrawnAt: app.clock.now() });
      expect((await reveal('desk-chen', id, '核对一下')).status).toBe(404);
    });

    it('to be told by WeChat end when withdrawn: nothing more is sent', async () => {
      const li = await newcomer();
      const { subscriptions } = await li.ok<SubscriptionsAnswer>('GET', ROUTES.subscriptions.path);
      const ids = subscriptions.map(({ templateId }) => templateId);
      await app.wechat.accept(li.openid, ...ids);
      const results = Object.fromEntries(ids.map((id) => [id, 'accept']));
      await li.ok('POST', ROUTES.subscriptionTaps.path, { tapId: newId(), results });
      const given = (await consents(li)).filter(({ kind }) => kind === 'SUBSCRIPTION');
      expect(given.map(({ active }) => active)).toEqual(ids.map(() => true));
      await li.ok('DELETE', ROUTES.dropSubscriptions.path);
      const after = (await consents(li)).filter(({ kind }) => kind === 'SUBSCRIPTION');
      expect(after.map(({ active, withdrawnAt }) => [active, withdrawnAt])).toEqual(
        ids.map(() => [false, app.clock.now()]),
      );
      await fileAs(li);
      await app.settle();
      expect(await app.wechat.sent(li.openid)).toEqual([]);
      expect(await audits(li.personId, 'consent.withdrawn')).toHaveLength(1);
    });
  });

  describe('leaving', () => {
    const plan = (who: Persona) => who.ok<DeletionPlan>('GET', ROUTES.deletionPlan.path);
    const leave = (who: Persona) =>
      who.ok<DeletionDone>('POST', ROUTES.deleteMyAccount.path, { understood: true });

    it('is told before: what goes, what stays, why, until when, and what becomes of each open order', async () => {
      const li = await newcomer();
      const open = await fileAs(li);
      const over = await fileAs(li);
      await li.act(over, 'withdraw', { reasonCode: 'SOLVED' });
      const told = await plan(li);
      expect(told.deleted.join()).toMatch(/姓名和手机号/);
      expect(told.kept.every(({ what, why, until }) => what !== '' && why !== '' && until !== '')).toBe(true);
      expect(told.kept[1]?.until).toMatch(/365 天.*2027年11月2\d日/);
      expect(told.openOrders.map(({ orderId }) => orderId)).toEqual([open]);
      expect(told.openOrders[0]?.fate).toContain('01网格');
      expect(JSON.stringify(told)).not.toMatch(/相关部门|尽快/);
    });

    it('asks that the plan was read', async () => {
      const li = await newcomer();
      for (const body of [{}, { understood: false }, { understood: 'true' }]) {
        expect(await li.refused('POST', ROUTES.deleteMyAccount.path, body)).toBe('FIELD_INVALID');
      }
      expect(await li.ok<MyData>('GET', ROUTES.myData.path)).toMatchObject({ name: '微信用户' });
    });

    it('ends every session, forgets who she was, and loses no order', async () => {
      const li = await newcomer();
      await li.ok('POST', ROUTES.setMyPhone.path, { phone: NEW_PHONE });
      const id = await fileAs(li, { text: '三号楼堵了,我叫李桂芳,住3栋502', contactPhone: NEW_PHONE });
      await li.act(id, 'addInfo', { text: '李桂芳补充:晚上更堵,打13911112222' });
      const zhang = await app.as('grid-zhang');
      await zhang.act(id, 'sign');
      await zhang.act(id, 'note', { note: '和李桂芳在楼下说过' });
      await app.settle();
      const second = await resident(li.nick);
      expect((await li.ok<{ sessions: SessionView[] }>('GET', ROUTES.sessions.path)).sessions).toHaveLength(
        2,
      );
      const done = await leave(li);
      expect(done).toMatchObject({ sessions: 2, orders: 1 });
      for (const who of [li, second]) {
        expect(await who.refused('GET', ROUTES.me.path)).toBe('SESSION_EXPIRED');
        expect(await who.refused('POST', ROUTES.deleteMyAccount.path, { understood: true })).toBe(
          'SESSION_EXPIRED',
        );
      }
      const left = JSON.stringify([
        await app.db.read('SELECT * FROM person WHERE id = ?', [li.personId]),
        await app.db.read('SELECT * FROM order_private WHERE order_id = ?', [id]),
        await app.db.read('SELECT * FROM event_text WHERE stream_id = ?', [id]),
        await app.db.read('SELECT * FROM audit WHERE subject_id = ? OR subject_id = ?', [id, li.personId]),
        await app.db.read('SELECT * FROM notice WHERE order_id = ?', [id]),
        await app.db.read('SELECT * FROM send_credit WHERE person_id = ?', [li.personId]),
        await app.db.read('SELECT * FROM subscription_tap WHERE person_id = ?', [li.personId]),
      ]);
      expect(left).not.toMatch(/李桂芳|13911112222|502/);
      expect(left).toContain('晚上更堵');
      // The matter goes on to its end.
      const view = await zhang.view(id);
      expect(view).toMatchObject({ state: 'IN_PROGRESS', contact: { canReveal: false } });
      expect(view.contact?.whyNot).toContain('已注销');
      await replied(app, id);
      const chen = await app.as('desk-chen');
      await chen.act(id, 'approve', { publicText: REPLY });
      await app.settle();
      expect((await chen.view(id)).state).toBe('TO_VISIT');
      expect(await reveal('desk-chen', id, '核对一下')).toMatchObject({ status: 404 });
      const ends = await app.db.read<{ ended_why: string }>(
        'SELECT DISTINCT ended_why FROM login_session WHERE person_id = ?',
        [li.personId],
      );
      expect(ends).toEqual([{ ended_why: 'ERASED' }]);
      expect(
        (await audits(li.personId, 'privacy.deleted')).map((row) => [row.actor_id, JSON.parse(row.facts)]),
      ).toEqual([[li.personId, { sessions: 2, orders: 1, photos: 0 }]]);
    });

    it('deletes her recordings, but not the one an open matter still waits to be written down from', async () => {
      const li = await newcomer();
      const [written, waiting] = [await fileAs(li), await fileAs(li)];
      await app.db.inTransaction(async (tx) => {
        await tx.execute('UPDATE work_order SET voice = ? WHERE id = ?', ['WRITTEN', written]);
        await tx.execute('UPDATE work_order SET voice = ? WHERE id = ?', ['ONLY', waiting]);
        await tx.insert('attachment', [recordingOf(written, li.personId), recordingOf(waiting, li.personId)]);
      });
      await leave(li);
      const left = await app.db.read('SELECT owner_id FROM attachment WHERE uploader_id = ?', [li.personId]);
      expect(left).toEqual([{ owner_id: waiting }]);
    });

    it('makes her somebody new when she comes back with the same WeChat', async () => {
      const li = await newcomer();
      const id = await fileAs(li);
      await leave(li);
      const again = await resident(li.nick);
      expect(again.personId).not.toBe(li.personId);
      expect(await again.refused('GET', `/api/orders/${id}`)).toBe('NOT_FOUND');
      expect(await again.ok<MyData>('GET', ROUTES.myData.path)).toMatchObject({
        name: '微信用户',
        orders: 0,
        phone: null,
      });
      expect((await looks(again)).items).toEqual([]);
    });

    it('is not for members of staff: their account is their office’s', async () => {
      const chen = await app.as('desk-chen');
      expect(await chen.refused('GET', ROUTES.deletionPlan.path)).toBe('ACCOUNT_OF_OFFICE');
      expect(await chen.refused('POST', ROUTES.deleteMyAccount.path, { understood: true })).toBe(
        'ACCOUNT_OF_OFFICE',
      );
      expect((await chen.ok<MyData>('GET', ROUTES.myData.path)).staff).toBe(true);
    });
  });

  it('takes WeChat’s way of deleting: a content type, and nothing after it', async () => {
    const li = await newcomer();
    await li.ok('POST', ROUTES.setMyPhone.path, { phone: NEW_PHONE });
    const headers = { authorization: `Bearer ${await li.token()}`, 'content-type': 'application/json' };
    const answer = await fetch(`${app.url}${ROUTES.dropMyPhone.path}`, { method: 'DELETE', headers });
    expect(answer.status).toBe(204);
    expect(await li.ok<MyData>('GET', ROUTES.myData.path)).toMatchObject({ phone: null });
  });

  it('lets her end a session of hers, and nobody else’s', async () => {
    const [li, wang] = [await newcomer(), await newcomer()];
    const second = await resident(li.nick);
    const { sessions } = await li.ok<{ sessions: SessionView[] }>('GET', ROUTES.sessions.path);
    const other = sessions.find(({ current }) => !current);
    const path = `${ROUTES.sessions.path}/${other?.id}`;
    expect(await wang.refused('DELETE', path)).toBe('NOT_FOUND');
    await li.ok('DELETE', path);
    expect(await second.refused('GET', ROUTES.me.path)).toBe('SESSION_EXPIRED');
    expect(await li.ok<MyData>('GET', ROUTES.myData.path)).toMatchObject({ staff: false });
  });
});

/** A recording as the attachments keep it. */
function recordingOf(orderId: string, uploaderId: string) {
  const id = newId();
  return {
    id,
    owner_kind: 'ORDER',
    owner_id: orderId,
    uploader_id: uploaderId,
    purpose: 'VOICE',
    draft_id: id,
    sha256: id,
    original_sha256: id,
    bytes: 1,
    width: 0,
    height: 0,
    mime: 'audio/mp4',
    blob_key: id,
    thumb_key: '',
    created_at: '2026-11-23T01:00:00.000Z',
    event_seq: 1,
    seconds: 5,
  };
}

/** Photo links are signed anew each time. */
function withoutLinks({ data }: MyExport): unknown {
  return JSON.parse(JSON.stringify(data, (key, value) => (/[uU]rl$/.test(key) ? undefined : value)));
}

describe('the export’s limit', () => {
  it('is five a day', async () => {
    const app: TestApp = await startWechatApp(null, { YIHU_RATE_LIMITS: 'on' });
    try {
      await file(app);
      const li = await app.as('li');
      await orderAt(app, 'DISPATCHED');
      const answers: string[] = [];
      for (let n = 0; n < 6; n += 1) answers.push(await li.refused('POST', ROUTES.exportMyData.path));
      expect(answers).toEqual(['none', 'none', 'none', 'none', 'none', 'TOO_MANY_REQUESTS']);
      app.clock.pass(24 * 60);
      expect(await li.refused('POST', ROUTES.exportMyData.path)).toBe('none');
    } finally {
      await app.close();
    }
  });
});

import { findPrivate } from '@yihu/shared';
import { BlindIndex } from '../src/platform/crypto';
import { filing, photo } from './harness';
import { ENGINES } from './spec-database';
import { aimPushes, startWechatApp, type WechatApp } from './wechat.app';

type Visitor = Awaited<ReturnType<WechatApp['visit']>>;
interface PersonRow {
  name: string;
  active: number;
  phone_cipher: string | null;
  phone_bidx: string | null;
  openid_hash: string | null;
  openid_cipher: string | null;
}

describe.each(ENGINES)('a person and WeChat on %s', (_, serverUrl) => {
  let app: WechatApp;
  let who: Visitor;
  let turn = 0;

  beforeAll(async () => {
    app = await startWechatApp(serverUrl);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.wechat.post('reset');
    await aimPushes(app);
    turn += 1;
    who = await app.visit(`王阿姨${turn}`);
  });

  const person = async () => {
    const [row] = await app.db.read<PersonRow>('SELECT * FROM person WHERE id = ?', [who.personId]);
    if (row === undefined) throw new Error('no person');
    return row;
  };
  const set = (body: object) =>
    app.call<{ phone?: string; error?: { code: string } }>('POST', '/api/me/phone', who.token, body);
  const code = async (phone: string, more: object = {}) =>
    String((await app.wechat.post('phone-code', { user: who.openid, phone, ...more })).code);
  const audits = (action: string) =>
    app.db.read<{ facts: string; actor_id: string }>(
      'SELECT facts, actor_id FROM audit WHERE action = ? AND subject_id = ?',
      [action, who.personId],
    );
  const file = async (text: string) => {
    const body = { ...filing(app.streetId), text, contactName: '王秀英', contactPhone: '13855512345' };
    const { status, body: receipt } = await app.call<{ orderId: string }>(
      'POST',
      '/api/orders',
      who.token,
      body,
    );
    if (status >= 300) throw new Error(JSON.stringify(receipt));
    return receipt.orderId;
  };
  const contactOf = async (orderId: string) =>
    (
      await app.db.read<{
        name: string;
        phone_cipher: string | null;
        phone_bidx: string | null;
        content: string;
        address: string;
      }>('SELECT * FROM order_private WHERE order_id = ?', [orderId])
    )[0];

  describe('phone number', () => {
    it('is kept enciphered, found by its index, shown masked', async () => {
      expect(await set({ code: await code('13855512345') })).toMatchObject({
        status: 200,
        body: { phone: '138****2345', number: '13855512345' },
      });
      const row = await person();
      expect(row.phone_bidx).toBe(app.app.get(BlindIndex).phone('+8613855512345'));
      expect(row.phone_cipher).not.toContain('13855512345');
      expect(await app.call('GET', '/api/me/phone', who.token)).toMatchObject({
        body: { phone: '138****2345' },
      });
      expect(await audits('person.phone')).toMatchObject([{ facts: '{"way":"WECHAT"}' }]);
    });

    it('can be typed, changed and deleted', async () => {
      expect(await set({ phone: '0551-62699158' })).toMatchObject({ body: { phone: '0551-****9158' } });
      expect(await set({ phone: '13900001111' })).toMatchObject({ body: { phone: '139****1111' } });
      expect(await app.call('DELETE', '/api/me/phone', who.token)).toMatchObject({ status: 204 });
      expect(await person()).toMatchObject({ phone_cipher: null, phone_bidx: null });
    });

    it.each([
      ['nothing', {}, 'FIELD_INVALID'],
      ['no number', { phone: '12345678' }, 'PHONE_INVALID'],
      ['an unknown code', { code: 'x'.repeat(64) }, 'PHONE_CODE_INVALID'],
    ])('refuses %s', async (_name, body, error) => {
      expect(await set(body)).toMatchObject({ body: { error: { code: error } } });
      expect(await person()).toMatchObject({ phone_cipher: null });
    });

    it('refuses a code twice, and one of another app', async () => {
      const used = await code('13855512345');
      await set({ code: used });
      expect(await set({ code: used })).toMatchObject({ body: { error: { code: 'PHONE_CODE_INVALID' } } });
      const foreign = await code('13899998888', { appId: 'wxother' });
      expect(await set({ code: foreign })).toMatchObject({ body: { error: { code: 'PHONE_CODE_INVALID' } } });
      const abroad = await code('4155552671', { countryCode: '1' });
      expect(await set({ code: abroad })).toMatchObject({ body: { error: { code: 'PHONE_INVALID' } } });
    });

    it.each([
      [{ errcode: 45009 }, 'PHONE_NO_QUOTA'],
      [{ errcode: 48001 }, 'PHONE_NO_QUOTA'],
      [{ errcode: -1 }, 'WECHAT_UNAVAILABLE'],
      [{ status: 502 }, 'WECHAT_UNAVAILABLE'],
      [{ html: '<html>' }, 'WECHAT_UNAVAILABLE'],
    ])('says so when WeChat answers %j', async (fault, error) => {
      await app.wechat.fault('/wxa/business/getuserphonenumber', fault);
      expect(await set({ code: await code('13855512345') })).toMatchObject({
        body: { error: { code: error } },
      });
    });

    it('is nobody else’s to see', async () => {
      expect((await fetch(`${app.url}/api/me/phone`)).status).toBe(401);
    });
  });

  describe('privacy events', () => {
    const event = (name: string, more: object = {}) =>
      app.push({
        FromUserName: 'gh_platform',
        Event: name,
        OpenID: who.openid,
        AppID: 'wxtest0000000000',
        ...more,
      });

    it('revoking the phone deletes it from the person and her orders', async () => {
      await set({ phone: '13855512345' });
      const orderId = await file('楼道堆放杂物');
      expect(await event('user_authorization_revoke', { RevokeInfo: '8' })).toMatchObject({
        answer: 'success',
      });
      expect(await person()).toMatchObject({ phone_cipher: null, phone_bidx: null, active: 1 });
      expect(await contactOf(orderId)).toMatchObject({ phone_cipher: null, phone_bidx: null });
      expect((await audits('privacy.revoked')).map(({ facts }) => JSON.parse(facts))).toEqual([
        { kinds: '8', phonesOnOrders: 1, photos: 0 },
      ]);
    });

    it('revoking the album deletes photos not yet sent, and only those', async () => {
      const form = new FormData();
      form.set('draftId', '01JD8Z6V3N5Q0R2S4T6V8W0X2Y');
      form.set('purpose', 'REPORT');
      form.set('file', new Blob([new Uint8Array(await photo())], { type: 'image/jpeg' }), 'a.jpg');
      const headers = { authorization: `Bearer ${who.token}` };
      await fetch(`${app.url}/api/attachments`, { method: 'POST', headers, body: form });
      await event('user_authorization_revoke', { RevokeInfo: '14' });
      expect(await app.db.read('SELECT id FROM attachment WHERE uploader_id = ?', [who.personId])).toEqual(
        [],
      );
    });

    it('keeps what the event does not name', async () => {
      await set({ phone: '13855512345' });
      await event('user_authorization_revoke', { RevokeInfo: '13' });
      await event('user_info_modified', { RevokeInfo: '' });
      expect((await person()).phone_cipher).not.toBeNull();
      expect(await audits('privacy.revoked')).toHaveLength(2);
    });

    it('two people who revoke in the same second are two events', async () => {
      await set({ phone: '13855512345' });
      const other = await app.visit(`李奶奶${turn}`);
      const at = 1795395600;
      await event('user_authorization_revoke', { RevokeInfo: '8', CreateTime: at, OpenID: other.openid });
      await event('user_authorization_revoke', { RevokeInfo: '8', CreateTime: at });
      expect(await person()).toMatchObject({ phone_cipher: null });
    });

    it('cancelling leaves the matter of her orders, and nothing that leads to her', async () => {
      await set({ phone: '13855512345' });
      const orderId = await file('三号楼堆放杂物,我叫王秀英,住3栋502,电话13855512345');
      expect(await event('user_authorization_cancellation')).toMatchObject({ answer: 'success' });
      expect(await person()).toMatchObject({
        name: '已注销用户',
        active: 0,
        phone_cipher: null,
        openid_hash: null,
        openid_cipher: null,
      });
      const contact = await contactOf(orderId);
      expect(contact).toMatchObject({ name: '', phone_cipher: null, phone_bidx: null });
      expect(contact?.content).toContain('三号楼堆放杂物');
      expect(findPrivate(contact?.content ?? '')).toEqual([]);
      expect((await app.call('GET', '/api/me', who.token)).status).toBe(401);
      expect(await app.db.read('SELECT * FROM send_credit WHERE person_id = ?', [who.personId])).toEqual([]);
      expect((await audits('privacy.cancelled')).map(({ actor_id }) => actor_id)).toEqual(['SYSTEM']);
      expect(
        await (await app.as('desk-chen')).refused('POST', `/api/orders/${orderId}/contact`, {
          reason: '核实情况',
        }),
      ).toBe('CONTACT_NONE');
    });

    it('she can come back as somebody new', async () => {
      await event('user_authorization_cancellation');
      const again = await app.visit(`王阿姨${turn}`);
      expect(again.personId).not.toBe(who.personId);
    });

    it('takes only the tie to WeChat from staff', async () => {
      await app.db.inTransaction((tx) =>
        tx.execute(`UPDATE person SET kind = 'STAFF' WHERE id = ?`, [who.personId]),
      );
      await event('user_authorization_cancellation');
      expect(await person()).toMatchObject({ name: '微信用户', active: 1, openid_hash: null });
    });

    it('ignores people it does not know, and forged events', async () => {
      expect(await event('user_authorization_cancellation', { OpenID: 'oNobody' })).toMatchObject({
        answer: 'success',
      });
      const forged = { FromUserName: 'gh', Event: 'user_authorization_cancellation', OpenID: who.openid };
      expect(await app.push(forged, { wrongSignature: true })).toMatchObject({ statuses: [403, 403, 403] });
      expect(await person()).toMatchObject({ active: 1 });
    });

    it('keeps no openid in the store of events', async () => {
      await event('user_authorization_revoke', { RevokeInfo: '8' });
      const stored = await app.db.read<{ payload: string }>('SELECT payload FROM wechat_event');
      expect(stored.map(({ payload }) => payload).join()).not.toContain(who.openid);
    });
  });
});

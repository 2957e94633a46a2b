import type { WechatAdminAnswer } from '@yihu/shared';
import { TemplateCheck } from '../src/modules/notifications/template-check.service';
import { file, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { startWechatApp, type WechatApp } from './wechat.app';

const page = async (app: TestApp) =>
  (await app.as('admin-sys')).ok<WechatAdminAnswer>('GET', '/api/admin/wechat');
const texts = ({ alarms }: WechatAdminAnswer) => alarms.map(({ text }) => text).join('\n');

describe.each(ENGINES)('the operators’ page on %s', (_, serverUrl) => {
  let app: WechatApp;
  beforeAll(async () => {
    app = await startWechatApp(serverUrl);
  });
  afterAll(() => app.close());

  it('shows the token by its fingerprint only, quotas once an hour, and how the push is set up', async () => {
    const first = await page(app);
    expect(first).toMatchObject({ appId: 'wxtest0000000000', push: 'SAFE' });
    expect(first.token?.fingerprint).toMatch(/^[0-9a-f]{8}$/);
    expect(first.quotas.find(({ path }) => path === '/wxa/msg_sec_check')).toMatchObject({
      limit: 10_000_000,
      used: 42,
    });
    const [row] = await app.db.read<{ value: string }>(
      `SELECT value FROM shared_value WHERE name LIKE 'wechat.token%'`,
    );
    expect(JSON.stringify(first)).not.toContain(row?.value);
    app.clock.pass(59);
    expect((await page(app)).quotas[0]?.askedAt).toBe(first.quotas[0]?.askedAt);
    app.clock.pass(1);
    await app.wechat.fault('/cgi-bin/openapi/quota/get', { errcode: -1 }, 2);
    const later = await page(app);
    expect(later.quotas).toHaveLength(first.quotas.length);
    expect(
      later.quotas.map(({ askedAt }) => askedAt).filter((at) => at !== first.quotas[0]?.askedAt),
    ).toHaveLength(2);
  });

  it('counts failed calls by path and code, and calls what an operator must change an alarm', async () => {
    await app.wechat.fault('/sns/jscode2session', { errcode: -1 }, 2);
    for (let n = 0; n < 2; n += 1) await app.visit('王阿姨').catch(() => undefined);
    await app.wechat.fault('/sns/jscode2session', { errcode: 40125 });
    await app.visit('王阿姨').catch(() => undefined);
    const answer = await page(app);
    const calls = answer.failures.filter(({ path }) => path === '/sns/jscode2session');
    expect(calls).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: '-1', count: 2, rid: expect.stringMatching(/^[0-9a-f]{8}-/) }),
        expect.objectContaining({ code: '40125', count: 1 }),
      ]),
    );
    expect(answer.alarms.filter(({ text }) => text.includes('/sns/jscode2session'))).toMatchObject([
      { kind: 'CONFIG', count: 1 },
    ]);
    app.clock.pass(8 * 24 * 60);
    expect((await page(app)).failures.filter(({ path }) => path === '/sns/jscode2session')).toEqual([]);
  });

  it('shows each penalty of the platform as one line', async () => {
    const event = {
      FromUserName: 'gh_1',
      Event: 'wxa_punish_event',
      event_type: 2,
      punish_id: 'p1',
      illegal_reason: '违反运营规范 5.21',
    };
    await app.push(event, { times: 2 });
    await app.push({ ...event, CreateTime: 1795395601 });
    expect((await page(app)).alarms.filter(({ kind }) => kind === 'PUNISH')).toMatchObject([
      { text: '微信平台处罚:能力封禁。违反运营规范 5.21', count: 2 },
    ]);
  });

  it('counts messages by day and how they ended, and the credit that is left', async () => {
    const { openid } = await app.visit('李阿姨');
    const templates = await app.wechat.templates();
    const id = templates.find(({ title }) => title === '诉求办理进度通知')?.priTmplId ?? '';
    const li = await app.as('li');
    await app.db.inTransaction(async (tx) => {
      const [row] = await tx.query<{ openid_hash: string; openid_cipher: string }>(
        `SELECT openid_hash, openid_cipher FROM person WHERE name = '微信用户' ORDER BY created_at DESC, id DESC LIMIT 1`,
      );
      await tx.execute(`UPDATE person SET openid_hash = NULL WHERE openid_hash = ?`, [
        row?.openid_hash ?? '',
      ]);
      await tx.execute('UPDATE person SET openid_hash = ?, openid_cipher = ? WHERE id = ?', [
        row?.openid_hash ?? '',
        row?.openid_cipher ?? '',
        li.personId,
      ]);
    });
    for (let tap = 0; tap < 9; tap += 1) await app.wechat.accept(openid, id);
    await file(app, 'li');
    await app.settle();
    const answer = await page(app);
    expect(answer.sends.reduce((sum, day) => sum + day.sent, 0)).toBeGreaterThan(0);
    expect(answer.credits.map(({ title }) => title)).toHaveLength(4);
    expect(answer.credits.some(({ remaining }) => remaining > 0)).toBe(true);
  });

  it('is not for residents or the desk', async () => {
    for (const code of ['li', 'desk-chen']) {
      expect(await (await app.as(code)).refused('GET', '/api/admin/wechat')).toBe('FORBIDDEN');
    }
  });
});

describe('the template check', () => {
  it('finds nothing wrong with the right templates, once a day', async () => {
    const app = await startWechatApp(null);
    try {
      const check = app.app.get(TemplateCheck);
      expect(await check.tick(app.clock.now())).toBe(true);
      expect(await check.tick(app.clock.now())).toBe(false);
      expect(await page(app)).toMatchObject({ templatesCheckedAt: app.clock.now() });
      expect((await page(app)).alarms.filter(({ kind }) => kind === 'TEMPLATE')).toEqual([]);
      expect(await check.tick(app.clock.pass(24 * 60))).toBe(true);
    } finally {
      await app.close();
    }
  });

  it('shows wrong ones, keeps trying while WeChat is away, and stops nothing', async () => {
    const app = await startApp(null, {
      env: { WX_TEMPLATE_PROGRESS: 'gone', WX_TEMPLATE_INFO: '', WX_PUSH_TOKEN: '' },
    });
    try {
      const check = app.app.get(TemplateCheck);
      await app.wechat.fault('/wxaapi/newtmpl/gettemplate', { status: 502 });
      expect(await check.tick(app.clock.now())).toBe(true);
      expect((await page(app)).templatesCheckedAt).toBeNull();
      expect(await check.tick(app.clock.pass(10))).toBe(true);
      const answer = await page(app);
      expect(texts(answer)).toContain('不在小程序的模板列表里');
      expect(texts(answer)).toContain('没有配置模板');
      expect(texts(answer)).toContain('没有配置消息推送');
      expect(answer.push).toBe('OFF');
    } finally {
      await app.close();
    }
  });
});

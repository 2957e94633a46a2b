import { demoOpenid, formatMonthDay } from '@yihu/shared';
import { startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { inbox, orderAt } from './walk';

const DAY = 24 * 60;
const REPLY = '丁香01网格11月23日上午清走3号楼消防通道内的6辆电动车。';

describe.each(ENGINES)('what follows later, on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeEach(async () => {
    app = await startApp(serverUrl);
  });
  afterEach(() => app.close());

  it('counts silence from when she was told, however late that was', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const li = await app.as('li');
    app.clock.pass(8 * DAY);
    await app.sweep();
    expect((await li.view(id)).state).toBe('TO_VISIT');
    await li.act(id, 'seen');
    app.clock.pass(7 * DAY - 1);
    await app.sweep();
    expect((await li.view(id)).state).toBe('TO_VISIT');
    app.clock.pass(2);
    await app.sweep();
    expect((await li.view(id)).state).toBe('CLOSED');
  });

  it('counts a result message that WeChat has taken as told, and closes a silent order a week later', async () => {
    const [li, id] = [await app.as('li'), await orderAt(app, 'REPLIED')];
    const [result] = (await app.wechat.templates()).filter((each) => each.title === '诉求办结通知');
    await li.ok('POST', '/api/subscriptions/taps', { results: { [result?.priTmplId ?? '']: 'accept' } });
    await app.wechat.post('users', { name: '李阿姨', openid: demoOpenid('li') });
    await app.wechat.accept(demoOpenid('li'), result?.priTmplId ?? '');
    await (await app.as('desk-chen')).act(id, 'approve', { publicText: REPLY });
    await app.settle();
    const told = await (await app.as('desk-chen')).view(id);
    expect(told.timeline[0]).toMatchObject({ event: 'order.told', who: '系统' });
    expect(told.allowed).not.toContain('seen');
    app.clock.pass(7 * DAY + 1);
    await app.sweep();
    expect((await li.view(id)).state).toBe('CLOSED');
  });

  it('lets a refusal name another organ with its telephone, and a reply the office itself', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const zhang = await app.as('grid-zhang');
    const { officePhone } = await zhang.view(id);
    const reply = (phone: string) => ({
      outcome: 'EXPLAINED',
      publicText: `丁香01网格11月23日到场看过,请留意公告,有问题请打热线办 ${phone}。`,
    });
    expect(await zhang.actRefused(id, 'reply', reply('13855512345'))).toBe('REPLY_HAS_PRIVATE');
    expect(await zhang.actRefused(id, 'reply', reply(officePhone ?? ''))).toBe('none');
  });

  it('tells the resident when a corrected class moves her date, and only then', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const [li, chen] = [await app.as('li'), await app.as('desk-chen')];
    const { classCode } = await chen.view(id);
    await chen.act(id, 'classify', { classCode, requestType: 'HELP' });
    expect((await inbox(li, id)).join()).not.toContain('时限调整');
    await chen.act(id, 'classify', { classCode, urgency: 'L1' });
    const newest = (await inbox(li, id)).at(-1);
    expect(newest).toBe(`时限调整 · 新的答复时间为${formatMonthDay(app.clock.now())}`);
    expect((await li.view(id)).timeline[0]?.text).toContain('调整了时限');
  });

  it('does not let a broken order stand in front of the others', async () => {
    const [broken, sound] = [await orderAt(app, 'IN_PROGRESS'), await orderAt(app, 'IN_PROGRESS')];
    await app.db.inTransaction((tx) =>
      tx.execute("UPDATE clock SET proof = '{' WHERE order_id = ?", [broken]),
    );
    app.clock.pass(5 * DAY);
    expect(await app.sweep()).toBe(1);
    const lights = await app.db.read("SELECT stream_id FROM event WHERE name = 'order.light_fired'");
    expect(lights).toEqual([{ stream_id: sound }]);
    expect(await app.sweep()).toBe(0);
    const due = await app.db.read('SELECT id FROM clock WHERE order_id = ? AND next_light_at <= ?', [
      broken,
      app.clock.now(),
    ]);
    expect(due).toEqual([]);
  });
});

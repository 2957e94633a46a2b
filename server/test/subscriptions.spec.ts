import type { Actor } from '../src/platform/auth/actor';
import { type NotificationsWorld, notificationsWorld, TEMPLATE } from './notifications.setup';
import { ENGINES } from './spec-database';

describe.each(ENGINES)('inbox and subscriptions on %s', (_, url) => {
  let world: NotificationsWorld;
  let actor: Actor;
  let openid: string;
  let other: Actor;
  beforeAll(async () => {
    world = await notificationsWorld(url);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    ({ actor, openid } = await world.person('one'));
    ({ actor: other } = await world.person('two'));
  });

  const template = TEMPLATE.progress;
  const taps = (tapId?: string, result = 'accept') =>
    world.subscriptions.taps(actor, { [template]: result }, tapId);
  const pushed = (at = world.clock.now(), accepted = true) =>
    world.db.inTransaction((tx) =>
      world.subscriptions.popup(tx, { openid, templateId: template, accepted, at }),
    );
  const remaining = () => world.remaining(actor, 'progress');

  it('pages the inbox from the newest, without gap or repetition', async () => {
    for (let at = 0; at < 5; at += 1) {
      await world.tell(actor, { thing: `第${at}条` });
      if (at % 2 === 1) world.clock.advance(1);
    }
    await world.tell(other);
    const first = await world.inbox.list(actor.personId, undefined, 2);
    const second = await world.inbox.list(actor.personId, first.next ?? undefined, 2);
    const third = await world.inbox.list(actor.personId, second.next ?? undefined, 2);
    const things = [first, second, third].flatMap((page) => page.items.map((item) => item.thing));
    expect(things).toEqual(['第4条', '第3条', '第2条', '第1条', '第0条']);
    expect(third.next).toBeNull();
  });

  it('marks read once, and shows nobody what is not theirs', async () => {
    await world.tell(actor);
    await world.tell(actor);
    const { items } = await world.inbox.list(actor.personId, undefined, 10);
    const id = items[0]?.id ?? '';
    await expect(world.inbox.read(other.personId, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(world.inbox.list(other.personId, id, 10)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.inbox.read(actor.personId, id)).toEqual({ read: 1 });
    expect(await world.inbox.read(actor.personId, id)).toEqual({ read: 0 });
    expect(await world.inbox.unread(actor.personId)).toEqual({ unread: 1 });
    expect(await world.inbox.readAll(other.personId)).toEqual({ read: 0 });
    expect(await world.inbox.readAll(actor.personId)).toEqual({ read: 1 });
    expect(await world.inbox.unread(actor.personId)).toEqual({ unread: 0 });
  });

  it('lists the configured templates, tasks to staff only', async () => {
    const kinds = async (staff: boolean) =>
      (await world.subscriptions.list({ ...actor, staff })).subscriptions.map((one) => one.kind);
    expect(await kinds(false)).toEqual(['progress', 'info']);
    expect(await kinds(true)).toEqual(['progress', 'info', 'task']);
  });

  it('counts a tap told by both sources once, whichever comes first', async () => {
    await taps();
    await pushed();
    expect(await remaining()).toBe(1);
    world.clock.advance(30);
    await pushed();
    await taps();
    expect(await remaining()).toBe(2);
  });

  it('counts each tap told by one source alone, and a repeated report once', async () => {
    await taps('tap-000001');
    await taps('tap-000001');
    expect(await remaining()).toBe(1);
    await taps('tap-000002');
    expect(await remaining()).toBe(2);
    await pushed();
    await pushed();
    expect(await remaining()).toBe(2);
    world.clock.advance(30);
    await pushed();
    expect(await remaining()).toBe(3);
  });

  it('counts a tap once when both sources tell it at the same moment', async () => {
    await Promise.all([taps(), pushed()]);
    expect(await remaining()).toBe(1);
  });

  it('a refusal in the dialog keeps what was granted; one on the card ends it', async () => {
    await taps();
    await taps(undefined, 'reject');
    expect(await remaining()).toBe(1);
    expect((await world.reach.of(actor.personId)).wechat).toBe('OK');
    const at = world.clock.now();
    await world.db.inTransaction((tx) =>
      world.subscriptions.refused(tx, { openid, templateId: template, at }),
    );
    expect(await remaining()).toBe(0);
    expect((await world.reach.of(actor.personId)).wechat).toBe('REFUSED');
    await taps();
    expect((await world.reach.of(actor.personId)).wechat).toBe('OK');
  });

  it('ban and filter add nothing; a long-term consent is not used up', async () => {
    await taps(undefined, 'filter');
    await taps(undefined, 'ban');
    expect(await remaining()).toBe(0);
    await taps(undefined, 'acceptWithAlert');
    expect((await world.subscriptions.list(actor)).subscriptions[0]).toMatchObject({ longTerm: true });
    await world.db.inTransaction((tx) =>
      world.credits.spend(tx, actor.personId, template, world.clock.now()),
    );
    expect((await world.reach.of(actor.personId)).wechat).toBe('OK');
  });

  it('refuses a template nobody configured, and stores none of that report', async () => {
    const report = { [template]: 'accept', unknown: 'accept' };
    await expect(world.subscriptions.taps(actor, report)).rejects.toMatchObject({
      code: 'SUBSCRIPTION_UNKNOWN',
    });
    expect(await remaining()).toBe(0);
  });

  it('notes that a message WeChat had taken did not go out after all', async () => {
    await world.accept('one', actor, 'progress');
    await world.tell(actor);
    await world.tick();
    const [row] = await world.wechatRows(actor);
    await world.db.inTransaction((tx) =>
      world.subscriptions.sent(tx, {
        openid,
        templateId: template,
        msgId: row?.msg_id ?? '',
        ok: false,
        status: 'failed:system failed',
      }),
    );
    expect(await world.wechatRows(actor)).toMatchObject([{ state: 'DEAD', error: 'failed:system failed' }]);
  });

  it('says UNBOUND of a person without WeChat', async () => {
    const { actor: nobody } = await world.person('three', false);
    expect(await world.reach.of(nobody.personId)).toEqual({ wechat: 'UNBOUND' });
  });
});

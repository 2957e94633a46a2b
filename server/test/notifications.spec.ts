import { type NotificationsWorld, notificationsWorld, TEMPLATE } from './notifications.setup';
import { ENGINES } from './spec-database';

const SEND = '/cgi-bin/message/subscribe/send';
let name = 0;
const fresh = () => {
  name += 1;
  return `person-${name}`;
};

describe.each(ENGINES)('notifications on %s', (_, url) => {
  let world: NotificationsWorld;
  beforeAll(async () => {
    world = await notificationsWorld(url);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.reset();
    await world.control.post('reset');
  });

  /** A person who has accepted messages of the kind. */
  async function subscriber(kind: 'progress' | 'info' | 'task' = 'progress') {
    const user = fresh();
    const { actor, openid } = await world.person(user);
    await world.accept(user, actor, kind);
    return { user, actor, openid };
  }

  it('delivers, keeps the exact message id and takes one credit', async () => {
    const { user, actor } = await subscriber();
    await world.tell(actor);
    expect(await world.wechatRows(actor)).toMatchObject([{ state: 'QUEUED' }]);
    expect(await world.tick()).toBe(1);
    const [sent] = await world.control.sent(user);
    expect(sent?.data).toEqual({
      character_string1: 'NQ20261122-0001',
      thing2: '楼道堆物',
      phrase3: '已受理',
      time4: '2026年11月22日 14:00',
      thing5: '热线办已受理,11月23日前派单',
    });
    expect(sent?.page).toBe('resident/order/index?id=ORDER');
    expect(await world.wechatRows(actor)).toEqual([{ state: 'SENT', error: null, msg_id: sent?.msgId }]);
    expect(await world.remaining(actor, 'progress')).toBe(0);
    expect(await world.attempts()).toEqual(['SENT']);
    expect(await world.jobs()).toEqual(['DONE']);
  });

  it('writes one inbox message each, whatever WeChat can do, and tells an event once', async () => {
    const { actor } = await world.person(fresh(), false);
    await world.tell(actor, { eventRef: 'E:1' });
    await world.tell(actor, { eventRef: 'E:1', phrase: '别的' });
    expect((await world.inbox.list(actor.personId, undefined, 10)).items).toMatchObject([
      { orderId: 'ORDER', phrase: '已受理', read: false },
    ]);
    expect(await world.wechatRows(actor)).toEqual([{ state: 'NO_CREDIT', error: 'UNBOUND', msg_id: null }]);
    expect(await world.jobs()).toEqual([]);
  });

  it('adds the missing recipient when an event is told again to more people', async () => {
    const { actor: first } = await world.person(fresh());
    const { actor: second } = await world.person(fresh());
    await world.tell(first, { eventRef: 'E:2' });
    await world.tell(first, {
      eventRef: 'E:2',
      recipients: [{ personId: first.personId }, { personId: second.personId }],
    });
    expect(await world.wechatRows(first)).toHaveLength(1);
    expect(await world.wechatRows(second)).toHaveLength(1);
    expect(await world.jobs()).toHaveLength(2);
  });

  it('says so where no template is configured, and where nothing was accepted', async () => {
    const { actor } = await world.person(fresh());
    await world.tell(actor, { templateKind: 'result' });
    await world.tell(actor);
    await world.tick();
    expect((await world.wechatRows(actor)).map((row) => [row.state, row.error])).toEqual([
      ['NO_CREDIT', 'NO_TEMPLATE'],
      ['NO_CREDIT', 'NO_CREDIT'],
    ]);
    expect(await world.reach.of(actor.personId)).toEqual({ wechat: 'NO_CREDIT', lastError: 'NO_CREDIT' });
    expect(await world.control.sent()).toEqual([]);
  });

  it('43101: the credit is gone, the message refused, nothing is tried again', async () => {
    const { actor } = await world.person(fresh());
    // Only our ledger believes in this credit.
    await world.subscriptions.taps(actor, { [TEMPLATE.progress]: 'accept' });
    await world.tell(actor);
    await world.tick();
    expect(await world.wechatRows(actor)).toMatchObject([{ state: 'REFUSED', error: '43101' }]);
    expect(await world.remaining(actor, 'progress')).toBe(0);
    expect(await world.reach.of(actor.personId)).toEqual({ wechat: 'REFUSED', lastError: '43101' });
    expect(await world.jobs()).toEqual(['DONE']);
  });

  it('47003: given up at once, visible, without using the credit', async () => {
    const { actor } = await subscriber();
    await world.control.fault(SEND, { errcode: 47003 });
    await world.tell(actor);
    await world.tick();
    expect(await world.wechatRows(actor)).toMatchObject([
      { state: 'DEAD', error: expect.stringMatching(/^47003/) },
    ]);
    expect(await world.jobs()).toEqual(['DEAD']);
    expect(await world.remaining(actor, 'progress')).toBe(1);
  });

  it('43108 and a busy WeChat: tried again until it goes out, once', async () => {
    const { user, actor } = await subscriber();
    await world.control.fault(SEND, { errcode: 43108 });
    await world.control.fault(SEND, { errcode: -1 });
    await world.tell(actor);
    await world.tick();
    expect(await world.wechatRows(actor)).toMatchObject([{ state: 'QUEUED', error: '43108' }]);
    for (let pass = 0; pass < 2; pass += 1) {
      world.clock.advance(5);
      await world.tick();
    }
    expect(await world.wechatRows(actor)).toMatchObject([{ state: 'SENT' }]);
    expect(await world.attempts()).toEqual(['FAILED', 'FAILED', 'SENT']);
    expect(await world.control.sent(user)).toHaveLength(1);
  });

  it('45168: the second try says nothing that could be improper', async () => {
    const { user, actor } = await subscriber();
    await world.control.fault(SEND, { errcode: 45168 });
    await world.tell(actor);
    await world.tick();
    const [sent] = await world.control.sent(user);
    expect(sent?.data.thing5).toBe('办理有新进展,请点开查看');
    expect(await world.wechatRows(actor)).toMatchObject([{ state: 'SENT' }]);
  });

  it('delivered but the answer lost: a courtesy message is never sent twice', async () => {
    const { user, actor } = await subscriber('progress');
    await world.control.fault(SEND, { dropAfter: true });
    await world.tell(actor);
    await world.tick();
    expect(await world.wechatRows(actor)).toMatchObject([{ state: 'UNKNOWN' }]);
    world.clock.advance(60);
    await world.tick();
    expect(await world.control.sent(user)).toHaveLength(1);
    expect(await world.jobs()).toEqual(['HELD']);
  });

  it('delivered but the answer lost: a message with a date goes out once more after 10 minutes, and no more', async () => {
    const { user, actor } = await subscriber('info');
    for (let tap = 0; tap < 3; tap += 1) await world.accept(user, actor, 'info');
    await world.control.fault(SEND, { dropAfter: true }, 5);
    await world.tell(actor, { templateKind: 'info' });
    await world.tick();
    world.clock.advance(9);
    expect(await world.tick()).toBe(0);
    for (let pass = 0; pass < 3; pass += 1) {
      world.clock.advance(60);
      await world.tick();
    }
    expect(await world.control.sent(user)).toHaveLength(2);
    expect(await world.attempts()).toEqual(['UNKNOWN', 'UNKNOWN']);
    expect(await world.jobs()).toEqual(['HELD']);
  });

  it('a worker lost before the call is replaced; one lost during the call leaves the outcome open', async () => {
    const { user, actor } = await subscriber();
    await world.tell(actor);
    await world.tell(actor);
    await world.accept(user, actor, 'progress');
    const [first] = await world.db.read<{ id: string }>(
      `SELECT id FROM notice WHERE recipient_id = ? AND channel = 'WECHAT' ORDER BY id`,
      [actor.personId],
    );
    // What a kill leaves behind: both jobs leased, the first with its call under way.
    await world.db.inTransaction(async (tx) => {
      await tx.execute(
        `UPDATE outbox SET state = 'SENDING', attempts = 1, lease_token = 'lost', lease_until = ?`,
        [world.clock.now()],
      );
      await world.sends.begin(tx, first?.id ?? '', world.clock.now());
    });
    world.clock.advance(2);
    for (let pass = 0; pass < 3; pass += 1) await world.tick();
    expect((await world.wechatRows(actor)).map((row) => row.state)).toEqual(['UNKNOWN', 'SENT']);
    expect(await world.control.sent(user)).toHaveLength(1);
    expect(await world.jobs()).toEqual(['HELD', 'DONE']);
  });

  it('sends the messages of one person one after the other, also from two workers', async () => {
    const { user, actor } = await subscriber();
    for (let at = 0; at < 4; at += 1) await world.accept(user, actor, 'progress');
    for (let at = 0; at < 5; at += 1) await world.tell(actor);
    await Promise.all([world.tick(), world.tick()]);
    expect((await world.wechatRows(actor)).map((row) => row.state)).toEqual(Array(5).fill('SENT'));
    expect(await world.remaining(actor, 'progress')).toBe(0);
  });

  it('sends any number after one consent to a long-term template, and nothing it cannot fill truthfully', async () => {
    const { user, actor } = await subscriber('task');
    const task = (phrase: string) => world.tell(actor, { templateKind: 'task', phrase });
    for (const phrase of ['已派单', '已答复', '新任务']) {
      await task(phrase);
      await world.tick();
    }
    expect((await world.control.sent(user)).map((sent) => sent.data.enum_string3)).toEqual([
      '已派单',
      '已答复',
    ]);
    expect((await world.wechatRows(actor)).map((row) => row.state)).toEqual(['SENT', 'SENT', 'DEAD']);
    expect((await world.subscriptions.list({ ...actor, staff: true })).subscriptions.at(-1)).toMatchObject({
      longTerm: true,
    });
  });

  it('keeps personal data out of the outbox', async () => {
    const { actor, openid } = await subscriber();
    await world.tell(actor);
    const rows = await world.db.read<{ payload: string }>('SELECT payload FROM outbox');
    expect(rows[0]?.payload).toContain('NQ20261122-0001');
    expect(rows[0]?.payload).not.toContain(openid);
  });
});

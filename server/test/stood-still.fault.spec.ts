import { demoOpenid, type SubscriptionsAnswer } from '@yihu/shared';
import sharp from 'sharp';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { SendsStore } from '../src/modules/notifications/sends.store';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { AppError } from '../src/platform/errors';
import { newId } from '../src/platform/ids';
import { OutboxWorker } from '../src/platform/outbox';
import { OutboxStore } from '../src/platform/outbox/outbox.store';
import { startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { orderAt } from './walk';

const WORKER = 'grid-zhang';

describe.each(ENGINES)('a process that stands still, on %s (F21)', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    for (const [code, kind, taps] of [
      [WORKER, 'task', 5],
      ['li', 'progress', 9],
    ] as const) {
      const person = await app.as(code);
      await app.wechat.post('users', { name: code, openid: demoOpenid(code) });
      const { subscriptions } = await person.ok<SubscriptionsAnswer>('GET', '/api/subscriptions');
      const id = subscriptions.find((each) => each.kind === kind)?.templateId ?? '';
      for (let tap = 0; tap < taps; tap += 1) {
        await app.wechat.accept(demoOpenid(code), id);
        await person.ok('POST', '/api/subscriptions/taps', { tapId: newId(), results: { [id]: 'accept' } });
      }
    }
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => app.close());

  const tick = () => app.app.get(OutboxWorker).tick(app.clock.now());
  const about = async (orderId: string) =>
    (await app.wechat.sent(demoOpenid(WORKER))).filter((message) => message.page?.includes(orderId));

  it('between taking a message and sending it: another sends it, the first one learns in time', async () => {
    await app.settle();
    let wake: () => void = () => undefined;
    const asleep = new Promise<void>((done) => {
      wake = done;
    });
    let sleepers = 0;
    const { find } = SendsStore.prototype;
    jest.spyOn(SendsStore.prototype, 'find').mockImplementation(async function (this: SendsStore, id) {
      const notice = await find.call(this, id);
      // Everything the first worker took is read, and then its process stands still.
      if (app.clock.now() < stillUntil) {
        sleepers += 1;
        await asleep;
      }
      return notice;
    });
    const stillUntil = app.clock.pass(1);
    app.clock.pass(-1);
    const orderId = await orderAt(app, 'DISPATCHED');
    const stalled = tick();
    while (sleepers === 0) await new Promise((done) => setTimeout(done, 5));
    app.clock.pass(2);
    await app.settle();
    expect(await about(orderId)).toHaveLength(1);
    wake();
    await stalled;
    await app.settle();
    expect(await about(orderId)).toHaveLength(1);
    await app.app.get(AuditSealer).tick(app.clock.now());
    expect(await app.app.get(InvariantsService).run(app.clock.now())).toEqual([]);
  });

  it('killed after WeChat’s answer was lost and before the job was settled: a courtesy is not sent again', async () => {
    await app.settle();
    await app.wechat.fault('/cgi-bin/message/subscribe/send', { dropAfter: true }, 3);
    const orderId = await orderAt(app, 'DISPATCHED');
    const settle = jest.spyOn(OutboxStore.prototype, 'settle').mockRejectedValue(new Error('killed'));
    await tick();
    settle.mockRestore();
    for (let minute = 0; minute < 30; minute += 1) {
      app.clock.pass(1);
      await app.settle();
    }
    const messages = (await app.wechat.sent(demoOpenid('li'))).filter((each) => each.page?.includes(orderId));
    const words = messages.map((each) => JSON.stringify(each.data));
    expect(words.length).toBeGreaterThan(0);
    expect(new Set(words).size).toBe(words.length);
  });

  it('the database away at the moment the message is out: it is not sent again', async () => {
    await app.settle();
    const orderId = await orderAt(app, 'DISPATCHED');
    const down = new AppError('UNAVAILABLE');
    const away = jest.spyOn(SendsStore.prototype, 'markSent').mockRejectedValue(down);
    await tick();
    away.mockRestore();
    const unsure = await app.db.read(`SELECT id FROM notice WHERE state = 'SENDING' AND order_id = ?`, [
      orderId,
    ]);
    expect(unsure).toHaveLength(3);
    for (let minute = 0; minute < 30; minute += 1) {
      app.clock.pass(1);
      await app.settle();
    }
    const li = (await app.wechat.sent(demoOpenid('li'))).filter((each) => each.page?.includes(orderId));
    expect(li).toHaveLength(2);
    expect(new Set(li.map((each) => JSON.stringify(each.data))).size).toBe(2);
    // A task is worth one resend when nobody knows.
    expect((await about(orderId)).length).toBeLessThanOrEqual(2);
  });

  it('a large photo is decoded elsewhere: others are answered meanwhile', async () => {
    const li = await app.as('li');
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const large = await sharp({
      create: { width: 2000, height: 1500, channels: 3, background: 'white', noise },
    })
      .jpeg({ quality: 70 })
      .toBuffer();
    let isOver = false;
    const upload = li.upload(newId(), 'REPORT', large).finally(() => {
      isOver = true;
    });
    let answered = 0;
    while (!isOver) {
      expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
      answered += 1;
    }
    expect(await upload).toMatch(/^[0-9A-Z]{26}$/);
    expect(answered).toBeGreaterThan(3);
  });
});

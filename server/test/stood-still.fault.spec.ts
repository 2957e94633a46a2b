import { demoOpenid, type SubscriptionsAnswer } from '@yihu/shared';
import sharp from 'sharp';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { SendsStore } from '../src/modules/notifications/sends.store';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { newId } from '../src/platform/ids';
import { OutboxWorker } from '../src/platform/outbox';
import { startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { orderAt } from './walk';

const WORKER = 'grid-zhang';

describe.each(ENGINES)('a process that stands still, on %s (F21)', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    const zhang = await app.as(WORKER);
    await app.wechat.post('users', { name: WORKER, openid: demoOpenid(WORKER) });
    const { subscriptions } = await zhang.ok<SubscriptionsAnswer>('GET', '/api/subscriptions');
    const task = subscriptions.find((each) => each.kind === 'task')?.templateId ?? '';
    for (let tap = 0; tap < 4; tap += 1) {
      await app.wechat.accept(demoOpenid(WORKER), task);
      await zhang.ok('POST', '/api/subscriptions/taps', { tapId: newId(), results: { [task]: 'accept' } });
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

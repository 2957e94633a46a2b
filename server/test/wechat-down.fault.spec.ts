import { demoOpenid, type SubscriptionsAnswer } from '@yihu/shared';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { newId } from '../src/platform/ids';
import { startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { inbox, orderAt } from './walk';

const SEND = '/cgi-bin/message/subscribe/send';
const HTML = '<html><body>系统维护中</body></html>';
/** Longer than the client's patience below. */
const TOO_LATE_MS = 400;
const HOUR = 60;

interface Case {
  name: string;
  fault: Record<string, unknown>;
  times: number;
  /** Of her first message right after it, and when everything was tried again for a day. */
  first: string;
  later: string;
  /** Messages that arrived at WeChat in the end. */
  arrived: number;
}

/** 诉求办理进度 is a courtesy: where nobody knows whether it went out, it is not sent again. */
const CASES: readonly Case[] = [
  { name: 'no fault', fault: { delayMs: 0 }, times: 1, first: 'SENT', later: 'SENT', arrived: 2 },
  { name: '-1', fault: { errcode: -1 }, times: 2, first: 'QUEUED', later: 'SENT', arrived: 2 },
  { name: '40001 once', fault: { errcode: 40001 }, times: 1, first: 'SENT', later: 'SENT', arrived: 2 },
  { name: '42001 again', fault: { errcode: 42001 }, times: 2, first: 'QUEUED', later: 'SENT', arrived: 2 },
  { name: '43101', fault: { errcode: 43101 }, times: 1, first: 'REFUSED', later: 'REFUSED', arrived: 0 },
  { name: '45009', fault: { errcode: 45009 }, times: 1, first: 'QUEUED', later: 'SENT', arrived: 2 },
  { name: '47003', fault: { errcode: 47003 }, times: 1, first: 'DEAD', later: 'DEAD', arrived: 1 },
  { name: '502', fault: { status: 502 }, times: 1, first: 'UNKNOWN', later: 'UNKNOWN', arrived: 1 },
  { name: 'an HTML page', fault: { html: HTML }, times: 1, first: 'UNKNOWN', later: 'UNKNOWN', arrived: 1 },
  {
    name: 'too late',
    fault: { delayMs: TOO_LATE_MS },
    times: 1,
    first: 'UNKNOWN',
    later: 'UNKNOWN',
    arrived: 2,
  },
  {
    name: 'answer lost',
    fault: { dropAfter: true },
    times: 1,
    first: 'UNKNOWN',
    later: 'UNKNOWN',
    arrived: 2,
  },
];

describe.each(ENGINES)('a journey while WeChat fails, on %s (F10)', (_, serverUrl) => {
  let app: TestApp;
  let progressId: string;
  beforeEach(async () => {
    app = await startApp(serverUrl, { env: { WX_TIMEOUT_MS: '150' } });
    await accept();
  });
  afterEach(() => app.close());

  /** 李阿姨 lets two progress messages through: of acceptance and of dispatch. */
  async function accept(): Promise<void> {
    const li = await app.as('li');
    await app.wechat.post('users', { name: '李阿姨', openid: demoOpenid('li') });
    const { subscriptions } = await li.ok<SubscriptionsAnswer>('GET', '/api/subscriptions');
    progressId = subscriptions.find((each) => each.kind === 'progress')?.templateId ?? '';
    for (let tap = 0; tap < 2; tap += 1) {
      await app.wechat.accept(demoOpenid('li'), progressId);
      await li.ok('POST', '/api/subscriptions/taps', { tapId: newId(), results: { [progressId]: 'accept' } });
    }
  }

  const firstMessage = async (orderId: string) => {
    const { personId } = await app.as('li');
    const rows = await app.db.read<{ state: string }>(
      "SELECT state FROM notice WHERE order_id = ? AND recipient_id = ? AND channel = 'WECHAT' ORDER BY id LIMIT 1",
      [orderId, personId],
    );
    return rows[0]?.state;
  };

  it.each(CASES)('$name: message $first, then $later; the order goes on', async (it) => {
    await app.wechat.fault(SEND, it.fault, it.times);
    const orderId = await orderAt(app, 'DISPATCHED');
    await app.settle();
    expect(await firstMessage(orderId)).toBe(it.first);
    for (let hour = 0; hour < 25; hour += 1) {
      app.clock.pass(HOUR);
      await app.settle();
    }
    expect(await firstMessage(orderId)).toBe(it.later);
    expect(await app.wechat.sent(demoOpenid('li'))).toHaveLength(it.arrived);
    expect(await inbox(await app.as('li'), orderId)).not.toEqual([]);
    const signed = await (await app.as('grid-zhang')).act(orderId, 'sign');
    expect(signed.state).toBe('IN_PROGRESS');
  });

  it('every endpoint at once, all the time: the order is closed, everything is in the inbox', async () => {
    await app.wechat.fault('*', { status: 503 }, 100_000);
    const orderId = await orderAt(app, 'CLOSED');
    for (let minutes = 0; minutes < 5; minutes += 1) {
      app.clock.pass(minutes);
      await app.settle();
    }
    expect((await (await app.as('li')).view(orderId)).state).toBe('CLOSED');
    expect((await inbox(await app.as('li'), orderId)).length).toBeGreaterThan(1);
    // The jobs are off here; the chain is not what is looked at.
    await app.app.get(AuditSealer).tick(app.clock.now());
    const broken = await app.app.get(InvariantsService).run(app.clock.now());
    expect(broken).toEqual([]);
  });
});

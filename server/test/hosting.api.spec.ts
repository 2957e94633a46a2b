import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receipt } from '@yihu/shared';
import S3rver from 's3rver';
import { RATE_LIMITS } from '../src/platform/rate-limit';
import { file, filing, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';

const TOKEN = 'metrics-token-of-the-tests-0001';

interface Refusal {
  error: { code: string; message: string; details: { seconds: number } };
}

describe.each(ENGINES)('limits on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_RATE_LIMITS: 'on', TRUSTED_PROXIES: '127.0.0.1' } });
  });
  afterAll(() => app.close());

  it('takes ten filings an hour from a person, also when they come at once, and says when the next may come', async () => {
    const wang = await app.as('wang');
    const [hour] = RATE_LIMITS.submit.windows;
    const answers = await Promise.all(
      Array.from({ length: hour.count + 5 }, () =>
        wang.call<Refusal>('POST', '/api/orders', filing(app.streetId)),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(hour.count);
    const refused = answers.filter((answer) => answer.status === 429);
    expect(refused).toHaveLength(5);
    const error = refused[0]?.body.error;
    expect(error?.code).toBe('TOO_MANY_REQUESTS');
    expect(error?.details.seconds).toBe(3600);
    expect(error?.message).toBe('操作太频繁,请 3600 秒后再试');
    expect(refused[0]?.headers.get('retry-after')).toBe('3600');
    const [row] = await app.db.read<{ n: number }>('SELECT COUNT(*) AS n FROM work_order');
    expect(Number(row?.n)).toBe(hour.count);
  });

  it('never refuses the repeat of a draft that is filed, and lets others file', async () => {
    const wang = await app.as('wang');
    expect(await wang.refused('POST', '/api/orders', filing(app.streetId))).toBe('TOO_MANY_REQUESTS');
    const li = await app.as('li');
    const draft = filing(app.streetId);
    const first = await li.ok<Receipt>('POST', '/api/orders', draft);
    for (let n = 0; n < 12; n += 1) {
      expect((await li.ok<Receipt>('POST', '/api/orders', draft)).orderNo).toBe(first.orderNo);
    }
    expect(await li.refused('POST', '/api/orders', filing(app.streetId))).toBe('none');
  });

  it('opens again with the next hour and ends with the day', async () => {
    const wang = await app.as('wang');
    const outcomes: string[] = [];
    for (let hour = 0; hour < 3; hour += 1) {
      app.clock.pass(60);
      for (let n = 0; n < 11; n += 1)
        outcomes.push(await wang.refused('POST', '/api/orders', filing(app.streetId)));
    }
    expect(outcomes.filter((code) => code === 'none')).toHaveLength(20);
    expect(new Set(outcomes)).toEqual(new Set(['none', 'TOO_MANY_REQUESTS']));
  });

  it('shows thirty phone numbers an hour to one handler', async () => {
    const { orderId } = await file(app, 'li');
    const zhang = await app.as('grid-zhang');
    const reveal = () => zhang.refused('POST', `/api/orders/${orderId}/contact`, { reason: '回电核实' });
    const codes: string[] = [];
    for (let n = 0; n < 31; n += 1) codes.push(await reveal());
    expect(codes.filter((code) => code === 'none')).toHaveLength(30);
    expect(codes.at(-1)).toBe('TOO_MANY_REQUESTS');
  });

  it('counts sign-ins by the address the trusted hop names', async () => {
    const signIn = (address: string) =>
      fetch(`${app.url}/api/session/demo`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify({ code: 'nobody' }),
      }).then((answer) => answer.status);
    const { count } = RATE_LIMITS.signIn.windows[0];
    for (let n = 0; n < count; n += 1) await signIn('203.0.113.7');
    expect(await signIn('203.0.113.7')).toBe(429);
    // A made-up hop in front of the one the proxy saw changes nothing.
    expect(await signIn('198.51.100.1, 203.0.113.7')).toBe(429);
    expect(await signIn('203.0.113.8')).not.toBe(429);
  });
});

describe('hosting', () => {
  it('keeps photos in an S3-compatible store when one is named, and shows them from there', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yihu-s3-'));
    const store = new S3rver({
      port: 0,
      address: '127.0.0.1',
      silent: true,
      directory: folder,
      configureBuckets: [{ name: 'yihu', configs: [] }],
    });
    const { port } = await store.run();
    const app = await startApp(null, {
      env: {
        BLOB_S3_ENDPOINT: `http://127.0.0.1:${port}`,
        BLOB_S3_BUCKET: 'yihu',
        BLOB_S3_KEY_ID: 'S3RVER',
        BLOB_S3_SECRET: 'S3RVER',
      },
    });
    const li = await app.as('li');
    const draft = filing(app.streetId);
    const photoId = await li.upload(draft.draftId);
    const { orderId } = await li.ok<Receipt>('POST', '/api/orders', { ...draft, photoIds: [photoId] });
    const [shown] = (await li.view(orderId)).photos;
    const picture = await fetch(`${app.url}${shown?.url}`);
    expect(picture.headers.get('content-type')).toBe('image/jpeg');
    expect((await picture.arrayBuffer()).byteLength).toBeGreaterThan(500);
    const kept = readdirSync(join(folder, 'yihu'), { recursive: true, encoding: 'utf8' });
    expect(kept.filter((name) => /[0-9a-f]{64}\.jpg/.test(name)).length).toBeGreaterThan(0);
    await app.close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('believes no forwarded address unless its hop is named', async () => {
    const app = await startApp(null, { env: { YIHU_RATE_LIMITS: 'on' } });
    const { count } = RATE_LIMITS.lookUp.windows[0];
    const look = (n: number) =>
      fetch(`${app.url}/api/places/codes/NQ-DX-01`, {
        headers: { 'x-forwarded-for': `203.0.113.${n % 250}` },
      });
    const statuses: number[] = [];
    for (let n = 0; n <= count; n += 1) statuses.push((await look(n)).status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(count);
    expect(statuses.at(-1)).toBe(429);
    await app.close();
  });

  it('sends the headers everywhere, and HSTS where people come by https', async () => {
    const app = await startApp(null, { env: { YIHU_PUBLIC_URL: 'https://12345.example.gov.cn' } });
    const wanted = {
      'content-security-policy':
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(self), geolocation=(self), microphone=(self), payment=(), usb=()',
      'referrer-policy': 'no-referrer',
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
    };
    for (const path of ['/healthz', '/api/streets', '/api/me', '/nowhere', '/api/%zz']) {
      const { headers } = await fetch(`${app.url}${path}`);
      expect({
        path,
        ...Object.fromEntries(Object.keys(wanted).map((name) => [name, headers.get(name)])),
      }).toEqual({
        path,
        ...wanted,
      });
      expect(headers.get('server')).toBeNull();
      expect(headers.get('x-powered-by')).toBeNull();
    }
    await app.close();
  });
});

describe.each(ENGINES)('metrics on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { METRICS_TOKEN: TOKEN } });
  });
  afterAll(() => app.close());

  const scrape = (authorization?: string) =>
    fetch(`${app.url}/metrics`, authorization === undefined ? {} : { headers: { authorization } });

  it('are there for the token only', async () => {
    for (const header of [undefined, 'Bearer wrong', TOKEN, `Bearer ${TOKEN}x`]) {
      expect((await scrape(header)).status).toBe(404);
    }
    const answer = await scrape(`Bearer ${TOKEN}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain');
  });

  it('count requests by template, actions by state, jobs and lag; never an id', async () => {
    const { orderId } = await file(app, 'li');
    await (await app.as('grid-zhang')).act(orderId, 'sign');
    app.clock.pass(60 * 24 * 10);
    const text = await (await scrape(`Bearer ${TOKEN}`)).text();
    expect(text).toContain(
      'yihu_http_request_seconds_count{method="POST",route="/api/orders",status="200"} 1',
    );
    expect(text).toContain(
      'yihu_order_transitions_total{event="order.submitted",from="NONE",to="SUBMITTED"} 1',
    );
    expect(text).toContain(
      'yihu_order_transitions_total{event="order.signed",from="DISPATCHED",to="IN_PROGRESS"} 1',
    );
    expect(text).toMatch(/yihu_outbox_jobs\{state="READY"\} [1-9]/);
    expect(text).toMatch(/yihu_outbox_oldest_seconds 86[0-9]{4}/);
    expect(text).toMatch(/yihu_sweep_lag_seconds [1-9]\d+/);
    expect(text).toContain('yihu_clocks_awaiting_calendar 0');
    expect(text).toMatch(/yihu_event_loop_lag_seconds\{quantile="99"\} \d/);
    if (serverUrl !== null) expect(text).toMatch(/yihu_db_pool_connections\{kind="free"\} [1-9]/);
    expect(text).not.toContain(orderId);
    expect(text).not.toMatch(/[0-9A-HJKMNP-TV-Z]{26}/);
  });

  it('say how long a due light has waited, until somebody sweeps', async () => {
    for (let n = 0; n < 10 && (await app.sweep()) > 0; n += 1);
    expect(await (await scrape(`Bearer ${TOKEN}`)).text()).toContain('yihu_sweep_lag_seconds 0');
  });
});

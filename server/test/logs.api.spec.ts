import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoOpenid, type Receipt } from '@yihu/shared';
import { DEMO_PERSONS } from '../src/seed';
import { filing, startApp, type TestApp } from './harness';
import { REPLY } from './walk';

const PHONE = '13855512345';
const CITIZEN = '340104199001011234';
const TEXT = `三号楼消防通道被电动车堵住了。我叫李桂芳,住3栋502,电话${PHONE},身份证${CITIZEN}`;

interface Line {
  msg: string;
  [fact: string]: unknown;
}

describe('the log of a whole order', () => {
  let app: TestApp;
  let folder: string;
  let printed = '';
  const tokens: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yihu-log-'));
    for (const stream of [process.stdout, process.stderr]) {
      jest.spyOn(stream, 'write').mockImplementation((chunk) => {
        printed += String(chunk);
        return true;
      });
    }
    app = await startApp(null, { env: { LOG_LEVEL: 'debug', YIHU_LOG_FILE: join(folder, 'log') } });
    await journey(app, tokens);
  });
  afterAll(async () => {
    jest.restoreAllMocks();
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const logged = () => (existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '');
  const lines = (): Line[] =>
    logged()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line);

  it('has one line for each request: method, route template, status, time, request id', () => {
    const requests = lines().filter((line) => line.msg === 'request');
    expect(requests.length).toBeGreaterThan(10);
    for (const line of requests) {
      expect(Object.keys(line).sort()).toEqual(
        ['level', 'method', 'ms', 'msg', 'requestId', 'route', 'status', 'time'].sort(),
      );
    }
    const routes = new Set(requests.map((line) => line.route));
    expect(routes).toContain('/api/orders/:id/actions/:action');
    expect(routes).toContain('unmatched');
  });

  it('tells of errors without their values', () => {
    const failed = lines().filter((line) => line.msg === 'request.failed');
    expect(failed.length).toBeGreaterThan(0);
    expect(JSON.stringify(failed)).toContain('SQLITE_ERROR');
  });

  it('names nobody: no phone, id number, name, openid, text or token, whatever went wrong', async () => {
    const all = logged() + printed;
    const ids = await app.db.read<{ order_no: string }>('SELECT order_no FROM work_order');
    expect(ids.length).toBeGreaterThan(0);
    const secrets = [
      PHONE,
      CITIZEN,
      '李桂芳',
      '3栋502',
      '消防通道',
      '丁香家园',
      REPLY,
      ...DEMO_PERSONS.flatMap(({ name, code }) => [name, demoOpenid(code)]),
      ...tokens,
    ];
    expect(tokens.length).toBeGreaterThan(2);
    expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
    expect(all).not.toMatch(/(?<![\dA-Z])1[3-9]\d{9}(?!\d)/);
    expect(all).not.toMatch(/(?<!\d)\d{17}[\dXx](?!\d)/);
    expect(all).not.toMatch(/Bearer|access_token|session_key|openid/);
  });
});

/** Files, handles, approves, reveals and rates, and goes wrong on the way in every manner at hand. */
async function journey(app: TestApp, tokens: string[]): Promise<void> {
  const keep = async (code: string) => {
    const answer = await fetch(`${app.url}/api/session/demo`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    tokens.push(((await answer.json()) as { token: string }).token);
  };
  for (const code of ['li', 'grid-zhang', 'desk-chen']) await keep(code);
  const [li, zhang, chen] = [await app.as('li'), await app.as('grid-zhang'), await app.as('desk-chen')];
  const draft = filing(app.streetId, { text: TEXT, classCode: '010102' });
  await li.upload(draft.draftId);
  const { orderId } = await li.ok<Receipt>('POST', '/api/orders', draft);
  await app.settle();
  await zhang.act(orderId, 'sign');
  await zhang.ok('POST', `/api/orders/${orderId}/contact`, { reason: `给${PHONE}回电` });
  expect(await zhang.actRefused(orderId, 'reply', { outcome: 'SOLVED', publicText: TEXT })).not.toBe('none');
  await zhang.act(orderId, 'reply', { outcome: 'SOLVED', publicText: REPLY });
  await chen.act(orderId, 'approve', { publicText: REPLY });
  await app.settle();
  await li.act(orderId, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' });
  // What should not have been asked: personal data in addresses, broken bodies, foreign tokens.
  await li.call('GET', `/api/orders/${PHONE}`);
  await li.call('GET', `/api/nowhere/${PHONE}?name=${encodeURIComponent('李桂芳')}`);
  await li.call('POST', '/api/orders', { ...draft, surprise: PHONE });
  await fetch(`${app.url}/api/orders/mine`, { headers: { authorization: `Bearer ${PHONE.repeat(3)}` } });
  await fetch(`${app.url}/api/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens[0]}` },
    body: `{"text": "${TEXT}"`,
  });
  await app.sweep();
  // The database fails in the middle of a filing.
  await app.db.inTransaction((tx) => tx.execute('ALTER TABLE order_private RENAME TO order_private_gone'));
  expect(await li.refused('POST', '/api/orders', filing(app.streetId, { text: TEXT }))).toBe('INTERNAL');
  await app.db.inTransaction((tx) => tx.execute('ALTER TABLE order_private_gone RENAME TO order_private'));
}

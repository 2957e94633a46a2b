import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demoOpenid, type Receipt, type SubscriptionsAnswer, toInstant } from '@yihu/shared';
import { DataSource } from 'typeorm';
import { Env } from '../src/config/env';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { runOps } from '../src/ops';
import { newId } from '../src/platform/ids';
import { filing, photo, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders } from './walk';

const WORKER = 'grid-zhang';

/** Phones and people live on after the backup; then the backup is all there is (F20). */
describe.each(ENGINES)('restored from last night on %s (F20)', (_, serverUrl) => {
  let before: TestApp;
  let after: TestApp;
  let folder: string;
  let databaseName = '';
  const draft = filing('', { classCode: AT_GRID });
  const photos: Buffer[] = [];
  const receipts: Receipt[] = [];
  let early: Receipt;
  let lost: Receipt;
  let oldToken: string;
  let restoreSaid = '';

  async function onServer(sql: string): Promise<void> {
    const source = await new DataSource({ type: 'mysql', url: serverUrl ?? '' }).initialize();
    await source.query(sql).finally(() => source.destroy());
  }
  async function ops(args: string[], env: Record<string, string>): Promise<{ code: number; said: string }> {
    let said = '';
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      said += String(text);
      return true;
    });
    const code = await runOps(args, { YIHU_SECRET_KEY: SECRET, LOG_LEVEL: 'fatal', ...env });
    write.mockRestore();
    return { code, said };
  }
  const SECRET = Buffer.alloc(32, 7).toString('base64');
  const file = async (app: TestApp, code: string) => {
    const body = filing(app.streetId, { classCode: AT_GRID });
    const receipt = await (await app.as(code)).ok<Receipt>('POST', '/api/orders', body);
    receipts.push(receipt);
    return receipt;
  };
  const told = (app: TestApp) => app.wechat.sent(demoOpenid(WORKER));

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yihu-drill-'));
    // Ids carry the true time, so the drill takes place now.
    before = await startApp(serverUrl, { now: toInstant(Date.now()) });
    const zhang = await before.as(WORKER);
    await before.wechat.post('users', { name: WORKER, openid: demoOpenid(WORKER) });
    const { subscriptions } = await zhang.ok<SubscriptionsAnswer>('GET', '/api/subscriptions');
    const task = subscriptions.find((each) => each.kind === 'task')?.templateId ?? '';
    for (let tap = 0; tap < 3; tap += 1) {
      await before.wechat.accept(demoOpenid(WORKER), task);
      await zhang.ok('POST', '/api/subscriptions/taps', { tapId: newId(), results: { [task]: 'accept' } });
    }
    // Its message waits in the outbox while the backup is made, and goes out afterwards.
    early = await file(before, 'li');
    const { dataDir, databaseUrl } = before.app.get(Env);
    const here = { YIHU_DATA_DIR: dataDir, ...(databaseUrl === null ? {} : { DATABASE_URL: databaseUrl }) };
    const made = await ops(['backup', join(folder, 'backup')], here);
    if (made.code !== 0) throw new Error(made.said);
    await before.settle();

    const li = await before.as('li');
    oldToken = await li.token();
    draft.streetId = before.streetId;
    for (let n = 0; n < 2; n += 1) photos.push(await photo());
    for (const bytes of photos) draft.photoIds.push(await li.upload(draft.draftId, 'REPORT', bytes));
    lost = await li.ok<Receipt>('POST', '/api/orders', draft);
    receipts.push(lost);
    await file(before, 'li');
    await zhang.act(early.orderId, 'sign');
    await before.settle();

    const target: Record<string, string> = { YIHU_DATA_DIR: join(folder, 'restored') };
    if (serverUrl !== null) {
      databaseName = `drill_${newId().toLowerCase()}`;
      await onServer(`CREATE DATABASE ${databaseName} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`);
      target.DATABASE_URL = Object.assign(new URL(serverUrl), { pathname: `/${databaseName}` }).href;
    }
    const restored = await ops(['restore', join(folder, 'backup'), '--verify'], target);
    restoreSaid = restored.said;
    if (restored.code !== 0) throw new Error(restored.said);
    after = await startApp(serverUrl, { now: toInstant(Date.now()), env: target });
  });
  afterAll(async () => {
    await before?.close();
    await after?.close();
    if (databaseName !== '') await onServer(`DROP DATABASE ${databaseName}`);
    rmSync(folder, { recursive: true, force: true });
  });

  it('ends every session: none that was killed since comes alive again', async () => {
    const answer = await fetch(`${after.url}/api/orders/${early.orderId}`, {
      headers: { authorization: `Bearer ${oldToken}` },
    });
    expect(answer.status).toBe(401);
    expect(restoreSaid).toContain('请大家重新登录');
    expect((await (await after.as('li')).view(early.orderId)).orderNo).toBe(early.orderNo);
  });

  it('tells the phone that its order lies after the restore, and a stranger’s id is just not there', async () => {
    const li = await after.as('li');
    const answer = await li.call<{ error: { code: string; message: string } }>(
      'GET',
      `/api/orders/${lost.orderId}`,
    );
    expect([answer.status, answer.body.error.code]).toEqual([410, 'ORDER_LOST_IN_RESTORE']);
    expect(answer.body.error.message).toContain('请重新提交');
    expect(await li.actRefused(lost.orderId, 'withdraw', { reasonCode: 'SOLVED' })).toBe(
      'ORDER_LOST_IN_RESTORE',
    );
    for (const unknown of ['01KAJ0000000000000000ZZZZZ', newId(), '7ZZZZZZZZZZZZZZZZZZZZZZZZZ'])
      expect(await li.refused('GET', `/api/orders/${unknown}`)).toBe('NOT_FOUND');
  });

  it('files the same draft anew under a number no receipt has, once; its photos are asked for again', async () => {
    const li = await after.as('li');
    expect(await li.refused('POST', '/api/orders', draft)).toBe('ATTACHMENT_MISSING');
    const photoIds: string[] = [];
    for (const bytes of photos) photoIds.push(await li.upload(draft.draftId, 'REPORT', bytes));
    const taps = await Promise.all(
      [1, 2, 3].map(() => li.ok<Receipt>('POST', '/api/orders', { ...draft, photoIds })),
    );
    const again = taps[0];
    expect(new Set(taps.map((each) => `${each.orderId} ${each.orderNo}`)).size).toBe(1);
    expect(receipts.map((each) => each.orderNo)).not.toContain(again?.orderNo);
    expect((await li.view(again?.orderId ?? '')).photos).toHaveLength(2);
    const further = await file(after, 'li');
    const numbers = receipts.map((each) => each.orderNo);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(Number(further.orderNo.slice(-4))).toBeGreaterThan(1000);
  });

  it('does not send again what was waiting then; a person decides', async () => {
    expect(await told(before)).not.toEqual([]);
    await after.settle();
    const pages = (await told(after)).map((message) => message.page);
    expect(pages.filter((page) => page?.includes(early.orderId))).toEqual([]);
    const rows = await after.db.read(
      `SELECT state, last_error FROM outbox WHERE state NOT IN ('DONE', 'READY')`,
    );
    expect(rows).toContainEqual({ state: 'HELD', last_error: 'restored from a backup' });
  });

  it('lets the work that was lost be done again', async () => {
    const zhang = await after.as(WORKER);
    expect((await zhang.view(early.orderId)).state).toBe('DISPATCHED');
    expect((await zhang.act(early.orderId, 'sign')).state).toBe('IN_PROGRESS');
  });

  it('stays sound, and tells the auditors that it happened', async () => {
    await after.app.get(AuditSealer).tick(after.clock.now());
    expect(await brokenOrders(after)).toEqual([]);
    expect(await after.app.get(InvariantsService).run(after.clock.now())).toEqual([]);
    const told = await after.db.read(`SELECT actor_id FROM audit WHERE action = 'ops.restore'`);
    expect(told).toEqual([{ actor_id: 'SYSTEM' }]);
  });

  it('asks for the time of a backup that was put back by hand', async () => {
    const target = { YIHU_DATA_DIR: join(folder, 'restored') };
    const env = after.app.get(Env).databaseUrl;
    const here = { ...target, ...(env === null ? {} : { DATABASE_URL: env }) };
    expect((await ops(['restored', 'gestern'], here)).code).toBe(2);
    expect((await ops(['restored', '2026-11-22T02:30:00+08:00'], here)).code).toBe(0);
  });
});

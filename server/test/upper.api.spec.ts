import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receipt, UpperBatch, UpperItem, UpperLine } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { filing, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, REPLY, replied } from './walk';

const UPPER_NO = '00002026112309000042';

describe.each(ENGINES)('answers laid down as files for the platform above on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yihu-upper-'));
    app = await startApp(serverUrl, { env: { YIHU_UPPER_DIR: folder } });
    desk = await app.as('desk-chen');
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const files = () =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.'));
  const unsent = async () => (await desk.ok<{ items: UpperItem[] }>('GET', '/api/upper')).items;

  it('M10: one file per answer, however often it goes out; done when the platform has said so', async () => {
    const { orderId } = await desk.ok<Receipt>('POST', '/api/orders/for-caller', {
      ...filing(app.streetId, { classCode: AT_GRID }),
      ...{ channel: 'HOTLINE_12345', upperSystem: 'CITY_12345', upperNo: UPPER_NO },
    });
    const grid = await app.as('grid-zhang');
    await grid.act(orderId, 'sign');
    await grid.act(orderId, 'progress', { publicText: '丁香01网格已约摊主11月24日到场', to: 'PARTY' });
    await replied(app, orderId);
    await app.settle();
    expect([files(), await unsent()]).toEqual([[], []]);
    await desk.act(orderId, 'approve', { publicText: REPLY });
    await app.settle();
    const [name, ...others] = files();
    expect(others).toEqual([]);
    const line = JSON.parse(readFileSync(join(folder, name ?? ''), 'utf8')) as UpperLine;
    expect(line).toMatchObject({ upperNo: UPPER_NO, report: 'RESULT', outcome: 'SOLVED', text: REPLY });
    expect(JSON.stringify(line)).not.toMatch(/13855512345|李桂芳/);
    const [item] = await unsent();
    expect(item).toMatchObject({ upperNo: UPPER_NO, state: 'EXPORTED' });
    // Its process was lost before it could say so: the same file again.
    await app.db.inTransaction((tx) => tx.execute("UPDATE outbox SET state = 'READY' WHERE topic = 'upper'"));
    await app.settle();
    expect(files()).toEqual([name]);
    const said = { commandId: newId(), batchId: (await unsent())[0]?.batchId, upperRef: '回执-7' };
    expect(await desk.ok('POST', '/api/upper/ack', said)).toEqual({ reported: 1 });
    expect(await unsent()).toEqual([]);
    const { timeline } = await desk.view(orderId);
    expect(timeline[0]).toMatchObject({ event: 'order.reported_up', notes: ['回执-7'] });
  });

  it('M10: a result that was withdrawn by rework meanwhile is acknowledged, but not counted as reported', async () => {
    const { orderId } = await desk.ok<Receipt>('POST', '/api/orders/for-caller', {
      ...filing(app.streetId, { classCode: AT_GRID }),
      ...{ channel: 'HOTLINE_12345', upperSystem: 'CITY_12345', upperNo: '43' },
    });
    await (await app.as('grid-zhang')).act(orderId, 'sign');
    await replied(app, orderId);
    await desk.act(orderId, 'approve', { publicText: REPLY });
    const batch = await desk.ok<UpperBatch>('POST', '/api/upper/export', { upperSystem: 'CITY_12345' });
    await desk.act(orderId, 'rework', { reason: '复查时摊位又摆出来了' });
    await desk.ok('POST', '/api/upper/ack', {
      commandId: newId(),
      batchId: batch.batchId,
      upperRef: '回执-8',
    });
    const { timeline } = await desk.view(orderId);
    expect(timeline.filter(({ event }) => event === 'order.reported_up')).toEqual([]);
    expect(await unsent()).toEqual([]);
  });
});

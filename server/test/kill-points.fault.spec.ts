import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SubmitOrder } from '@yihu/shared';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { Tx } from '../src/platform/db/db';
import { Line } from '../src/platform/db/line';
import { newId } from '../src/platform/ids';
import { filing, startApp, type TestApp } from './harness';
import { AT_GRID, orderAt, REPLY, type Stage } from './walk';

const FILES = ['yihu.sqlite', 'yihu.sqlite-wal'];

interface UseCase {
  name: string;
  stage: Stage;
  by: string;
  fields: Record<string, unknown>;
  /** The event its first write brings. */
  event: string;
}

const ACTIONS: readonly UseCase[] = [
  { name: 'sign', stage: 'DISPATCHED', by: 'grid-zhang', fields: {}, event: 'order.signed' },
  {
    name: 'reply',
    stage: 'IN_PROGRESS',
    by: 'grid-zhang',
    fields: { outcome: 'SOLVED', publicText: REPLY },
    event: 'order.replied',
  },
  {
    name: 'approve',
    stage: 'REPLIED',
    by: 'desk-chen',
    fields: { publicText: REPLY },
    event: 'order.approved',
  },
  {
    name: 'rate',
    stage: 'TO_VISIT',
    by: 'li',
    fields: { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' },
    event: 'order.rated',
  },
];

/**
 * What a SIGKILL would leave on disk after each statement and each commit of `work`: the engine runs inside this
 * process and stands still meanwhile, so a copy of its files is that very image. Equal images are kept once.
 */
async function imagesDuring(dataDir: string, work: () => Promise<unknown>) {
  const images = new Map<string, string>();
  let points = 0;
  const look = () => {
    points += 1;
    const hash = createHash('sha256');
    for (const file of FILES) hash.update(readFileSync(join(dataDir, file)));
    const key = hash.digest('hex');
    if (images.has(key)) return;
    const copy = mkdtempSync(join(tmpdir(), 'yihu-image-'));
    for (const file of FILES) cpSync(join(dataDir, file), join(copy, file));
    images.set(key, copy);
  };
  const { announceCommit } = Tx.prototype;
  const { write } = Line.prototype;
  const spies = [
    jest.spyOn(Line.prototype, 'write').mockImplementation(async function (this: Line, sql, params) {
      const affected = await write.call(this, sql, params);
      look();
      return affected;
    }),
    jest.spyOn(Tx.prototype, 'announceCommit').mockImplementation(function (this: Tx) {
      look();
      announceCommit.call(this);
    }),
  ];
  look();
  await work();
  for (const spy of spies) spy.mockRestore();
  return { points, images: [...images.values()] };
}

describe('killed after any statement on SQLite (F2)', () => {
  let dataDir: string;
  let app: TestApp;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'yihu-points-'));
    app = await startApp(null, { env: { YIHU_DATA_DIR: dataDir } });
    for (const code of ['li', 'grid-zhang', 'desk-chen']) await (await app.as(code)).token();
  });
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** The order of a draft with how many rows each of its parts has. */
  async function partsOf(on: TestApp, draftId: string): Promise<Record<string, unknown> | null> {
    const [order] = await on.db.read<{ id: string; order_no: string; state: string; version: number }>(
      'SELECT id, order_no, state, version FROM work_order WHERE draft_id = ?',
      [draftId],
    );
    if (order === undefined) return null;
    const count = async (sql: string) => Number((await on.db.read<{ n: number }>(sql, [order.id]))[0]?.n);
    return {
      state: order.state,
      version: Number(order.version),
      events: await count('SELECT COUNT(*) AS n FROM event WHERE stream_id = ?'),
      clocks: await count('SELECT COUNT(*) AS n FROM clock WHERE order_id = ?'),
      tasks: await count('SELECT COUNT(*) AS n FROM task WHERE order_id = ?'),
      notices: await count('SELECT COUNT(*) AS n FROM notice WHERE order_id = ?'),
      audit: await count("SELECT COUNT(*) AS n FROM audit WHERE action LIKE 'order.%' AND subject_id = ?"),
      words: await count('SELECT COUNT(*) AS n FROM order_private WHERE order_id = ?'),
    };
  }

  /** Starts on each image: all of it or nothing of it is there, and sending it again does it once. */
  async function expectAllOrNothing(
    draftId: string,
    by: string,
    [path, body]: [string, unknown],
  ): Promise<{ points: number; undone: number; done: number }> {
    const before = await partsOf(app, draftId);
    const person = await app.as(by);
    const { points, images } = await imagesDuring(dataDir, () => person.ok('POST', path, body));
    const after = await partsOf(app, draftId);
    expect(after).not.toEqual(before);
    const found = { points, undone: 0, done: 0 };
    for (const image of images) {
      const revived = await startApp(null, { env: { YIHU_DATA_DIR: image } });
      const parts = await partsOf(revived, draftId);
      expect([before, after]).toContainEqual(parts);
      found[JSON.stringify(parts) === JSON.stringify(after) ? 'done' : 'undone'] += 1;
      const again = await revived.as(by);
      await again.ok('POST', path, body);
      await again.ok('POST', path, body);
      expect(await partsOf(revived, draftId)).toEqual(after);
      await revived.app.get(AuditSealer).tick(revived.clock.now());
      expect(await revived.app.get(InvariantsService).run(revived.clock.now())).toEqual([]);
      await revived.close();
      rmSync(image, { recursive: true, force: true });
    }
    return found;
  }

  it('submit', async () => {
    const draft: SubmitOrder = filing(app.streetId, { classCode: AT_GRID });
    const found = await expectAllOrNothing(draft.draftId, 'li', ['/api/orders', draft]);
    expect(found.points).toBeGreaterThan(10);
    expect(Math.min(found.undone, found.done)).toBeGreaterThan(0);
  });

  it.each(ACTIONS)('$name', async ({ name, stage, by, fields, event }) => {
    const draftId = newId();
    const orderId = await orderAt(app, stage, { draftId });
    const { version } = await (await app.as(by)).view(orderId);
    const path = `/api/orders/${orderId}/actions/${name}`;
    const found = await expectAllOrNothing(draftId, by, [path, { commandId: newId(), version, fields }]);
    expect(found.points).toBeGreaterThan(3);
    expect(Math.min(found.undone, found.done)).toBeGreaterThan(0);
    const happened = await app.db.read('SELECT seq FROM event WHERE stream_id = ? AND name = ?', [
      orderId,
      event,
    ]);
    expect(happened).toHaveLength(1);
  });
});

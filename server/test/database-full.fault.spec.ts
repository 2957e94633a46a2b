import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderView, Receipt, SubmitOrder } from '@yihu/shared';
import type { Db } from '../src/platform/db/db';
import { newId } from '../src/platform/ids';
import { SOUND, soundness } from './filing-load';
import { filing, startApp, type TestApp } from './harness';
import { OwnMariadb } from './own-mariadb';
import { AT_GRID, orderAt } from './walk';

const FULL_DEVICE = '/dev/full';
/** Filings at most until the room that tables still have is used up. */
const MOST = 600;
const BIG_TEXT = '摊位占道。'.repeat(90);

/** A database that takes no more, and takes again. */
interface Room {
  fill(db: Db): Promise<void>;
  free(db: Db): Promise<void>;
}

const SQLITE: Room = {
  async fill({ writer }) {
    const [{ page_count: pages }] = (await writer.query('PRAGMA page_count')) as [{ page_count: number }];
    await writer.query(`PRAGMA max_page_count = ${pages}`);
  },
  async free({ writer }) {
    await writer.query('PRAGMA max_page_count = 1073741823');
  },
};

/** A disk of memory that a file fills to the last block; null where nobody may mount one. */
class SmallDisk implements Room {
  private constructor(private readonly path: string) {}

  static mount(): SmallDisk | null {
    const path = mkdtempSync(join(tmpdir(), 'yihu-small-'));
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'none', path]);
    if (status === 0) return new SmallDisk(path);
    rmSync(path, { recursive: true });
    return null;
  }

  get folder(): string {
    return mkdtempSync(join(this.path, 'db-'));
  }

  async fill(): Promise<void> {
    const file = openSync(join(this.path, 'ballast'), 'w');
    for (const size of [1024 * 1024, 4096]) {
      const block = Buffer.alloc(size, 'x');
      try {
        while (writeSync(file, block) > 0);
      } catch (error) {
        if ((error as { code?: string }).code !== 'ENOSPC') throw error;
      }
    }
    closeSync(file);
  }

  async free(): Promise<void> {
    rmSync(join(this.path, 'ballast'));
  }

  unmount(): void {
    spawnSync('umount', ['-l', this.path]);
    rmSync(this.path, { recursive: true, force: true });
  }
}

const disk = process.env.TEST_MYSQL_URL === undefined ? null : SmallDisk.mount();
const ENGINES: [string, Room][] = [
  ['SQLite', SQLITE],
  ...(disk === null ? [] : [['MariaDB', disk] as [string, Room]]),
];
afterAll(() => disk?.unmount());

describe.each(ENGINES)('a full database on %s (F13)', (engine, room) => {
  let mariadb: OwnMariadb | null = null;
  let app: TestApp;
  beforeAll(async () => {
    if (engine === 'MariaDB') mariadb = await OwnMariadb.start(disk?.folder);
    app = await startApp(mariadb?.url ?? null);
  });
  afterAll(async () => {
    await app?.close().finally(() => mariadb?.stop());
  });

  it('answers 503 and keeps nothing half; with room again the same drafts are filed once', async () => {
    const li = await app.as('li');
    const orderId = await orderAt(app, 'IN_PROGRESS');
    const receipts = new Map<string, Receipt>();
    const refused: SubmitOrder[] = [];
    await room.fill(app.db);
    for (let n = 0; n < MOST && refused.length < 5; n += 1) {
      const draft = filing(app.streetId, { classCode: AT_GRID, text: `第${n}件:${BIG_TEXT}` });
      const answer = await li.call<Receipt>('POST', '/api/orders', draft);
      if (answer.status === 200) receipts.set(draft.draftId, answer.body);
      else {
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '3']);
        refused.push(draft);
      }
    }
    expect(refused.length).toBeGreaterThan(0);
    // What was answered is there, with the one order from before, and reading goes on.
    expect((await app.db.read('SELECT id FROM work_order')).length).toBe(receipts.size + 1);
    expect((await li.view(orderId)).state).toBe('IN_PROGRESS');
    await room.free(app.db);
    for (const draft of refused)
      receipts.set(draft.draftId, await li.ok<Receipt>('POST', '/api/orders', draft));
    const zhang = await app.as('grid-zhang');
    const command = { commandId: newId(), version: 4, fields: { note: '已到现场' } };
    await zhang.ok<OrderView>('POST', `/api/orders/${orderId}/actions/note`, command);
    expect(await soundness(app, receipts)).toEqual({ ...SOUND, unasked: 1 });
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  });
});

(existsSync(FULL_DEVICE) ? describe : describe.skip)('a full disk under the log (F13)', () => {
  it('loses lines, says so, and serves as before', async () => {
    const app = await startApp(null, { env: { YIHU_LOG_FILE: FULL_DEVICE, LOG_LEVEL: 'info' } });
    const orderId = await orderAt(app, 'CLOSED');
    expect((await (await app.as('li')).view(orderId)).state).toBe('CLOSED');
    const ready = await fetch(`${app.url}/readyz`);
    const { warnings } = (await ready.json()) as { warnings: string[] };
    expect([ready.status, warnings.join()]).toEqual([200, expect.stringContaining('日志写不进去')]);
    await app.close();
  });
});

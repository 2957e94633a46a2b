import { promises as fs, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Receipt } from '@yihu/shared';
import sharp from 'sharp';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { newId } from '../src/platform/ids';
import { filing, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID } from './walk';

let width = 100;
/** A photo of a size no other has: equal bytes would be kept once and need no room. */
function another(): Promise<Buffer> {
  width += 1;
  return sharp({ create: { width, height: 90, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
}

const SAYS = /ATTACHMENT_STORE.*可以先不带照片提交/;

/** Every file below the photo store takes half of its bytes, then the system says `code`. */
function breakDisk(code: string): jest.SpyInstance {
  const open = fs.open;
  return jest.spyOn(fs, 'open').mockImplementation(async (path, flags, mode) => {
    const file = await open(path, flags, mode);
    if (!String(path).includes('.unfinished')) return file;
    const write = file.writeFile.bind(file);
    file.writeFile = async (data) => {
      const bytes = Buffer.isBuffer(data) ? data : Buffer.from(String(data));
      await write(bytes.subarray(0, bytes.length / 2));
      throw Object.assign(new Error(`${code}: no room`), { code });
    };
    return file;
  });
}

describe.each(ENGINES)('no room for photos on %s (F13)', (_, serverUrl) => {
  let app: TestApp;
  let dataDir: string;
  let disk: jest.SpyInstance | null = null;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'yihu-full-'));
    app = await startApp(serverUrl, { env: { YIHU_DATA_DIR: dataDir } });
  });
  afterEach(() => disk?.mockRestore());
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const files = () =>
    readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((each) =>
      each.isFile(),
    ).length;
  const rows = (draftId: string) => app.db.read('SELECT id FROM attachment WHERE draft_id = ?', [draftId]);

  it.each(['ENOSPC', 'EROFS', 'EIO', 'EDQUOT'])(
    '%s: says so, keeps no half photo, files without it',
    async (code) => {
      const li = await app.as('li');
      const draftId = newId();
      await li.upload(newId());
      const before = files();
      disk = breakDisk(code);
      await expect(li.upload(draftId, 'REPORT', await another())).rejects.toThrow(SAYS);
      expect([files(), await rows(draftId)]).toEqual([before, []]);
      const draft = filing(app.streetId, { draftId, classCode: AT_GRID });
      const { orderId } = await li.ok<Receipt>('POST', '/api/orders', draft);
      expect((await li.view(orderId)).state).toBe('DISPATCHED');
      disk.mockRestore();
      const photoId = await li.upload(newId(), 'REPORT', await another());
      expect(photoId).toMatch(/^[0-9A-Z]{26}$/);
      expect(files()).toBe(before + 2);
      await app.app.get(AuditSealer).tick(app.clock.now());
      expect(await app.app.get(InvariantsService).run(app.clock.now())).toEqual([]);
    },
  );
});

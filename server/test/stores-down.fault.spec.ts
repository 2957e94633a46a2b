import { promises as fs, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OrderView, Receipt } from '@yihu/shared';
import sharp from 'sharp';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { newId } from '../src/platform/ids';
import { filing, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, orderAt } from './walk';

interface Refusal {
  error: { code: string; message: string };
}

async function expectSound(app: TestApp): Promise<void> {
  await app.settle();
  await app.app.get(AuditSealer).tick(app.clock.now());
  expect(await app.app.get(InvariantsService).run(app.clock.now())).toEqual([]);
}

let width = 200;
/** A photo of a size no other has: equal bytes would be kept once and need no store. */
function another(): Promise<Buffer> {
  width += 1;
  return sharp({ create: { width, height: 90, channels: 3, background: 'teal' } })
    .jpeg()
    .toBuffer();
}

async function sends(app: TestApp, who: Persona, draftId: string): Promise<{ status: number; code: string }> {
  const form = new FormData();
  form.set('draftId', draftId);
  form.set('purpose', 'REPORT');
  form.set('file', new Blob([new Uint8Array(await another())], { type: 'image/jpeg' }), 'photo.jpg');
  const headers = { authorization: `Bearer ${await who.token()}` };
  const answer = await fetch(`${app.url}/api/attachments`, { method: 'POST', headers, body: form });
  return { status: answer.status, code: ((await answer.json()) as Partial<Refusal>).error?.code ?? 'none' };
}

/** A store of pictures elsewhere, which behaves as told. */
class Bucket {
  mode: 'up' | 'down' | 'error' | 'full' = 'up';
  private readonly held = new Map<string, Buffer>();
  private readonly server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (this.mode === 'down') return void request.socket.destroy();
    if (this.mode === 'error') return void response.writeHead(502).end('<html>Bad Gateway</html>');
    const key = request.url ?? '';
    if (request.method === 'PUT') {
      if (this.mode === 'full') return void response.writeHead(507).end();
      this.held.set(key, Buffer.concat(chunks));
      return void response.writeHead(200).end();
    }
    const bytes = this.held.get(key);
    response.writeHead(bytes === undefined ? 404 : 200).end(request.method === 'HEAD' ? undefined : bytes);
  });
  async open(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }
  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}

describe.each(ENGINES)('the store of photos is away, on %s (F25)', (_, serverUrl) => {
  const bucket = new Bucket();
  let app: TestApp;
  let li: Persona;
  beforeAll(async () => {
    const env = {
      BLOB_S3_ENDPOINT: await bucket.open(),
      BLOB_S3_BUCKET: 'photos',
      BLOB_S3_KEY_ID: 'id',
      BLOB_S3_SECRET: 'secret',
    };
    app = await startApp(serverUrl, { env });
    li = await app.as('li');
  });
  afterAll(async () => {
    await app.close();
    await bucket.close();
  });

  it.each(['down', 'error', 'full'] as const)(
    '%s: says so, files without, and goes on later',
    async (mode) => {
      bucket.mode = 'up';
      const held = filing(app.streetId, { classCode: AT_GRID });
      const photoIds = [await li.upload(held.draftId)];
      const kept = await li.ok<Receipt>('POST', '/api/orders', { ...held, photoIds });
      bucket.mode = mode;
      const draft = filing(app.streetId, { classCode: AT_GRID });
      expect(await sends(app, li, draft.draftId)).toEqual({ status: 507, code: 'ATTACHMENT_STORE' });
      expect(await app.db.read('SELECT id FROM attachment WHERE draft_id = ?', [draft.draftId])).toEqual([]);
      const { orderId } = await li.ok<Receipt>('POST', '/api/orders', draft);
      expect((await li.view(orderId)).state).toBe('DISPATCHED');
      // The order with photos is read and worked on as ever; the picture itself asks for patience.
      const view = await li.ok<OrderView>('GET', `/api/orders/${kept.orderId}`);
      const picture = await fetch(`${app.url}${view.photos[0]?.url}`);
      if (mode === 'full') expect(picture.status).toBe(200);
      else {
        const told = (await picture.json()) as Refusal;
        expect([picture.status, told.error.code, picture.headers.get('retry-after')]).toEqual([
          503,
          'UNAVAILABLE',
          '3',
        ]);
        expect(picture.headers.get('cache-control')).toBe('no-store');
      }
      bucket.mode = 'up';
      expect((await fetch(`${app.url}${view.photos[0]?.url}`)).status).toBe(200);
      expect((await sends(app, li, draft.draftId)).status).toBe(200);
      await expectSound(app);
    },
    120_000,
  );

  it('the map is away: an address in words, or the grid’s own code, is enough', async () => {
    const words = filing(app.streetId, { classCode: AT_GRID, point: null, address: '丁香家园3号楼' });
    const byWords = await li.ok<Receipt>('POST', '/api/orders', words);
    expect((await li.view(byWords.orderId)).state).toBe('SUBMITTED');
    const code = filing(app.streetId, { classCode: AT_GRID, point: null, gridCode: 'NQ-DX-01' });
    const byCode = await li.ok<Receipt>('POST', '/api/orders', code);
    expect((await li.view(byCode.orderId)).state).toBe('DISPATCHED');
  });

  it('WeChat is away: who is signed in works on, a new sign-in says what to do', async () => {
    await app.wechat.fault('*', { drop: true }, 10_000);
    const answer = await fetch(`${app.url}/api/session/wechat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'a-code-of-the-phone' }),
    });
    const told = (await answer.json()) as Refusal;
    expect([answer.status, told.error.code]).toEqual([503, 'WECHAT_UNAVAILABLE']);
    expect(told.error.message).toContain('请拨打热线');
    expect(await orderAt(app, 'IN_PROGRESS')).toMatch(/^[0-9A-Z]{26}$/);
    await app.settle();
    await app.wechat.post('reset');
  });
});

/** What a system says at one step of keeping a file: no inode left, mounted read-only, a bad sector, … */
const STEPS: readonly (readonly [
  string,
  'mkdir' | 'open' | 'sync' | 'close' | 'rename' | 'folder',
  string,
])[] = [
  ['no inode for a folder', 'mkdir', 'ENOSPC'],
  ['a read-only disk', 'mkdir', 'EROFS'],
  ['no inode for a file', 'open', 'ENOSPC'],
  ['a read-only disk, folders there', 'open', 'EROFS'],
  ['no file handle left', 'open', 'EMFILE'],
  ['a bad sector met at fsync', 'sync', 'EIO'],
  ['a network disk that says so at close', 'close', 'EIO'],
  ['mounted read-only meanwhile', 'rename', 'EROFS'],
  ['a bad sector under the folder', 'folder', 'EIO'],
];

describe('a disk that fails at any step of keeping a photo (F13)', () => {
  let app: TestApp;
  let dataDir: string;
  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'yihu-steps-'));
    app = await startApp(null, { env: { YIHU_DATA_DIR: dataDir } });
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(async () => {
    await app.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  function breakAt(step: (typeof STEPS)[number][1], code: string): { times: number } {
    const met = { times: 0 };
    const fail = (): never => {
      met.times += 1;
      throw Object.assign(new Error(code), { code });
    };
    const { open, mkdir, rename } = fs;
    const isOurs = (path: unknown) => String(path).startsWith(join(dataDir, 'blobs'));
    jest.spyOn(fs, 'mkdir').mockImplementation(async (path, options) => {
      return step === 'mkdir' && isOurs(path) ? fail() : mkdir(path, options);
    });
    jest.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
      return step === 'rename' && isOurs(to) ? fail() : rename(from, to);
    });
    jest.spyOn(fs, 'open').mockImplementation(async (path, flags, mode) => {
      const isFile = flags === 'wx';
      if (step === 'open' && isOurs(path)) fail();
      const handle = await open(path, flags, mode);
      const { close } = handle;
      if (isOurs(path) && ((step === 'sync' && isFile) || (step === 'folder' && !isFile)))
        handle.sync = async () => fail();
      if (isOurs(path) && isFile && step === 'close')
        handle.close = async () => {
          await close.call(handle);
          fail();
        };
      return handle;
    });
    return met;
  }
  const unfinished = () =>
    readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter(
      (each) => each.isFile() && each.parentPath.includes('.unfinished'),
    ).length;

  it.each(STEPS)('%s: no photo, no half one, and the words are filed', async (_, step, code) => {
    const li = await app.as('li');
    await li.upload(newId());
    const met = breakAt(step, code);
    const draft = filing(app.streetId, { classCode: AT_GRID });
    expect(await sends(app, li, draft.draftId)).toEqual({ status: 507, code: 'ATTACHMENT_STORE' });
    expect(met.times).toBeGreaterThan(0);
    expect(await app.db.read('SELECT id FROM attachment WHERE draft_id = ?', [draft.draftId])).toEqual([]);
    expect(unfinished()).toBe(0);
    expect((await li.ok<Receipt>('POST', '/api/orders', draft)).orderNo).toMatch(/^NQ/);
    jest.restoreAllMocks();
    expect((await sends(app, li, draft.draftId)).status).toBe(200);
    await expectSound(app);
  });

  it('a picture that cannot be read now is not called missing', async () => {
    const li = await app.as('li');
    const draft = filing(app.streetId, { classCode: AT_GRID });
    const photoIds = [await li.upload(draft.draftId)];
    const { orderId } = await li.ok<Receipt>('POST', '/api/orders', { ...draft, photoIds });
    const { photos } = await li.view(orderId);
    jest.spyOn(fs, 'readFile').mockImplementation(async () => {
      throw Object.assign(new Error('EIO'), { code: 'EIO' });
    });
    expect((await fetch(`${app.url}${photos[0]?.url}`)).status).toBe(503);
    jest.restoreAllMocks();
    expect((await fetch(`${app.url}${photos[0]?.url}`)).status).toBe(200);
  });
});

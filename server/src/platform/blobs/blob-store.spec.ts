import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import {
  BlobKeyError,
  BlobMissingError,
  type BlobStore,
  BlobStoreFullError,
  contentKey,
  LocalBlobStore,
  S3BlobStore,
  sha256Of,
} from '.';

const ACCOUNT = { bucket: 'photos', region: 'cn-east-1', keyId: 'S3RVER', secret: 'S3RVER' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yihu-blob-contract-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function keysIn(store: BlobStore, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const blob of store.list(prefix)) keys.push(blob.key);
  return keys.sort();
}

const nowhere = { close: async () => undefined };
const STORES = [
  ['a folder', async () => ({ store: new LocalBlobStore(join(folder, 'store')), ...nowhere })],
  [
    'an S3-compatible store',
    async () => {
      const server = new S3rver({
        port: 0,
        address: '127.0.0.1',
        silent: true,
        directory: join(folder, 's3'),
        configureBuckets: [{ name: ACCOUNT.bucket, configs: [] }],
      });
      const { port } = await server.run();
      const store = new S3BlobStore({ ...ACCOUNT, endpoint: `http://127.0.0.1:${port}` });
      return { store, close: () => server.close() };
    },
  ],
] as const;

describe.each(STORES)('every blob store: %s', (_name, open) => {
  let store: BlobStore;
  let close: () => Promise<unknown>;
  beforeEach(async () => {
    ({ store, close } = await open());
  });
  afterEach(() => close());

  it('gives back the very bytes, once, however often they were put', async () => {
    const bytes = randomBytes(300_000);
    const key = contentKey('photo', sha256Of(bytes), 'jpg');
    await Promise.all([store.put(key, bytes), store.put(key, bytes)]);
    await store.put(key, bytes);
    expect(sha256Of(await store.get(key))).toBe(sha256Of(bytes));
    expect(await keysIn(store)).toEqual([key]);
    expect(await store.exists(key)).toBe(true);
  });

  it('lists sizes and times under a prefix only', async () => {
    const before = new Date(Date.now() - 5000).toISOString();
    await store.put('photo/a.jpg', Buffer.from('12345'));
    await store.put('paper/b.jpg', Buffer.from('1'));
    const found: { key: string; bytes: number; storedAt: string }[] = [];
    for await (const blob of store.list('photo/')) found.push(blob);
    expect(found).toEqual([{ key: 'photo/a.jpg', bytes: 5, storedAt: expect.any(String) }]);
    expect((found[0]?.storedAt ?? '') > before).toBe(true);
    expect(await keysIn(store, 'photo/zz')).toEqual([]);
  });

  it('says what is missing; deleting twice is no error', async () => {
    await expect(store.get('photo/none.jpg')).rejects.toThrow(BlobMissingError);
    expect(await store.exists('photo/none.jpg')).toBe(false);
    await store.put('photo/a.jpg', Buffer.from('a'));
    await store.delete('photo/a.jpg');
    await store.delete('photo/a.jpg');
    expect(await keysIn(store)).toEqual([]);
    expect(await store.removeUnfinished('2999-01-01T00:00:00.000Z')).toBe(0);
  });

  it.each(['../x', '/etc/passwd', 'a//b', 'A/B', 'a/../b', '?list-type=2'])(
    'refuses the key %j',
    async (key) => {
      await expect(store.put(key, Buffer.from('x'))).rejects.toThrow(BlobKeyError);
      await expect(store.get(key)).rejects.toThrow(BlobKeyError);
      await expect(store.exists(key)).rejects.toThrow(BlobKeyError);
      await expect(store.delete(key)).rejects.toThrow(BlobKeyError);
    },
  );
});

describe('an S3-compatible store that misbehaves', () => {
  let server: Server;
  let answers: { status: number; body: string }[];
  let seen: { url: string; hash: string; authorization: string }[];
  let store: S3BlobStore;
  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      seen.push({
        url: request.url ?? '',
        hash: String(request.headers['x-amz-content-sha256']),
        authorization: request.headers.authorization ?? '',
      });
      request.resume();
      const { status, body } = answers.shift() ?? { status: 200, body: '' };
      request.on('end', () => response.writeHead(status).end(body));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    store = new S3BlobStore({ ...ACCOUNT, endpoint: `http://127.0.0.1:${port}/` });
  });
  afterEach(() => new Promise((done) => server.close(done)));

  it.each([
    { status: 507, body: '' },
    { status: 403, body: '<Error><Code>QuotaExceeded</Code></Error>' },
  ])('is full when it says so ($status)', async (answer) => {
    answers = [answer, answer, answer];
    await expect(store.put('photo/a.jpg', Buffer.from('a'))).rejects.toThrow(BlobStoreFullError);
  });

  it('tries again after a passing fault and signs the hash of what it sends', async () => {
    answers = [{ status: 503, body: '' }];
    await store.put('photo/a.jpg', Buffer.from('a'));
    expect(seen.map((each) => each.url)).toEqual(['/photos/photo/a.jpg', '/photos/photo/a.jpg']);
    expect(seen[0]?.hash).toBe(sha256Of(Buffer.from('a')));
    expect(seen[0]?.authorization).toMatch(/SignedHeaders=[a-z0-9;-]*x-amz-content-sha256/);
  });

  it('is not taken for an empty one when it refuses', async () => {
    answers = [{ status: 403, body: '<Error><Code>AccessDenied</Code><Message>/secret</Message></Error>' }];
    await expect(keysIn(store)).rejects.toThrow('blob store: list answered 403 AccessDenied');
    answers = [{ status: 403, body: '' }];
    await expect(store.exists('photo/a.jpg')).rejects.toThrow('answered 403');
  });

  it('reads a listing of several pages', async () => {
    const page = (key: string, more: string) =>
      `<R><Contents><Key>${key}</Key><LastModified>2026-11-22T01:00:00.000Z</LastModified><Size>1</Size></Contents>${more}</R>`;
    answers = [
      { status: 200, body: page('a', '<NextContinuationToken>x&amp;y=</NextContinuationToken>') },
      { status: 200, body: page('b', '') },
    ];
    expect(await keysIn(store)).toEqual(['a', 'b']);
    expect(seen[1]?.url).toContain('continuation-token=x%26y%3D');
  });
});

import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promises as fs, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { transformFileSync } from '@swc/core';
import {
  BlobKeyError,
  BlobMissingError,
  BlobStoreFullError,
  checkKey,
  contentKey,
  LocalBlobStore,
  sha256Of,
} from '.';

const HASH = sha256Of(Buffer.from('a'));
let root: string;
let store: LocalBlobStore;

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'yihu-blobs-'));
  store = new LocalBlobStore(path.join(root, 'store'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true, force: true });
});

async function keysIn(blobs: LocalBlobStore, prefix = ''): Promise<string[]> {
  const keys: string[] = [];
  for await (const blob of blobs.list(prefix)) keys.push(blob.key);
  return keys.sort();
}

describe('keys', () => {
  it('shards content by its hash', () => {
    expect(contentKey('photo', HASH, 'jpg')).toBe(
      `photo/${HASH.slice(0, 2)}/${HASH.slice(2, 4)}/${HASH}.jpg`,
    );
  });

  it.each([
    '',
    '.',
    '..',
    '../x',
    'a/../b',
    'a/..',
    '/etc/passwd',
    'a//b',
    'a/',
    'a\\..\\b',
    'C:/x',
    'a\0b',
    'a b',
    '.unfinished/x',
    'a/.hidden',
    'A/B',
    'a..b',
    'x'.repeat(201),
    '%2e%2e/x',
    '照片',
  ])('refuses %j', async (key) => {
    expect(() => checkKey(key)).toThrow(BlobKeyError);
    await expect(store.put(key, Buffer.from('x'))).rejects.toThrow(BlobKeyError);
    await expect(store.get(key)).rejects.toThrow(BlobKeyError);
    await expect(store.delete(key)).rejects.toThrow(BlobKeyError);
    expect(readdirSync(root)).toEqual([]);
  });

  it('refuses a hash that is none', () => {
    expect(() => contentKey('photo', '../../../etc/passwd', 'jpg')).toThrow(BlobKeyError);
  });
});

describe('bytes', () => {
  const key = contentKey('photo', HASH, 'jpg');

  it('come back as they went in, once, also when put twice at the same time', async () => {
    const bytes = randomBytes(100_000);
    await Promise.all([store.put(key, bytes), store.put(key, bytes), store.put(key, bytes)]);
    await store.put(key, bytes);
    expect((await store.get(key)).equals(bytes)).toBe(true);
    expect(await keysIn(store)).toEqual([key]);
    expect(readdirSync(path.join(root, 'store', '.unfinished'))).toEqual([]);
  });

  it('a repeated put renews the age the sweep looks at', async () => {
    await store.put(key, Buffer.from('a'));
    const file = path.join(root, 'store', ...key.split('/'));
    await fs.utimes(file, new Date('2020-01-01'), new Date('2020-01-01'));
    await store.put(key, Buffer.from('a'));
    for await (const blob of store.list('photo/')) expect(blob.storedAt > '2026').toBe(true);
  });

  it('a damaged file under the key is repaired by the next put', async () => {
    await store.put(key, Buffer.from('good'));
    writeFileSync(path.join(root, 'store', ...key.split('/')), 'baad');
    await store.put(key, Buffer.from('good'));
    expect((await store.get(key)).toString()).toBe('good');
  });

  it('missing is said so; deleting twice is no error; a prefix limits the listing', async () => {
    await expect(store.get(key)).rejects.toThrow(BlobMissingError);
    expect(await store.exists(key)).toBe(false);
    expect(await keysIn(store)).toEqual([]);
    await store.put(key, Buffer.from('a'));
    await store.put('paper/x.jpg', Buffer.from('b'));
    expect(await keysIn(store, 'paper/')).toEqual(['paper/x.jpg']);
    await store.delete(key);
    await store.delete(key);
    expect(await keysIn(store)).toEqual(['paper/x.jpg']);
  });

  it('a full disk leaves nothing visible and nothing half-written', async () => {
    jest.spyOn(fs, 'rename').mockRejectedValueOnce(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    await expect(store.put(key, Buffer.from('a'))).rejects.toThrow(BlobStoreFullError);
    expect(await store.exists(key)).toBe(false);
    expect(readdirSync(path.join(root, 'store', '.unfinished'))).toEqual([]);
  });
});

describe('a killed process', () => {
  it('has all bytes of what it acknowledged, and never a visible half', async () => {
    const writer = compileWriter(root);
    const folder = path.join(root, 'killed');
    const blobs = new LocalBlobStore(folder);
    for (let round = 0; round < 6; round += 1) {
      const acknowledged = await runAndKill(writer, folder, 120 + round * 17);
      for (const key of acknowledged) expect(await blobs.exists(key)).toBe(true);
    }
    const keys = await keysIn(blobs);
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) expect(path.basename(key, '.bin')).toBe(sha256Of(await blobs.get(key)));
    await blobs.removeUnfinished('2999-01-01T00:00:00.000Z');
    expect(readdirSync(path.join(folder, '.unfinished'))).toEqual([]);
  });
});

/** Compiles the store for a plain child process that puts blobs as fast as it can and reports each. */
function compileWriter(folder: string): string {
  const out = path.join(folder, 'writer');
  mkdirSync(out);
  for (const name of ['blob-store', 'blob-key', 'local-blob-store']) {
    const { code } = transformFileSync(path.join(__dirname, `${name}.ts`), {
      swcrc: false,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'commonjs' },
    });
    writeFileSync(path.join(out, `${name}.js`), code);
  }
  const main = `
    const { LocalBlobStore } = require('./local-blob-store');
    const { contentKey, sha256Of } = require('./blob-key');
    const store = new LocalBlobStore(process.argv[2]);
    const putForever = async () => {
      for (;;) {
        const bytes = require('node:crypto').randomBytes(200_000 + Math.floor(Math.random() * 400_000));
        const key = contentKey('photo', sha256Of(bytes), 'bin');
        await store.put(key, bytes);
        process.send(key);
      }
    };
    putForever();`;
  writeFileSync(path.join(out, 'main.js'), main);
  return path.join(out, 'main.js');
}

/** Kills the writer `delayMs` after its first acknowledged blob; returns the acknowledged keys. */
function runAndKill(writer: string, folder: string, delayMs: number): Promise<string[]> {
  return new Promise((resolve) => {
    const acknowledged: string[] = [];
    const child: ChildProcess = fork(writer, [folder], { execArgv: [] });
    child.on('message', (key) => {
      if (acknowledged.push(String(key)) === 1) setTimeout(() => child.kill('SIGKILL'), delayMs);
    });
    child.on('exit', () => resolve(acknowledged));
  });
}

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeSecrets, loadSecrets } from './secrets.mjs';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yihu-secrets-'));
});
afterEach(() => rmSync(dir, { recursive: true }));
const file = () => join(dir, 'secrets.json');

it('makes keys of the length their users demand', () => {
  const made = completeSecrets({});
  expect(Buffer.from(made.YIHU_SECRET_KEY, 'base64')).toHaveLength(32);
  expect(made.WX_AES_KEY).toHaveLength(43);
  expect(Buffer.from(`${made.WX_AES_KEY}=`, 'base64')).toHaveLength(32);
  expect(made.WX_PUSH_TOKEN).toMatch(/^[0-9a-z]{3,32}$/);
});

it('gives every installation its own keys and keeps them', () => {
  const first = loadSecrets(dir);
  expect(loadSecrets(dir)).toEqual(first);
  expect(completeSecrets({}).YIHU_SECRET_KEY).not.toBe(first.YIHU_SECRET_KEY);
});

it('is readable by its owner only', () => {
  loadSecrets(dir);
  expect(statSync(file()).mode & 0o077).toBe(0);
});

it('adds a missing secret without touching the others', () => {
  const { YIHU_INDEX_KEY: _, ...older } = loadSecrets(dir);
  writeFileSync(file(), JSON.stringify(older));
  const completed = loadSecrets(dir);
  expect(completed).toMatchObject(older);
  expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(completed);
});

it('refuses to replace a damaged file', () => {
  loadSecrets(dir);
  writeFileSync(file(), '{"YIHU_SECRET_KEY":');
  expect(() => loadSecrets(dir)).toThrow('已损坏');
  expect(readFileSync(file(), 'utf8')).toBe('{"YIHU_SECRET_KEY":');
});

import { mkdirSync, mkdtempSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesIn, forget, isFresh, remember, stampOf } from './stamp.mjs';

let dir = '';
const stamp = (facts: string[] = []) => stampOf(dir, filesIn(dir), facts);

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'yihu-stamp-'));
  mkdirSync(join(dir, 'src'));
  writeFileSync(join(dir, 'src', 'a.ts'), 'one');
  writeFileSync(join(dir, 'src', 'b.ts'), 'two');
});
afterEach(() => rmSync(dir, { recursive: true }));

it('stays the same when only the time of a file changes', () => {
  const before = stamp();
  utimesSync(join(dir, 'src', 'a.ts'), 1, 1);
  expect(stamp()).toBe(before);
});

it.each([
  ['a changed byte', () => writeFileSync(join(dir, 'src', 'a.ts'), 'onE')],
  ['an added file', () => writeFileSync(join(dir, 'src', 'c.ts'), '')],
  ['a removed file', () => rmSync(join(dir, 'src', 'b.ts'))],
  ['a renamed file', () => renameSync(join(dir, 'src', 'b.ts'), join(dir, 'src', 'z.ts'))],
])('changes with %s', (_, change) => {
  const before = stamp();
  change();
  expect(stamp()).not.toBe(before);
});

it('changes with a fact beside the files', () => {
  expect(stamp(['h5'])).not.toBe(stamp(['weapp']));
});

it('leaves out specs, outputs and dependencies', () => {
  const before = stamp();
  writeFileSync(join(dir, 'src', 'a.spec.ts'), 'x');
  for (const name of ['node_modules', 'dist']) {
    mkdirSync(join(dir, name));
    writeFileSync(join(dir, name, 'x.js'), 'x');
  }
  expect(stamp()).toBe(before);
});

it('remembers what was built and forgets what was begun', () => {
  const file = join(dir, '.cache', 'stamps', 'server');
  expect(isFresh(file, 'abc')).toBe(false);
  remember(file, 'abc');
  expect(isFresh(file, 'abc')).toBe(true);
  expect(isFresh(file, 'abd')).toBe(false);
  forget(file);
  expect(isFresh(file, 'abc')).toBe(false);
});

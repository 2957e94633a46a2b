import { hashInKey, orphansAmong, sweepCutoffs } from './orphans';

const hash = (digit: string) => digit.repeat(64);
const blob = (digit: string, storedAt: string) => ({
  key: `photo/${digit}${digit}/${digit}${digit}/${hash(digit)}.jpg`,
  storedAt,
});

it('unsent uploads stay seven days, half-written files one', () => {
  expect(sweepCutoffs('2026-11-22T06:00:00.000Z')).toEqual({
    drafts: '2026-11-15T06:00:00.000Z',
    unfinished: '2026-11-21T06:00:00.000Z',
  });
});

it('only an old blob that no row names goes', () => {
  const before = '2026-11-15T06:00:00.000Z';
  const oldAndUnused = blob('a', '2026-11-15T05:59:59.999Z');
  const oldAndUsed = blob('b', '2026-11-01T00:00:00.000Z');
  const young = blob('c', before);
  const foreign = { key: 'photo/readme.txt', storedAt: '2020-01-01T00:00:00.000Z' };
  const blobs = [oldAndUnused, oldAndUsed, young, foreign];
  expect(orphansAmong(blobs, new Set([hash('b')]), before)).toEqual([oldAndUnused]);
});

it('reads the hash out of a key, and only out of ours', () => {
  expect(hashInKey(blob('f', '').key)).toBe(hash('f'));
  expect(hashInKey(`photo/ff/ff/${hash('F')}.jpg`)).toBeUndefined();
  expect(hashInKey('photo/ff/ff/ff.jpg')).toBeUndefined();
});

import { PROFILES, whyRefused } from './password-policy';
import {
  codeKey,
  isSame,
  keyedHash,
  newInitialPassword,
  newPair,
  newRecoveryCode,
  setupCode,
  successorOf,
} from './tokens';

const KEY = Buffer.alloc(32, 1);

describe('tokens and codes', () => {
  it('draws pairs of 256 bits, never twice', () => {
    const pairs = Array.from({ length: 50 }, newPair).flatMap(({ access, refresh }) => [access, refresh]);
    expect(new Set(pairs).size).toBe(100);
    for (const token of pairs) expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('computes the same successor for the same key and token only', () => {
    const once = successorOf(KEY, 'r1');
    expect(successorOf(KEY, 'r1')).toEqual(once);
    expect(once.access).not.toBe(once.refresh);
    expect(successorOf(KEY, 'r2').refresh).not.toBe(once.refresh);
    expect(successorOf(Buffer.alloc(32, 2), 'r1').refresh).not.toBe(once.refresh);
  });

  it('hands out passwords that the stricter profile takes', () => {
    for (let n = 0; n < 50; n += 1)
      expect(whyRefused(PROFILES.dengbao, newInitialPassword(), 'chen')).toBeNull();
  });

  it('reads codes however they are typed', () => {
    expect(newRecoveryCode()).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/);
    expect(codeKey(' abcde－fgh23 ')).toBe('ABCDEFGH23');
  });

  it('makes one set-up code per database', () => {
    expect(setupCode(KEY, 'a')).toMatch(/^([A-Z2-9]{5}-){3}[A-Z2-9]{5}$/);
    expect(setupCode(KEY, 'a')).toBe(setupCode(KEY, 'a'));
    expect(setupCode(KEY, 'b')).not.toBe(setupCode(KEY, 'a'));
  });

  it('keeps hashes of two purposes apart and compares whole texts', () => {
    expect(keyedHash(KEY, 'a', 'x')).not.toBe(keyedHash(KEY, 'b', 'x'));
    expect([isSame('abc', 'abc'), isSame('abc', 'abd'), isSame('abc', 'ab')]).toEqual([true, false, false]);
  });
});

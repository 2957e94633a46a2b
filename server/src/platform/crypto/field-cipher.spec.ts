import { randomBytes } from 'node:crypto';
import { BlindIndex } from './blind-index';
import { CipherError, FieldCipher } from './field-cipher';

const key = randomBytes(32);
const cipher = new FieldCipher(key);

describe('FieldCipher', () => {
  it.each(['+8613800138000', '', '张三丰', '😀'.repeat(50)])('gives back what it took: %s', (text) => {
    const envelope = cipher.encrypt(text);
    expect(envelope).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(cipher.decrypt(envelope)).toBe(text);
  });

  it('never writes the same text twice in the same way', () => {
    expect(cipher.encrypt('a')).not.toBe(cipher.encrypt('a'));
  });

  it('refuses an envelope with any one character changed', () => {
    const envelope = cipher.encrypt('+8613800138000');
    for (let at = 0; at < envelope.length; at += 1) {
      const other = envelope[at] === 'A' ? 'B' : 'A';
      const changed = envelope.slice(0, at) + other + envelope.slice(at + 1);
      expect(() => cipher.decrypt(changed)).toThrow(CipherError);
    }
  });

  it.each(['', 'v1', '13800138000', 'v1.00000000.AAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA', 'v2.a.b.c'])(
    'refuses what is no envelope of ours: %s',
    (text) => {
      expect(() => cipher.decrypt(text)).toThrow(CipherError);
    },
  );

  it('reads rows of the former key and says that they are stale', () => {
    const old = cipher.encrypt('x');
    const next = new FieldCipher(randomBytes(32), [key]);
    expect(next.decrypt(old)).toBe('x');
    expect(next.isStale(old)).toBe(true);
    expect(next.isStale(next.encrypt('x'))).toBe(false);
    expect(() => new FieldCipher(randomBytes(32)).decrypt(old)).toThrow('unknown key');
  });
});

describe('BlindIndex', () => {
  const index = new BlindIndex(key);

  it('finds equal numbers and keeps the columns apart', () => {
    expect(index.phone('+8613800138000')).toBe(index.phone('+8613800138000'));
    expect(index.phone('+8613800138000')).not.toBe(index.phone('+8613800138001'));
    expect(index.openid('x')).not.toBe(index.phone('x'));
    expect(index.phone('x')).toMatch(/^[0-9a-f]{64}$/);
    expect(new BlindIndex(randomBytes(32)).phone('x')).not.toBe(index.phone('x'));
  });

  it('indexes the last four digits, with or without an extension', () => {
    expect(index.last4('+8655162699158;ext=803')).toBe(index.last4Of('9158'));
    expect(index.last4Of('9158')).toMatch(/^[0-9a-f]{5}$/);
  });
});

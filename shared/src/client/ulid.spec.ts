import { ulid } from './ulid.ts';

describe('ulid', () => {
  it('writes the time first, so that keys sort by when they were made', () => {
    expect(ulid(0, () => 0)).toBe('00000000000000000000000000');
    expect(ulid(1_700_000_000_000, () => 0.999)).toBe('01HF7YAT00ZZZZZZZZZZZZZZZZ');
    expect(ulid(1_700_000_000_000) < ulid(1_700_000_000_001)).toBe(true);
  });
  it('never repeats in practice', () => {
    expect(new Set(Array.from({ length: 2000 }, () => ulid(5))).size).toBe(2000);
  });
});

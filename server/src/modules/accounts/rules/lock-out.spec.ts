import { pairKey, slowDownMs } from './lock-out';

describe('lock-out', () => {
  it('counts an account at one address apart from the same account elsewhere', () => {
    expect(pairKey('chen', '10.0.0.1')).not.toBe(pairKey('chen', '10.0.0.2'));
    expect(pairKey('chen', '10.0.0.1')).not.toBe(pairKey('liu', '10.0.0.1'));
  });

  it('slows everybody down a little when many tries fail, and never by more than 3 seconds', () => {
    expect([0, 50, 51, 60, 61, 150, 350, 99_999].map(slowDownMs)).toEqual([
      0, 0, 100, 100, 200, 1000, 3000, 3000,
    ]);
  });
});

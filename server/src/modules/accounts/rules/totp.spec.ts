import { codeAt, matchStep, stepAt, toBase32, totpUri } from './totp';

const SEED = Buffer.from('12345678901234567890');

describe('TOTP', () => {
  // RFC 6238, appendix B, SHA-1
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at second %d the RFC says %s', (seconds, code) => {
    expect(codeAt(SEED, stepAt(seconds * 1000), 8)).toBe(code);
  });

  // RFC 4226, appendix D
  it.each([
    [0, '755224'],
    [1, '287082'],
    [9, '520489'],
  ])('counter %d gives %s', (step, code) => {
    expect(codeAt(SEED, step)).toBe(code);
  });

  it('takes the codes of one step before and after, each once', () => {
    const now = 1_234_567_890_000;
    const step = stepAt(now);
    for (const at of [step - 1, step, step + 1])
      expect(matchStep(SEED, codeAt(SEED, at), now, null)).toBe(at);
    expect(matchStep(SEED, codeAt(SEED, step - 2), now, null)).toBeNull();
    expect(matchStep(SEED, codeAt(SEED, step), now, step)).toBeNull();
    expect(matchStep(SEED, codeAt(SEED, step + 1), now, step)).toBe(step + 1);
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６'])('refuses %p', (code) => {
    expect(matchStep(SEED, code, 1_234_567_890_000, null)).toBeNull();
  });

  it('writes seeds as authenticator apps read them', () => {
    // RFC 4648, section 10
    expect(toBase32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
    expect(toBase32(Buffer.from('fo'))).toBe('MZXQ');
    expect(totpUri(Buffer.from('foobar'), '一呼即应', 'chen')).toBe(
      'otpauth://totp/%E4%B8%80%E5%91%BC%E5%8D%B3%E5%BA%94%3Achen?secret=MZXW6YTBOI&issuer=%E4%B8%80%E5%91%BC%E5%8D%B3%E5%BA%94',
    );
  });
});

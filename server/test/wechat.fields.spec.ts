import fc from 'fast-check';
import { valueAllowed } from '../../scripts/wechat-standin/field-rules';
import { fieldValue } from '../src/modules/wechat/fields';

/** Anything a person or an attacker can type: any code point, lone surrogates, emoji, long runs of Chinese. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({
    unit: fc.constantFrom('字', '𠮷', '😀', '👨‍👩‍👧', '🇨🇳', '\n', ' ', '1', 'Ａ', '～', '\ud83d'),
    maxLength: 60,
  }),
);

describe('whatever the text, the value passes the platform', () => {
  it.each(['thing1', 'phrase2', 'character_string3', 'name4'])('%s', (key) => {
    fc.assert(
      fc.property(anyText, (text) => {
        const value = fieldValue(key, text);
        expect(value).not.toBe('');
        expect({ text, value, allowed: valueAllowed(key, value) }).toEqual({ text, value, allowed: true });
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['time1', 'date2'])('%s, for every instant', (key) => {
    const instants = fc.date({
      min: new Date('2020-01-01T00:00:00Z'),
      max: new Date('2099-12-31T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (at) => valueAllowed(key, fieldValue(key, at.toISOString()))),
      { numRuns: 500 },
    );
  });
});

import { askedWords, holdsAll, nameTerm, numberTerm, partsOf, termsOf } from './terms';

describe('terms of a text', () => {
  it.each([
    ['丁香小区3栋,漏水', '丁香小区 3 栋|漏水'],
    ['３栋 Ａ座\r\n噪音', ' 3 栋| a 座|噪音'],
    ['wifi坏了😀', ' wifi 坏了'],
    ['😀', ''],
    ['a1B2', ' a 1 b 2 '],
    ['𠮷野家', '𠮷野家'],
  ])('%s stands as %s', (text, parts) => {
    expect(partsOf(text)).toBe(parts);
  });

  it('finds whatever stands side by side, and nothing across a break', () => {
    expect([...termsOf(partsOf('香小区3栋,漏'))]).toEqual(['香小', '小区', '3', '3栋']);
    expect([...termsOf(partsOf('𠮷野家'))]).toEqual(['𠮷野', '野家']);
    expect(termsOf(partsOf('x'.repeat(100)))).toEqual(new Set(['x'.repeat(24)]));
  });

  it('every stretch of a text is found by its own terms', () => {
    const text = '2026年11月22日,丁香花园12栋B座1204室wifi与empty电梯噪音很大。Ａ１楼道𠮷野家门口';
    const has = termsOf(partsOf(text));
    const letters = [...text];
    for (let from = 0; from < letters.length; from += 1) {
      for (let to = from + 2; to <= Math.min(letters.length, from + 9); to += 1) {
        const asked = askedWords(letters.slice(from, to).join(''));
        // A run that is cut is another run: 204 is not 1204.
        const cutsRun = /[a-z0-9]/i;
        const isCut = [
          [from - 1, from],
          [to - 1, to],
        ].some(([a = 0, b = 0]) => cutsRun.test(wide(letters[a])) && cutsRun.test(wide(letters[b])));
        if (isCut) continue;
        expect(asked.terms.filter((term) => !has.has(term))).toEqual([]);
        expect(holdsAll(partsOf(text), asked.pieces)).toBe(true);
      }
    }
  });

  it('asks for pieces as typed', () => {
    expect(askedWords('  噪音  丁香３栋 ')).toEqual({
      pieces: ['噪音', '丁香 3 栋'],
      terms: ['噪音', '丁香', '3', '3栋'],
    });
    expect(askedWords('水').terms).toEqual([]);
    expect(holdsAll(partsOf('小区噪,音'), askedWords('噪音').pieces)).toBe(false);
  });

  it('keeps numbers and names as keys of their own', () => {
    expect(numberTerm('NQ20261122-0001')).toBe('#1000-22116202qn');
    expect(nameTerm(' 张·三 ')).toBe('@张三');
    expect(nameTerm('张')).toBeNull();
  });
});

function wide(char: string | undefined): string {
  return (char ?? '').normalize('NFKC');
}

import { type ClockPolicyRow, PRESETS } from '@yihu/shared';
import { evidenceOf, fromEvidence, LEVELS, markOf, readCode, toMark } from './promise.view';

const ROWS: ClockPolicyRow[] = Object.values(PRESETS).flat();

describe('promises as the form shows them', () => {
  it('gives back every light and every event of the presets as it took them', () => {
    const marks = ROWS.flatMap(({ lights }) => Object.keys(LEVELS).map((level) => lights[level as 'red']));
    expect(marks.length).toBeGreaterThan(100);
    for (const mark of marks) {
      const { way, n } = markOf(mark);
      expect(toMark(way, n)).toEqual(mark);
    }
    for (const { metBy } of ROWS) expect(fromEvidence(evidenceOf(metBy))).toEqual(metBy);
  });
  it('reads codes that spell JSON', () => {
    const literal = { kind: 'choice', options: {}, literal: true } as const;
    expect(['null', 'true', 'false', 'SOLVED'].map((code) => readCode(literal, code))).toEqual([
      ...[null, true, false, 'SOLVED'],
    ]);
    expect(readCode({ kind: 'choice', options: {} }, 'true')).toBe('true');
  });
});

import { DEFAULT_SCRIPTS, outcomeText, type ScriptRow, scriptFor } from './visits.ts';

const KNOWN = {
  ...{ office: '南七热线办', unit: '城管科', class: '占道经营', place: '丁香01网格' },
  ...{ orderNo: 'NQ20261122-0001', received: '11月22日', outcome: '已解决' },
};
const facts = (more: Partial<Parameters<typeof scriptFor>[1]> = {}) => ({
  ...({ classCode: '010101', outcome: 'SOLVED', form: 'SERVICE' } as const),
  ...more,
});

describe('the script of a call', () => {
  it.each([
    [facts(), '常规'],
    [facts({ outcome: null, classCode: null }), '常规'],
    [facts({ outcome: 'EXPLAINED' }), '解释说明'],
    [facts({ outcome: 'UNSOLVED' }), '没有完全解决'],
    [facts({ outcome: 'UNSOLVED', form: 'ONE_TO_ONE' }), '企业一对一'],
  ])('%j is %s', (given, name) => {
    const script = scriptFor([], given, KNOWN);
    expect(script.name).toBe(name);
    expect(script.lines.length).toBeGreaterThan(3);
    expect(script.lines.join('')).not.toMatch(/[{}]/);
  });

  it('takes the first row of the street that fits, and the built-in one where none does', () => {
    const rows: ScriptRow[] = [
      { name: '噪音', classes: ['0201'], text: '{unit}来过吗?\n\n还吵吗?' },
      { name: '占道', classes: ['0101'], outcomes: ['SOLVED'], text: '{office} {nobody}' },
    ];
    expect(scriptFor(rows, facts({ classCode: '020106' }), KNOWN)).toEqual({
      name: '噪音',
      lines: ['城管科来过吗?', '还吵吗?'],
    });
    expect(scriptFor(rows, facts(), KNOWN).lines).toEqual(['南七热线办 {nobody}']);
    expect(scriptFor(rows, facts({ outcome: 'PARTLY' }), KNOWN).name).toBe('没有完全解决');
  });

  it('names units and dates, nobody in general', () => {
    expect(DEFAULT_SCRIPTS.filter(({ text }) => /相关部门|尽快/.test(text))).toEqual([]);
    expect([outcomeText(null), outcomeText('PARTLY')]).toEqual(['已办理', '部分解决']);
  });
});

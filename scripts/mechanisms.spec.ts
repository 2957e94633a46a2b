import { MECHANISMS } from './mechanism-names.ts';
import { pageOf, proofsIn } from './mechanisms.ts';

const spec = `
describe.each(ENGINES)('duty on %s', () => {
  it('M65 M80: a roster is set', async () => {});
  it.each([1])("M41 2110: each promise's own", () => {});
  it('mentions M65: but does not begin with it', () => {});
  it('M66 without a colon', () => {});
  it(
    'M05: on a line of its own | with a bar',
    () => {},
  );
});`;

describe('the page of mechanisms', () => {
  it('knows ninety-nine, each by a name of its own', () => {
    expect([...MECHANISMS.keys()].at(0)).toBe('M01');
    expect([...MECHANISMS.keys()].at(-1)).toBe('M99');
    expect(MECHANISMS.size).toBe(99);
    expect(new Set(MECHANISMS.values()).size).toBe(99);
    expect([...MECHANISMS.values()].filter((name) => !/\p{Script=Han}/u.test(name))).toEqual([]);
  });

  it('finds the tests whose names begin with a number, and no others', () => {
    const proofs = proofsIn('server/test/duty.api.spec.ts', spec);
    expect(proofs.map(({ ids, title }) => [ids.join(' '), title])).toEqual([
      ['M65 M80', 'a roster is set'],
      ['M41', "each promise's own"],
      ['M05', 'on a line of its own | with a bar'],
    ]);
    expect(proofs.every(({ isJourney }) => isJourney)).toBe(true);
    expect(proofsIn('shared/src/x.spec.ts', spec).every(({ isJourney }) => !isJourney)).toBe(true);
  });

  it('tells apart what was travelled, what only rules say, and what is open', () => {
    const names = new Map([
      ['M01', '一'],
      ['M05', '五'],
      ['M65', '盯守'],
    ]);
    const rule = "it('M05: by the rules', () => {});";
    const proofs = [
      ...proofsIn('shared/src/x.spec.ts', rule),
      ...proofsIn('server/test/duty.spec.ts', "it('M65: watch', 1)"),
    ];
    const page = pageOf(names, proofs);
    expect(page).toContain('有旅程 1 条,只有规则测试 1 条,尚无测试 1 条,共 3 条。');
    expect(page).toContain('## 尚无测试 (open)\n\n- M01 一\n');
    expect(page).toContain('## 只有规则测试 (rules only)\n\n- M05 五\n');
    expect(page).toContain('| M65 | 盯守 | watch (`server/test/duty.spec.ts`) |  |');
  });
});

import { unfitness } from './report-draft';

const LINES = [{ label: '占道经营', text: '12 件', opens: null }];
const DRAFTED = [{ title: '收到多少诉求', text: '共收到诉求 12 件。', lines: LINES }];
const WHOM = { people: ['范书平', '高峰', '张敏'], units: ['丁香01网格', '执法队'] };
const why = (text: string, face: 'OFFICE' | 'PUBLIC' = 'PUBLIC', whom = WHOM) =>
  unfitness(face, { title: '收到多少诉求', text, lines: LINES }, DRAFTED, whom)?.code ?? null;

it.each([
  ['共收到诉求 12 件,早晚高峰占道的多。', null],
  ['共收到诉求 13 件。', 'REPORT_FIGURE_STRAY'],
  ['范书平要求整改。', 'REPORT_PRIVATE'],
  ['网格员张敏上门看过。', 'REPORT_PRIVATE'],
  ['由高峰带队巡查。', 'REPORT_PRIVATE'],
  ['有事请打13800005678。', 'REPORT_PRIVATE'],
  ['丁香01网格最多。', 'REPORT_NAMES_UNIT'],
] as const)('%s: %s', (text, code) => {
  expect(why(text)).toBe(code);
});

it('lets staff read names and units, but no other figures', () => {
  expect(why('请张敏、执法队本周办结。', 'OFFICE')).toBeNull();
  expect(why('请执法队办结 3 件。', 'OFFICE')).toBe('REPORT_FIGURE_STRAY');
});

it('lets a street that names its units name them', () => {
  expect(why('执法队到场 12 件。', 'PUBLIC', { ...WHOM, units: [] })).toBeNull();
});

import { clockRowsOf } from '../policies/kinds/clock.ts';
import { careLines, DEFAULT_CARE_ROWS, withCare } from './care.ts';
import { channelDefaults, morePressing } from './channel.ts';
import { confidentialityFor } from './confidentiality.ts';
import { emergencyCalls } from './emergency.ts';
import { isCreditCode, normaliseFirmName } from './enterprises.ts';

const FACTS = {
  ...({ partyKind: 'PERSON', requestType: 'HELP', complexity: 'SIMPLE', urgency: 'L3' } as const),
  ...{ channel: 'WINDOW', classCode: '050105', cycle: 0 },
};

describe('a credit code', () => {
  // Published by their owners.
  it.each(['91110000802100433B', '91440300708461136T', '91330100799655058B'])('%s is right', (code) => {
    const wrong = [...code].map(
      (_, at) => code.slice(0, at) + (code[at] === '9' ? '8' : '9') + code.slice(at + 1),
    );
    expect(isCreditCode(code)).toBe(true);
    expect(wrong.filter(isCreditCode)).toEqual([]);
  });

  it.each(['', '123', '91110000802100433b', '91110000802100433I', '911100008021004330B'])(
    '%s is none',
    (code) => {
      expect(isCreditCode(code)).toBe(false);
    },
  );
});

it.each([
  ['合肥南七餐饮管理有限公司', ' 合肥南七餐饮管理(有限责任公司)'],
  ['ABC科技股份有限公司', 'abc 科技'],
  ['有限公司', '(有限公司)'],
])('%s and %s are one name', (a, b) => {
  expect(normaliseFirmName(a)).toBe(normaliseFirmName(b));
  expect(normaliseFirmName(a)).not.toBe('');
});

it('a street’s row for a door stands for the built-in one of the same door', () => {
  expect(channelDefaults([], 'WAGE_LINE')).toEqual({ classCode: '060101', urgency: 'L2', line: null });
  expect(channelDefaults([{ channel: 'WAGE_LINE', line: 'YHJY' }], 'WAGE_LINE')).toEqual({
    ...{ classCode: null, urgency: null, line: 'YHJY' },
  });
  expect([morePressing('L3', 'L1'), morePressing('L1', 'L3'), morePressing('L2', null)]).toEqual([
    'L1',
    'L1',
    'L2',
  ]);
});

it('a rule hides, and never shows who chose to be hidden nor makes anybody anonymous', () => {
  const rows = [
    { when: { classPrefix: '0501' }, level: 'ANONYMOUS', reason: '噪音' },
    { when: { requestType: 'REPORT' }, level: 'SURNAME', reason: '公开' },
  ] as const;
  expect(confidentialityFor('SURNAME', rows, FACTS)).toEqual({ level: 'DESK_ONLY', reason: '噪音' });
  expect(confidentialityFor('ANONYMOUS', rows, FACTS).level).toBe('ANONYMOUS');
  const report = { ...FACTS, classCode: '010102', requestType: 'REPORT' };
  expect(confidentialityFor('SURNAME', rows, report).level).toBe('SURNAME');
  expect(confidentialityFor('DESK_ONLY', rows, report).level).toBe('DESK_ONLY');
  expect(confidentialityFor('SURNAME', [], report).level).toBe('DESK_ONLY');
});

it('care waits longer for what is missing, and for nothing else', () => {
  const rows = clockRowsOf({ presets: ['2110'] });
  const changed = withCare(rows, DEFAULT_CARE_ROWS).filter((row, at) => row !== rows[at]);
  expect(new Set(changed.map(({ milestone }) => milestone))).toEqual(new Set(['info_wait']));
  expect(changed[0]).toMatchObject({ amount: 10, unit: 'day' });
  expect(withCare(rows, [{ need: 'RELIEF' }])).toEqual(rows);
  expect(careLines([{ need: 'HOME_VISIT' }])).toEqual(['上门']);
});

it('names each number once, with its words', () => {
  expect(emergencyCalls('着火了,浓烟很大', [])).toEqual([
    { number: '119', text: '着火、燃气泄漏或有人被困,请先拨打 119', words: ['着火', '浓烟'] },
  ]);
  expect(emergencyCalls('担心着火', [{ words: ['着火'], number: '119', text: '' }])).toEqual([]);
});

import { valueAllowed } from './field-rules.ts';

describe('valueAllowed', () => {
  it.each([
    ['thing1', '字'.repeat(20)],
    ['number1', '12.5'],
    ['letter1', 'abc'],
    ['symbol1', '※-+'],
    ['character_string1', 'NQ20261122-0001'],
    ['time1', '15:01'],
    ['time1', '2019年10月1日 15:01'],
    ['time1', '2019年10月1日 15:01~2019年10月1日 16:01'],
    ['date1', '2026年11月22日'],
    ['date1', '2026-11-22 18:00'],
    ['date1', '11月22日'],
    ['amount1', '¥12.50元'],
    ['phone_number1', '+86-0766-66888866'],
    ['car_number1', '皖A12345'],
    ['car_number1', '皖AD12345'],
    ['name1', '王阿姨'],
    ['name1', 'Zhang San'],
    ['phrase1', '处理中'],
  ])('%s admits %s', (key, value) => expect(valueAllowed(key, value)).toBe(true));

  it.each([
    ['thing1', '字'.repeat(21)],
    ['thing1', '换\n行'],
    ['thing1', '好👍'],
    ['number1', '十二'],
    ['letter1', 'a1'],
    ['symbol1', '中'],
    ['character_string1', '编号1'],
    ['character_string1', 'a'.repeat(33)],
    ['time1', '25:00'],
    ['time1', '10:00～11:00'],
    ['time1', '今天'],
    ['date1', '2026年13月1日'],
    ['date1', '2026-11/22'],
    ['amount1', '12345678901'],
    ['phone_number1', '156****5677'],
    ['name1', '王'.repeat(11)],
    ['phrase1', '13笔'],
    ['phrase1', '处理中处理中'],
    ['enum_string1', '处理中'],
    ['unheard1', 'x'],
  ])('%s refuses %s', (key, value) => expect(valueAllowed(key, value)).toBe(false));

  it('admits listed enum values only', () => {
    expect(valueAllowed('enum_string1', '处理中', ['处理中'])).toBe(true);
    expect(valueAllowed('enum_string1', '已办结', ['处理中'])).toBe(false);
  });
});

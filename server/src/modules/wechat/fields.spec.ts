import { canFill, dateValue, fieldValue, timeValue } from './fields';

describe('fieldValue', () => {
  it.each([
    ['thing2', '楼道堆放杂物', '楼道堆放杂物'],
    ['thing2', '  第一行\r\n第二行\t末 ', '第一行 第二行 末'],
    ['thing2', '漏水👨‍👩‍👧严重❗️', '漏水严重'],
    ['thing2', '😀\n', '详见小程序'],
    ['thing2', '', '详见小程序'],
    ['thing2', '字'.repeat(20), '字'.repeat(20)],
    ['thing2', '字'.repeat(21), `${'字'.repeat(17)}...`],
    ['phrase3', '处理中', '处理中'],
    ['phrase3', '13笔', '笔'],
    ['phrase3', 'done', '有更新'],
    ['character_string1', 'NQ20261122-0001', 'NQ20261122-0001'],
    ['character_string1', 'ＮＱ２号 １', 'NQ21'],
    ['character_string1', '编号', '-'],
    ['name1', '王3阿姨', '王阿姨'],
    ['name1', '42', '工作人员'],
    ['time4', '2026-11-22T06:00:00.000Z', '2026年11月22日 14:00'],
    ['time4', '2026-12-31T16:05:00.000Z', '2027年1月1日 00:05'],
    ['date4', '2026-11-25', '2026年11月25日'],
    ['date4', '2026-11-25T18:00:00.000Z', '2026年11月26日'],
    ['number1', '12.5', '12.5'],
  ])('%s %j → %j', (key, value, expected) => expect(fieldValue(key, value)).toBe(expected));

  it('cuts no character in half', () => {
    const text = `${'字'.repeat(16)}𠮷${'字'.repeat(5)}`;
    expect(fieldValue('thing1', text)).toBe(`${'字'.repeat(16)}...`);
  });

  it('takes enum values from the list of the template only', () => {
    expect(fieldValue('enum_string3', '处理中', ['处理中'])).toBe('处理中');
    expect(() => fieldValue('enum_string3', '处理中', ['已办结'])).toThrow(RangeError);
  });

  it('throws where nothing true can be put in place', () => {
    expect(() => fieldValue('number1', '十二')).toThrow(RangeError);
    expect(() => fieldValue('time1', '明天')).toThrow(RangeError);
    expect(() => fieldValue('car_number1', '皖A12345')).toThrow(RangeError);
    expect(canFill('car_number1')).toBe(false);
    expect(canFill('thing1')).toBe(true);
  });
});

it('writes Beijing time whatever the zone of the server', () => {
  expect(timeValue('2026-11-22T15:59:59.999Z')).toBe('2026年11月22日 23:59');
  expect(dateValue('2026-11-22T16:00:00.000Z')).toBe('2026年11月23日');
});

import { agoText, dateText, deadlineText, durationText, whenText } from './time.ts';

const NOW = '2026-11-22T06:00:00.000Z'; // 14:00 in Shanghai

describe('whenText', () => {
  it.each([
    ['2026-11-22T06:30:00.000Z', '今天 14:30'],
    ['2026-11-21T16:00:00.000Z', '今天 00:00'],
    ['2026-11-21T15:59:00.000Z', '昨天 23:59'],
    ['2026-11-23T10:00:00.000Z', '明天 18:00'],
    ['2026-11-26T10:00:00.000Z', '11月26日 18:00'],
    ['2025-12-31T16:30:00.000Z', '1月1日 00:30'],
    ['2025-12-31T15:30:00.000Z', '2025年12月31日 23:30'],
  ])('%s is %s', (instant, text) => {
    expect(whenText(instant, NOW)).toBe(text);
  });
});

describe('deadlineText', () => {
  it.each([
    ['2026-11-25T16:00:00.000Z', '11月25日 24:00'],
    ['2026-11-22T16:00:00.000Z', '今天 24:00'],
    ['2026-12-31T16:00:00.000Z', '12月31日 24:00'],
    ['2026-11-25T15:59:00.000Z', '11月25日 23:59'],
  ])('%s is %s', (instant, text) => {
    expect(deadlineText(instant, NOW)).toBe(text);
  });
});

describe('dateText', () => {
  it('takes the day of Shanghai, not of UTC', () => {
    expect(dateText('2026-11-25T17:00:00.000Z', NOW)).toBe('11月26日');
  });
});

describe('durationText', () => {
  it.each([
    [30_000, '不到1分钟'],
    [5 * 60_000, '5分钟'],
    [130 * 60_000, '2小时10分'],
    [2 * 3_600_000, '2小时'],
    [76 * 3_600_000, '3天4小时'],
    [-76 * 3_600_000, '3天4小时'],
  ])('%d ms is %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

describe('agoText', () => {
  it.each([
    ['2026-11-22T05:59:40.000Z', '刚刚'],
    ['2026-11-22T05:48:00.000Z', '12分钟前'],
    ['2026-11-22T01:00:00.000Z', '5小时前'],
    ['2026-11-21T15:00:00.000Z', '昨天 23:00'],
  ])('%s is %s', (instant, text) => {
    expect(agoText(instant, NOW)).toBe(text);
  });
});

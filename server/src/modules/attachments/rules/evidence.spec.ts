import { addMinutes } from '@yihu/shared';
import { drawable, markText, mismatches } from './evidence';

const NOON = '2026-11-23T04:00:00.000Z';
const MARK = { purpose: 'AFTER', place: '丁香社区 01网格', orderNo: 'NQ20261123-0001' };

it('draws the time here, what it shows, grid, order and the beginning of the hash', () => {
  expect(markText(MARK, NOON, 'ab'.repeat(32)).split('\n')).toEqual([
    '2026-11-23 12:00 办理后',
    '丁香社区 01网格 · NQ20261123-0001',
    '原图 SHA-256 abababababababab',
  ]);
});

it('draws what the font has, and a sign for what it has not', () => {
  expect(drawable('南七街道·丁香(东)01号~A、〔一〕')).toBe('南七街道·丁香(东)01号~A、〔一〕');
  expect(drawable('𠮷里社区 😀')).toBe('〓里社区 〓');
  expect(drawable('a\u0000\n\u202eb')).toBe('a〓〓〓b');
});

describe('a photo of evidence', () => {
  const taken = (minutesBefore: number) => ({
    receivedAt: NOON,
    takenAt: addMinutes(NOON, -minutesBefore),
    at: null,
  });

  it.each([
    [0, null],
    [60, null],
    [61, '早 1 小时'],
    [3 * 24 * 60, '早 3 天'],
    [-5, null],
    [-6, '手机时间可能不准'],
  ])('taken %d minutes before it was received', (minutes, note) => {
    const notes = mismatches(taken(minutes), null);
    expect(notes).toHaveLength(note === null ? 0 : 1);
    if (note !== null) expect(notes[0]).toContain(note);
  });

  it.each([
    [300, []],
    [301, ['照片自带的位置距反映地点约 301 米']],
    [null, []],
  ])('taken %s m away', (distance, notes) => {
    expect(mismatches({ receivedAt: NOON, takenAt: null, at: null }, distance)).toEqual(notes);
  });
});

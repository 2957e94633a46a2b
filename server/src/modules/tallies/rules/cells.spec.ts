import { cellOf, cellsOf, countedOf, dayAndHour, keyOf, monthBefore, nextMonth, piecesOf } from './cells';

const FACTS = {
  rootId: 'R',
  receivedAt: '2026-11-30T15:59:59.999Z',
  classCode: null,
  gridId: 'G',
  channel: 'WINDOW',
  source: 'RESIDENT',
} as const;

describe('what an order is counted by', () => {
  it('takes day and hour of where it was received, to the last millisecond of the month', () => {
    expect(countedOf(FACTS)).toEqual({
      ...{ rootId: 'R', day: '2026-11-30', hour: '23', classCode: '', gridId: 'G' },
      ...{ channel: 'WINDOW', source: 'RESIDENT' },
    });
    expect(dayAndHour('2026-11-30T16:00:00.000Z')).toEqual({ day: '2026-12-01', hour: '00' });
    expect(dayAndHour('2026-11-30T16')).toEqual({ day: '2026-12-01', hour: '00' });
  });

  it('is part of four numbers by day and of four by month, each found again by its key', () => {
    const cells = cellsOf(countedOf(FACTS));
    expect(cells.map(({ dim, period, bucket }) => `${dim} ${period} ${bucket}`)).toEqual([
      ...['dALL 2026-11-30 ', 'mALL 2026-11 ', 'dHOUR 2026-11-30 23', 'mHOUR 2026-11 23'],
      ...['dCLASS 2026-11-30 ', 'mCLASS 2026-11 ', 'dGRID 2026-11-30 G', 'mGRID 2026-11 G'],
    ]);
    expect(cells.map((cell) => cellOf(keyOf(cell)))).toEqual(cells);
  });

  it.each([
    ['2026-11-01', '2026-11-30', ['m 2026-11 2026-11']],
    ['2026-11-02', '2026-11-30', ['d 2026-11-02 2026-11-30']],
    ['2026-11-01', '2026-11-29', ['d 2026-11-01 2026-11-29']],
    ['2026-10-31', '2026-12-01', ['m 2026-11 2026-11', 'd 2026-10-31 2026-10-31', 'd 2026-12-01 2026-12-01']],
    ['2026-10-31', '2026-11-30', ['m 2026-11 2026-11', 'd 2026-10-31 2026-10-31']],
    ['2025-12-15', '2026-02-28', ['m 2026-01 2026-02', 'd 2025-12-15 2025-12-31']],
    ['2026-10-15', '2026-11-14', ['d 2026-10-15 2026-11-14']],
    ['2026-11-22', '2026-11-22', ['d 2026-11-22 2026-11-22']],
  ])('reads %s to %s from as few periods as there are', (from, to, pieces) => {
    expect(piecesOf(from, to).map((piece) => `${piece.tier} ${piece.from} ${piece.to}`)).toEqual(pieces);
  });

  it('knows the months beside a month', () => {
    expect([
      nextMonth('2026-12'),
      nextMonth('2027-01'),
      monthBefore('2026-03'),
      monthBefore('2026-01'),
    ]).toEqual([...['2027-01', '2027-02', '2026-02', '2025-12']]);
  });
});

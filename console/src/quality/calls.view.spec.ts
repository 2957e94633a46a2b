import { CALLS_AT_MOST } from '@yihu/shared';
import { readPasted } from './calls.view';

describe('calls pasted from a table', () => {
  it('are read by tabs or commas, days as they are written, a heading skipped', () => {
    const text =
      '日期\t线路\t来电\t接通\t等待秒数\n2026/11/3\t12345热线\t40\t39\t390\n\n2026-11-04,WARM_LINE,5,5,20';
    expect(readPasted(text)).toEqual({
      rows: [
        { day: '2026-11-03', channel: 'HOTLINE_12345', offered: 40, answered: 39, waitSeconds: 390 },
        { day: '2026-11-04', channel: 'WARM_LINE', offered: 5, answered: 5, waitSeconds: 20 },
      ],
      faults: [],
    });
  });

  it.each([
    ['2026-11-03,12345热线,40,39', '第 1 行:应有 5 列,读到 4 列'],
    ['昨天,12345热线,40,39,1', '第 1 行:「昨天」不是日期'],
    ['2026-11-03,总机,40,39,1', '第 1 行:没有「总机」这条线路'],
    ['2026-11-03,12345热线,40,三十九,1', '第 1 行:接通数应是整数'],
    ['2026-11-03,12345热线,39,40,1', '第 1 行:接通数不能多于来电数'],
  ])('say what is wrong with a line: %s', (line, fault) => {
    expect(readPasted(line)).toEqual({ rows: [], faults: [fault] });
  });

  it('are no more than can be sent at once', () => {
    const lines = (n: number) => Array.from({ length: n }, () => '2026-11-03,12345热线,1,1,1').join('\n');
    expect(readPasted(lines(CALLS_AT_MOST)).faults).toEqual([]);
    expect(readPasted(lines(CALLS_AT_MOST + 1)).faults).toHaveLength(1);
  });
});

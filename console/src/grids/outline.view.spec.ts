import type { Outline } from '@yihu/shared';
import { areaText, outlineText, readLine, readOutline } from './outline.view';

const SQUARE: Outline = {
  type: 'Polygon',
  coordinates: [
    [
      [117.1, 31.1],
      [117.2, 31.1],
      [117.2, 31.2],
      [117.1, 31.1],
    ],
  ],
};

describe('coordinates as text', () => {
  it('are read as they were written, with holes and parts', () => {
    expect(readOutline(outlineText(SQUARE))).toEqual({ value: SQUARE });
    const hole = SQUARE.coordinates[0] as [number, number][];
    const many: Outline = { type: 'MultiPolygon', coordinates: [[hole, hole], [hole]] };
    expect(readOutline(outlineText(many))).toEqual({ value: many });
  });

  it('close a ring, take full-width digits, brackets, CRLF and spaces', () => {
    const typed = '[117.1, 31.1]\r\n117.2,31.1\r\n117.2 31.2\r\n';
    expect(readOutline(typed)).toEqual({ value: SQUARE });
  });

  it('name the row that is none', () => {
    expect(readOutline('117.1,31.1\n东门')).toEqual({ problem: '第 2 行「东门」不是「经度,纬度」' });
    expect(readOutline('\n\n')).toMatchObject({ problem: expect.stringContaining('还没有边界') });
    expect(readLine('117.1,31.1')).toMatchObject({ problem: expect.stringContaining('至少两个点') });
    expect(readLine('117.1,31.1\n117.2,31.2')).toEqual({
      value: [
        [117.1, 31.1],
        [117.2, 31.2],
      ],
    });
  });

  it('leave GeoJSON to the server, which names each wrong ring', () => {
    const open = { type: 'Polygon', coordinates: [[[1, 2]]] };
    expect(readOutline(JSON.stringify({ type: 'Feature', geometry: open }))).toEqual({ value: open });
    expect(readOutline('{"type":')).toEqual({ problem: '不是完整的 GeoJSON' });
  });

  it('say areas in the unit people know', () => {
    expect([areaText(123.4), areaText(234_567)]).toEqual(['123 平方米', '23.5 公顷']);
  });
});

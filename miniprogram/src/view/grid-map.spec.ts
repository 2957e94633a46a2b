import type { GridFeature, Position } from '@yihu/shared';
import { gridAt, gridMap, wholeFrame, zoomed } from './grid-map';
import { mapSvg } from './grid-map-svg';

const community = { id: 'c', kind: 'COMMUNITY', code: 'C', name: '丁香社区', shortName: '丁香社区' } as const;
const square = (id: string, west: number, rings: Position[][] = []): GridFeature => ({
  id,
  code: id,
  name: `<${id}>网格`,
  community,
  note: '示意',
  outline: {
    type: 'MultiPolygon',
    coordinates: [
      [
        [
          [west, 31],
          [west + 0.01, 31],
          [west + 0.01, 31.01],
          [west, 31.01],
          [west, 31],
        ],
        ...rings,
      ],
    ],
  },
});
const hole: Position[] = [
  [117.004, 31.004],
  [117.006, 31.004],
  [117.006, 31.006],
  [117.004, 31.006],
  [117.004, 31.004],
];
const grids = [square('a', 117, [hole]), square('b', 117.01)];

describe('gridAt', () => {
  it.each([
    [117.002, 31.002, 'a'],
    [117.012, 31.002, 'b'],
    [117.005, 31.005, undefined], // in the hole
    [117.03, 31.002, undefined],
    [117.002, 31.02, undefined],
  ])('%d,%d is in %s', (lng, lat, id) => {
    expect(gridAt(grids, lng, lat)?.id).toBe(id);
  });
});

describe('gridMap', () => {
  const map = gridMap(grids);
  it('finds the same place again after drawing it', () => {
    const [x, y] = map.toXy(117.0123, 31.0045);
    const [lng, lat] = map.toLngLat(x, y);
    expect(lng).toBeCloseTo(117.0123, 9);
    expect(lat).toBeCloseTo(31.0045, 9);
  });
  it('keeps north up and true shapes', () => {
    expect(map.toXy(117, 31.01)[1]).toBeLessThan(map.toXy(117, 31)[1]);
    const east = map.toXy(117.01, 31)[0] - map.toXy(117, 31)[0];
    const north = map.toXy(117, 31)[1] - map.toXy(117, 31.01)[1];
    expect(east / north).toBeCloseTo(Math.cos((31.005 * Math.PI) / 180), 6);
  });
  it('zooms inside the whole and back to it', () => {
    const whole = wholeFrame(map);
    const corner = zoomed(map, whole, [whole.x, whole.y], 2);
    expect(corner).toEqual({ x: whole.x, y: whole.y, side: whole.side / 2 });
    expect(zoomed(map, corner, [500, 500], 0.5)).toEqual(whole);
  });
  it('draws each grid once, names escaped, the pin last', () => {
    const svg = mapSvg(map, wholeFrame(map), 340, 'b', [500, 500]);
    expect(svg.match(/<path d="M[^"]*Z" fill/g)).toHaveLength(2);
    expect(svg).toContain('&#60;');
    expect(svg.indexOf('<circle')).toBeGreaterThan(svg.lastIndexOf('<text'));
  });
});

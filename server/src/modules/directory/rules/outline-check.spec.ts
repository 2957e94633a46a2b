import fc from 'fast-check';
import { checkOutline } from './outline-check';

type Ring = [number, number][];

const box = (west: number, south: number, east: number, north: number): Ring => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];
const polygon = (...rings: unknown[]) => ({ type: 'Polygon', coordinates: rings });
const multi = (...polygons: unknown[]) => ({ type: 'MultiPolygon', coordinates: polygons });
const OUTER = box(117.25, 31.83, 117.27, 31.85);
const HOLE = box(117.255, 31.835, 117.26, 31.84);

/** A closed ring round a centre, one point per radius (1e-5 degrees), evenly turned. */
function star(radii: number[]): Ring {
  const points = radii.map((radius, at): [number, number] => {
    const angle = (at / radii.length) * 2 * Math.PI;
    return [117.25 + Math.cos(angle) * radius * 1e-5, 31.84 + Math.sin(angle) * radius * 1e-5];
  });
  return [...points, ...points.slice(0, 1)];
}

function problem(input: unknown): string {
  const answer = checkOutline(input);
  return 'problem' in answer ? `${answer.problem.ring}:${answer.problem.reason}` : '通过';
}

describe('checkOutline', () => {
  it('takes a polygon, one with holes, and several apart or touching in a corner', () => {
    const far = box(117.28, 31.83, 117.29, 31.85);
    const corner = box(117.27, 31.85, 117.28, 31.86);
    const island = box(117.256, 31.836, 117.258, 31.838);
    for (const input of [
      polygon(OUTER),
      polygon([...OUTER].reverse()),
      polygon(OUTER, HOLE),
      polygon(OUTER, HOLE, box(117.261, 31.835, 117.265, 31.84)),
      multi([OUTER], [far], [corner]),
      multi([OUTER, HOLE], [island]),
    ]) {
      expect(problem(input)).toBe('通过');
    }
    expect(checkOutline(polygon(OUTER))).toEqual({ outline: polygon(OUTER) });
    const fine = polygon(OUTER.map(([lng, lat]) => [lng + 1e-8, lat - 1e-8]));
    expect(checkOutline(fine)).toEqual({ outline: polygon(OUTER) });
  });

  it.each([
    ['不是图形', null, '边界:不是 GeoJSON 图形'],
    ['列表', [], '边界:不是 GeoJSON 图形'],
    ['点', { type: 'Point', coordinates: [117, 31] }, '边界:类型须为 Polygon 或 MultiPolygon,现为「Point」'],
    ['没有坐标', { type: 'Polygon', coordinates: [] }, '边界:没有坐标'],
    ['空的图形', multi([]), '外环:没有坐标'],
    ['环不是列表', polygon('x'), '外环:不是点的列表'],
    ['空环', polygon([]), '外环:只有 0 个点,至少 4 个(首尾相同)'],
    ['文字坐标', polygon([['117', '31']]), '外环:第 1 点不是 [经度, 纬度] 数字'],
    ['无穷', polygon([[117, Infinity]]), '外环:第 1 点不是 [经度, 纬度] 数字'],
    ['没有闭合', polygon(OUTER.slice(0, 4)), '外环:没有闭合,最后一点须与第一点相同'],
    ['点太少', polygon([OUTER[0], OUTER[1], OUTER[0]]), '外环:只有 3 个点,至少 4 个(首尾相同)'],
    ['超出范围', polygon(box(117, 31, 181, 32)), '外环:第 2 点超出范围(经度 ±180,纬度 ±90)'],
    ['写反', polygon(OUTER.map(([lng, lat]) => [lat, lng])), '外环:疑似经纬度写反,应先写经度、后写纬度'],
    [
      '8 字形',
      polygon([
        [117, 31],
        [118, 32],
        [118, 31],
        [117, 32],
        [117, 31],
      ]),
      '外环:自相交:第 1 段与第 3 段在 117.500000,31.500000 相碰',
    ],
    [
      '来回',
      polygon([
        [117, 31],
        [119, 31],
        [118, 31],
        [117, 32],
        [117, 31],
      ]),
      '外环:自相交:第 1 段与第 2 段在 119.000000,31.000000 相碰',
    ],
    [
      '收腰成一点',
      polygon([
        [117, 31],
        [118, 32],
        [119, 31],
        [119, 33],
        [118, 32],
        [117, 33],
        [117, 31],
      ]),
      '外环:自相交:第 1 段与第 4 段在 118.000000,32.000000 相碰',
    ],
    ['重复点', polygon([OUTER[0], OUTER[0], ...OUTER.slice(1)]), '外环:第 2 点与前一点重复'],
    ['洞在外', polygon(OUTER, box(117.3, 31.9, 117.31, 31.91)), '第 1 个洞:不在外环之内'],
    ['洞出界', polygon(OUTER, HOLE, box(117.26, 31.84, 117.28, 31.845)), '第 2 个洞:与外环相交'],
    ['洞共边', polygon(OUTER, box(117.25, 31.835, 117.26, 31.84)), '第 1 个洞:与外环相交'],
    ['洞套洞', polygon(OUTER, HOLE, box(117.256, 31.836, 117.258, 31.838)), '第 2 个洞:在第 1 个洞之内'],
    [
      '第二图形没闭合',
      multi([OUTER], [HOLE.slice(0, 4)]),
      '第 2 个图形的外环:没有闭合,最后一点须与第一点相同',
    ],
    [
      '图形共边',
      multi([OUTER], [box(117.27, 31.83, 117.28, 31.85)]),
      '第 2 个图形的外环:与第 1 个图形的外环相交或共边',
    ],
    ['图形套图形', multi([OUTER], [HOLE]), '第 2 个图形的外环:与第 1 个图形的外环重叠'],
  ])('names ring and reason: %s', (_, input, text) => {
    expect(problem(input)).toBe(text);
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.anything(), (input) => {
        checkOutline(input);
        checkOutline({ type: 'Polygon', coordinates: input });
        checkOutline({ type: 'MultiPolygon', coordinates: [input] });
      }),
    );
  });

  it('takes every star-shaped ring', () => {
    const radii = fc.array(fc.integer({ min: 400, max: 1000 }), { minLength: 6, maxLength: 30 });
    fc.assert(
      fc.property(radii, (list) => {
        expect(problem(polygon(star(list)))).toBe('通过');
      }),
    );
  });

  it('refuses every convex ring with two neighbouring points swapped', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 30 }), fc.integer({ min: 400, max: 1000 }), (count, radius) => {
        const ring = star(Array.from({ length: count }, () => radius));
        const [first, second, third, ...rest] = ring;
        expect(problem(polygon([first, third, second, ...rest]))).toContain('自相交');
      }),
    );
  });

  it('refuses to work through more points than a border ever has', () => {
    const ring = Array.from({ length: 2_501 }, (_, at) => [117 + at * 1e-6, 31]);
    expect(problem(polygon(ring))).toBe('外环:点数超过 2500');
  });
});

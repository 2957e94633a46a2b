import type { Outline, Position } from '@yihu/shared';
import fc from 'fast-check';
import { checkOutline } from '../../directory/rules/outline-check';
import { areaOf, gapsOf, outsideOf, overlapOf, splitBy, unionOf } from './overlay';

const box = (west: number, south: number, east: number, north: number): Position[] => [
  [117 + west / 1e3, 31 + south / 1e3],
  [117 + east / 1e3, 31 + south / 1e3],
  [117 + east / 1e3, 31 + north / 1e3],
  [117 + west / 1e3, 31 + north / 1e3],
  [117 + west / 1e3, 31 + south / 1e3],
];
const polygon = (...rings: Position[][]): Outline => ({ type: 'Polygon', coordinates: rings });
const at = (x: number, y: number): Position => [117 + x / 1e3, 31 + y / 1e3];
const area = (rings: Position[][]) => areaOf(polygon(...rings));

/** A ring round a centre, evenly turned, with these radii in metres or so. */
function star(x: number, y: number, radii: readonly number[]): Outline {
  const ring = radii.map((radius, n): Position => {
    const angle = (n / radii.length) * 2 * Math.PI;
    const round = (value: number) => Math.round(value * 1e6) / 1e6;
    return [
      round(117 + x / 1e5 + Math.cos(angle) * radius * 1e-5),
      round(31 + y / 1e5 + Math.sin(angle) * radius * 1e-5),
    ];
  });
  return polygon([...ring, ...ring.slice(0, 1)]);
}
const STAR = fc
  .tuple(
    fc.integer({ min: -300, max: 300 }),
    fc.integer({ min: -300, max: 300 }),
    fc.array(fc.integer({ min: 100, max: 500 }), { minLength: 5, maxLength: 20 }),
  )
  .map(([x, y, radii]) => star(x, y, radii));

describe('areas', () => {
  it('are those on the ground: a thousandth of a degree is 111 m north and 95 m east at 31°', () => {
    const expected = 111.195 * 111.195 * Math.cos((31 * Math.PI) / 180);
    expect(area([box(0, 0, 1, 1)])).toBeCloseTo(expected, 0);
    expect(area([box(0, 0, 4, 4), box(1, 1, 2, 2)]) / expected).toBeCloseTo(15, 2);
  });

  it('of an overlap, of what lies outside, and of neighbours that only share an edge', () => {
    const [a, b] = [polygon(box(0, 0, 2, 2)), polygon(box(1, 1, 3, 3))];
    const one = area([box(1, 1, 2, 2)]);
    expect(overlapOf(a, b) / one).toBeCloseTo(1, 3);
    expect(outsideOf(a, b) / one).toBeCloseTo(3, 3);
    expect(overlapOf(a, polygon(box(2, 0, 4, 2)))).toBe(0);
    expect(overlapOf(a, polygon(box(7, 7, 8, 8)))).toBe(0);
  });

  it('add up for any two outlines: a + b = a∪b + a∩b, and the union is a sound outline', () => {
    fc.assert(
      fc.property(STAR, STAR, (a, b) => {
        const all = unionOf([a, b]);
        if (all === null) throw new Error('no union');
        const sum = areaOf(a) + areaOf(b);
        expect(Math.abs(areaOf(all) + overlapOf(a, b) - sum)).toBeLessThan(sum * 1e-4 + 20);
        expect(Math.abs(areaOf(a) - overlapOf(a, b) - outsideOf(a, b))).toBeLessThan(sum * 1e-4 + 20);
        expect(checkOutline(all)).toEqual({ outline: all });
      }),
      { numRuns: 60 },
    );
  });
});

describe('unionOf', () => {
  it('makes one of neighbours, keeps those apart as parts, and closes a crack', () => {
    const cracked: Position[] = box(1, 0, 2, 1).map(([lng, lat]) => [
      lng === 117.001 ? 117.00100001 : lng,
      lat,
    ]);
    const all = unionOf([polygon(box(0, 0, 1, 1)), polygon(cracked)]);
    expect(all?.type).toBe('Polygon');
    expect(all?.coordinates).toHaveLength(1);
    expect(unionOf([polygon(box(0, 0, 1, 1)), polygon(box(2, 0, 3, 1))])?.type).toBe('MultiPolygon');
  });

  it('of four round a yard has the yard as a hole', () => {
    const around = [box(0, 0, 3, 1), box(0, 2, 3, 3), box(0, 1, 1, 2), box(2, 1, 3, 2)].map((ring) =>
      polygon(ring),
    );
    const all = unionOf(around);
    expect(all?.coordinates).toHaveLength(2);
    expect(gapsOf(around, null).map(area)[0]).toBeCloseTo(area([box(1, 1, 2, 2)]), 0);
    expect(gapsOf(around, polygon(box(0, 0, 4, 3))).map((rings) => Math.round(area(rings)))).toHaveLength(2);
  });
});

describe('splitBy', () => {
  it('parts a square by a line from side to side, and by one that bends', () => {
    const pieces = splitBy(polygon(box(0, 0, 4, 4)), [at(1, -1), at(1, 5)]);
    expect(pieces).toHaveLength(2);
    expect(area(pieces[0] ?? []) / area(pieces[1] ?? [])).toBeCloseTo(3, 2);
    const bent = splitBy(polygon(box(0, 0, 4, 4)), [at(-1, 1), at(2, 1), at(2, -1)]);
    expect(bent.map((rings) => Math.round((area(rings) / area([box(0, 0, 1, 1)])) * 10) / 10)).toEqual([
      14, 2,
    ]);
  });

  it('from corner to corner, through a hole, and twice across', () => {
    expect(splitBy(polygon(box(0, 0, 4, 4)), [at(0, 0), at(4, 4)])).toHaveLength(2);
    expect(splitBy(polygon(box(0, 0, 4, 4), box(1, 1, 3, 3)), [at(2, -1), at(2, 5)])).toHaveLength(2);
    expect(splitBy(polygon(box(0, 0, 4, 4)), [at(1, -1), at(1, 5), at(3, 5), at(3, -1)])).toHaveLength(3);
  });

  it('does not part what the line only touches, ends in, or misses', () => {
    for (const line of [
      [at(1, -1), at(1, 2)],
      [at(1, 1), at(2, 2)],
      [at(-1, -1), at(-1, 5)],
      [at(0, 0), at(0, 4)],
      [at(-1, 1), at(1, -1), at(0, 0)],
    ]) {
      expect(splitBy(polygon(box(0, 0, 4, 4)), line)).toHaveLength(1);
    }
  });

  it('loses no ground: the pieces of any outline add up to it, are sound and do not overlap', () => {
    const far = fc.integer({ min: -600, max: 600 });
    fc.assert(
      fc.property(STAR, fc.array(fc.tuple(far, far), { minLength: 2, maxLength: 5 }), (outline, points) => {
        const line = points.map(([x, y]): Position => [117 + x / 1e5, 31 + y / 1e5]);
        const pieces = splitBy(outline, line);
        const sum = pieces.reduce((total, rings) => total + area(rings), 0);
        expect(Math.abs(sum - areaOf(outline))).toBeLessThan(areaOf(outline) * 1e-4 + 20);
        const [first, second] = pieces;
        if (first && second) {
          expect(overlapOf(polygon(...first), polygon(...second))).toBeLessThan(1);
        }
      }),
      { numRuns: 60 },
    );
  });
});

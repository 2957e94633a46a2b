import type { Outline, Position } from '@yihu/shared';
import fc from 'fast-check';
import { GridIndex, type GridOutline, polygonsOf } from './grid-index';

type Fraction = bigint;

/** The exact value of a double ≥ 16 in units of 2^-48 degrees (its last bit is never smaller). */
function exact(degrees: number): Fraction {
  return BigInt(degrees * 2 ** 48);
}

/** Slow and exact: by winding over integers, edges count as inside. */
function holdsExactly(outline: Outline, [lng, lat]: Position): boolean {
  return polygonsOf(outline).some((rings) => {
    let isOdd = false;
    for (const ring of rings) {
      const where = inRing(ring, exact(lng), exact(lat));
      if (where === 'edge') return true;
      if (where === 'inside') isOdd = !isOdd;
    }
    return isOdd;
  });
}

function inRing(ring: Position[], x: Fraction, y: Fraction): 'edge' | 'inside' | 'outside' {
  let isInside = false;
  for (let at = 0; at + 1 < ring.length; at += 1) {
    const [ax, ay] = (ring[at] as Position).map(exact) as [Fraction, Fraction];
    const [bx, by] = (ring[at + 1] as Position).map(exact) as [Fraction, Fraction];
    const cross = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    const isBetween = (x - ax) * (x - bx) <= 0n && (y - ay) * (y - by) <= 0n;
    if (cross === 0n && isBetween) return 'edge';
    if (ay > y !== by > y && (by > ay ? cross > 0n : cross < 0n)) isInside = !isInside;
  }
  return isInside ? 'inside' : 'outside';
}

function reference(grids: GridOutline[], point: Position): string | null {
  const holding = grids.filter((grid) => holdsExactly(grid.outline, point)).map((grid) => grid.code);
  return holding.sort()[0] ?? null;
}

const COLUMNS = 5;
const ROWS = 4;
const WEST = 117.25;
const SOUTH = 31.83;
const STEP = 2000; // 1e-6 degrees

/** A bent mesh of 20 cells over a rectangle: neighbours share vertices exactly, nothing is left out. */
const mesh = fc
  .tuple(
    fc.array(fc.tuple(fc.integer({ min: -900, max: 900 }), fc.integer({ min: -900, max: 900 })), {
      minLength: (COLUMNS + 1) * (ROWS + 1),
      maxLength: (COLUMNS + 1) * (ROWS + 1),
    }),
    fc.shuffledSubarray(
      Array.from({ length: COLUMNS * ROWS }, (_, n) => n),
      { minLength: COLUMNS * ROWS },
    ),
  )
  .map(([bends, order]) => {
    const vertex = (column: number, row: number): Position => {
      const [bx, by] = bends[row * (COLUMNS + 1) + column] ?? [0, 0];
      const isRim = column === 0 || row === 0 || column === COLUMNS || row === ROWS;
      const dx = isRim ? 0 : bx;
      const dy = isRim ? 0 : by;
      return [(WEST * 1e6 + column * STEP + dx) / 1e6, (SOUTH * 1e6 + row * STEP + dy) / 1e6];
    };
    return order.map((n, at): GridOutline => {
      const column = n % COLUMNS;
      const row = Math.floor(n / COLUMNS);
      const corners = [
        vertex(column, row),
        vertex(column + 1, row),
        vertex(column + 1, row + 1),
        vertex(column, row + 1),
        vertex(column, row),
      ];
      const code = `G${String(at).padStart(2, '0')}`;
      return { id: `id-${code}`, code, rootId: 'root', outline: { type: 'Polygon', coordinates: [corners] } };
    });
  });

const anywhere = fc
  .tuple(fc.integer({ min: -2000, max: 12000 }), fc.integer({ min: -2000, max: 10000 }))
  .map(([x, y]): Position => [(WEST * 1e6 + x) / 1e6, (SOUTH * 1e6 + y) / 1e6]);

function square(code: string, west: number, south: number, size: number, rootId = 'root'): GridOutline {
  const ring = ringOf(west, south, size);
  return { id: `id-${code}`, code, rootId, outline: { type: 'Polygon', coordinates: [ring] } };
}

function ringOf(west: number, south: number, size: number): Position[] {
  return [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ];
}

describe('GridIndex', () => {
  it('answers like a slow exact search, anywhere round the mesh', () => {
    fc.assert(
      fc.property(mesh, fc.array(anywhere, { minLength: 20, maxLength: 20 }), (grids, points) => {
        const index = new GridIndex(grids);
        for (const point of points) {
          expect(index.locate(point[0], point[1])?.code ?? null).toBe(reference(grids, point));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('gives every vertex, and the middle of every edge, to the smallest code that holds it', () => {
    fc.assert(
      fc.property(mesh, (grids) => {
        const index = new GridIndex(grids);
        for (const grid of grids) {
          const ring = polygonsOf(grid.outline)[0]?.[0] ?? [];
          for (const [at, [lng, lat]] of ring.entries()) {
            expect(index.locate(lng, lat)?.code ?? null).toBe(reference(grids, [lng, lat]));
            const [nextLng, nextLat] = ring[at + 1] ?? [lng, lat];
            const middle: Position = [(lng + nextLng) / 2, (lat + nextLat) / 2];
            expect(index.locate(...middle)?.code ?? null).toBe(reference(grids, middle));
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  it('leaves no gap: every point of the rectangle the mesh covers is in exactly one grid', () => {
    const within = fc
      .tuple(fc.integer({ min: 0, max: COLUMNS * STEP }), fc.integer({ min: 0, max: ROWS * STEP }))
      .map(([x, y]): Position => [(WEST * 1e6 + x) / 1e6, (SOUTH * 1e6 + y) / 1e6]);
    fc.assert(
      fc.property(mesh, fc.array(within, { minLength: 20, maxLength: 20 }), (grids, points) => {
        const index = new GridIndex(grids);
        for (const [lng, lat] of points) expect(index.locate(lng, lat)).not.toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  it('stays right after edits in any order', () => {
    const edits = fc.array(fc.tuple(fc.nat(19), fc.boolean()), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(mesh, edits, fc.array(anywhere, { minLength: 5, maxLength: 5 }), (grids, steps, points) => {
        const index = new GridIndex(grids);
        const left = new Map(grids.map((grid) => [grid.id, grid]));
        for (const [n, isRemoved] of steps) {
          const grid = grids[n] as GridOutline;
          if (isRemoved) {
            expect(index.remove(grid.id)).toBe(left.delete(grid.id));
          } else {
            const moved = { ...square(grid.code, WEST, SOUTH, 0.003), id: grid.id };
            index.replace(moved);
            left.set(grid.id, moved);
          }
          for (const point of points) {
            expect(index.locate(point[0], point[1])?.code ?? null).toBe(reference([...left.values()], point));
          }
        }
        expect(index.size).toBe(left.size);
      }),
      { numRuns: 50 },
    );
  });

  it('puts a hole outside and its edge inside, and finds every part of a MultiPolygon', () => {
    const outline: Outline = {
      type: 'MultiPolygon',
      coordinates: [
        [ringOf(117, 31, 3), ringOf(118, 32, 1)],
        [ringOf(118.25, 32.25, 0.5)],
        [ringOf(125, 40, 1)],
      ],
    };
    const index = new GridIndex([{ id: 'a', code: 'A', rootId: 'root', outline }]);
    const code = (lng: number, lat: number) => index.locate(lng, lat)?.code ?? null;
    expect([
      code(117.5, 31.5),
      code(118.1, 32.1),
      code(118, 32.5),
      code(118.5, 32.5),
      code(125.5, 40.5),
    ]).toEqual(['A', null, 'A', 'A', 'A']);
  });

  it('searches all tenants and says whose grid it is; the smaller code wins an overlap, then the id', () => {
    const index = new GridIndex([square('B-01', 117, 31, 1, 'two'), square('A-01', 117.5, 31, 1, 'one')]);
    expect(index.locate(117.7, 31.5)).toEqual({ id: 'id-A-01', code: 'A-01', rootId: 'one' });
    expect(index.locate(117.2, 31.5)).toEqual({ id: 'id-B-01', code: 'B-01', rootId: 'two' });
    index.replace({ ...square('A-01', 117, 31, 1, 'two'), id: 'id-A-00' });
    expect(index.locate(117.7, 31.5)?.id).toBe('id-A-00');
  });

  it('answers null when empty and for numbers that are no place', () => {
    expect(new GridIndex().locate(117, 31)).toBeNull();
    const index = new GridIndex([square('A', 117, 31, 1)]);
    expect(index.locate(Number.NaN, 31)).toBeNull();
    expect(index.locate(117, Number.POSITIVE_INFINITY)).toBeNull();
    expect(index.remove('id-A')).toBe(true);
    expect(index.locate(117.5, 31.5)).toBeNull();
  });
});

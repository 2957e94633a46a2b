import type { Position } from '@yihu/shared';
import Flatbush from 'flatbush';

/** A corner in millionths of a degree from an origin near by: whole numbers, so that turns are told exactly. */
export type Corner = readonly [number, number];

/** A line as it was drawn: of which layer, or a cutting line that is nobody's border. */
export interface Drawn {
  from: Corner;
  to: Corner;
  layer: number | 'line';
}

/** A piece of border between two corners, `from` before `to`; no two pieces meet but in corners. */
export interface Edge {
  from: Corner;
  to: Corner;
  /** Layers that begin or end at this piece. */
  odd: ReadonlySet<number>;
  isLine: boolean;
}

/** New corners lie on whole numbers, which bends lines a little: a few rounds until nothing crosses any more. */
const MOST_ROUNDS = 20;

/** Cuts lines wherever they meet, and makes one of those that lie on each other. */
export function arrange(drawn: readonly Drawn[]): Edge[] {
  let lines = drawn.filter(({ from, to }) => !isSame(from, to));
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const cuts = cutsOf(lines);
    if (cuts.size === 0) break;
    lines = lines.flatMap((line, at) => piecesOf(line, cuts.get(at) ?? []));
  }
  return merged(lines);
}

function cutsOf(lines: readonly Drawn[]): Map<number, Corner[]> {
  const cuts = new Map<number, Corner[]>();
  if (lines.length === 0) return cuts;
  const tree = new Flatbush(lines.length);
  for (const { from, to } of lines) tree.add(...boxOf(from, to));
  tree.finish();
  const cut = (at: number, { from, to }: Drawn, corner: Corner) => {
    if (!isSame(from, corner) && !isSame(to, corner)) cuts.set(at, [...(cuts.get(at) ?? []), corner]);
  };
  for (const [i, a] of lines.entries()) {
    for (const j of tree.search(...boxOf(a.from, a.to), (other) => other > i)) {
      const b = lines[j];
      if (b === undefined) continue;
      for (const corner of meetings(a, b)) {
        cut(i, a, corner);
        cut(j, b, corner);
      }
    }
  }
  return cuts;
}

/** Corners in which two lines meet: ends that lie on the other, else where they cross. */
function meetings(a: Drawn, b: Drawn): Corner[] {
  const d1 = turn(b.from, b.to, a.from);
  const d2 = turn(b.from, b.to, a.to);
  const d3 = turn(a.from, a.to, b.from);
  const d4 = turn(a.from, a.to, b.to);
  if (d1 * d2 < 0 && d3 * d4 < 0) {
    const share = d1 / (d1 - d2);
    const along = (axis: 0 | 1) => Math.round(a.from[axis] + (a.to[axis] - a.from[axis]) * share);
    return [[along(0), along(1)]];
  }
  const on: Corner[] = [];
  if (d1 === 0 && isBetween(b, a.from)) on.push(a.from);
  if (d2 === 0 && isBetween(b, a.to)) on.push(a.to);
  if (d3 === 0 && isBetween(a, b.from)) on.push(b.from);
  if (d4 === 0 && isBetween(a, b.to)) on.push(b.to);
  return on;
}

function piecesOf(line: Drawn, corners: readonly Corner[]): Drawn[] {
  const far = (corner: Corner) => (corner[0] - line.from[0]) ** 2 + (corner[1] - line.from[1]) ** 2;
  const stops = [line.from, ...[...corners].sort((a, b) => far(a) - far(b)), line.to];
  return stops.slice(1).flatMap((to, at) => {
    const from = stops[at];
    return from === undefined || isSame(from, to) ? [] : [{ from, to, layer: line.layer }];
  });
}

function merged(lines: readonly Drawn[]): Edge[] {
  const edges = new Map<string, { from: Corner; to: Corner; odd: Set<number>; isLine: boolean }>();
  for (const line of lines) {
    const [from, to] = isBefore(line.from, line.to) ? [line.from, line.to] : [line.to, line.from];
    const key = `${from} ${to}`;
    const edge = edges.get(key) ?? { from, to, odd: new Set<number>(), isLine: false };
    edges.set(key, edge);
    if (line.layer === 'line') edge.isLine = true;
    // Two borders of one layer on each other are none.
    else if (!edge.odd.delete(line.layer)) edge.odd.add(line.layer);
  }
  return [...edges.values()].filter((edge) => edge.isLine || edge.odd.size > 0);
}

/** Twice the area of the triangle: positive when it turns left. */
export function turn(p: Corner, q: Corner, r: Corner): number {
  return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]);
}

export function isSame(a: Corner, b: Corner): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function isBefore(a: Corner, b: Corner): boolean {
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}

function isBetween({ from, to }: Drawn, [x, y]: Corner): boolean {
  const [west, south, east, north] = boxOf(from, to);
  return x >= west && x <= east && y >= south && y <= north;
}

function boxOf(a: Corner, b: Corner): [number, number, number, number] {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];
}

/** Whole millionths from an origin, and back. */
export class Sheet {
  private readonly origin: Corner;

  constructor([lng, lat]: Position) {
    this.origin = [Math.round(lng * 1e6), Math.round(lat * 1e6)];
  }

  corner([lng, lat]: Position): Corner {
    return [Math.round(lng * 1e6) - this.origin[0], Math.round(lat * 1e6) - this.origin[1]];
  }

  position([x, y]: Corner): Position {
    return [(x + this.origin[0]) / 1e6, (y + this.origin[1]) / 1e6];
  }
}

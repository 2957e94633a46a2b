import type { Position } from '@yihu/shared';
import Flatbush from 'flatbush';

/** A straight piece of a closed ring: from its `at`-th position (0-based) to the next. */
export interface Segment {
  ring: number;
  at: number;
  from: Position;
  to: Position;
}

/** How two segments meet: `cross` in their middles, `overlap` along a stretch, `touch` in one end point. */
export type Contact = 'cross' | 'overlap' | 'touch';

/** The segments of closed rings. */
export function segmentsOf(rings: readonly Position[][]): Segment[] {
  return rings.flatMap((positions, ring) =>
    positions.slice(1).flatMap((to, at) => {
      const from = positions[at];
      return from ? [{ ring, at, from, to }] : [];
    }),
  );
}

/** The first pair of segments for which `isWrong` holds, in reading order; null when there is none. */
export function findContact(
  segments: readonly Segment[],
  isWrong: (a: Segment, b: Segment, contact: Contact) => boolean,
): [Segment, Segment] | null {
  if (segments.length === 0) return null;
  const tree = new Flatbush(segments.length);
  for (const { from, to } of segments) {
    tree.add(
      Math.min(from[0], to[0]),
      Math.min(from[1], to[1]),
      Math.max(from[0], to[0]),
      Math.max(from[1], to[1]),
    );
  }
  tree.finish();
  for (const [i, a] of segments.entries()) {
    const near = tree.search(
      Math.min(a.from[0], a.to[0]),
      Math.min(a.from[1], a.to[1]),
      Math.max(a.from[0], a.to[0]),
      Math.max(a.from[1], a.to[1]),
      (j) => j > i,
    );
    for (const j of near.sort((x, y) => x - y)) {
      const b = segments[j];
      const contact = b && contactOf(a, b);
      if (b && contact && isWrong(a, b, contact)) return [a, b];
    }
  }
  return null;
}

/** How two segments meet, or null when they are apart. */
export function contactOf(a: Segment, b: Segment): Contact | null {
  const d1 = turn(b.from, b.to, a.from);
  const d2 = turn(b.from, b.to, a.to);
  const d3 = turn(a.from, a.to, b.from);
  const d4 = turn(a.from, a.to, b.to);
  if (d1 === 0 && d2 === 0 && d3 === 0 && d4 === 0) return contactOnOneLine(a, b);
  if (d1 * d2 < 0 && d3 * d4 < 0) return 'cross';
  const isTouching =
    (d1 === 0 && isWithin(b, a.from)) ||
    (d2 === 0 && isWithin(b, a.to)) ||
    (d3 === 0 && isWithin(a, b.from)) ||
    (d4 === 0 && isWithin(a, b.to));
  return isTouching ? 'touch' : null;
}

function contactOnOneLine(a: Segment, b: Segment): Contact | null {
  const axis = Math.abs(a.to[0] - a.from[0]) >= Math.abs(a.to[1] - a.from[1]) ? 0 : 1;
  const start = Math.max(Math.min(a.from[axis], a.to[axis]), Math.min(b.from[axis], b.to[axis]));
  const end = Math.min(Math.max(a.from[axis], a.to[axis]), Math.max(b.from[axis], b.to[axis]));
  if (start > end) return null;
  return start === end ? 'touch' : 'overlap';
}

/** A point that two touching or crossing segments share, degrees rounded to 6 decimals. */
export function meetingPoint(a: Segment, b: Segment): Position {
  const ends: [Segment, Position][] = [
    [b, a.from],
    [b, a.to],
    [a, b.from],
    [a, b.to],
  ];
  const end = ends.find(([other, p]) => turn(other.from, other.to, p) === 0 && isWithin(other, p));
  if (end !== undefined) return [end[1][0], end[1][1]];
  const [ax, ay] = [a.to[0] - a.from[0], a.to[1] - a.from[1]];
  const [bx, by] = [b.to[0] - b.from[0], b.to[1] - b.from[1]];
  const share = ((b.from[0] - a.from[0]) * by - (b.from[1] - a.from[1]) * bx) / (ax * by - ay * bx);
  return [round6(a.from[0] + ax * share), round6(a.from[1] + ay * share)];
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

/** Sign of the turn p → q → r: 1 left, −1 right, 0 straight on. */
function turn(p: Position, q: Position, r: Position): number {
  return Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
}

function isWithin({ from, to }: Segment, p: Position): boolean {
  return (
    p[0] >= Math.min(from[0], to[0]) &&
    p[0] <= Math.max(from[0], to[0]) &&
    p[1] >= Math.min(from[1], to[1]) &&
    p[1] <= Math.max(from[1], to[1])
  );
}

import { type Corner, type Edge, turn } from './arrangement';

/** A border walked in one direction: what it bounds lies to its left. */
export interface Walk {
  from: Corner;
  to: Corner;
}

/** A face: its outer ring (anti-clockwise) and its holes, none closed by a repeated corner. */
export interface Face {
  outer: Corner[];
  holes: Corner[][];
}

const STRIPS = 256;

/**
 * Which layers lie right of an edge; those left of it differ by `edge.odd`. Right is below for an edge that runs
 * eastward, and east of one that runs straight north.
 */
export function rightOf(edges: readonly Edge[]): (edge: Edge) => Set<number> {
  const byX = new Strips(edges, 0);
  const byY = new Strips(edges, 1);
  return (edge) => {
    const middle: Corner = [(edge.from[0] + edge.to[0]) / 2, (edge.from[1] + edge.to[1]) / 2];
    const isUpright = edge.from[0] === edge.to[0];
    const layers = new Set<number>();
    for (const other of (isUpright ? byY : byX).at(middle)) {
      if (other === edge || !isBeyond(other, middle, isUpright)) continue;
      for (const layer of other.odd) if (!layers.delete(layer)) layers.add(layer);
    }
    return layers;
  };
}

/** Whether a ray from the middle (eastward when `isEastward`, else straight south) meets the edge. */
function isBeyond({ from, to }: Edge, middle: Corner, isEastward: boolean): boolean {
  const axis = isEastward ? 1 : 0;
  const [low, high] = from[axis] <= to[axis] ? [from, to] : [to, from];
  if (middle[axis] < low[axis] || middle[axis] >= high[axis]) return false;
  // Walking upward a point to the west lies left; walking eastward a point above lies left.
  return turn(low, high, middle) > 0;
}

/** Edges by where they lie along an axis, so that a ray asks only those near by. */
class Strips {
  private readonly strips: Edge[][] = Array.from({ length: STRIPS }, () => []);
  private readonly low: number;
  private readonly width: number;

  constructor(
    edges: readonly Edge[],
    private readonly axis: 0 | 1,
  ) {
    let [low, high] = [Infinity, -Infinity];
    for (const { from, to } of edges) {
      low = Math.min(low, from[axis], to[axis]);
      high = Math.max(high, from[axis], to[axis]);
    }
    this.low = low;
    this.width = Math.max(1, (high - low) / STRIPS);
    for (const edge of edges) {
      const [a, b] = [this.strip(edge.from), this.strip(edge.to)];
      for (let at = Math.min(a, b); at <= Math.max(a, b); at += 1) this.strips[at]?.push(edge);
    }
  }

  at(corner: Corner): readonly Edge[] {
    return this.strips[this.strip(corner)] ?? [];
  }

  private strip(corner: Corner): number {
    return Math.min(STRIPS - 1, Math.max(0, Math.floor((corner[this.axis] - this.low) / this.width)));
  }
}

/** The faces that walks bound. Every corner has as many walks in as out. */
export function facesOf(walks: readonly Walk[]): Face[] {
  const loops = ringsOf(walks).flatMap(simpleLoops);
  const outers = loops.filter((loop) => doubleArea(loop) > 0).map((outer): Face => ({ outer, holes: [] }));
  outers.sort((a, b) => doubleArea(a.outer) - doubleArea(b.outer));
  for (const hole of loops.filter((loop) => doubleArea(loop) < 0)) {
    outers.find(({ outer }) => isAround(outer, hole))?.holes.push(hole);
  }
  return outers;
}

function ringsOf(walks: readonly Walk[]): Corner[][] {
  const out = new Map<string, Walk[]>();
  for (const walk of walks) out.set(String(walk.from), [...(out.get(String(walk.from)) ?? []), walk]);
  const used = new Set<Walk>();
  const rings: Corner[][] = [];
  for (const start of walks) {
    const ring: Corner[] = [];
    for (let walk: Walk | undefined = start; walk !== undefined && !used.has(walk); ) {
      used.add(walk);
      ring.push(walk.from);
      const open: Walk[] = (out.get(String(walk.to)) ?? []).filter(
        (next) => !used.has(next) || next === start,
      );
      walk = sharpestLeft(walk, open);
    }
    if (ring.length > 2) rings.push(ring);
  }
  return rings;
}

/** The walk that keeps closest to the face on the left. */
function sharpestLeft(walk: Walk, open: readonly Walk[]): Walk | undefined {
  const back = Math.atan2(walk.from[1] - walk.to[1], walk.from[0] - walk.to[0]);
  const clockwise = ({ from, to }: Walk) => {
    const angle = back - Math.atan2(to[1] - from[1], to[0] - from[0]);
    // Straight back comes last.
    return angle <= 1e-12 ? angle + 2 * Math.PI : angle;
  };
  return [...open].sort((a, b) => clockwise(a) - clockwise(b))[0];
}

/** A ring that comes back to a corner is several that touch there. */
function simpleLoops(ring: readonly Corner[]): Corner[][] {
  const loops: Corner[][] = [];
  const path: Corner[] = [];
  const seen = new Map<string, number>();
  for (const corner of ring) {
    const at = seen.get(String(corner));
    if (at !== undefined) {
      const loop = path.splice(at);
      for (const each of loop) seen.delete(String(each));
      loops.push(loop);
    }
    seen.set(String(corner), path.length);
    path.push(corner);
  }
  return [...loops, path].filter((loop) => loop.length > 2);
}

/** Positive anti-clockwise. */
export function doubleArea(ring: readonly Corner[]): number {
  const last = ring.at(-1);
  if (last === undefined) return 0;
  let [sum, before] = [0, last];
  for (const corner of ring) {
    sum += before[0] * corner[1] - corner[0] * before[1];
    before = corner;
  }
  return sum;
}

/** Rings that do not cross: whether the middle of the hole's first piece that is not on the ring lies in it. */
function isAround(ring: readonly Corner[], hole: readonly Corner[]): boolean {
  const corners = new Set(ring.map(String));
  const probe = hole.find((corner) => !corners.has(String(corner)));
  if (probe !== undefined) return isInside(ring, probe);
  const [a, b] = hole;
  return a !== undefined && b !== undefined && isInside(ring, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
}

function isInside(ring: readonly Corner[], point: Corner): boolean {
  let inside = false;
  ring.forEach((to, at) => {
    const from = ring[at === 0 ? ring.length - 1 : at - 1] ?? to;
    const [low, high] = from[1] <= to[1] ? [from, to] : [to, from];
    if (point[1] >= low[1] && point[1] < high[1] && turn(low, high, point) > 0) inside = !inside;
  });
  return inside;
}

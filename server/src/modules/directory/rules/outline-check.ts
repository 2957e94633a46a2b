import type { Outline, OutlineFault, PolygonRings, Position } from '@yihu/shared';
import pointInPolygon from 'point-in-polygon-hao';
import { findContact, meetingPoint, type Segment, segmentsOf } from './ring-contacts';

/** What is wrong with an outline: where (which ring) and why, in words an administrator reads. */
export interface OutlineProblem {
  fault: OutlineFault;
  ring: string;
  reason: string;
  /** Where two borders cross; null for faults that are not at one place. */
  at: Position | null;
}
export type OutlineCheck = { outline: Outline } | { problem: OutlineProblem };

/** Fits a 64 KB text column; a whole district's outline has about 900. */
const MAX_POSITIONS = 2_500;
// China's extent, generous: a pair that only fits when swapped was almost surely written the wrong way round.
const CHINA = { west: 70, east: 140, south: 0, north: 60 };

class Problem extends Error {
  constructor(
    readonly fault: OutlineFault,
    readonly ring: string,
    readonly reason: string,
    readonly at: Position | null = null,
  ) {
    super(`${ring}:${reason}`);
  }
}

/**
 * Checks a GeoJSON geometry (Polygon or MultiPolygon, `[lng, lat]` in degrees) meant as a unit's outline.
 * The outline it returns has its positions rounded to 6 decimals, as every stored point is.
 */
export function checkOutline(input: unknown): OutlineCheck {
  try {
    return { outline: readOutline(input) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const { fault, ring, reason, at } = error;
    return { problem: { fault, ring, reason, at } };
  }
}

function readOutline(input: unknown): Outline {
  if (!isRecord(input)) throw new Problem('SHAPE', '边界', '不是 GeoJSON 图形');
  const { type, coordinates } = input;
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    throw new Problem(
      'SHAPE',
      '边界',
      `类型须为 Polygon 或 MultiPolygon,现为「${String(type).slice(0, 20)}」`,
    );
  }
  if (!Array.isArray(coordinates) || coordinates.length === 0) throw new Problem('SHAPE', '边界', '没有坐标');
  const polygons: unknown[] = type === 'Polygon' ? [coordinates] : coordinates;
  const read = polygons.map((polygon, at) => readPolygon(polygon, polygons.length > 1 ? at : null));
  if (read.flat(2).length > MAX_POSITIONS) throw new Problem('TOO_MANY', '边界', `点数超过 ${MAX_POSITIONS}`);
  read.forEach((rings, at) => {
    checkRings(rings, read.length > 1 ? at : null);
  });
  checkApart(read);
  const [first = []] = read;
  return type === 'Polygon' ? { type, coordinates: first } : { type, coordinates: read };
}

function readPolygon(polygon: unknown, part: number | null): PolygonRings {
  if (!Array.isArray(polygon) || polygon.length === 0)
    throw new Problem('SHAPE', ringName(part, 0), '没有坐标');
  return polygon.map((ring: unknown, at) => readRing(ring, ringName(part, at)));
}

function readRing(ring: unknown, name: string): Position[] {
  if (!Array.isArray(ring)) throw new Problem('SHAPE', name, '不是点的列表');
  if (ring.length > MAX_POSITIONS) throw new Problem('TOO_MANY', name, `点数超过 ${MAX_POSITIONS}`);
  const positions = ring.map((position: unknown, at) => readPosition(position, at, name));
  if (positions.length > 0 && positions.every(isSwapped)) {
    throw new Problem('SWAPPED', name, '疑似经纬度写反,应先写经度、后写纬度');
  }
  for (const [at, [lng, lat]] of positions.entries()) {
    if (Math.abs(lng) > 180 || Math.abs(lat) > 90) {
      throw new Problem('RANGE', name, `第 ${at + 1} 点超出范围(经度 ±180,纬度 ±90)`);
    }
  }
  const [first] = positions;
  const last = positions.at(-1);
  if (positions.length < 4 || !first || !last) {
    throw new Problem('TOO_FEW', name, `只有 ${positions.length} 个点,至少 4 个(首尾相同)`);
  }
  if (first[0] !== last[0] || first[1] !== last[1])
    throw new Problem('NOT_CLOSED', name, '没有闭合,最后一点须与第一点相同');
  return positions;
}

function readPosition(position: unknown, at: number, name: string): Position {
  const [lng, lat]: unknown[] = Array.isArray(position) ? position : [];
  if (typeof lng !== 'number' || typeof lat !== 'number' || !Number.isFinite(lng) || !Number.isFinite(lat)) {
    throw new Problem('SHAPE', name, `第 ${at + 1} 点不是 [经度, 纬度] 数字`);
  }
  return [round6(lng), round6(lat)];
}

function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function isSwapped([first, second]: Position): boolean {
  return first >= CHINA.south && first <= CHINA.north && second >= CHINA.west && second <= CHINA.east;
}

/** Rings do not cross themselves or each other; holes lie inside the outer ring and outside other holes. */
function checkRings(rings: PolygonRings, part: number | null): void {
  const segments = segmentsOf(rings);
  for (const { ring, at, from, to } of segments) {
    if (from[0] === to[0] && from[1] === to[1]) {
      throw new Problem('REPEATED', ringName(part, ring), `第 ${at + 2} 点与前一点重复`);
    }
  }
  const pair = findContact(segments, (a, b, contact) =>
    a.ring === b.ring && !isNeighbour(a, b, rings) ? true : contact !== 'touch',
  );
  if (pair) {
    const [a, b] = pair;
    const at = meetingPoint(a, b);
    if (a.ring === b.ring) {
      const where = `第 ${a.at + 1} 段与第 ${b.at + 1} 段在 ${at.map((each) => each.toFixed(6)).join(',')} 相碰`;
      throw new Problem('SELF_CROSSING', ringName(part, a.ring), `自相交:${where}`, at);
    }
    throw new Problem('RINGS_CROSS', ringName(part, b.ring), `与${ringName(part, a.ring)}相交`, at);
  }
  const [outer = [], ...holes] = rings;
  holes.forEach((hole, at) => {
    const name = ringName(part, at + 1);
    if (liesInside(hole, outer) === false) throw new Problem('HOLE_OUTSIDE', name, '不在外环之内');
    holes.forEach((other, otherAt) => {
      if (otherAt !== at && liesInside(hole, other)) {
        throw new Problem('RINGS_CROSS', name, `在${ringName(part, otherAt + 1)}之内`);
      }
    });
  });
}

/** The parts of a MultiPolygon may touch in points but neither cross nor lie in each other. */
function checkApart(polygons: PolygonRings[]): void {
  if (polygons.length < 2) return;
  const outers = polygons.map(([outer = []]) => outer);
  const all = polygons.flatMap((rings, part) => segmentsOf(rings).map((s) => ({ ...s, ring: part })));
  const pair = findContact(all, (a, b, contact) => a.ring !== b.ring && contact !== 'touch');
  if (pair) {
    const reason = `与${ringName(pair[0].ring, 0)}相交或共边`;
    throw new Problem('PARTS_OVERLAP', ringName(pair[1].ring, 0), reason, meetingPoint(...pair));
  }
  outers.forEach((outer, part) => {
    polygons.forEach((other, otherPart) => {
      const inside = part !== otherPart && outer.some((p) => pointInPolygon(p, other) === true);
      if (inside) throw new Problem('PARTS_OVERLAP', ringName(part, 0), `与${ringName(otherPart, 0)}重叠`);
    });
  });
}

/** Rings that do not cross: the first position off the other's edge decides; null when all lie on it. */
function liesInside(ring: Position[], other: Position[]): boolean | null {
  for (const position of ring) {
    const where = pointInPolygon(position, [other]);
    if (where !== 0) return where;
  }
  return null;
}

function isNeighbour(a: Segment, b: Segment, rings: PolygonRings): boolean {
  const count = (rings[a.ring]?.length ?? 0) - 1;
  return Math.abs(a.at - b.at) === 1 || Math.abs(a.at - b.at) === count - 1;
}

function ringName(part: number | null, ring: number): string {
  const prefix = part === null ? '' : `第 ${part + 1} 个图形的`;
  return ring === 0 ? `${prefix}外环` : `${prefix}第 ${ring} 个洞`;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import type { Outline, PolygonRings } from '@yihu/shared';
import Flatbush from 'flatbush';
import pointInPolygon from 'point-in-polygon-hao';

/** What the index knows of a grid. `rootId` is its tenant: one index holds the grids of all tenants. */
export interface GridRef {
  id: string;
  code: string;
  rootId: string;
}

export interface GridOutline extends GridRef {
  /** WGS-84. */
  outline: Outline;
}

/** Children of a tree node: small nodes suit questions about single points. */
const NODE_SIZE = 8;

interface Part {
  grid: GridRef;
  rings: PolygonRings;
}

/**
 * Which grid a WGS-84 point is in. Edges belong to the grid; where several grids hold the point (a shared
 * edge or corner, or outlines drawn over each other) the smallest code wins, then the smallest id.
 *
 * The box tree cannot be changed in place, so an edit only marks it stale and the next look-up packs it again
 * (about 5 ms for 10,000 outlines); a bulk load therefore costs one packing.
 */
export class GridIndex {
  private readonly outlines = new Map<string, GridOutline>();
  /** Sorted by code, so that a smaller position is the better answer. */
  private parts: Part[] = [];
  private tree: Flatbush | null = null;
  private isStale = false;
  /** The look-up under way (it never yields): kept here because two allocations a look-up cost a fifth of it. */
  private readonly point: [number, number] = [0, 0];
  private best = 0;

  constructor(grids: Iterable<GridOutline> = []) {
    for (const grid of grids) this.replace(grid);
  }

  get size(): number {
    return this.outlines.size;
  }

  /** Adds a grid, or gives the grid of this id a new code or outline. The outline must be valid. */
  replace(grid: GridOutline): void {
    this.outlines.set(grid.id, grid);
    this.isStale = true;
  }

  /** Takes a grid out; false when it was not in. */
  remove(gridId: string): boolean {
    const isRemoved = this.outlines.delete(gridId);
    this.isStale ||= isRemoved;
    return isRemoved;
  }

  /** The grid at a WGS-84 point in degrees, or null outside all grids. */
  locate(lng: number, lat: number): GridRef | null {
    if (this.isStale) this.pack();
    if (this.tree === null || !Number.isFinite(lng) || !Number.isFinite(lat)) return null;
    this.point[0] = lng;
    this.point[1] = lat;
    this.best = this.parts.length;
    this.tree.search(lng, lat, lng, lat, this.weigh);
    return this.parts[this.best]?.grid ?? null;
  }

  /** Called for each part whose box holds the point; collects nothing, because the best position is all we want. */
  private readonly weigh = (position: number): boolean => {
    const part = this.parts[position];
    // 0 = on an edge, true = inside, false = outside
    if (position < this.best && part && pointInPolygon(this.point, part.rings) !== false)
      this.best = position;
    return false;
  };

  private pack(): void {
    const sorted = [...this.outlines.values()].sort(compareGrids);
    this.parts = sorted.flatMap(({ outline, id, code, rootId }) => {
      const grid = { id, code, rootId };
      return polygonsOf(outline).map((rings) => ({ grid, rings }));
    });
    this.tree = this.parts.length === 0 ? null : new Flatbush(this.parts.length, NODE_SIZE);
    for (const { rings } of this.parts) this.tree?.add(...boxOf(rings));
    this.tree?.finish();
    this.isStale = false;
  }
}

/** The polygons of an outline, each a list of rings. */
export function polygonsOf(outline: Outline): PolygonRings[] {
  return outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates;
}

function compareGrids(a: GridRef, b: GridRef): number {
  if (a.code !== b.code) return a.code < b.code ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** West, south, east, north of the outer ring (holes lie inside it). */
export function boxOf(rings: PolygonRings): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng, lat] of rings[0] ?? []) {
    if (lng < box[0]) box[0] = lng;
    if (lat < box[1]) box[1] = lat;
    if (lng > box[2]) box[2] = lng;
    if (lat > box[3]) box[3] = lat;
  }
  return box;
}

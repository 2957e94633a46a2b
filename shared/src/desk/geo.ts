import type { MultiPolygon, Outline, PolygonRings, Position, UnitRef, Wgs84Pair } from '../places.ts';
import type { Instant } from '../time.ts';

/** What can be wrong with an outline. */
export const OUTLINE_FAULTS = {
  SHAPE: '不是可用的图形',
  RANGE: '坐标超出范围',
  SWAPPED: '经纬度写反',
  TOO_FEW: '点太少',
  TOO_MANY: '点太多',
  NOT_CLOSED: '没有闭合',
  REPEATED: '重复的点',
  SELF_CROSSING: '自相交',
  HOLE_OUTSIDE: '洞在外环之外',
  RINGS_CROSS: '环与环相交',
  PARTS_OVERLAP: '图形重叠',
  OUTSIDE_STREET: '超出本街道',
} as const;
export type OutlineFault = keyof typeof OUTLINE_FAULTS;

/** `details` of OUTLINE_INVALID: which feature of a file (from 1; null for a single outline), which ring, why. */
export interface OutlineRefusal {
  feature: number | null;
  ring: string;
  fault: OutlineFault;
  reason: string;
  at: Wgs84Pair | null;
}

/** How a grid came to be as it is. */
export const GRID_CHANGES = {
  DRAWN: '新画',
  RESHAPED: '改边界',
  RENAMED: '改名称',
  SPLIT: '拆分',
  MERGED: '合并',
  RETIRED: '停用',
  IMPORTED: '导入',
} as const;
export type GridChange = keyof typeof GRID_CHANGES;

/** A post: who works where. */
export interface PostView {
  personId: string;
  name: string;
  roleLabel: string;
}

/** A grid as the desk's map editor knows it, WGS-84 at full precision. */
export interface DeskGrid extends UnitRef {
  community: UnitRef | null;
  active: boolean;
  /** Of the unit's row: sent back with a change, so that a stale screen changes nothing. */
  version: number;
  outline: Outline | null;
  outlineVersion: number;
  outlineSince: Instant | null;
  note: string | null;
  areaM2: number;
  posts: PostView[];
  /** Orders that are this grid's to handle and not closed. */
  openOrders: number;
}

export interface GridOverlap {
  gridId: string;
  gridName: string;
  otherId: string;
  otherName: string;
  m2: number;
}

export interface GridGap {
  rings: PolygonRings;
  m2: number;
}

/** GET /api/desk/grids?streetId= */
export interface DeskGridsAnswer {
  street: UnitRef & { center: Wgs84Pair | null; outline: Outline | null; version: number };
  communities: UnitRef[];
  grids: DeskGrid[];
  overlaps: GridOverlap[];
  /** Of the street's own outline; where it has none, patches that the grids enclose. */
  gaps: GridGap[];
  canManage: boolean;
}

/** What a change would do, or did (`done`). Overlaps must be agreed to with `confirmOverlap`. */
export interface GridPlan {
  done: boolean;
  results: {
    gridId: string | null;
    code: string;
    name: string;
    outline: Outline | null;
    areaM2: number;
    change: GridChange;
  }[];
  overlaps: GridOverlap[];
  gaps: GridGap[];
  /** Sentences worth reading first: orders and posts that stay with a grid that ends. */
  notes: string[];
}

interface Planned {
  /** True: only say what would happen. */
  dryRun?: boolean;
  confirmOverlap?: boolean;
}

/** What a new grid is called. `shortName` at most 6 characters. */
export interface GridNames {
  code: string;
  name: string;
  shortName: string;
}

/** POST /api/desk/grids */
export interface DrawGridBody extends GridNames, Planned {
  communityId: string;
  outline: Outline;
  note?: string;
}

/** POST /api/desk/grids/:id/reshape */
export interface ReshapeGridBody extends Planned {
  version: number;
  outline: Outline;
  note?: string;
}

/** A piece that becomes a grid of its own; `people` of the grid parted go to it, the others stay. */
export interface SplitPart extends GridNames {
  people?: string[];
}

/** POST /api/desk/grids/:id/split: the largest piece stays the grid, the others become these, largest first. */
export interface SplitGridBody extends Planned {
  version: number;
  line: Position[];
  parts: SplitPart[];
}

/** POST /api/desk/grids/:id/merge: the named grids end; their ground, people and stickers become this one's. */
export interface MergeGridsBody extends Planned {
  version: number;
  others: { id: string; version: number }[];
}

/** POST /api/desk/grids/:id/retire: its people go to that unit; without one they stay until they are moved. */
export interface RetireGridBody extends Planned {
  version: number;
  reason: string;
  peopleTo?: string;
}

/** POST /api/desk/grids/:id/people: everybody who works in a grid works in that unit from now on. */
export interface MoveGridPeopleBody {
  to: string;
}
export interface MovedPeople {
  moved: string[];
}

/** Which property of a feature says what; `community` holds a community's code or name. */
export interface ImportMapping {
  code: string;
  name: string;
  community: string;
}

/** POST /api/desk/grids/import: a FeatureCollection of Polygon and MultiPolygon, WGS-84. */
export interface ImportGridsBody extends Planned {
  streetId: string;
  geojson: unknown;
  mapping: ImportMapping;
}

export const IMPORT_OUTCOMES = { NEW: '新增', CHANGED: '变更', UNCHANGED: '不变', ERROR: '错误' } as const;
export type ImportOutcome = keyof typeof IMPORT_OUTCOMES;

export interface ImportRow {
  /** From 1, as it stands in the file. */
  feature: number;
  code: string;
  name: string;
  outcome: ImportOutcome;
  outline: Outline | null;
  /** Of an ERROR. */
  problem: OutlineRefusal | { feature: number; reason: string } | null;
}

export interface ImportAnswer {
  done: boolean;
  rows: ImportRow[];
  overlaps: GridOverlap[];
  gaps: GridGap[];
}

/** GET /api/desk/grids/:id/history: newest first. */
export interface GridHistoryRow {
  at: Instant;
  actorName: string;
  change: GridChange;
  reason: string;
  outlineVersion: number | null;
  outline: MultiPolygon | Outline | null;
  /** The grid it was parted from or went into. */
  other: UnitRef | null;
}
export interface GridHistoryAnswer {
  grid: UnitRef;
  rows: GridHistoryRow[];
}

/** GET /api/desk/map: what the desk's maps draw with. */
export interface MapSettings {
  /** `https://…/{z}/{x}/{y}.png` of a service the operator pays for; null = own outlines only. */
  tileUrl: string | null;
  tileCredit: string;
}

/** Places and units as they travel over the wire. Types only: who computes them is the server's directory. */

/** Horizontal datum of a coordinate pair. WeChat maps speak GCJ-02; the grid index speaks WGS-84. */
export type Datum = 'WGS84' | 'GCJ02';

/** A point as a client sends it: decimal degrees and the datum they were measured in. */
export interface GeoPoint {
  lat: number;
  lng: number;
  datum: Datum;
}

/** A WGS-84 pair, decimal degrees, rounded to 6 decimals (about 0.1 m), as it is stored. */
export interface Wgs84Pair {
  lat: number;
  lng: number;
}

/** `[lng, lat]` in degrees: GeoJSON's order. */
export type Position = [number, number];
/** First ring = outer edge, further rings = holes; each ring closed (first position = last). */
export type PolygonRings = Position[][];
export interface Polygon {
  type: 'Polygon';
  coordinates: PolygonRings;
}
export interface MultiPolygon {
  type: 'MultiPolygon';
  coordinates: PolygonRings[];
}
/** The outline of a unit on the ground (GeoJSON geometry). */
export type Outline = Polygon | MultiPolygon;

export const UNIT_KINDS = {
  DISTRICT: '区县',
  STREET: '街道',
  HOTLINE_OFFICE: '热线办',
  SECTION: '科室',
  COMMUNITY: '社区',
  GRID: '网格',
  EXTERNAL: '外部单位',
  UPPER: '上级平台',
  MEDIATION_POINT: '调解点',
  SERVICE_POINT: '服务点',
  TASK_FORCE: '专班',
} as const;
export type UnitKind = keyof typeof UNIT_KINDS;

/** Units that handle orders; the office and the street itself hand them out. */
export const HANDLING_KINDS: readonly UnitKind[] = ['SECTION', 'COMMUNITY', 'GRID', 'EXTERNAL', 'TASK_FORCE'];

/** A unit by name. `shortName` is at most 6 汉字, so that it fits into every message. */
export interface UnitRef {
  id: string;
  kind: UnitKind;
  code: string;
  name: string;
  shortName: string;
}

/** GET /api/streets — a street that can be opened without signing in. */
export interface StreetBrief extends UnitRef {
  /** Telephone of the street's hotline office; null when none is published. */
  officePhone: string | null;
  /** Where a map opens; null when the street has no position yet. */
  center: GeoPoint | null;
}
export interface StreetsAnswer {
  streets: StreetBrief[];
}

/** GET /api/streets/:id/grids?datum= — outlines for the place picker. */
export interface GridFeature {
  id: string;
  code: string;
  name: string;
  community: UnitRef;
  /** What a reader must know about the outline, e.g. 示意. */
  note: string | null;
  outline: MultiPolygon;
}
export interface StreetGridsAnswer {
  streetId: string;
  datum: Datum;
  grids: GridFeature[];
}

/** A grid together with what it belongs to. */
export interface GridPlace {
  grid: UnitRef;
  community: UnitRef;
  street: UnitRef;
}

/** GET /api/places/locate?lat&lng&datum — which grid a point is in; `inside: false` = 辖区外. */
export type PlaceAnswer =
  | ({ inside: true; wgs84: Wgs84Pair; note: string | null } & GridPlace)
  | { inside: false; wgs84: Wgs84Pair };

/** GET /api/places/codes/:code — the grid printed on a sticker. */
export interface GridCodeAnswer extends GridPlace {
  /** Centre of the grid, to open the map there; null when it has no outline yet. */
  center: GeoPoint | null;
}

/** GET /api/streets/:id/units — whom an order can be dispatched to. */
export interface UnitChoice extends UnitRef {
  parentId: string | null;
}
export interface StreetUnitsAnswer {
  streetId: string;
  units: UnitChoice[];
}

/** GET /api/units/:id/people: who works there, for forms that name a person. */
export interface UnitPeopleAnswer {
  people: { id: string; name: string; roleLabel: string }[];
}

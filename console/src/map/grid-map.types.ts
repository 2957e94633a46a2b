import type { MultiPolygon, Outline, Wgs84Pair } from '@yihu/shared';

/** A grid to draw. Everything on the desk's maps is WGS-84. */
export interface MapGrid {
  id: string;
  code: string;
  name: string;
  /** Written on the map where it fits; the name when absent. */
  label?: string;
  outline: Outline | MultiPolygon;
  /** A short line under the name in the tooltip and in the list for screen readers, e.g. 「12 件」. */
  note?: string;
}

export interface MapPoint {
  id: string;
  /** Said by the tooltip and by screen readers. */
  label: string;
  at: Wgs84Pair;
  /** What kind of thing it is; decides shape and colour. */
  tone?: 'order' | 'due' | 'overdue' | 'service' | 'mediation' | 'self';
}

/** What a pick on the map says: where, and in which of the given grids (null outside all). */
export interface MapPick {
  at: Wgs84Pair;
  gridId: string | null;
}

/**
 * `GridMap` draws outlines without tiles (with tiles when the operator configured a service). `import { GridMap } from
 * '../map'` is lazy already: put it in a `Suspense`. It fills the box it is put in, so give the parent a height.
 * Give `grids` and `points` that stay the same arrays while nothing changed (useMemo).
 */
export interface GridMapProps {
  grids: readonly MapGrid[];
  points?: readonly MapPoint[];
  /** Fill of a grid by id as a CSS colour (a choropleth); grids not named are drawn plain. */
  colours?: Readonly<Record<string, string>>;
  /** Id of the grid that stands out. */
  selected?: string | null;
  /** Id of the point that stands out; the map moves there. */
  selectedPoint?: string | null;
  /** A click on the map, or Enter on a grid that has the focus (then `at` is its middle). */
  onPick?: (pick: MapPick) => void;
  onPoint?: (id: string) => void;
  /** What the map shows, for screen readers, e.g. 「各网格本周诉求量」. */
  label: string;
  /** Zoom to this grid, or to all when absent. */
  fit?: string;
}

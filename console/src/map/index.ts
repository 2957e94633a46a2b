import { lazy } from 'react';

export type { GridMapProps, MapGrid, MapPick, MapPoint } from './grid-map.types';

/** Leaflet comes with the first map that is shown, not before: put it in a `Suspense`. */
export const GridMap = lazy(() => import('./GridMap'));
/** The same map to draw on. */
export const GridEditMap = lazy(() => import('./GridEditMap'));

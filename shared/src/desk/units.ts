import type { UnitKind, UnitRef, Wgs84Pair } from '../places.ts';
import type { GridNames, PostView } from './geo.ts';

/** Kinds an administrator adds to the tree; street and office are founded with the tenant. */
export const ADDED_KINDS = [
  'SECTION',
  'COMMUNITY',
  'EXTERNAL',
  'TASK_FORCE',
  'MEDIATION_POINT',
  'SERVICE_POINT',
] as const satisfies readonly UnitKind[];
export type AddedKind = (typeof ADDED_KINDS)[number];

/** What is said of a unit beside its name; empty text = nothing known. */
export interface UnitDetails {
  phone: string;
  dutyPhone: string;
  address: string;
  /** When it is open, as it is printed, e.g. 工作日 9:00–17:00. */
  hours: string;
  /** What it is, e.g. 街道级矛盾化解中心, 片区就地化解点, 养老服务中心, 党群驿站. */
  form: string;
  /** Who leads a point; printed with it. */
  head: string;
}

export interface DeskUnit extends UnitRef, UnitDetails {
  parentId: string | null;
  active: boolean;
  version: number;
  at: Wgs84Pair | null;
  population: number | null;
  posts: PostView[];
  openOrders: number;
}

/** GET /api/desk/units?streetId= */
export interface DeskUnitsAnswer {
  streetId: string;
  units: DeskUnit[];
  canManage: boolean;
}

/** POST /api/desk/units */
export interface NewUnitBody extends GridNames, Partial<UnitDetails> {
  kind: AddedKind;
  parentId: string;
  at?: Wgs84Pair | null;
  population?: number | null;
}

/** POST /api/desk/units/:id: what is given is changed. */
export interface ChangeUnitBody extends Partial<UnitDetails> {
  version: number;
  name?: string;
  shortName?: string;
  at?: Wgs84Pair | null;
  population?: number | null;
}

/** POST /api/desk/units/:id/move */
export interface MoveUnitBody {
  version: number;
  parentId: string;
}

/** POST /api/desk/units/:id/retire */
export interface RetireUnitBody {
  version: number;
  reason: string;
}

/** GET /api/streets/:id/points: what stands at the street's service and mediation points. */
export interface ServicePointView extends UnitRef {
  form: string;
  address: string;
  hours: string;
  phone: string;
  head: string;
  at: Wgs84Pair | null;
}
export interface ServicePointsAnswer {
  streetId: string;
  points: ServicePointView[];
}

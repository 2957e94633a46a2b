import { type Grant, ROLE_PERMISSIONS, type Source, type UnitKind } from '@yihu/shared';

interface Place {
  id: string;
  kind: UnitKind | string;
  path: string;
  active: number;
  root_id: string;
}

/**
 * As whom somebody takes a matter in for another person in a street, and where it then comes from: the desk writes
 * down what callers say, grids and deputies bring it in (M61, M63). Null where he works in none of its units.
 */
export function registrarOf<U extends Place>(
  grants: readonly Grant[],
  units: readonly U[],
): { unit: U; source: Source | null } | null {
  for (const grant of grants) {
    if (!ROLE_PERMISSIONS[grant.role].includes('order:fileFor')) continue;
    const office = units.find(({ kind }) => kind === 'HOTLINE_OFFICE');
    if (office?.path.startsWith(grant.unitPath)) return { unit: office, source: null };
    const unit = units.find(({ id }) => id === grant.unitId);
    const isDeputy = ROLE_PERMISSIONS[grant.role].includes('order:follow');
    if (unit !== undefined) return { unit, source: isDeputy ? 'DEPUTY' : 'GRID_REPORT' };
  }
  return null;
}

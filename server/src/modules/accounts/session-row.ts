import { type Grant, type Instant, ROLES, type Role } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';

/** A session with its person and one of her roles, as they are read together. */
export interface SessionRow {
  person_id: string;
  name: string;
  kind: string;
  home_root_id: string | null;
  last_seen_at: Instant;
  idle_minutes: number | null;
  role: string | null;
  unit_id: string | null;
  path: string | null;
}

/** Whoever a session stands for, with all her roles: `first` is one of `rows`. */
export function actorOf(first: SessionRow, rows: readonly SessionRow[], sessionHash: string): Actor {
  return {
    kind: 'PERSON',
    personId: first.person_id,
    name: first.name,
    staff: first.kind === 'STAFF',
    grants: rows.map(grantOf).filter((grant) => grant !== null),
    rootId: first.home_root_id,
    sessionHash,
  };
}

/** A role on a unit that is in use; one of a unit that has ended gives nothing any more. */
function grantOf(row: SessionRow): Grant | null {
  if (row.role === null || row.unit_id === null || row.path === null) return null;
  if (!Object.hasOwn(ROLES, row.role)) return null;
  return { role: row.role as Role, unitId: row.unit_id, unitPath: row.path };
}

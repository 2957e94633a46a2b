import { type Grant, type Permission, ROLE_PERMISSIONS } from '@yihu/shared';

/** Who is asking. Every person may do what a resident may; staff hold grants on units besides. */
export interface Actor {
  kind: 'PERSON' | 'SYSTEM';
  personId: string;
  name: string;
  staff: boolean;
  grants: readonly Grant[];
  /** The tenant the person belongs to, or null for residents, who are global. */
  rootId: string | null;
  sessionHash: string | null;
}

export const SYSTEM: Actor = {
  kind: 'SYSTEM',
  personId: 'SYSTEM',
  name: '系统',
  staff: false,
  grants: [],
  rootId: null,
  sessionHash: null,
};

/** True when the actor holds the permission somewhere; where it counts is for the row and the edge to say. */
export function holds(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'SYSTEM') return true;
  if (ROLE_PERMISSIONS.RESIDENT.includes(permission)) return true;
  return actor.grants.some((grant) => ROLE_PERMISSIONS[grant.role].includes(permission));
}

/** The actor's roles that hold the permission. */
export function grantsWith(actor: Actor, permission: Permission): Grant[] {
  return actor.grants.filter((grant) => ROLE_PERMISSIONS[grant.role].includes(permission));
}

/** Paths of the units on which the actor holds the permission. */
export function pathsWith(actor: Actor, permission: Permission): string[] {
  return grantsWith(actor, permission).map((grant) => grant.unitPath);
}

import { Injectable } from '@nestjs/common';
import { type Instant, type Permission, ROLE_PERMISSIONS, ROLES, type Role } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService, type Unit } from './directory.service';

const ROLES_WITH = new Map<Permission, Role[]>();

function rolesWith(permission: Permission): Role[] {
  const known = ROLES_WITH.get(permission);
  if (known !== undefined) return known;
  const roles = (Object.keys(ROLES) as Role[]).filter((role) => ROLE_PERMISSIONS[role].includes(permission));
  ROLES_WITH.set(permission, roles);
  return roles;
}

/** Which persons stand where, as grants say at a moment. */
@Injectable()
export class StaffQuery {
  constructor(private readonly directory: DirectoryService) {}

  /**
   * Staff with the permission on the unit itself; where it has none, on the nearest unit above it. Where one of them
   * is on duty just then, that person alone answers for the unit (M80).
   */
  async answering(tx: Tx, unitId: string, permission: Permission, now: Instant): Promise<string[]> {
    for (let unit = this.directory.findUnit(unitId); unit !== null; unit = this.above(unit)) {
      const staff = await this.staffOf(tx, unit.id, permission, now);
      if (staff.length > 0) return this.onDutyFirst(tx, unit.id, staff, now);
    }
    return [];
  }

  private async onDutyFirst(tx: Tx, unitId: string, staff: string[], now: Instant): Promise<string[]> {
    // The only one answers, on duty or not.
    if (staff.length === 1) return staff;
    const rows = await tx.query<{ person_id: string }>(
      'SELECT person_id FROM duty_shift WHERE unit_id = ? AND ends_at > ? AND starts_at <= ?',
      [unitId, now, now],
    );
    const on = new Set(rows.map((row) => row.person_id));
    const answering = staff.filter((id) => on.has(id));
    return answering.length > 0 ? answering : staff;
  }

  private above({ parent_id: parentId }: Unit): Unit | null {
    return parentId === null ? null : this.directory.findUnit(parentId);
  }

  /** Ids of active persons whose role on exactly this unit carries the permission at `now`. */
  async staffOf(tx: Tx, unitId: string, permission: Permission, now: Instant): Promise<string[]> {
    const roles = rolesWith(permission);
    if (roles.length === 0) return [];
    const rows = await tx.query<{ person_id: string }>(
      `SELECT DISTINCT g.person_id FROM role_grant g JOIN person p ON p.id = g.person_id
        WHERE g.unit_id = ? AND g.role IN (${roles.map(() => '?').join(',')}) AND p.active = 1
          AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?) ORDER BY g.person_id`,
      [unitId, ...roles, now, now],
    );
    return rows.map((row) => row.person_id);
  }
}

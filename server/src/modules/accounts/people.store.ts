import { ADMIN_ROLES, type Instant, type RoleOnUnit } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';

/** Writes members of staff and their roles. A grant is never changed: it ends and another begins. */
export const peopleStore = {
  async addStaff(
    tx: Tx,
    person: { id: string; name: string; login: string; rootId: string },
    now: Instant,
  ): Promise<void> {
    await tx.insert('person', {
      id: person.id,
      kind: 'STAFF',
      name: person.name,
      phone_cipher: null,
      phone_bidx: null,
      openid_hash: null,
      openid_cipher: null,
      login: person.login,
      active: 1,
      created_at: now,
      home_root_id: person.rootId,
    });
  },

  async setActive(tx: Tx, personId: string, active: boolean): Promise<void> {
    await tx.execute('UPDATE person SET active = ? WHERE id = ?', [active ? 1 : 0, personId]);
  },

  /** Her roles at `now`, with the units they count on. */
  rolesOf(tx: Tx, personId: string, now: Instant): Promise<RoleOnUnit[]> {
    return tx.query<RoleOnUnit>(
      `SELECT role, unit_id AS unitId FROM role_grant
        WHERE person_id = ? AND from_at <= ? AND (until_at IS NULL OR until_at > ?) ORDER BY id`,
      [personId, now, now],
    );
  },

  /** Who holds any role on a unit at `now`. */
  async peopleOf(tx: Tx, unitId: string, now: Instant): Promise<string[]> {
    const rows = await tx.query<{ person_id: string }>(
      `SELECT DISTINCT person_id FROM role_grant
        WHERE unit_id = ? AND from_at <= ? AND (until_at IS NULL OR until_at > ?) ORDER BY person_id`,
      [unitId, now, now],
    );
    return rows.map((row) => row.person_id);
  },

  /** Ends the grants that are not in `roles` and begins those that were not there. */
  async setRoles(tx: Tx, personId: string, roles: readonly RoleOnUnit[], now: Instant): Promise<void> {
    const before = await peopleStore.rolesOf(tx, personId, now);
    const key = ({ role, unitId }: RoleOnUnit) => `${role} ${unitId}`;
    const wanted = new Map(roles.map((each) => [key(each), each]));
    const held = new Set(before.map(key));
    for (const each of before.filter((one) => !wanted.has(key(one)))) {
      await tx.execute(
        `UPDATE role_grant SET until_at = ? WHERE person_id = ? AND role = ? AND unit_id = ?
            AND (until_at IS NULL OR until_at > ?)`,
        [now, personId, each.role, each.unitId, now],
      );
    }
    const fresh = [...wanted.values()].filter((one) => !held.has(key(one)));
    await tx.insert(
      'role_grant',
      fresh.map(({ role, unitId }) => ({
        id: newId(),
        person_id: personId,
        role,
        unit_id: unitId,
        from_at: now,
        until_at: null,
      })),
    );
  },

  /** Makes changes of a tenant's administrators wait for each other: of two removals one sees the other. */
  async holdAdmins(tx: Tx, rootId: string): Promise<void> {
    await tx.execute(
      `UPDATE role_grant SET until_at = until_at
        WHERE unit_id = ? AND role IN (${ADMIN_ROLES.map(() => '?').join(',')}) AND until_at IS NULL`,
      [rootId, ...ADMIN_ROLES],
    );
  },

  /** How many active persons of the tenant hold each role at `now`. */
  async holders(tx: Tx, rootId: string, now: Instant): Promise<Map<string, number>> {
    const rows = await tx.query<{ role: string; n: number | string }>(
      `SELECT g.role, COUNT(DISTINCT g.person_id) AS n FROM role_grant g
         JOIN person p ON p.id = g.person_id AND p.active = 1
        WHERE p.home_root_id = ? AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?) GROUP BY g.role`,
      [rootId, now, now],
    );
    return new Map(rows.map(({ role, n }) => [role, Number(n)]));
  },
};

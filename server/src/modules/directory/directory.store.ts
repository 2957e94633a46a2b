import type { Tx } from '../../platform/db/db';
import type {
  OutlineEntity,
  PersonEntity,
  PolicyEntity,
  RoleGrantEntity,
  UnitEntity,
} from './directory.entity';

/** The writer of the directory's tables. Rows are taken as they are; callers have checked them. */
export const directoryStore = {
  insertUnits: (tx: Tx, rows: UnitEntity[]) => tx.insert('unit', rows.map(plain)),
  insertOutlines: (tx: Tx, rows: OutlineEntity[]) => tx.insert('outline', rows.map(plain)),
  insertPersons: (tx: Tx, rows: PersonEntity[]) => tx.insert('person', rows.map(plain)),
  insertGrants: (tx: Tx, rows: RoleGrantEntity[]) => tx.insert('role_grant', rows.map(plain)),
  insertPolicies: (tx: Tx, rows: PolicyEntity[]) => tx.insert('policy', rows.map(plain)),

  /** Makes changes of a street's units and outlines wait for each other: of two overlaps one sees the other. */
  async hold(tx: Tx, rootId: string): Promise<void> {
    await tx.execute('UPDATE unit SET version = version WHERE id = ?', [rootId]);
  },

  /** Writes a unit's row, raising its version; false when somebody was faster than `version`. */
  async updateUnit(tx: Tx, unit: UnitEntity, version: number): Promise<boolean> {
    const affected = await tx.execute(
      `UPDATE unit SET parent_id = ?, path = ?, name = ?, short_name = ?, phone = ?, population = ?,
              lat_e6 = ?, lng_e6 = ?, active = ?, version = version + 1 WHERE id = ? AND version = ?`,
      [
        unit.parent_id,
        unit.path,
        unit.name,
        unit.short_name,
        unit.phone,
        unit.population,
        unit.lat_e6,
        unit.lng_e6,
        unit.active,
        unit.id,
        version,
      ],
    );
    return affected === 1;
  },

  /** True while no unit exists: a new installation. */
  async isEmpty(tx: Tx): Promise<boolean> {
    return (await tx.query('SELECT id FROM unit LIMIT 1')).length === 0;
  },
};

/** An entity as a plain row: the same columns, without the class. */
function plain<T extends object>(entity: T): { [K in keyof T]: T[K] } {
  return { ...entity };
}

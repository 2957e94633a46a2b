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

  /** True while no unit exists: a new installation. */
  async isEmpty(tx: Tx): Promise<boolean> {
    return (await tx.query('SELECT id FROM unit LIMIT 1')).length === 0;
  },
};

/** An entity as a plain row: the same columns, without the class. */
function plain<T extends object>(entity: T): { [K in keyof T]: T[K] } {
  return { ...entity };
}

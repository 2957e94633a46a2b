import type { Instant } from '@yihu/shared';
import type {
  OutlineEntity,
  PersonEntity,
  PolicyEntity,
  RoleGrantEntity,
  UnitEntity,
} from '../modules/directory/directory.entity';
import { directoryStore } from '../modules/directory/directory.store';
import type { Tx } from '../platform/db/db';
import { demoId } from './demo-ids';
import { DEMO_COMMUNITIES, outlineOf } from './demo-map';
import { DEMO_PERSONS } from './demo-persons';
import { DEMO_STREET_CODE, demoUnits } from './demo-units';
import { DEMO_DUTY_LIST } from './duty-list';

/**
 * Puts the demo street into a new installation: units, hand-drawn grids, fictional people with their roles and
 * the duty list. Answers false, and writes nothing, when there are units already. The caller reloads the
 * directory after the transaction.
 */
export async function seedDemo(tx: Tx, now: Instant): Promise<boolean> {
  if (!(await directoryStore.isEmpty(tx))) return false;
  const units = demoUnits();
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  await directoryStore.insertUnits(tx, units);
  await directoryStore.insertOutlines(tx, demoOutlines(byCode, now));
  await directoryStore.insertPersons(tx, demoPersonRows(byCode, now));
  await directoryStore.insertGrants(tx, demoGrants(byCode, now));
  await directoryStore.insertPolicies(tx, [demoDutyList(byCode, now)]);
  return true;
}

type UnitsByCode = ReadonlyMap<string, UnitEntity>;

function unitOf(units: UnitsByCode, code: string): UnitEntity {
  const unit = units.get(code);
  if (unit === undefined) throw new Error(`demo names an unknown unit ${code}`);
  return unit;
}

function demoOutlines(units: UnitsByCode, now: Instant): OutlineEntity[] {
  return DEMO_COMMUNITIES.flatMap(({ grids }) => grids).map(({ code, corners }, at) => ({
    id: demoId('LINE', at + 1),
    unit_id: unitOf(units, code).id,
    version: 1,
    effective_at: now,
    datum: 'WGS84',
    geojson: JSON.stringify(outlineOf(corners)),
    note: '示意',
  }));
}

function demoPersonRows(units: UnitsByCode, now: Instant): PersonEntity[] {
  return DEMO_PERSONS.map(({ personId, name, unitCode }) => ({
    id: personId,
    kind: unitCode === null ? 'RESIDENT' : 'STAFF',
    name,
    phone_cipher: null,
    phone_bidx: null,
    openid_hash: null,
    openid_cipher: null,
    login: null,
    active: 1,
    created_at: now,
    home_root_id: unitCode === null ? null : unitOf(units, unitCode).root_id,
  }));
}

function demoGrants(units: UnitsByCode, now: Instant): RoleGrantEntity[] {
  return DEMO_PERSONS.flatMap(({ personId, role, unitCode }, at) =>
    unitCode === null
      ? []
      : [
          {
            id: demoId('GRANT', at + 1),
            person_id: personId,
            role,
            unit_id: unitOf(units, unitCode).id,
            from_at: now,
            until_at: null,
          },
        ],
  );
}

function demoDutyList(units: UnitsByCode, now: Instant): PolicyEntity {
  return {
    id: demoId('RULE', 1),
    unit_id: unitOf(units, DEMO_STREET_CODE).id,
    kind: 'route',
    name: 'duty-list',
    version: 1,
    effective_at: now,
    body: JSON.stringify(DEMO_DUTY_LIST),
    author_id: null,
  };
}

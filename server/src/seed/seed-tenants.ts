import { type Instant, ROLES, type RouteRow } from '@yihu/shared';
import type { PolicyEntity, UnitEntity } from '../modules/directory/directory.entity';
import { directoryStore } from '../modules/directory/directory.store';
import type { Tx } from '../platform/db/db';
import { demoId } from './demo-ids';
import type { DemoPerson } from './demo-persons';
import { DEMO_TENANTS, TENANT_PEOPLE } from './tenant-sketches';
import { FIRST_TENANT_ROW, tenantUnits } from './tenant-units';

/** Fictional people of the other demo tenants. */
export const TENANT_PERSONS: readonly DemoPerson[] = TENANT_PEOPLE.map(
  ([code, name, role, unitCode, opens], at) => ({
    code,
    name,
    role,
    roleLabel: ROLES[role],
    unitCode,
    opens,
    personId: demoId('PERSON', FIRST_TENANT_ROW + at),
  }),
);

/** Puts the other demo tenants beside the first street, which has just been seeded in the same transaction. */
export async function seedTenants(tx: Tx, now: Instant): Promise<void> {
  const { units, outlines } = tenantUnits();
  const byCode = new Map(units.map((unit) => [unit.code, unit]));
  const unitOf = (code: string): UnitEntity => {
    const unit = byCode.get(code);
    if (unit === undefined) throw new Error(`demo names an unknown unit ${code}`);
    return unit;
  };
  await directoryStore.insertUnits(tx, units);
  await directoryStore.insertOutlines(
    tx,
    outlines.map(({ unitCode, outline }, at) => ({
      id: demoId('LINE', FIRST_TENANT_ROW + at),
      unit_id: unitOf(unitCode).id,
      version: 1,
      effective_at: now,
      datum: 'WGS84',
      geojson: JSON.stringify(outline),
      note: '示意',
    })),
  );
  await directoryStore.insertPersons(
    tx,
    TENANT_PERSONS.map(({ personId, name, unitCode }) => ({
      id: personId,
      kind: 'STAFF',
      name,
      phone_cipher: null,
      phone_bidx: null,
      openid_hash: null,
      openid_cipher: null,
      login: null,
      active: 1,
      created_at: now,
      home_root_id: unitOf(unitCode ?? '').root_id,
    })),
  );
  await directoryStore.insertGrants(
    tx,
    TENANT_PERSONS.map(({ personId, role, unitCode }, at) => ({
      id: demoId('GRANT', FIRST_TENANT_ROW + at),
      person_id: personId,
      role,
      unit_id: unitOf(unitCode ?? '').id,
      from_at: now,
      until_at: null,
    })),
  );
  await directoryStore.insertPolicies(tx, policiesOf(unitOf, now));
}

/** Promises of each tenant, numbers and a duty list of each street. */
function policiesOf(unitOf: (code: string) => UnitEntity, now: Instant): PolicyEntity[] {
  const rows: { unitCode: string; kind: string; name: string; body: unknown }[] = DEMO_TENANTS.flatMap(
    ({ district, streets, presets }) => [
      {
        unitCode: district?.code ?? streets[0]?.prefix ?? '',
        kind: 'clock',
        name: 'default',
        body: { presets },
      },
      ...streets.flatMap(({ prefix }) => [
        { unitCode: prefix, kind: 'numbering', name: 'default', body: { prefix } },
        { unitCode: prefix, kind: 'route', name: 'duty-list', body: dutyList(prefix) },
      ]),
    ],
  );
  return rows.map(({ unitCode, kind, name, body }, at) => ({
    id: demoId('RULE', FIRST_TENANT_ROW + at),
    unit_id: unitOf(unitCode).id,
    kind,
    name,
    version: 1,
    effective_at: now,
    body: JSON.stringify(body),
    author_id: null,
  }));
}

/** A short duty list (职责清单), enough to show that each street has its own. */
function dutyList(prefix: string): readonly RouteRow[] {
  const toDesk = { to: 'DESK', autoAccept: false, autoDispatch: false } as const;
  return [
    { when: { requestType: 'REPORT' }, ...toDesk, reason: '举报件先由热线办核实并保护举报人' },
    { when: { hasGrid: false }, ...toDesk, reason: '地点不在本街道网格内或没有说清,由热线办核实' },
    { when: { hasClass: false }, ...toDesk, reason: '还没有分类,由热线办分类后派单' },
    {
      when: { classPrefix: ['0101', '0103', '1001', '0501'] },
      to: 'GRID',
      autoAccept: true,
      autoDispatch: true,
      reason: '市容、停车、消防和噪声,网格员就近先到场',
    },
    {
      when: { classPrefix: '01' },
      to: { unitCode: `${prefix}-ZF` },
      autoAccept: true,
      autoDispatch: false,
      reason: '城市管理事项,热线办确认后派执法队',
    },
    { when: {}, ...toDesk, reason: '职责清单没有对应的行,由热线办研判' },
  ];
}

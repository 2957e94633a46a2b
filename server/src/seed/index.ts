import { DEMO_PERSONS, type DemoPerson } from './demo-persons';
import { TENANT_PERSONS } from './seed-tenants';

export { demoId } from './demo-ids';
export { DEMO_PERSONS, type DemoPerson } from './demo-persons';
export { DEMO_STREET_CODE } from './demo-units';
export { seedDemo } from './seed-demo';
export { seedTenants } from './seed-tenants';

/** Who can sign in by a demo code: the first street's people, and with `tenants` those of the others. */
export function demoPeople(tenants: boolean): readonly DemoPerson[] {
  return tenants ? [...DEMO_PERSONS, ...TENANT_PERSONS] : DEMO_PERSONS;
}

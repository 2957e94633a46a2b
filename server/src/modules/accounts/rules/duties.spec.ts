import { ADMIN_ROLES, type Role, type RoleOnUnit } from '@yihu/shared';
import { orphanedDuties, whyNotTogether } from './duties';

const on = (...roles: Role[]): RoleOnUnit[] => roles.map((role) => ({ role, unitId: 'U' }));

describe('three separate administrators', () => {
  it('lets nobody hold two of the three', () => {
    for (const a of ADMIN_ROLES) {
      expect(whyNotTogether(on(a))).toBeNull();
      for (const b of ADMIN_ROLES) if (a !== b) expect(whyNotTogether(on(a, b))).toMatch('不能兼任');
    }
  });

  it('keeps administrators away from orders', () => {
    expect(whyNotTogether(on('ADMIN_SYSTEM', 'CLERK'))).toBe('管理员不能同时办理工单');
    expect(whyNotTogether(on('CLERK', 'GRID_WORKER'))).toBeNull();
  });

  it('leaves none of the three without a holder', () => {
    const one = { ADMIN_SYSTEM: 1, ADMIN_SECURITY: 2, ADMIN_AUDIT: 1 };
    expect(orphanedDuties(one, on('ADMIN_SYSTEM'), on('CLERK'))).toBe('ADMIN_SYSTEM');
    expect(orphanedDuties(one, on('ADMIN_SECURITY'), [])).toBeNull();
    expect(orphanedDuties(one, on('ADMIN_AUDIT'), on('ADMIN_AUDIT'))).toBeNull();
    expect(orphanedDuties(one, on('CLERK'), [])).toBeNull();
  });
});

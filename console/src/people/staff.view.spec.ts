import type { StaffView } from '@yihu/shared';
import { accountState, foundBy, linesOf, rolesOf, rolesProblem } from './staff.view';

const zhang: StaffView = {
  personId: 'P',
  name: '张敏',
  login: 'zhang.min',
  active: true,
  roles: [
    { role: 'GRID_WORKER', unitId: 'A', roleLabel: '网格员', unitName: '丁香01网格' },
    { role: 'GRID_WORKER', unitId: 'B', roleLabel: '网格员', unitName: '丁香02网格' },
  ],
  enrolled: true,
  passwordSetAt: null,
  lastSeenAt: null,
};

describe('staff as they are listed', () => {
  it('groups roles by what they are and gives them back as they were', () => {
    const lines = linesOf(zhang.roles);
    expect(lines).toEqual([{ role: 'GRID_WORKER', unitIds: ['A', 'B'] }]);
    expect(rolesOf(lines)).toEqual([
      { role: 'GRID_WORKER', unitId: 'A' },
      { role: 'GRID_WORKER', unitId: 'B' },
    ]);
  });
  it('says what cannot be before it is sent', () => {
    expect(rolesProblem([])).toBe('至少选一个角色');
    expect(rolesProblem([{ role: 'CLERK', unitIds: [] }])).toBe('请选「坐席」在哪个单位');
    const system = { role: 'ADMIN_SYSTEM', unitIds: ['S'] } as const;
    const audit = { role: 'ADMIN_AUDIT', unitIds: ['S'] } as const;
    const clerk = { role: 'CLERK', unitIds: ['O'] } as const;
    const mutable = (
      lines: readonly { role: 'CLERK' | 'ADMIN_SYSTEM' | 'ADMIN_AUDIT'; unitIds: readonly string[] }[],
    ) => lines.map(({ role, unitIds }) => ({ role, unitIds: [...unitIds] }));
    expect(rolesProblem(mutable([system, audit]))).toBe('一个人不能兼任两种管理员');
    expect(rolesProblem(mutable([system, clerk]))).toBe('管理员不能同时办理工单');
    expect(rolesProblem(mutable([clerk]))).toBeNull();
  });
  it('finds a person by initials, login, role or unit', () => {
    for (const typed of ['', 'zm', '张', 'zhang.m', '网格员', 'dx']) expect(foundBy(zhang, typed)).toBe(true);
    expect(foundBy(zhang, '坐席')).toBe(false);
  });
  it('says how far an account is', () => {
    expect(accountState(zhang).text).toBe('在用');
    expect(accountState({ ...zhang, enrolled: false }).text).toBe('等她首次登录');
    expect(accountState({ ...zhang, active: false }).text).toBe('已停用');
  });
});

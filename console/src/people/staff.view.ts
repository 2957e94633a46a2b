import { isAdminRole, ROLES, type Role, type RoleOnUnit, type StaffView } from '@yihu/shared';
import { matchOf } from '../shell/pinyin';

/** One role of a person with all the units it counts on. */
export interface RoleLine {
  role: Role;
  unitIds: string[];
}

/** Roles of a person grouped, as they are edited. */
export function linesOf(roles: readonly RoleOnUnit[]): RoleLine[] {
  return [...Map.groupBy(roles, ({ role }) => role)].map(([role, held]) => ({
    role,
    unitIds: held.map(({ unitId }) => unitId),
  }));
}

/** Grouped roles as the server takes them. */
export function rolesOf(lines: readonly RoleLine[]): RoleOnUnit[] {
  return lines.flatMap(({ role, unitIds }) => unitIds.map((unitId) => ({ role, unitId })));
}

/** What is wrong with a set of roles before it is sent; null when nothing is. */
export function rolesProblem(lines: readonly RoleLine[]): string | null {
  if (lines.length === 0) return '至少选一个角色';
  const bare = lines.find(({ unitIds }) => unitIds.length === 0);
  if (bare !== undefined) return `请选「${ROLES[bare.role]}」在哪个单位`;
  const admins = lines.filter(({ role }) => isAdminRole(role));
  if (admins.length > 1) return '一个人不能兼任两种管理员';
  return admins.length === 1 && lines.length > 1 ? '管理员不能同时办理工单' : null;
}

/** Everything about a person that a word may match: name by initials, login, role, unit. */
export function foundBy(person: StaffView, typed: string): boolean {
  const words = [
    person.name,
    person.login ?? '',
    ...person.roles.flatMap(({ roleLabel, unitName }) => [roleLabel, unitName]),
  ];
  return typed.trim() === '' || words.some((word) => word !== '' && matchOf(word, typed.trim()) > 0);
}

/** In words, how far an account is: what she must still do, or when she was last here. */
export function accountState({ active, enrolled, login }: Pick<StaffView, 'active' | 'enrolled' | 'login'>): {
  text: string;
  tone: 'success' | 'warning' | 'default';
} {
  if (!active) return { text: '已停用', tone: 'default' };
  if (login === null) return { text: '演示账号,没有登录名', tone: 'default' };
  return enrolled ? { text: '在用', tone: 'success' } : { text: '等她首次登录', tone: 'warning' };
}

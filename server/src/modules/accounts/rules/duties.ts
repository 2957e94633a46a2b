import { ADMIN_ROLES, type AdminRole, isAdminRole, ROLES, type RoleOnUnit } from '@yihu/shared';

/**
 * Why one person may not hold these roles together: nobody administers two of system, security and audit, and
 * an administrator handles no orders. Null when she may.
 */
export function whyNotTogether(roles: readonly RoleOnUnit[]): string | null {
  const admin = new Set(roles.map(({ role }) => role).filter(isAdminRole));
  if (admin.size > 1) return `一个人不能兼任${[...admin].map((role) => ROLES[role]).join('和')}`;
  if (admin.size === 1 && roles.some(({ role }) => !isAdminRole(role))) return '管理员不能同时办理工单';
  return null;
}

/** The administrator's roles nobody would hold any more; `held` counts the active holders of each. */
export function orphanedDuties(
  held: Readonly<Record<AdminRole, number>>,
  before: readonly RoleOnUnit[],
  after: readonly RoleOnUnit[],
): AdminRole | null {
  const has = (roles: readonly RoleOnUnit[], role: AdminRole) => roles.some((each) => each.role === role);
  return ADMIN_ROLES.find((role) => has(before, role) && !has(after, role) && held[role] <= 1) ?? null;
}

import type { NewStaff, RoleOnUnit, SessionView, SetupDone, SignedIn, StaffView } from '@yihu/shared';
import { del, get, post } from './request';

export const STAFF = ['staff'] as const;
const at = (id: string) => `/api/admin/staff/${id}`;

export const staffList = () => get<{ staff: StaffView[] }>('/api/admin/staff');
/** The first password is in the answer, this once. */
export const addStaff = (body: { name: string; login: string; roles: RoleOnUnit[] }) =>
  post<NewStaff>('/api/admin/staff', body);
export const setRoles = (id: string, roles: RoleOnUnit[]) => post<void>(`${at(id)}/roles`, { roles });
export const setUnits = (id: string, role: string, unitIds: string[]) =>
  post<void>(`${at(id)}/units`, { role, unitIds });
export const disableStaff = (id: string) => post<void>(`${at(id)}/disable`);
export const enableStaff = (id: string) => post<void>(`${at(id)}/enable`);
export const resetStaff = (id: string) => post<NewStaff>(`${at(id)}/reset`);
export const sessionsOf = (id: string) => get<{ sessions: SessionView[] }>(`${at(id)}/sessions`);

export const ownSessions = () => get<{ sessions: SessionView[] }>('/api/sessions');
export const endSession = (id: string) => del<void>(`/api/sessions/${id}`);
/** Other sessions end; this one goes on with the answer's. */
export const changePassword = (password: string, newPassword: string) =>
  post<SignedIn>('/api/me/password', { password, newPassword });
export const newRecoveryCodes = (password: string, code: string) =>
  post<{ recoveryCodes: string[] }>('/api/me/recovery-codes', { password, code });

export interface Appointed {
  name: string;
  login: string;
}
export interface SetupBody {
  code: string;
  street: { name: string; shortName: string; code: string; prefix: string };
  system: Appointed;
  security: Appointed;
  audit: Appointed;
}
/** Founds the street and its three administrators, once. */
export const setUp = (body: SetupBody) => post<SetupDone>('/api/setup', body);

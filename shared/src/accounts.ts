import type { Grant, Role } from './permissions.ts';
import type { SignedIn } from './routes.ts';

/**
 * Header of what a screen asks by itself while nobody sits before it: such a request is answered, but is no use of the
 * session, so that a desk left alone ends as it should, however much its screen refreshes itself.
 */
export const UNATTENDED_HEADER = 'x-unattended';

/** POST /api/session/refresh. `expiresAt` is the access token's end; the session may be continued after it. */
export interface SessionTokens {
  token: string;
  expiresAt: string;
  /** Works once. Presenting a used one again ends the whole session, but for a repeat within seconds. */
  refreshToken: string;
}

/** What a member of staff must still do before her first session, or after a reset. */
export type SignInNeed = 'PASSWORD' | 'TOTP';

/** POST /api/session/staff: a session, or a ticket for POST /api/session/staff/complete. */
export type StaffSignIn =
  | ({ step: 'DONE' } & SignedIn)
  | {
      step: 'COMPLETE';
      ticket: string;
      needs: SignInNeed[];
      /** The seed to type or scan into an authenticator app; null when none is asked for. */
      totp: { secret: string; uri: string } | null;
      passwordRules: PasswordRules;
    };

/** What a password must be; data, so that the client says the same as the server. */
export interface PasswordRules {
  minLength: number;
  maxLength: number;
  /** How many of the four kinds (lower case, upper case, digits, others) it mixes; 0 = any. */
  classes: number;
  /** After so many days a new one is asked for; null = never. */
  maxAgeDays: number | null;
  /** It differs from so many of her last ones. */
  history: number;
}

/** POST /api/session/staff/complete. Recovery codes are shown this once; null when none were made. */
export type StaffCompleted = SignedIn & { recoveryCodes: string[] | null };

/** GET /api/sessions, GET /api/admin/staff/:id/sessions. */
export interface SessionView {
  id: string;
  /** 微信小程序, Chrome 浏览器, … */
  device: string;
  wayLabel: string;
  startedAt: string;
  lastSeenAt: string;
  /** It ends by then, used or not. */
  until: string;
  current: boolean;
}

export interface RoleOnUnit {
  role: Role;
  unitId: string;
}

/** GET /api/admin/staff. */
export interface StaffView {
  personId: string;
  name: string;
  login: string | null;
  active: boolean;
  roles: (RoleOnUnit & { roleLabel: string; unitName: string })[];
  /** False until she has signed in for the first time, and after a reset. */
  enrolled: boolean;
  passwordSetAt: string | null;
  lastSeenAt: string | null;
}

/** An account with the password it starts with: shown once, changed at the first sign-in. */
export interface NewStaff {
  personId: string;
  name: string;
  login: string;
  initialPassword: string;
}

export const ADMIN_ROLES = [
  'ADMIN_SYSTEM',
  'ADMIN_SECURITY',
  'ADMIN_AUDIT',
] as const satisfies readonly Role[];
export type AdminRole = (typeof ADMIN_ROLES)[number];

/** True for the three administrators' roles (三员分立). */
export function isAdminRole(role: Grant['role']): role is AdminRole {
  return (ADMIN_ROLES as readonly Role[]).includes(role);
}

/** GET /api/setup. */
export interface SetupState {
  open: boolean;
}

/** POST /api/setup. */
export interface SetupDone {
  street: { id: string; name: string };
  admins: (NewStaff & { role: AdminRole; roleLabel: string })[];
}

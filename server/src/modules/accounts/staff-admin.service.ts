import { Injectable } from '@nestjs/common';
import {
  type AdminRole,
  addMinutes,
  isAdminRole,
  type NewStaff,
  type Permission,
  ROLES,
  type RoleOnUnit,
  type SessionView,
  type StaffView,
} from '@yihu/shared';
import { type Actor, holds, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { AuditStore } from '../audit/audit.store';
import { DirectoryService } from '../directory/directory.service';
import type { NewStaffDto, PlaceDto } from './accounts.dto';
import { credentialsStore } from './credentials.store';
import { PasswordsService } from './passwords.service';
import { peopleStore } from './people.store';
import { orphanedDuties, whyNotTogether } from './rules/duties';
import { newInitialPassword } from './rules/tokens';
import { SessionsService } from './sessions.service';
import { StaffListQuery } from './staff.query';

/** A password handed out by an administrator works for a week. */
const INITIAL_MINUTES = 7 * 24 * 60;

interface Target {
  id: string;
  name: string;
  login: string | null;
}

/**
 * Accounts of a tenant's staff. The security administrator creates, disables and says which roles; the system
 * administrator says on which units a role counts. Neither touches her own account.
 */
@Injectable()
export class StaffAdminService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly audit: AuditStore,
    private readonly directory: DirectoryService,
    private readonly passwords: PasswordsService,
    private readonly sessions: SessionsService,
    private readonly staff: StaffListQuery,
  ) {}

  async list(actor: Actor): Promise<{ staff: StaffView[] }> {
    return { staff: await this.staff.list(rootOf(actor)) };
  }

  /** Throws LOGIN_TAKEN, ADMINS_NOT_SEPARATE, UNIT_UNKNOWN. */
  async create(actor: Actor, body: NewStaffDto): Promise<NewStaff> {
    this.requireRoles(actor, body.roles, 'staff:manage');
    const initialPassword = newInitialPassword();
    const hash = await this.passwords.hash(initialPassword);
    const id = newId();
    const now = this.clock.now();
    const person = { id, name: body.name, login: body.login, rootId: rootOf(actor) };
    try {
      await this.db.inTransaction(async (tx) => {
        await peopleStore.addStaff(tx, person, now);
        await peopleStore.setRoles(tx, id, body.roles, now);
        await credentialsStore.add(tx, id, hash, now, addMinutes(now, INITIAL_MINUTES));
        await this.note(tx, actor, 'staff.create', id, { roles: textOfRoles(body.roles) });
      });
    } catch (error) {
      if (isDuplicate(error)) throw new AppError('LOGIN_TAKEN', { login: body.login });
      throw error;
    }
    return { personId: id, name: body.name, login: body.login, initialPassword };
  }

  /** Throws NOT_YOURSELF, ADMINS_NOT_SEPARATE, LAST_ADMIN, UNIT_UNKNOWN. */
  async setRoles(actor: Actor, personId: string, roles: readonly RoleOnUnit[]): Promise<void> {
    const target = await this.target(actor, personId);
    this.requireRoles(actor, roles, 'staff:manage');
    await this.db.inTransaction((tx) => this.changeRoles(tx, actor, target, roles));
  }

  /** Puts a role she has on other units. Throws NOT_YOURSELF, FIELD_INVALID, UNIT_UNKNOWN. */
  async place(actor: Actor, personId: string, { role, unitIds }: PlaceDto): Promise<void> {
    const target = await this.target(actor, personId);
    const placed = [...new Set(unitIds)].map((unitId) => ({ role, unitId }));
    if (isAdminRole(role)) throw new AppError('FORBIDDEN');
    this.requireRoles(actor, placed, 'staff:place');
    await this.db.inTransaction(async (tx) => {
      const held = await peopleStore.rolesOf(tx, target.id, this.clock.now());
      if (!held.some((each) => each.role === role)) {
        throw new AppError('FIELD_INVALID', {
          field: 'role',
          reason: `她不是${ROLES[role]},角色由安全管理员授予`,
        });
      }
      await this.changeRoles(tx, actor, target, [...held.filter((each) => each.role !== role), ...placed]);
    });
  }

  /** Switches an account off and ends its sessions. Throws NOT_YOURSELF, LAST_ADMIN. */
  async disable(actor: Actor, personId: string): Promise<void> {
    const target = await this.target(actor, personId);
    await this.db.inTransaction(async (tx) => {
      const held = await peopleStore.rolesOf(tx, target.id, this.clock.now());
      await this.requireSuccessor(tx, actor, held, []);
      await peopleStore.setActive(tx, target.id, false);
      await this.sessions.endAll(tx, target.id, actor.personId, 'DISABLED');
      await this.note(tx, actor, 'staff.disable', target.id, {});
    });
  }

  async enable(actor: Actor, personId: string): Promise<void> {
    const target = await this.target(actor, personId);
    await this.db.inTransaction(async (tx) => {
      await peopleStore.setActive(tx, target.id, true);
      await this.note(tx, actor, 'staff.enable', target.id, {});
    });
  }

  /** A new first password; authenticator and recovery codes are forgotten, sessions end. Throws NOT_YOURSELF. */
  async reset(actor: Actor, personId: string): Promise<NewStaff> {
    const { id, name, login } = await this.target(actor, personId);
    if (login === null) throw new AppError('NOT_FOUND');
    const initialPassword = newInitialPassword();
    const hash = await this.passwords.hash(initialPassword);
    const now = this.clock.now();
    await this.db.inTransaction(async (tx) => {
      await credentialsStore.remove(tx, id);
      await credentialsStore.add(tx, id, hash, now, addMinutes(now, INITIAL_MINUTES));
      await this.sessions.endAll(tx, id, actor.personId, 'RESET');
      await this.note(tx, actor, 'staff.reset', id, {});
    });
    return { personId: id, name, login, initialPassword };
  }

  async sessionsOf(actor: Actor, personId: string): Promise<{ sessions: SessionView[] }> {
    const target = await this.member(actor, personId);
    return { sessions: await this.sessions.list(target.id, actor.sessionHash) };
  }

  /** Ends a session of her own; the security administrator ends anybody's of her staff. Throws NOT_FOUND. */
  async endSession(actor: Actor, sessionId: string): Promise<void> {
    const ownerId = await this.sessions.ownerOf(sessionId);
    if (ownerId === null) throw new AppError('NOT_FOUND');
    if (ownerId !== actor.personId) {
      if (!holds(actor, 'staff:manage')) throw new AppError('NOT_FOUND');
      await this.member(actor, ownerId);
    }
    await this.sessions.end(sessionId, actor.personId, ownerId === actor.personId ? 'SIGNED_OUT' : 'KILLED');
  }

  private async changeRoles(
    tx: Tx,
    actor: Actor,
    target: Target,
    roles: readonly RoleOnUnit[],
  ): Promise<void> {
    const now = this.clock.now();
    const before = await peopleStore.rolesOf(tx, target.id, now);
    await this.requireSuccessor(tx, actor, before, roles);
    await peopleStore.setRoles(tx, target.id, roles, now);
    await this.sessions.endAll(tx, target.id, actor.personId, 'ROLES');
    await this.note(tx, actor, 'staff.roles', target.id, {
      before: textOfRoles(before),
      after: textOfRoles(roles),
    });
  }

  private requireRoles(actor: Actor, roles: readonly RoleOnUnit[], permission: Permission): void {
    const reason = whyNotTogether(roles);
    if (reason !== null) throw new AppError('ADMINS_NOT_SEPARATE', { reason });
    const paths = pathsWith(actor, permission);
    for (const { role, unitId } of roles) {
      const unit = this.directory.unit(unitId);
      const isInReach = unit.active === 1 && unit.root_id === actor.rootId;
      if (!isInReach || !paths.some((path) => unit.path.startsWith(path))) throw new AppError('UNIT_UNKNOWN');
      if (isAdminRole(role) && unit.parent_id !== null) {
        throw new AppError('FIELD_INVALID', { field: 'unitId', reason: '管理员角色只设在街道上' });
      }
    }
  }

  private async requireSuccessor(
    tx: Tx,
    actor: Actor,
    before: readonly RoleOnUnit[],
    after: readonly RoleOnUnit[],
  ): Promise<void> {
    if (before.some(({ role }) => isAdminRole(role))) await peopleStore.holdAdmins(tx, rootOf(actor));
    const holders = await peopleStore.holders(tx, rootOf(actor), this.clock.now());
    const count = (role: AdminRole) => holders.get(role) ?? 0;
    const held = {
      ADMIN_SYSTEM: count('ADMIN_SYSTEM'),
      ADMIN_SECURITY: count('ADMIN_SECURITY'),
      ADMIN_AUDIT: count('ADMIN_AUDIT'),
    };
    const role = orphanedDuties(held, before, after);
    if (role !== null) throw new AppError('LAST_ADMIN', { role: ROLES[role] });
  }

  /** A member of the actor's staff other than herself. */
  private async target(actor: Actor, personId: string): Promise<Target> {
    if (personId === actor.personId) throw new AppError('NOT_YOURSELF');
    return this.member(actor, personId);
  }

  private async member(actor: Actor, personId: string): Promise<Target> {
    const sql = `SELECT id, name, login FROM person WHERE id = ? AND kind = 'STAFF' AND home_root_id = ?`;
    const [row] = await this.db.read<Target>(sql, [personId, rootOf(actor)]);
    if (row === undefined) throw new AppError('NOT_FOUND');
    return row;
  }

  private note(
    tx: Tx,
    actor: Actor,
    action: string,
    subjectId: string,
    facts: Record<string, string>,
  ): Promise<void> {
    const at = this.clock.now();
    return this.audit.add(tx, {
      at,
      actorId: actor.personId,
      action,
      subjectKind: 'PERSON',
      subjectId,
      facts,
    });
  }
}

function rootOf(actor: Actor): string {
  if (actor.rootId === null) throw new AppError('FORBIDDEN');
  return actor.rootId;
}

/** Roles with their units, as the record of what was done keeps them. */
export function textOfRoles(roles: readonly RoleOnUnit[]): string {
  return roles.map(({ role, unitId }) => `${role}@${unitId}`).join(' ');
}

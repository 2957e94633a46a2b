import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ADMIN_ROLES, type AdminRole, ROLES, type SetupDone, type SetupState } from '@yihu/shared';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { AuditStore } from '../audit/audit.store';
import { DirectoryService } from '../directory/directory.service';
import { StreetsService } from '../directory/streets.service';
import type { NamedLoginDto, SetupDto } from './accounts.dto';
import type { Client } from './client';
import { credentialsStore } from './credentials.store';
import { PasswordsService } from './passwords.service';
import { peopleStore } from './people.store';
import { codeKey, isSame, newInitialPassword, setupCode } from './rules/tokens';
import { TriesService } from './tries.service';

const SALT = 'setup.salt';
const DONE = 'setup.done';

interface Appointed extends NamedLoginDto {
  id: string;
  role: AdminRole;
  initialPassword: string;
  hash: string;
}

/**
 * A new installation has no accounts. The server prints a code; whoever reads the server's output founds the
 * street and names three administrators, once. Afterwards this door stays shut.
 */
@Injectable()
export class SetupService implements OnApplicationBootstrap {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly audit: AuditStore,
    private readonly directory: DirectoryService,
    private readonly streets: StreetsService,
    private readonly passwords: PasswordsService,
    private readonly tries: TriesService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const code = await this.code();
    if (code !== null)
      process.stdout.write(`首次安装码:${code}(打开 ${this.env.publicUrl}/desk/ 填写,用后失效)\n`);
  }

  async state(): Promise<SetupState> {
    return { open: await this.isOpen() };
  }

  /** The code to type, the same in every process on this database; null once there are administrators. */
  async code(): Promise<string | null> {
    if (!(await this.isOpen())) return null;
    return setupCode(this.env.sessionKey, await this.salt());
  }

  /** Throws SETUP_CLOSED, SETUP_CODE_WRONG, SIGN_IN_LOCKED, ADMINS_NOT_SEPARATE, LOGIN_TAKEN. */
  async setUp(body: SetupDto, client: Client): Promise<SetupDone> {
    const code = await this.code();
    if (code === null) throw new AppError('SETUP_CLOSED');
    await this.tries.begin('setup', client.address);
    if (!isSame(codeKey(code), codeKey(body.code))) {
      await this.tries.failed();
      throw new AppError('SETUP_CODE_WRONG');
    }
    await this.tries.succeeded('setup', client.address);
    const admins = await this.appoint(body);
    const streetId = await this.found(body, admins);
    await this.directory.reload();
    return {
      street: { id: streetId, name: body.street.name },
      admins: admins.map(({ id, name, login, role, initialPassword }) => ({
        personId: id,
        name,
        login,
        role,
        roleLabel: ROLES[role],
        initialPassword,
      })),
    };
  }

  private async isOpen(): Promise<boolean> {
    if (this.env.demo) return false;
    const roles = ADMIN_ROLES.map(() => '?').join(',');
    const rows = await this.db.read(
      `SELECT name AS found FROM shared_value WHERE name = ?
        UNION ALL SELECT person_id AS found FROM role_grant WHERE role IN (${roles})`,
      [DONE, ...ADMIN_ROLES],
    );
    return rows.length === 0;
  }

  private async salt(): Promise<string> {
    const stored = () =>
      this.db.read<{ value: string }>('SELECT value FROM shared_value WHERE name = ?', [SALT]);
    const [row] = await stored();
    if (row !== undefined) return row.value;
    const value = newInitialPassword();
    try {
      await this.db.inTransaction((tx) => tx.insert('shared_value', { name: SALT, value, until_at: null }));
      return value;
    } catch (error) {
      // Another process that started at the same moment was first: its salt counts.
      const [winner] = isDuplicate(error) ? await stored() : [];
      if (winner === undefined) throw error;
      return winner.value;
    }
  }

  private async appoint(body: SetupDto): Promise<Appointed[]> {
    const named = { ADMIN_SYSTEM: body.system, ADMIN_SECURITY: body.security, ADMIN_AUDIT: body.audit };
    const people = Object.values(named);
    if (new Set(people.map(({ login }) => login)).size < people.length) {
      throw new AppError('ADMINS_NOT_SEPARATE', { reason: '登录名有重复' });
    }
    if (new Set(people.map(({ name }) => name)).size < people.length) {
      throw new AppError('ADMINS_NOT_SEPARATE', { reason: '姓名有重复' });
    }
    const appointed: Appointed[] = [];
    for (const role of ADMIN_ROLES) {
      const initialPassword = newInitialPassword();
      const hash = await this.passwords.hash(initialPassword);
      appointed.push({ ...named[role], id: newId(), role, initialPassword, hash });
    }
    return appointed;
  }

  private async found(body: SetupDto, admins: readonly Appointed[]): Promise<string> {
    const now = this.clock.now();
    try {
      return await this.db.inTransaction(async (tx) => {
        // First of all: of two set-ups at once the second fails here, on the key.
        await tx.insert('shared_value', { name: DONE, value: now, until_at: null });
        const streetId = await this.streets.found(tx, body.street, now);
        for (const admin of admins) await this.add(tx, admin, streetId, now);
        return streetId;
      });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      if (!(await this.isOpen())) throw new AppError('SETUP_CLOSED');
      throw new AppError('LOGIN_TAKEN', { login: '' });
    }
  }

  private async add(tx: Tx, admin: Appointed, streetId: string, now: string): Promise<void> {
    await peopleStore.addStaff(tx, { ...admin, rootId: streetId }, now);
    await peopleStore.setRoles(tx, admin.id, [{ role: admin.role, unitId: streetId }], now);
    // No end: nobody could hand out another if the first administrators were late.
    await credentialsStore.add(tx, admin.id, admin.hash, now, null);
    await this.audit.add(tx, {
      at: now,
      actorId: admin.id,
      action: 'setup.appoint',
      subjectKind: 'PERSON',
      subjectId: admin.id,
      facts: { role: admin.role, streetId },
    });
  }
}

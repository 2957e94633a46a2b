import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  type SignedIn,
  type SignInNeed,
  type StaffCompleted,
  type StaffSignIn,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import type { CompleteDto, PasswordDto, RecoveryDto, StaffSignInDto } from './accounts.dto';
import { AccountsService } from './accounts.service';
import type { Client } from './client';
import {
  CREDENTIAL_BY_LOGIN,
  CREDENTIAL_BY_PERSON,
  type CredentialRow,
  credentialsStore,
} from './credentials.store';
import { PasswordsService } from './passwords.service';
import { isTooOld } from './rules/password-policy';
import { SecondFactorService } from './second-factor.service';
import { SessionsService } from './sessions.service';
import { fingerprint, openTicket, sealTicket, type Ticket } from './ticket';
import { TriesService } from './tries.service';

const TICKET_MINUTES = 10;

/** Staff with a password and a code. Whatever is wrong, the refusal reads the same and takes as long. */
@Injectable()
export class StaffSignInService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditStore,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly passwords: PasswordsService,
    private readonly factor: SecondFactorService,
    private readonly tries: TriesService,
  ) {}

  /** A session, or a ticket when a password or an authenticator must be set first. Throws SIGN_IN_FAILED, SIGN_IN_LOCKED. */
  async signIn(body: StaffSignInDto, client: Client): Promise<StaffSignIn> {
    const login = body.login.trim().toLowerCase();
    await this.tries.begin(login, client.address);
    const [row] = await this.db.read<CredentialRow>(CREDENTIAL_BY_LOGIN, [login]);
    const isUsable = row !== undefined && row.active === 1 && !this.hasLapsed(row);
    const isRight = await this.passwords.isRight(isUsable ? row.password_hash : null, body.password);
    if (row === undefined || !isRight || !(await this.isCodeRight(row, body.code))) {
      await this.refuse(row ?? null);
      throw new AppError('SIGN_IN_FAILED');
    }
    await this.tries.succeeded(login, client.address);
    const needs = this.needsOf(row);
    if (needs.length > 0) return this.ticketFor(row, needs);
    return { step: 'DONE', ...(await this.enter(row.person_id, client)) };
  }

  /** Sets what was missing and signs in. Throws SIGN_IN_TICKET, PASSWORD_WEAK, TOTP_CODE_WRONG. */
  async complete(body: CompleteDto, client: Client): Promise<StaffCompleted> {
    const ticket = openTicket(this.cipher, body.ticket, this.clock.now());
    const row = ticket === null ? null : await this.credentialOf(ticket.personId);
    if (
      ticket === null ||
      row === null ||
      row.active !== 1 ||
      fingerprint(row.password_hash) !== ticket.password
    ) {
      throw new AppError('SIGN_IN_TICKET');
    }
    const password = ticket.needs.includes('PASSWORD')
      ? await this.goodPassword(row, body.newPassword)
      : null;
    const enrolment = this.enrolmentOf(ticket, body.code);
    const { tokens, recoveryCodes } = await this.db.inTransaction(async (tx) => {
      if (password !== null) await this.storePassword(tx, row, password);
      const codes =
        enrolment === null
          ? null
          : await this.factor.enrol(tx, row.person_id, enrolment.seed, enrolment.step);
      if (enrolment !== null && codes === null) throw new AppError('SIGN_IN_TICKET');
      const person = { id: row.person_id, staff: true };
      return { tokens: await this.sessions.start(tx, person, 'PASSWORD', client), recoveryCodes: codes };
    });
    return { ...(await this.accounts.welcome(tokens)), recoveryCodes };
  }

  /** Changes her own password, ends all her sessions and begins a new one. Throws PASSWORD_WRONG, PASSWORD_WEAK. */
  async changePassword(actor: Actor, body: PasswordDto, client: Client): Promise<SignedIn> {
    const row = await this.requirePassword(actor, body.password, client);
    const hash = await this.goodPassword(row, body.newPassword);
    const tokens = await this.db.inTransaction(async (tx) => {
      await this.storePassword(tx, row, hash);
      return this.sessions.start(tx, { id: row.person_id, staff: true }, 'PASSWORD', client);
    });
    return this.accounts.welcome(tokens);
  }

  /** Ten new recovery codes for whoever shows password and code. Throws PASSWORD_WRONG, TOTP_CODE_WRONG. */
  async newRecoveryCodes(
    actor: Actor,
    body: RecoveryDto,
    client: Client,
  ): Promise<{ recoveryCodes: string[] }> {
    const row = await this.requirePassword(actor, body.password, client);
    const recoveryCodes = await this.db.inTransaction(async (tx) =>
      (await this.factor.use(tx, row, body.code)) ? this.factor.newRecoveryCodes(tx, row.person_id) : null,
    );
    if (recoveryCodes === null) throw new AppError('TOTP_CODE_WRONG');
    return { recoveryCodes };
  }

  private async enter(personId: string, client: Client): Promise<SignedIn> {
    const person = { id: personId, staff: true };
    const tokens = await this.db.inTransaction((tx) => this.sessions.start(tx, person, 'PASSWORD', client));
    return this.accounts.welcome(tokens);
  }

  /** A password somebody handed out works for a few days only. */
  private hasLapsed(row: CredentialRow): boolean {
    return row.must_change === 1 && row.initial_until !== null && row.initial_until <= this.clock.now();
  }

  private needsOf(row: CredentialRow): SignInNeed[] {
    const isOld = isTooOld(this.passwords.rules, row.password_set_at, this.clock.now());
    const needs: SignInNeed[] = [];
    if (row.must_change === 1 || isOld) needs.push('PASSWORD');
    if (row.totp_cipher === null) needs.push('TOTP');
    return needs;
  }

  /** An account that has not enrolled yet has no code to show: it gets no session either. */
  private async isCodeRight(row: CredentialRow, code: string | undefined): Promise<boolean> {
    if (row.totp_cipher === null) return true;
    return this.db.inTransaction((tx) => this.factor.use(tx, row, code ?? ''));
  }

  private async refuse(row: CredentialRow | null): Promise<void> {
    await this.tries.failed();
    if (row === null) return;
    await this.db.inTransaction((tx) => this.note(tx, row.person_id, 'signIn.failed'));
  }

  private ticketFor(row: CredentialRow, needs: SignInNeed[]): StaffSignIn {
    const totp = needs.includes('TOTP') ? this.factor.newSeed(row.login) : null;
    const ticket = sealTicket(this.cipher, {
      personId: row.person_id,
      password: fingerprint(row.password_hash),
      needs,
      seed: totp?.seed.toString('base64') ?? null,
      until: addMinutes(this.clock.now(), TICKET_MINUTES),
    });
    return {
      step: 'COMPLETE',
      ticket,
      needs,
      totp: totp === null ? null : { secret: totp.secret, uri: totp.uri },
      passwordRules: this.passwords.rules,
    };
  }

  private enrolmentOf(ticket: Ticket, code: string | undefined): { seed: Buffer; step: number } | null {
    if (ticket.seed === null) return null;
    const seed = Buffer.from(ticket.seed, 'base64');
    const step = this.factor.stepOf(seed, code ?? '');
    if (step === null) throw new AppError('TOTP_CODE_WRONG');
    return { seed, step };
  }

  private async goodPassword(row: CredentialRow, password: string | undefined): Promise<string> {
    if (password === undefined) throw new AppError('PASSWORD_WEAK', { reason: '请设一个新密码' });
    await this.passwords.requireGood(password, row.login, [row.password_hash, ...historyOf(row)]);
    return this.passwords.hash(password);
  }

  private async storePassword(tx: Tx, row: CredentialRow, hash: string): Promise<void> {
    const history = [row.password_hash, ...historyOf(row)].slice(0, this.passwords.rules.history);
    const next = { hash, setAt: this.clock.now(), history };
    if (!(await credentialsStore.changePassword(tx, row.person_id, row.password_hash, next))) {
      throw new AppError('SIGN_IN_TICKET');
    }
    await this.note(tx, row.person_id, 'password.change');
    await this.sessions.endAll(tx, row.person_id, row.person_id, 'PASSWORD');
  }

  private async requirePassword(actor: Actor, password: string, client: Client): Promise<CredentialRow> {
    const row = await this.credentialOf(actor.personId);
    if (row === null) throw new AppError('FORBIDDEN');
    await this.tries.begin(row.login, client.address);
    if (!(await this.passwords.isRight(row.password_hash, password))) {
      await this.refuse(row);
      throw new AppError('PASSWORD_WRONG');
    }
    await this.tries.succeeded(row.login, client.address);
    return row;
  }

  private async credentialOf(personId: string): Promise<CredentialRow | null> {
    return (await this.db.read<CredentialRow>(CREDENTIAL_BY_PERSON, [personId]))[0] ?? null;
  }

  private note(tx: Tx, personId: string, action: string): Promise<void> {
    const at = this.clock.now();
    return this.audit.add(tx, {
      at,
      actorId: personId,
      action,
      subjectKind: 'PERSON',
      subjectId: personId,
      facts: {},
    });
  }
}

function historyOf(row: CredentialRow): string[] {
  return JSON.parse(row.history) as string[];
}

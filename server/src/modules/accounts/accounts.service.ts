import { Injectable } from '@nestjs/common';
import {
  type DemoPerson,
  type Me,
  PERMISSIONS,
  type Permission,
  ROLES,
  type SessionTokens,
  type SessionView,
  type SignedIn,
} from '@yihu/shared';
import { Env } from '../../config/env';
import { type Actor, holds } from '../../platform/auth/actor';
import { hashToken } from '../../platform/auth/auth.guard';
import { Clock } from '../../platform/clock';
import { BlindIndex, FieldCipher } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { demoPeople } from '../../seed';
import { DirectoryService } from '../directory/directory.service';
import { WechatClient, WechatError } from '../wechat';
import type { Client } from './client';
import { SessionsService } from './sessions.service';

interface Person {
  id: string;
  staff: boolean;
}

/** Signing in: by WeChat everywhere, by a demo code only where the demo is on. */
@Injectable()
export class AccountsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly sessions: SessionsService,
    private readonly wechat: WechatClient,
    private readonly cipher: FieldCipher,
    private readonly index: BlindIndex,
    private readonly directory: DirectoryService,
  ) {}

  /** Exchanges a wx.login code. The openid is stored encrypted with a blind index; no session_key is kept. */
  async signInByWechat(code: string, client: Client): Promise<SignedIn> {
    const openid = await this.openidOf(code);
    const hash = this.index.openid(openid);
    const person = (await this.personByOpenid(hash)) ?? (await this.register(openid, hash));
    return this.signIn(person, 'WECHAT', client);
  }

  /** Throws DEMO_DISABLED in production and wherever the demo is off. */
  async signInByDemoCode(code: string, client: Client): Promise<SignedIn> {
    this.requireDemo();
    const demo = demoPeople(this.env.hosting.demoTenants).find((each) => each.code === code);
    if (demo === undefined) throw new AppError('SIGN_IN_CODE_INVALID');
    const [row] = await this.db.read<{ id: string; kind: string; active: number }>(
      'SELECT id, kind, active FROM person WHERE id = ?',
      [demo.personId],
    );
    if (row === undefined) throw new AppError('SIGN_IN_CODE_INVALID');
    if (row.active !== 1) throw new AppError('ACCOUNT_DISABLED');
    return this.signIn({ id: row.id, staff: row.kind === 'STAFF' }, 'DEMO', client);
  }

  demoPersons(): DemoPerson[] {
    this.requireDemo();
    return demoPeople(this.env.hosting.demoTenants).map(
      ({ code, name, role, roleLabel, opens, unitCode }) => ({
        code,
        name,
        role,
        roleLabel: unitCode === null ? roleLabel : `${this.unitNameByCode(unitCode)} ${roleLabel}`.trim(),
        opens,
      }),
    );
  }

  me(actor: Actor): Me {
    const street = actor.rootId === null ? null : this.directory.findUnit(actor.rootId);
    return {
      personId: actor.personId,
      name: actor.name,
      staff: actor.staff,
      roles: actor.grants.map((grant) => ({
        role: grant.role,
        roleLabel: ROLES[grant.role],
        unitId: grant.unitId,
        unitName: this.directory.findUnit(grant.unitId)?.name ?? '',
      })),
      permissions: (Object.keys(PERMISSIONS) as Permission[]).filter((permission) =>
        holds(actor, permission),
      ),
      street: street === null ? null : { id: street.id, name: street.name },
    };
  }

  /** A session's first answer. Throws ACCOUNT_DISABLED when the person was switched off meanwhile. */
  async welcome(tokens: SessionTokens): Promise<SignedIn> {
    const actor = await this.sessions.actorOf(hashToken(tokens.token));
    if (actor === null) throw new AppError('ACCOUNT_DISABLED');
    return { ...tokens, me: this.me(actor) };
  }

  async signOut(actor: Actor): Promise<void> {
    if (actor.sessionHash !== null) await this.sessions.endByToken(actor.sessionHash, actor.personId);
  }

  async ownSessions(actor: Actor): Promise<{ sessions: SessionView[] }> {
    return { sessions: await this.sessions.list(actor.personId, actor.sessionHash) };
  }

  private requireDemo(): void {
    if (this.env.production || !this.env.demo) throw new AppError('DEMO_DISABLED');
  }

  private unitNameByCode(code: string): string {
    for (const street of this.directory.streets()) {
      const unit = this.directory.findUnitByCode(street.id, code);
      if (unit !== null) return unit.short_name;
    }
    return '';
  }

  private async openidOf(code: string): Promise<string> {
    try {
      return (await this.wechat.codeToSession(code)).openid;
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      if (error.errcode === 40029 || error.errcode === 40163) throw new AppError('SIGN_IN_CODE_INVALID');
      if (error.errcode === 40226) throw new AppError('SIGN_IN_BLOCKED');
      throw new AppError('WECHAT_UNAVAILABLE');
    }
  }

  private async personByOpenid(hash: string): Promise<Person | null> {
    const [row] = await this.db.read<{ id: string; kind: string; active: number }>(
      'SELECT id, kind, active FROM person WHERE openid_hash = ?',
      [hash],
    );
    if (row === undefined) return null;
    if (row.active !== 1) throw new AppError('ACCOUNT_DISABLED');
    return { id: row.id, staff: row.kind === 'STAFF' };
  }

  private async register(openid: string, hash: string): Promise<Person> {
    const id = newId();
    const now = this.clock.now();
    try {
      await this.db.inTransaction((tx: Tx) =>
        tx.insert('person', {
          id,
          kind: 'RESIDENT',
          name: '微信用户',
          phone_cipher: null,
          phone_bidx: null,
          openid_hash: hash,
          openid_cipher: this.cipher.encrypt(openid),
          login: null,
          active: 1,
          created_at: now,
          home_root_id: null,
        }),
      );
    } catch (error) {
      // The same person signed in on two phones at once: the other call's row is hers.
      const winner = isDuplicate(error) ? await this.personByOpenid(hash) : null;
      if (winner === null) throw error;
      return winner;
    }
    return { id, staff: false };
  }

  private async signIn(person: Person, way: 'WECHAT' | 'DEMO', client: Client): Promise<SignedIn> {
    const tokens = await this.db.inTransaction((tx) => this.sessions.start(tx, person, way, client));
    return this.welcome(tokens);
  }
}

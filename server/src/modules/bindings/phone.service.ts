import { Injectable } from '@nestjs/common';
import type { PhoneAnswer, PhoneBody, PhoneSet } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { BlindIndex, FieldCipher, maskPhone, normalisePhone } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { WechatError, WechatPlatform } from '../wechat';
import { BindingsStore } from './bindings.store';
import { Erasure, PHONE_CONSENT } from './erasure.service';

/** The person's own telephone number: by WeChat's button or typed, never asked for unless needed. */
@Injectable()
export class PhoneService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: BindingsStore,
    private readonly platform: WechatPlatform,
    private readonly cipher: FieldCipher,
    private readonly index: BlindIndex,
    private readonly audit: AuditStore,
    private readonly erasure: Erasure,
  ) {}

  async get(actor: Actor): Promise<PhoneAnswer> {
    const cipher = await this.store.phoneCipherOf(actor.personId);
    return { phone: cipher === null ? null : maskPhone(this.cipher.decrypt(cipher)) };
  }

  /** Throws PHONE_CODE_INVALID, PHONE_NO_QUOTA, PHONE_INVALID, WECHAT_UNAVAILABLE. */
  async set(actor: Actor, body: PhoneBody): Promise<PhoneSet> {
    const { code } = body;
    const typed = code === undefined ? (body.phone ?? '') : await this.byCode(code);
    const e164 = normalisePhone(typed);
    if (e164 === null) throw new AppError('PHONE_INVALID');
    await this.db.inTransaction((tx) => this.keep(tx, actor, e164, code === undefined ? 'TYPED' : 'WECHAT'));
    return { phone: maskPhone(e164), number: e164.replace(/^\+86/, '') };
  }

  /** Keeps a typed number (E.164) in the caller's transaction; the one that is kept already changes nothing. */
  async keepTyped(tx: Tx, actor: Actor, e164: string): Promise<void> {
    const before = await this.store.phoneCipherOf(actor.personId);
    if (before !== null && this.cipher.decrypt(before) === e164) return;
    await this.keep(tx, actor, e164, 'TYPED');
  }

  /** The consent is withdrawn: the number goes from the account and from her own orders, wherever it stands there. */
  async drop(actor: Actor): Promise<void> {
    await this.db.inTransaction(async (tx) => {
      await this.erasure.consents(tx, actor.personId, [PHONE_CONSENT], actor.personId);
      await this.audit.add(tx, this.entry(actor, 'person.phone', 'DELETED'));
    });
  }

  private async keep(tx: Tx, actor: Actor, e164: string, way: 'TYPED' | 'WECHAT'): Promise<void> {
    const phone = { cipher: this.cipher.encrypt(e164), bidx: this.index.phone(e164) };
    await this.store.setPhone(tx, actor.personId, phone);
    await this.audit.add(tx, this.entry(actor, 'person.phone', way));
  }

  private entry(actor: Actor, action: string, way: string) {
    const at = this.clock.now();
    const { personId } = actor;
    return { at, actorId: personId, action, subjectKind: 'PERSON', subjectId: personId, facts: { way } };
  }

  private async byCode(code: string): Promise<string> {
    try {
      const { number, countryCode } = await this.platform.phoneNumber(code);
      return countryCode === '86' || countryCode === '' ? number : `+${countryCode} ${number}`;
    } catch (error) {
      if (!(error instanceof WechatError)) throw error;
      if (error.kind === 'code') throw new AppError('PHONE_CODE_INVALID');
      if (error.kind === 'quota' || error.kind === 'config') throw new AppError('PHONE_NO_QUOTA');
      throw new AppError('WECHAT_UNAVAILABLE');
    }
  }
}

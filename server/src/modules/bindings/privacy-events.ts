import { Injectable, type OnModuleInit } from '@nestjs/common';
import { SYSTEM } from '../../platform/auth/actor';
import { BlindIndex } from '../../platform/crypto';
import type { Tx } from '../../platform/db/db';
import { type PushEvent, PushListeners, textOf } from '../wechat';
import { BindingsStore } from './bindings.store';
import { Erasure } from './erasure.service';

/** WeChat's privacy events: a duty to delete, kept in the transaction that stores the event. */
@Injectable()
export class PrivacyEvents implements OnModuleInit {
  constructor(
    private readonly listeners: PushListeners,
    private readonly store: BindingsStore,
    private readonly erasure: Erasure,
    private readonly index: BlindIndex,
  ) {}

  onModuleInit(): void {
    this.listeners.on('user_authorization_revoke', (tx, event) => this.revoked(tx, event));
    this.listeners.on('user_authorization_cancellation', (tx, event) => this.cancelled(tx, event));
    // Name and picture of a WeChat account are not kept here; that the event came is on the record all the same.
    this.listeners.on('user_info_modified', (tx, event) => this.revoked(tx, event));
  }

  private async revoked(tx: Tx, event: PushEvent): Promise<void> {
    const person = await this.personOf(tx, event);
    if (person === null) return;
    const kinds = (textOf(event.body, 'RevokeInfo').match(/\d+/g) ?? []).map(Number);
    await this.erasure.consents(tx, person.id, kinds, SYSTEM.personId);
  }

  private async cancelled(tx: Tx, event: PushEvent): Promise<void> {
    const person = await this.personOf(tx, event);
    if (person !== null) await this.erasure.account(tx, person, 'privacy.cancelled', SYSTEM.personId);
  }

  private personOf(tx: Tx, event: PushEvent) {
    return this.store.personByOpenid(tx, this.index.openid(textOf(event.body, 'OpenID') || event.from));
  }
}

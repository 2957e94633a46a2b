import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/db/db';
import { SessionsService } from '../accounts/sessions.service';
import { AuditStore } from '../audit/audit.store';
import { BindingsStore } from './bindings.store';
import { OrderErasure } from './order-erasure.service';

export interface Erased {
  sessions: number;
  orders: number;
  photos: number;
}

/** Deletes what names a person, when WeChat or the person says so. What was reported stays, without the reporter. */
@Injectable()
export class Erasure {
  constructor(
    private readonly clock: Clock,
    private readonly store: BindingsStore,
    private readonly audit: AuditStore,
    private readonly sessions: SessionsService,
    private readonly orders: OrderErasure,
  ) {}

  /**
   * The account ends: sessions, number, openid, unsent photos, contact and private words on the person's own orders.
   * Of staff only the tie to WeChat, the number and what they had begun to write go: the account belongs to the office.
   * @param why what the audit calls it, e.g. `privacy.cancelled`
   */
  async account(
    tx: Tx,
    person: { id: string; staff: boolean },
    why: string,
    actorId: string,
  ): Promise<Erased> {
    const now = this.clock.now();
    const sessions = await this.sessions.endAll(tx, person.id, actorId, 'ERASED');
    const photos = await this.store.dropUnsentPhotos(tx, person.id);
    const orders = person.staff ? 0 : await this.orders.ofFiler(tx, person.id, now);
    await this.store.setPhone(tx, person.id, null);
    await this.store.unbind(tx, person.id);
    await this.store.dropDeskThings(tx, person.id);
    if (!person.staff) await this.store.anonymise(tx, person.id);
    const facts = { sessions, orders, photos };
    await this.audit.add(tx, {
      at: now,
      actorId,
      action: why,
      subjectKind: 'PERSON',
      subjectId: person.id,
      facts,
    });
    return facts;
  }

  /** Withdrawn consents, by WeChat's numbers of kinds of data; what we keep of them is deleted. */
  async consents(tx: Tx, personId: string, kinds: readonly number[], actorId: string): Promise<void> {
    const phones = kinds.includes(PHONE_CONSENT) ? await this.store.erasePhone(tx, personId) : 0;
    const photos = kinds.includes(PHOTOS) ? await this.store.dropUnsentPhotos(tx, personId) : 0;
    await this.audit.add(tx, {
      at: this.clock.now(),
      actorId,
      action: 'privacy.revoked',
      subjectKind: 'PERSON',
      subjectId: personId,
      // Places (13, 18) are kept on orders alone, where they are the matter itself: of drafts the server has none.
      facts: { kinds: kinds.join(','), phonesOnOrders: phones, photos },
    });
  }
}

/** RevokeInfo's numbers for what this product holds. */
export const PHONE_CONSENT = 8;
const PHOTOS = 14;

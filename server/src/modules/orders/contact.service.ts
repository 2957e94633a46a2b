import { Injectable } from '@nestjs/common';
import { addMinutes, type RevealedContact, redactNarrative } from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { lookFacts } from './looks.service';
import { OrderRowsQuery } from './order-rows.query';
import { OrdersStore } from './orders.store';
import { Visibility } from './visibility';

const REVEAL_MINUTES = 30;

/** A phone number is shown for a reason, for half an hour, and on the record (R15). */
@Injectable()
export class ContactService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: OrdersStore,
    private readonly rows: OrderRowsQuery,
    private readonly visibility: Visibility,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditStore,
  ) {}

  /** Throws NOT_FOUND, CONTACT_DESK_ONLY, CONTACT_NOT_HANDLER, CONTACT_NONE or FORBIDDEN; each refusal is recorded too. */
  async reveal(actor: Actor, orderId: string, reason: string): Promise<RevealedContact> {
    const stored = await this.store.find(this.db, orderId);
    const standing = stored === null ? null : this.visibility.standingOf(actor, stored.facts);
    if (stored === null || standing === null) throw new AppError('NOT_FOUND');
    if (pathsWith(actor, 'contact:reveal').length === 0) throw new AppError('FORBIDDEN');
    const isForDeskOnly = stored.facts.confidentiality === 'DESK_ONLY' && standing.reader !== 'OFFICE';
    const own = await this.rows.privateOf(orderId);
    const isElsewhere = standing.watches === true;
    const refused = isForDeskOnly ? 'DESK_ONLY' : isElsewhere ? 'NOT_HANDLER' : null;
    const outcome = refused !== null ? refused : own.phoneCipher === null ? 'NONE' : 'SHOWN';
    const now = this.clock.now();
    await this.db.inTransaction(async (tx) => {
      await this.audit.add(tx, {
        at: now,
        actorId: actor.personId,
        action: 'contact.reveal',
        subjectKind: 'ORDER',
        subjectId: orderId,
        // The resident reads the reason, and the record keeps it for years: no numbers and names in it.
        facts: { outcome, reason: redactNarrative(reason).text.slice(0, 200), ...lookFacts(standing) },
      });
    });
    if (isForDeskOnly) throw new AppError('CONTACT_DESK_ONLY');
    if (isElsewhere) throw new AppError('CONTACT_NOT_HANDLER');
    if (own.phoneCipher === null) throw new AppError('CONTACT_NONE');
    return {
      name: own.name,
      phone: this.cipher.decrypt(own.phoneCipher).replace(/^\+86/, ''),
      until: addMinutes(now, REVEAL_MINUTES),
    };
  }
}

import { Injectable } from '@nestjs/common';
import { type OrderContact, STATES } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { BlindIndex, FieldCipher, maskPhone } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { OrderIndex } from '../order-index/order-index.service';
import { type OwnContactRow, OwnContactsStore } from './own-contacts.store';

/** What a person left with one of her orders, in full: for her own copy. */
export interface LeftContact {
  name: string;
  phone: string | null;
  company: string;
}

/** The contact data on a person's own orders: to see, to take along, to put right. */
@Injectable()
export class OwnContacts {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: OwnContactsStore,
    private readonly cipher: FieldCipher,
    private readonly index: BlindIndex,
    private readonly audit: AuditStore,
    private readonly found: OrderIndex,
  ) {}

  /** Of her orders that are not over; anonymous ones hold none and stay so. */
  async live(actor: Actor): Promise<OrderContact[]> {
    const rows = await this.store.live(this.db, actor.personId);
    return rows.filter(isNamed).map((row) => ({
      orderId: row.id,
      orderNo: row.order_no,
      title: row.title,
      stateLabel: STATES[row.state],
      name: row.name,
      phone: row.phone_cipher === null ? null : maskPhone(this.cipher.decrypt(row.phone_cipher)),
    }));
  }

  /** Of every order of hers, by order id. */
  async all(actor: Actor): Promise<Map<string, LeftContact>> {
    const rows = await this.store.all(actor.personId);
    return new Map(
      rows.map((row) => [
        row.id,
        {
          name: row.name,
          phone: row.phone_cipher === null ? null : local(this.cipher.decrypt(row.phone_cipher)),
          company: row.company,
        },
      ]),
    );
  }

  /**
   * Puts name and number (E.164, null: as it is) right on these orders; whoever handles them reads the new ones from
   * then on. Answers on how many something changed. Throws CONTACT_ORDER_OVER for an order that is over or not hers.
   */
  async correct(
    tx: Tx,
    actor: Actor,
    orderIds: readonly string[],
    to: { name: string; phone: string | null },
  ): Promise<number> {
    const live = new Map((await this.store.live(tx, actor.personId)).map((row) => [row.id, row]));
    let changed = 0;
    for (const id of [...new Set(orderIds)].sort()) {
      const row = live.get(id);
      if (row === undefined || !isNamed(row))
        throw new AppError('CONTACT_ORDER_OVER', { orderNo: row?.order_no ?? id });
      if (await this.correctOne(tx, actor, row, to)) changed += 1;
    }
    return changed;
  }

  private async correctOne(
    tx: Tx,
    actor: Actor,
    row: OwnContactRow,
    { name, phone }: { name: string; phone: string | null },
  ): Promise<boolean> {
    const before = row.phone_cipher === null ? null : this.cipher.decrypt(row.phone_cipher);
    const isNewName = name !== row.name;
    const isNewPhone = phone !== null && before !== null && phone !== before;
    if (!isNewName && !isNewPhone) return false;
    await this.found.whileChanging(tx, row.id, async () => {
      if (isNewName) await this.store.setName(tx, row.id, name);
      if (phone !== null && isNewPhone) {
        const [cipher, bidx, last4] = [
          this.cipher.encrypt(phone),
          this.index.phone(phone),
          this.index.last4(phone),
        ];
        await this.store.setPhone(tx, row.id, { cipher, bidx, last4 });
      }
    });
    await this.audit.add(tx, {
      at: this.clock.now(),
      actorId: actor.personId,
      action: 'contact.corrected',
      subjectKind: 'ORDER',
      subjectId: row.id,
      facts: { name: isNewName, phone: isNewPhone },
    });
    return true;
  }
}

function isNamed(row: OwnContactRow): boolean {
  return row.confidentiality !== 'ANONYMOUS';
}

function local(e164: string): string {
  return e164.replace(/^\+86/, '');
}

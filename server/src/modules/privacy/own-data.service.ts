import { Injectable } from '@nestjs/common';
import {
  type ContactCorrected,
  type ContactCorrection,
  dayOf,
  type Instant,
  isOpen,
  type LookView,
  type MyData,
  type MyExport,
  type MyExportData,
  type NoticeView,
  type OrderSummary,
  type OwnOrder,
  type Page,
  PRODUCT,
  type State,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { FieldCipher, maskPhone, normalisePhone } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { OwnSessionsQuery } from '../accounts/own-sessions.query';
import { AuditStore } from '../audit/audit.store';
import { PhoneService } from '../bindings/phone.service';
import { InboxService } from '../notifications/inbox.service';
import { SubscriptionsService } from '../notifications/subscriptions.service';
import { OrdersQuery } from '../orders/orders.query';
import { OwnContacts } from '../orders/own-contacts.service';
import { ConsentsQuery } from './consents.query';
import { LooksQuery } from './looks.query';
import { OwnPersonStore } from './own-person.store';
import { exportText } from './rules/export-text';

const PAGE = 100;

/** What is kept about a person, for herself: to see, to take along, to put right. */
@Injectable()
export class OwnDataService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly persons: OwnPersonStore,
    private readonly orders: OrdersQuery,
    private readonly contacts: OwnContacts,
    private readonly inbox: InboxService,
    private readonly sessions: OwnSessionsQuery,
    private readonly consents: ConsentsQuery,
    private readonly looks: LooksQuery,
    private readonly phones: PhoneService,
    private readonly subscriptions: SubscriptionsService,
    private readonly cipher: FieldCipher,
    private readonly audit: AuditStore,
  ) {}

  async summary(actor: Actor): Promise<MyData> {
    const person = await this.persons.of(actor.personId);
    const states = await this.persons.orderStates(actor.personId);
    return {
      name: person.name,
      phone: person.phoneCipher === null ? null : maskPhone(this.cipher.decrypt(person.phoneCipher)),
      since: person.createdAt,
      staff: actor.staff,
      orders: states.length,
      openOrders: states.filter((state) => isOpen(state as State)).length,
    };
  }

  /** Everything, as she herself may read it. Asking twice gives it twice; that it was asked for is on the record. */
  async export(actor: Actor): Promise<MyExport> {
    const madeAt = this.clock.now();
    const person = await this.persons.of(actor.personId);
    const phone =
      person.phoneCipher === null ? null : this.cipher.decrypt(person.phoneCipher).replace(/^\+86/, '');
    const data: MyExportData = {
      product: PRODUCT,
      madeAt,
      person: { name: person.name, phone, since: person.createdAt },
      orders: await this.ownOrders(actor),
      notices: await all((after) => this.inbox.list(actor.personId, after, PAGE)),
      consents: await this.consents.of(actor),
      sessions: await this.sessions.history(actor.personId),
      looks: await all((after) => this.looks.page(actor.personId, after, PAGE)),
    };
    await this.db.inTransaction((tx) =>
      this.note(tx, actor, 'privacy.exported', madeAt, { orders: data.orders.length }),
    );
    return { fileName: `我的信息-${dayOf(madeAt)}`, text: exportText(data), data };
  }

  /** Throws PHONE_INVALID, CONTACT_ORDER_OVER. Nothing is changed unless everything is. */
  async correct(actor: Actor, body: ContactCorrection): Promise<ContactCorrected> {
    const phone = body.phone.trim() === '' ? null : normalisePhone(body.phone);
    if (phone === null && body.phone.trim() !== '') throw new AppError('PHONE_INVALID');
    const name = body.name.trim();
    const orders = await this.db.inTransaction(async (tx) => {
      // The names of staff are their office's to write.
      if (!actor.staff) await this.rename(tx, actor, name);
      if (phone !== null) await this.phones.keepTyped(tx, actor, phone);
      return this.contacts.correct(tx, actor, body.orderIds, { name, phone });
    });
    const after = await this.summary(actor);
    return { name: after.name, phone: after.phone, orders };
  }

  /** Nothing more is sent by WeChat until she accepts anew; her inbox here goes on. */
  async withdrawSubscriptions(actor: Actor): Promise<void> {
    await this.db.inTransaction(async (tx) => {
      const templates = await this.subscriptions.withdrawAll(tx, actor.personId);
      await this.note(tx, actor, 'consent.withdrawn', this.clock.now(), { templates });
    });
  }

  private async rename(tx: Tx, actor: Actor, name: string): Promise<void> {
    if (!(await this.persons.rename(tx, actor.personId, name))) return;
    await this.note(tx, actor, 'person.name', this.clock.now(), { changed: true });
  }

  private async ownOrders(actor: Actor): Promise<OwnOrder[]> {
    const contacts = await this.contacts.all(actor);
    const listed = await all<OrderSummary>((after) => this.orders.mine(actor, after));
    const views: OwnOrder[] = [];
    for (const { id } of listed) {
      const view = await this.orders.order(actor, id);
      const ownContact = contacts.get(id) ?? { name: '', phone: null, company: '' };
      views.push({ ...view, ownContact });
    }
    return views;
  }

  private note(
    tx: Tx,
    { personId }: Actor,
    action: string,
    at: Instant,
    facts: Record<string, number | boolean>,
  ): Promise<void> {
    return this.audit.add(tx, {
      at,
      actorId: personId,
      action,
      subjectKind: 'PERSON',
      subjectId: personId,
      facts,
    });
  }
}

/** Every page of a list. */
async function all<T extends OrderSummary | NoticeView | LookView>(
  load: (after: string | undefined) => Promise<Page<T>>,
): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  do {
    const page = await load(after);
    items.push(...page.items);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return items;
}

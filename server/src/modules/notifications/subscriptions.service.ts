import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type SubscriptionsAnswer, TEMPLATE_KINDS, type TemplateKind } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { BlindIndex } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import {
  type PopupEvent,
  type RefusalEvent,
  type SentEvent,
  type SubscriptionEvents,
  SubscriptionListeners,
} from '../wechat';
import { CreditsStore } from './credits.store';
import { ReachabilityQuery } from './reachability.query';
import { SendsStore } from './sends.store';

const KINDS = Object.keys(TEMPLATE_KINDS) as TemplateKind[];

/** What a person has agreed to be told by WeChat: as the client says, and as WeChat itself says. */
@Injectable()
export class SubscriptionsService implements SubscriptionEvents, OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly index: BlindIndex,
    private readonly credits: CreditsStore,
    private readonly sends: SendsStore,
    private readonly reach: ReachabilityQuery,
    private readonly listeners: SubscriptionListeners,
  ) {}

  onModuleInit(): void {
    this.listeners.add(this);
  }

  /** The templates the person may be asked about; residents are not asked about staff tasks. */
  async list(actor: Actor): Promise<SubscriptionsAnswer> {
    const credits = new Map(
      (await this.reach.credits(actor.personId)).map((credit) => [credit.template, credit]),
    );
    const kinds = actor.staff ? KINDS : KINDS.filter((kind) => kind !== 'task');
    const subscriptions = this.reach.configured(kinds).map((template) => ({
      ...template,
      remaining: credits.get(template.templateId)?.remaining ?? 0,
      longTerm: credits.get(template.templateId)?.mode === 'LONG',
    }));
    return { subscriptions };
  }

  /** The client's report of one tap. @throws SUBSCRIPTION_UNKNOWN for a template that is not configured */
  async taps(
    actor: Actor,
    results: Readonly<Record<string, string>>,
    tapId = newId(),
  ): Promise<SubscriptionsAnswer> {
    const known = new Set(this.reach.configured(KINDS).map(({ templateId }) => templateId));
    // In one order for everybody, so that two reports never wait for each other's rows.
    const entries = Object.entries(results).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.some(([templateId]) => !known.has(templateId))) throw new AppError('SUBSCRIPTION_UNKNOWN');
    const { personId } = actor;
    const at = this.clock.now();
    await this.db.inTransaction(async (tx) => {
      for (const [template, result] of entries) {
        const key = `client:${personId}:${tapId}:${template}`;
        await this.credits.tapped(tx, { personId, template, source: 'CLIENT', result, key, at });
      }
    });
    return this.list(actor);
  }

  /** Ends every consent of a person to be told by WeChat, until she accepts anew; answers how many there were. */
  async withdrawAll(tx: Tx, personId: string): Promise<number> {
    const credits = await this.reach.credits(personId);
    for (const { template } of credits) await this.credits.exhaust(tx, personId, template, this.clock.now());
    return credits.length;
  }

  async popup(tx: Tx, event: PopupEvent): Promise<void> {
    const personId = await this.personOf(tx, event.openid);
    if (personId === null) return;
    const { templateId: template, at } = event;
    const result = event.accepted ? 'accept' : 'reject';
    const key = `push:${personId}:${at}:${template}`;
    await this.credits.tapped(tx, { personId, template, source: 'PUSH', result, key, at });
  }

  async refused(tx: Tx, event: RefusalEvent): Promise<void> {
    const personId = await this.personOf(tx, event.openid);
    if (personId !== null) await this.credits.exhaust(tx, personId, event.templateId, event.at);
  }

  async sent(tx: Tx, event: SentEvent): Promise<void> {
    if (event.ok) return;
    const personId = await this.personOf(tx, event.openid);
    if (personId !== null) await this.sends.markFailedLater(tx, personId, event.msgId, event.status);
  }

  private async personOf(tx: Tx, openid: string): Promise<string | null> {
    const [person] = await tx.query<{ id: string }>('SELECT id FROM person WHERE openid_hash = ?', [
      this.index.openid(openid),
    ]);
    return person?.id ?? null;
  }
}

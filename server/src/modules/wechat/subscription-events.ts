import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';

/** The person answered the dialog for one template. */
export interface PopupEvent {
  openid: string;
  templateId: string;
  accepted: boolean;
  at: Instant;
}

/** The person refused further messages of this template on a received card. */
export interface RefusalEvent {
  openid: string;
  templateId: string;
  at: Instant;
}

/** What became of a sent message. */
export interface SentEvent {
  openid: string;
  templateId: string;
  /** The exact id `sendSubscribe` gave. */
  msgId: string;
  ok: boolean;
  /** WeChat's words, `success` or the failure. */
  status: string;
}

/**
 * What other modules do with WeChat's subscription events. Runs inside the transaction that stores the event, so
 * each event takes effect exactly once: touch nothing but the database.
 */
export interface SubscriptionEvents {
  popup(tx: Tx, event: PopupEvent): Promise<void>;
  refused(tx: Tx, event: RefusalEvent): Promise<void>;
  sent(tx: Tx, event: SentEvent): Promise<void>;
}

/** Where a module that wants these events signs up, in its onModuleInit; keeps this module from importing it. */
@Injectable()
export class SubscriptionListeners {
  private readonly listeners: SubscriptionEvents[] = [];

  add(listener: SubscriptionEvents): void {
    this.listeners.push(listener);
  }

  all(): readonly SubscriptionEvents[] {
    return this.listeners;
  }
}

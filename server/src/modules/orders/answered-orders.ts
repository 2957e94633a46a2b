import { Injectable } from '@nestjs/common';
import { blockedBy, type Instant, type OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { OrderWriter, StaleVersionError, systemCommand } from './order-writer';
import { OrdersStore } from './orders.store';
import { type Decision, endsByAnswer } from './rules/decide';

/** Closes orders that were answered and rated well while something that hung on them kept them open. */
@Injectable()
export class AnsweredOrders {
  constructor(
    private readonly store: OrdersStore,
    private readonly writer: OrderWriter,
  ) {}

  /**
   * To be asked whenever something that may have kept the order open has changed; `before` is the order before that.
   * Answers it closed, null when it stays as it is. Throws StaleVersionError when it is gone.
   */
  async goOn(tx: Tx, before: OrderFacts, now: Instant): Promise<Pick<Decision, 'facts' | 'clocks'> | null> {
    if (blockedBy(before, 'close') === null) return null;
    const stored = await this.store.find(tx, before.id);
    if (stored === null) throw new StaleVersionError();
    if (!endsByAnswer(stored.facts) || (await this.isTakenBack(tx, before.id))) return null;
    const world = await this.writer.worldOf(tx, stored, now);
    return this.writer.carryOut(tx, world, systemCommand('close', {}, now), null);
  }

  /** She has said since that it is not solved after all: then somebody of the office looks at it. */
  private async isTakenBack(tx: Tx, orderId: string): Promise<boolean> {
    const [last] = await tx.query<{ name: string }>(
      `SELECT name FROM event WHERE stream_id = ? AND name IN ('order.rated', 'order.disputed_again')
        ORDER BY seq DESC LIMIT 1`,
      [orderId],
    );
    return last?.name === 'order.disputed_again';
  }
}

import { Injectable } from '@nestjs/common';
import { type Instant, PRESENCE_SECONDS, type PresenceView, toInstant, toMillis } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { Feed } from '../../platform/feed';
import { DirectoryService } from '../directory/directory.service';
import { OrdersStore, type StoredOrder, Visibility } from '../orders';
import { PresenceStore } from './presence.store';

/** Who else looks at an order. A courtesy, never a lock: what keeps two from overwriting each other is the version. */
@Injectable()
export class PresenceService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: PresenceStore,
    private readonly orders: OrdersStore,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly feed: Feed,
  ) {}

  /** The others. Throws NOT_FOUND for an order the actor may not see. */
  async others(actor: Actor, orderId: string): Promise<PresenceView> {
    await this.seen(actor, orderId);
    const rows = await this.store.at(orderId, this.clock.now());
    const others = rows
      .filter((row) => row.person_id !== actor.personId)
      .map((row) => ({
        personId: row.person_id,
        name: row.name,
        unit: this.directory.findUnit(row.unit_id)?.short_name ?? '',
        editing: Number(row.editing) === 1,
      }));
    return { others };
  }

  /** The actor still looks; answers the others. */
  async beat(actor: Actor, orderId: string, editing: boolean): Promise<PresenceView> {
    const { facts } = await this.seen(actor, orderId);
    const unitId = this.visibility.standingOf(actor, facts)?.grant?.unitId ?? facts.officeUnitId;
    const now = this.clock.now();
    const until = toInstant(toMillis(now) + PRESENCE_SECONDS * 1000);
    const row = { orderId, personId: actor.personId, unitId, editing: editing ? 1 : 0 };
    try {
      await this.db.inTransaction(async (tx) => {
        const hasCome = await this.store.beat(tx, row, now, until);
        const gone = await this.store.forgetGone(tx, orderId, now);
        if (hasCome || gone > 0) await this.tell(tx, facts.rootId, actor, orderId, now);
      });
    } catch (error) {
      // Two windows of the same person came at once: one row is what both wanted.
      if (!isDuplicate(error)) throw error;
    }
    return this.others(actor, orderId);
  }

  async leave(actor: Actor, orderId: string): Promise<PresenceView> {
    const { facts } = await this.seen(actor, orderId);
    await this.db.inTransaction(async (tx) => {
      if ((await this.store.leave(tx, orderId, actor.personId)) === 0) return;
      await this.tell(tx, facts.rootId, actor, orderId, this.clock.now());
    });
    return { others: [] };
  }

  private async seen(actor: Actor, orderId: string): Promise<StoredOrder> {
    const stored = await this.orders.find(this.db, orderId);
    if (stored === null || !this.visibility.maySee(actor, stored.facts)) throw new AppError('NOT_FOUND');
    return stored;
  }

  private tell(tx: Tx, rootId: string, actor: Actor, orderId: string, now: Instant): Promise<void> {
    return this.feed.add(tx, { kind: 'PRESENCE', rootId, subjectId: orderId, actorId: actor.personId, now });
  }
}

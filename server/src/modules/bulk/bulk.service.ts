import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  BULK_HOLD_SECONDS,
  type BulkBody,
  type BulkCheck,
  type BulkCheckBody,
  type BulkRow,
  type BulkView,
  bulkActOf,
  errorText,
  summarise,
  toInstant,
  toMillis,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { Outbox } from '../../platform/outbox';
import { OrdersStore } from '../orders';
import { BulkStore, type StoredBulk } from './bulk.store';
import { BulkActs, bulkForm } from './bulk-acts.service';

/** Outbox topic of a bulk whose time to be undone is over. Payload `{ bulkId }`. */
export const BULK_TOPIC = 'desk.bulk';

/**
 * One act on many orders. It is tried out first, then held for half a minute in which nothing has happened yet, so
 * that undoing it leaves no trace on any order; then each order is acted on by itself, by the one way there is.
 */
@Injectable()
export class BulkService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: BulkStore,
    private readonly orders: OrdersStore,
    private readonly acts: BulkActs,
    private readonly outbox: Outbox,
  ) {}

  /** What would become of each order if it were carried out now. Nothing is written. */
  async check(actor: Actor, body: BulkCheckBody): Promise<BulkCheck> {
    const { act, fields } = bulkForm(body.action, body.fields);
    const rows: BulkRow[] = [];
    for (const { id, version } of body.orders) {
      const said = { commandId: newId(), version, fields };
      const refusal = await refusalOf(() => this.acts.carryOut(actor, act, id, said, 'REHEARSE'));
      rows.push(await this.rowOf(id, refusal));
    }
    return { ...summarise(rows), rows };
  }

  /** Takes a bulk in and holds it. The same id and body again is the same bulk; another body COMMAND_REUSED. */
  async hold(actor: Actor, body: BulkBody): Promise<BulkView> {
    const { act, fields } = bulkForm(body.action, body.fields);
    const now = this.clock.now();
    const runAt = toInstant(toMillis(now) + BULK_HOLD_SECONDS * 1000);
    const bodyHash = hashOf(body);
    try {
      await this.db.inTransaction(async (tx) => {
        const { bulkId: id, orders } = body;
        await this.store.insert(tx, {
          id,
          personId: actor.personId,
          action: act.name,
          fields,
          bodyHash,
          runAt,
          orders,
          now,
        });
        await this.outbox.add(tx, {
          topic: BULK_TOPIC,
          effectKey: `bulk:${id}`,
          subjectId: actor.personId,
          payload: { bulkId: id },
          runAt,
          now,
        });
      });
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      const known = await this.own(actor, body.bulkId);
      if (known.bodyHash !== bodyHash) throw new AppError('COMMAND_REUSED');
    }
    return this.view(actor, body.bulkId);
  }

  /** Throws NOT_FOUND for a bulk of somebody else. */
  async view(actor: Actor, bulkId: string): Promise<BulkView> {
    const bulk = await this.own(actor, bulkId);
    const rows = (await this.store.rows(this.db, bulkId)).map(({ version: _, ...row }) => row);
    return {
      ...summarise(rows),
      rows,
      bulkId,
      action: bulk.action,
      label: bulkActOf(bulk.action)?.label ?? bulk.action,
      state: bulk.state,
      runAt: bulk.runAt,
      now: this.clock.now(),
    };
  }

  /** Throws BULK_STARTED once it is being carried out; undoing it twice is undoing it once. */
  async undo(actor: Actor, bulkId: string): Promise<BulkView> {
    await this.own(actor, bulkId);
    await this.db.inTransaction(async (tx) => {
      if (await this.store.move(tx, bulkId, ['HELD'], 'UNDONE', this.clock.now())) return;
      const bulk = await this.store.find(tx, bulkId);
      if (bulk?.state !== 'UNDONE') throw new AppError('BULK_STARTED');
    });
    return this.view(actor, bulkId);
  }

  private async own(actor: Actor, bulkId: string): Promise<StoredBulk> {
    const bulk = await this.store.find(this.db, bulkId);
    if (bulk === null || bulk.personId !== actor.personId) throw new AppError('NOT_FOUND');
    return bulk;
  }

  /** The number is told only of orders the actor may see: of others there is none to tell. */
  private async rowOf(orderId: string, refusal: AppError | null): Promise<BulkRow> {
    const isUnseen = refusal?.code === 'NOT_FOUND' || refusal?.code === 'ORDER_LOST_IN_RESTORE';
    const stored = isUnseen ? null : await this.orders.find(this.db, orderId);
    const row = { orderId, orderNo: stored?.facts.orderNo ?? '' };
    if (refusal === null) return { ...row, ok: true, code: null, reason: null };
    return { ...row, ok: false, code: refusal.code, reason: errorText(refusal.code, refusal.details) };
  }
}

/** What an act was refused with; null when it was not. Anything that is no refusal is thrown on. */
export async function refusalOf(act: () => Promise<void>): Promise<AppError | null> {
  try {
    await act();
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code !== 'UNAVAILABLE') return error;
    throw error;
  }
}

function hashOf({ action, fields, orders }: BulkBody): string {
  const said = JSON.stringify([action, fields, orders.map(({ id, version }) => [id, version])]);
  return createHash('sha256').update(said).digest('hex');
}

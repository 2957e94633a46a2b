import { Injectable, type OnModuleInit } from '@nestjs/common';
import { type BulkRow, bulkActOf, errorText, type Grant, type Instant, ROLES, type Role } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Db } from '../../platform/db/db';
import { Feed } from '../../platform/feed';
import {
  type OutboxHandler,
  type OutboxJob,
  OutboxWorker,
  type Outcome,
  retryTime,
} from '../../platform/outbox';
import { BULK_TOPIC, refusalOf } from './bulk.service';
import { BulkStore, type StoredBulk, type StoredRow } from './bulk.store';
import { BulkActs } from './bulk-acts.service';
import { commandOf } from './rules/row-command';

/**
 * Carries a bulk out once its hold is over: each order by itself, with the grants its author has by then. Begun
 * again after a crash, what was done is not done twice: each order's command has an id of its own.
 */
@Injectable()
export class BulkRunner implements OutboxHandler, OnModuleInit {
  readonly topic = BULK_TOPIC;

  constructor(
    private readonly db: Db,
    private readonly store: BulkStore,
    private readonly acts: BulkActs,
    private readonly feed: Feed,
    private readonly worker: OutboxWorker,
  ) {}

  onModuleInit(): void {
    this.worker.register(this);
  }

  async handle(job: OutboxJob, now: Instant): Promise<Outcome> {
    const bulkId = String(job.payload.bulkId);
    const mayRun = await this.db.inTransaction((tx) =>
      this.store.move(tx, bulkId, ['HELD', 'RUNNING'], 'RUNNING', null),
    );
    // Undone in time, or carried out before.
    if (!mayRun) return 'done';
    const bulk = await this.store.find(this.db, bulkId);
    if (bulk === null) return 'done';
    const actor = await this.actorOf(bulk.personId, now);
    const waiting = (await this.store.rows(this.db, bulkId)).filter((row) => row.ok === null);
    for (const row of waiting) {
      try {
        await this.settle(bulk, await this.carryOut(bulk, actor, row));
      } catch (error) {
        const note = error instanceof Error ? error.name : 'error';
        return { retryAt: retryTime(now, job.attempts, 0.5), note: `${note} after ${waiting.indexOf(row)}` };
      }
    }
    await this.db.inTransaction(async (tx) => {
      if (!(await this.store.move(tx, bulkId, ['RUNNING'], 'DONE', now))) return;
      const item = { kind: 'BULK', rootId: null, subjectId: bulkId, personId: bulk.personId } as const;
      await this.feed.add(tx, { ...item, now });
    });
    return 'done';
  }

  private async carryOut(bulk: StoredBulk, actor: Actor | null, row: StoredRow): Promise<BulkRow> {
    const { orderId, orderNo, version } = row;
    if (actor === null) return refused(row, 'ACCOUNT_DISABLED', errorText('ACCOUNT_DISABLED'));
    const act = bulkActOf(bulk.action);
    // Held by an older build, and no act of this one.
    if (act === null)
      return refused(row, 'ACTION_UNKNOWN', errorText('ACTION_UNKNOWN', { action: bulk.action }));
    const commandId = commandOf(bulk.id, orderId);
    const body = { commandId, version, fields: bulk.fields };
    const refusal = await refusalOf(() => this.acts.carryOut(actor, act, orderId, body));
    if (refusal === null) return { orderId, orderNo, ok: true, code: null, reason: null };
    return refused(row, refusal.code, errorText(refusal.code, refusal.details));
  }

  private settle(bulk: StoredBulk, row: BulkRow): Promise<void> {
    return this.db.inTransaction((tx) => this.store.settle(tx, bulk.id, row));
  }

  /** Who asked for it, with today's roles; null when she has been switched off since. */
  private async actorOf(personId: string, now: Instant): Promise<Actor | null> {
    const rows = await this.db.read<Record<string, string | null>>(
      `SELECT p.name, p.kind, p.home_root_id, g.role, g.unit_id, u.path FROM person p
         LEFT JOIN role_grant g ON g.person_id = p.id AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?)
         LEFT JOIN unit u ON u.id = g.unit_id AND u.active = 1
        WHERE p.id = ? AND p.active = 1`,
      [now, now, personId],
    );
    const [first] = rows;
    if (first === undefined) return null;
    return {
      kind: 'PERSON',
      personId,
      name: first.name ?? '',
      staff: first.kind === 'STAFF',
      grants: rows.flatMap(grantOf),
      rootId: first.home_root_id ?? null,
      sessionHash: null,
    };
  }
}

function refused(row: StoredRow, code: BulkRow['code'], reason: string): BulkRow {
  return { orderId: row.orderId, orderNo: row.orderNo, ok: false, code, reason };
}

function grantOf(row: Record<string, string | null>): Grant[] {
  const { role, unit_id: unitId, path: unitPath } = row;
  if (role == null || unitId == null || unitPath == null || !Object.hasOwn(ROLES, role)) return [];
  return [{ role: role as Role, unitId, unitPath }];
}

import { Injectable } from '@nestjs/common';
import { helpersOf, type State } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import type { FeedItem } from '../../platform/feed';
import type { Known, OrderRow } from './rules/what-to-tell';

const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');

/** What the hub asks once for all who listen. */
@Injectable()
export class LiveQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** Everything needed to tell these items to these persons. */
  async knownFor(items: readonly FeedItem[], personIds: readonly string[]): Promise<Known> {
    const subjects = (kinds: readonly FeedItem['kind'][]) => [
      ...new Set(items.filter((item) => kinds.includes(item.kind)).map((item) => item.subjectId)),
    ];
    return {
      orders: await this.orders(subjects(['ORDER', 'PRESENCE'])),
      told: await this.messages(subjects(['ORDER', 'TOLD']), personIds),
    };
  }

  private async orders(ids: readonly string[]): Promise<Map<string, OrderRow>> {
    if (ids.length === 0) return new Map();
    const rows = await this.db.read(
      `SELECT id, order_no, title, version, state, root_id, lead_unit_id, helpers
         FROM work_order WHERE id IN (${marks(ids)})`,
      ids,
    );
    return new Map(rows.map((row) => [String(row.id), orderOf(row)]));
  }

  private async messages(
    orderIds: readonly string[],
    personIds: readonly string[],
  ): Promise<Map<string, Set<string>>> {
    const told = new Map<string, Set<string>>();
    if (orderIds.length === 0 || personIds.length === 0) return told;
    const rows = await this.db.read(
      `SELECT order_id, recipient_id, created_at FROM notice
        WHERE order_id IN (${marks(orderIds)}) AND recipient_id IN (${marks(personIds)}) AND channel = 'INBOX'`,
      [...orderIds, ...personIds],
    );
    for (const row of rows) {
      const key = `${row.order_id} ${row.created_at}`;
      told.set(key, (told.get(key) ?? new Set()).add(String(row.recipient_id)));
    }
    return told;
  }

  /**
   * Which of these sessions are alive. Listening is no use of a session: a screen nobody touches ends as it would
   * without a stream, so nothing is written here.
   */
  async alive(sessionHashes: readonly string[]): Promise<Set<string>> {
    const now = this.clock.now();
    const rows = await this.db.read<{ access_hash: string }>(
      `SELECT s.access_hash FROM login_session s JOIN person p ON p.id = s.person_id AND p.active = 1
        WHERE s.access_hash IN (${marks(sessionHashes)}) AND s.access_until > ? AND s.ended_at IS NULL
          AND s.until_at > ? AND (s.idle_until IS NULL OR s.idle_until > ?)`,
      [...sessionHashes, now, now, now],
    );
    return new Set(rows.map((row) => row.access_hash));
  }
}

function orderOf(row: Record<string, unknown>): OrderRow {
  const lead = row.lead_unit_id as string | null;
  const helpers = helpersOf({ helpers: String(row.helpers) });
  return {
    id: String(row.id),
    orderNo: String(row.order_no),
    title: String(row.title),
    version: Number(row.version),
    state: row.state as State,
    rootId: String(row.root_id),
    unitIds: lead === null ? helpers : [lead, ...helpers],
  };
}

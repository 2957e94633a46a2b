import { Injectable } from '@nestjs/common';
import type { Instant, OrderEvent } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { readStreams } from '../../platform/db/event-stream';

/** An order of the period: whose it is now, or its office's where no unit has it. */
export interface PeriodOrder {
  orderId: string;
  orderNo: string;
  rootId: string;
  unitId: string;
}

/** Reads what a simulation lives through again; writes nothing. */
@Injectable()
export class SimulationQuery {
  constructor(private readonly db: Db) {}

  async count(streetIds: readonly string[], from: Instant, to: Instant): Promise<number> {
    if (streetIds.length === 0) return 0;
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM work_order WHERE root_id IN (${marks(streetIds)}) AND received_at >= ? AND received_at < ?`,
      [...streetIds, from, to],
    );
    return Number(row?.n ?? 0);
  }

  /** Orders received in the period, a page at a time by receipt, street after street. */
  async page(
    streetId: string,
    from: Instant,
    to: Instant,
    after: { receivedAt: Instant; id: string } | null,
    limit: number,
  ): Promise<(PeriodOrder & { receivedAt: Instant })[]> {
    const since = after ?? { receivedAt: from, id: '' };
    const rows = await this.db.read<Record<string, string | null>>(
      `SELECT id, order_no, root_id, lead_unit_id, office_unit_id, received_at FROM work_order
        WHERE root_id = ? AND received_at < ? AND received_at >= ? AND (received_at > ? OR id > ?)
        ORDER BY received_at, id LIMIT ?`,
      [streetId, to, since.receivedAt, since.receivedAt, since.id, limit],
    );
    return rows.map((row) => ({
      orderId: String(row.id),
      orderNo: String(row.order_no),
      rootId: String(row.root_id),
      unitId: String(row.lead_unit_id ?? row.office_unit_id),
      receivedAt: String(row.received_at),
    }));
  }

  /** The histories of a page of orders in one read. */
  eventsOf(orderIds: readonly string[]): Promise<Map<string, OrderEvent[]>> {
    return readStreams<OrderEvent>(this.db, orderIds);
  }
}

function marks(ids: readonly string[]): string {
  return ids.map(() => '?').join(',');
}

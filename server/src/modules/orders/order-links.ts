import { Injectable } from '@nestjs/common';
import type { Instant, MergeTarget, OrderEvent, OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';

/** Merges deeper than this do not come about: each is one person's doing at a desk. */
const DEPTH = 20;

/** The only writer of `order_link`: what an order is to another order or to a ledger's problem. */
@Injectable()
export class OrderLinks {
  /** The order of that number in the same street, as merging into it needs it; null when there is none. */
  async target(
    tx: Tx,
    facts: OrderFacts,
    orderNo: string,
  ): Promise<(MergeTarget & { version: number }) | null> {
    const [row] = await tx.query<{
      id: string;
      order_no: string;
      root_id: string;
      state: MergeTarget['state'];
      version: number;
      filer_id: string | null;
      phone_bidx: string | null;
    }>(
      `SELECT w.id, w.order_no, w.root_id, w.state, w.version, w.filer_id, p.phone_bidx
         FROM work_order w JOIN order_private p ON p.order_id = w.id WHERE w.order_no = ?`,
      [orderNo],
    );
    if (row === undefined) return null;
    const [own] = await tx.query<{ phone_bidx: string | null }>(
      'SELECT phone_bidx FROM order_private WHERE order_id = ?',
      [facts.id],
    );
    const sameFiler = row.filer_id !== null && row.filer_id === facts.filerId;
    const samePhone = row.phone_bidx !== null && row.phone_bidx === (own?.phone_bidx ?? null);
    return {
      id: row.id,
      orderNo: row.order_no,
      rootId: row.root_id,
      state: row.state,
      samePerson: sameFiler || samePhone,
      version: Number(row.version),
    };
  }

  /** Where an order that nobody filed comes from. */
  async relate(
    tx: Tx,
    link: { orderId: string; rel: string; kind: 'ORDER' | 'PROCEDURE'; targetId: string; at: Instant },
  ): Promise<void> {
    const { orderId, rel, kind, targetId, at } = link;
    await tx.insert('order_link', { order_id: orderId, rel, target_id: targetId, target_kind: kind, at });
  }

  /** Writes down, or takes away, the link an event makes. */
  async follow(tx: Tx, orderId: string, event: OrderEvent, before: OrderFacts): Promise<void> {
    const { name, data, at } = event;
    const link = (rel: string, kind: string, targetId: unknown) => ({
      order_id: orderId,
      rel,
      target_id: String(targetId),
      target_kind: kind,
      at,
    });
    if (name === 'order.merged') await tx.insert('order_link', link('MERGED', 'ORDER', data.targetId));
    if (name === 'order.joined') await tx.insert('order_link', link('JOINED', 'ITEM', data.problemId));
    if (name === 'order.unmerged') await this.cut(tx, orderId, 'MERGED', before.mergedInto);
    if (name === 'order.left') await this.cut(tx, orderId, 'JOINED', before.problemId);
  }

  private async cut(tx: Tx, orderId: string, rel: string, targetId: string | null): Promise<void> {
    const sql = 'DELETE FROM order_link WHERE order_id = ? AND rel = ? AND target_id = ?';
    await tx.execute(sql, [orderId, rel, targetId]);
  }

  /** Orders that were merged into this one. */
  async mergedInto(tx: Tx, orderId: string): Promise<string[]> {
    const rows = await tx.query<{ order_id: string }>(
      "SELECT order_id FROM order_link WHERE target_id = ? AND rel = 'MERGED' ORDER BY order_id LIMIT ?",
      [orderId, DEPTH * DEPTH],
    );
    return rows.map((row) => row.order_id);
  }
}

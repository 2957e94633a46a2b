import { Injectable } from '@nestjs/common';
import { type Instant, redactNarrative, TERMINAL } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';

const OVER = TERMINAL.map((state) => `'${state}'`).join(', ');

interface Narrative {
  name: string;
  content: string;
  address: string;
  company: string;
  party_kind: string;
}

/** Leaves of orders the matter only: no contact, and every private word as handlers read it. */
@Injectable()
export class OrderErasureStore {
  constructor(private readonly db: Db) {}

  /** The orders a person filed. */
  async filedBy(tx: Tx, personId: string): Promise<string[]> {
    const rows = await tx.query<{ id: string }>('SELECT id FROM work_order WHERE filer_id = ? ORDER BY id', [
      personId,
    ]);
    return rows.map(({ id }) => id);
  }

  /** Some of the orders that still hold contact and whose age by `at` (a column or an expression) is over. */
  async due(at: string, before: Instant, limit: number): Promise<string[]> {
    const rows = await this.db.read<{ order_id: string }>(
      `SELECT order_id FROM order_private WHERE erased_at IS NULL AND ${at} < ? ORDER BY order_id LIMIT ${limit}`,
      [before],
    );
    return rows.map((row) => row.order_id);
  }

  /** Erases one order; false when that was done before. */
  async erase(tx: Tx, orderId: string, now: Instant): Promise<boolean> {
    const [order] = await tx.query<Narrative>(
      `SELECT p.name, p.content, p.address, p.company, o.party_kind
         FROM order_private p JOIN work_order o ON o.id = p.order_id WHERE p.order_id = ? AND p.erased_at IS NULL`,
      [orderId],
    );
    if (order === undefined) return false;
    const clean = cleanerOf(order.name);
    await this.cleanPrivate(tx, orderId, order, now);
    await this.cleanWords(tx, orderId, clean);
    await this.dropVoice(tx, orderId);
    return true;
  }

  private async cleanPrivate(tx: Tx, orderId: string, order: Narrative, now: Instant): Promise<void> {
    const clean = cleanerOf(order.name);
    await tx.execute(
      `UPDATE order_private SET name = '', phone_cipher = NULL, phone_bidx = NULL, last4_bidx = NULL,
              company = ?, address = ?, content = ?, erased_at = ? WHERE order_id = ?`,
      [
        order.party_kind === 'ENTERPRISE' ? order.company : '',
        clean(order.address),
        clean(order.content),
        now,
        orderId,
      ],
    );
  }

  /**
   * A voice names a person more than her words do; its file goes with the sweep of attachments. One that nobody has
   * written down yet is all there is of an open matter: it stays until it is over, and goes by its own time.
   */
  private async dropVoice(tx: Tx, orderId: string): Promise<void> {
    await tx.execute(
      `DELETE FROM attachment WHERE owner_id = ? AND mime LIKE 'audio/%'
          AND NOT EXISTS (SELECT 1 FROM work_order o WHERE o.id = ? AND o.voice IN ('ONLY', 'BESIDE') AND o.state NOT IN (${OVER}))`,
      [orderId, orderId],
    );
  }

  /** What was added later (supplements, disputes) and what staff noted among themselves may name her too. */
  private async cleanWords(tx: Tx, orderId: string, clean: (text: string) => string): Promise<void> {
    const texts = await tx.query<{ seq: number; field: string; body: string }>(
      `SELECT seq, field, body FROM event_text WHERE stream_id = ? AND layer IN ('NARRATIVE', 'INTERNAL')`,
      [orderId],
    );
    for (const { seq, field, body } of texts) {
      const cleaned = clean(body);
      if (cleaned === body) continue;
      await tx.execute('UPDATE event_text SET body = ? WHERE stream_id = ? AND seq = ? AND field = ?', [
        cleaned,
        orderId,
        seq,
        field,
      ]);
    }
  }
}

/** Masks what identifies a person, and the name she gave, which no pattern would know. */
function cleanerOf(name: string): (text: string) => string {
  const known = [...name].length >= 2 ? name : null;
  return (text) => {
    const unnamed = known === null ? text : text.replaceAll(known, '〔姓名〕');
    return redactNarrative(unnamed).text;
  };
}

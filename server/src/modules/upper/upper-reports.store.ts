import { Injectable } from '@nestjs/common';
import type { Instant, UpperState } from '@yihu/shared';
import { type Db, type Row, readRows, type Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';

export interface UpperReport {
  id: string;
  orderId: string;
  seq: number;
  rootId: string;
  upperSystem: string;
  upperNo: string;
  report: 'OPINION' | 'RESULT';
  state: UpperState;
  batchId: string | null;
  queuedAt: Instant;
}

function reportOf(row: Row): UpperReport {
  return {
    id: String(row.id),
    orderId: String(row.order_id),
    seq: Number(row.seq),
    rootId: String(row.root_id),
    upperSystem: String(row.upper_system),
    upperNo: String(row.upper_no),
    report: String(row.report) as UpperReport['report'],
    state: String(row.state) as UpperState,
    batchId: row.batch_id as string | null,
    queuedAt: String(row.queued_at),
  };
}

/** The only writer of `upper_report`. */
@Injectable()
export class UpperReportsStore {
  /** Queues the words of one entry of an order's history for its number above; answers the row's id. */
  async queue(
    tx: Tx,
    report: Pick<UpperReport, 'orderId' | 'seq' | 'rootId' | 'upperSystem' | 'upperNo' | 'report'>,
    now: Instant,
  ): Promise<string> {
    const id = newId();
    await tx.insert('upper_report', {
      id,
      order_id: report.orderId,
      seq: report.seq,
      root_id: report.rootId,
      upper_system: report.upperSystem,
      upper_no: report.upperNo,
      report: report.report,
      state: 'WAITING',
      batch_id: null,
      queued_at: now,
      exported_at: null,
      acked_at: null,
    });
    return id;
  }

  async find(reader: Tx | Db, id: string): Promise<UpperReport | null> {
    const [row] = await readRows(reader, 'SELECT * FROM upper_report WHERE id = ?', [id]);
    return row === undefined ? null : reportOf(row);
  }

  /** What the platforms above have not acknowledged, oldest first. */
  async unsent(reader: Tx | Db, rootIds: readonly string[], system: string | null, limit: number) {
    if (rootIds.length === 0) return [];
    const ofSystem = system === null ? '' : 'AND upper_system = ?';
    const found = await readRows(
      reader,
      `SELECT * FROM upper_report WHERE root_id IN (${rootIds.map(() => '?').join(',')})
          AND state IN ('WAITING', 'EXPORTED') ${ofSystem} ORDER BY id LIMIT ?`,
      [...rootIds, ...(system === null ? [] : [system]), limit],
    );
    return found.map(reportOf);
  }

  async ofBatch(tx: Tx, rootIds: readonly string[], batchId: string): Promise<UpperReport[]> {
    if (rootIds.length === 0) return [];
    const among = rootIds.map(() => '?').join(',');
    const sql = `SELECT * FROM upper_report WHERE batch_id = ? AND state = 'EXPORTED' AND root_id IN (${among}) ORDER BY id`;
    return (await readRows(tx, sql, [batchId, ...rootIds])).map(reportOf);
  }

  /** Marks them as gone out with a batch; those already acknowledged stay so. */
  async exported(tx: Tx, ids: readonly string[], batchId: string, now: Instant): Promise<void> {
    for (const id of ids) {
      await tx.execute(
        `UPDATE upper_report SET state = 'EXPORTED', batch_id = ?, exported_at = ? WHERE id = ? AND state <> 'ACKED'`,
        [batchId, now, id],
      );
    }
  }

  async acked(tx: Tx, id: string, now: Instant): Promise<boolean> {
    const sql = `UPDATE upper_report SET state = 'ACKED', acked_at = ? WHERE id = ? AND state = 'EXPORTED'`;
    return (await tx.execute(sql, [now, id])) === 1;
  }

  /** What an entry of an order's history told the public. */
  async wordsOf(reader: Tx | Db, orderId: string, seq: number): Promise<string> {
    const sql = "SELECT body FROM event_text WHERE stream_id = ? AND seq = ? AND field = 'publicText'";
    const [row] = await readRows(reader, sql, [orderId, seq]);
    return String(row?.body ?? '');
  }

  /** The newest entry of an order's history that carries the approved answer; null when there is none. */
  async answerSeq(tx: Tx, orderId: string): Promise<number | null> {
    const sql = `SELECT MAX(seq) AS seq FROM event WHERE stream_id = ? AND name IN ('order.approved', 'order.answered')`;
    const [row] = await tx.query<{ seq: number | null }>(sql, [orderId]);
    return row?.seq == null ? null : Number(row.seq);
  }
}

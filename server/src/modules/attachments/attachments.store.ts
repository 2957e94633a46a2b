import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import type { Row, Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { type AttachmentRow, COLUMNS } from './attachment-row';

/** Photos one command (a submit, an addition, a reply) may carry. */
export const MAX_PHOTOS = 9;

export interface Claim {
  orderId: string;
  uploaderId: string;
  eventSeq: number;
}

/** The only writer of `attachment`. */
@Injectable()
export class AttachmentsStore {
  /** Throws the engine's duplicate error when this uploader sent these bytes for this draft before. */
  async insert(tx: Tx, row: AttachmentRow): Promise<void> {
    const values: Row = { ...row };
    await tx.insert('attachment', values);
  }

  /**
   * Binds uploads to an order, in the transaction of the command that uses them; answers their rows in the
   * order of `ids`. Doing it again for the same order changes nothing (the first event stays).
   * Refuses ATTACHMENT_TOO_MANY, ATTACHMENT_MISSING (swept), ATTACHMENT_NOT_YOURS (uploaded by another
   * person, or used in another order).
   */
  async claim(tx: Tx, ids: readonly string[], claim: Claim): Promise<AttachmentRow[]> {
    const unique = [...new Set(ids)];
    if (unique.length === 0) return [];
    if (unique.length > MAX_PHOTOS) throw new AppError('ATTACHMENT_TOO_MANY', { limit: MAX_PHOTOS });
    const marks = unique.map(() => '?').join(',');
    await tx.execute(
      `UPDATE attachment SET owner_kind = 'ORDER', owner_id = ?, event_seq = ?
       WHERE id IN (${marks}) AND uploader_id = ? AND owner_kind = 'DRAFT'`,
      [claim.orderId, claim.eventSeq, ...unique, claim.uploaderId],
    );
    const rows = await tx.query<AttachmentRow>(
      `SELECT ${COLUMNS} FROM attachment WHERE id IN (${marks})`,
      unique,
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return unique.map((id) => {
      const row = byId.get(id);
      if (!row) throw new AppError('ATTACHMENT_MISSING');
      const ours = row.owner_kind === 'ORDER' && row.owner_id === claim.orderId;
      if (!ours || row.uploader_id !== claim.uploaderId) throw new AppError('ATTACHMENT_NOT_YOURS');
      return row;
    });
  }

  /** Removes an upload that is still unsent and from before `before`; false when it was claimed meanwhile. */
  async deleteUnsent(tx: Tx, id: string, before: Instant): Promise<boolean> {
    const deleted = await tx.execute(
      `DELETE FROM attachment WHERE id = ? AND owner_kind = 'DRAFT' AND created_at < ?`,
      [id, before],
    );
    return deleted === 1;
  }
}

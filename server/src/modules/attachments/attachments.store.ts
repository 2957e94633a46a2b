import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import type { Row, Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { type AttachmentRow, COLUMNS, isVoice } from './attachment-row';
import { type Mark, markText } from './rules/evidence';

/** Photos one command (a submit, an addition, a reply) may carry. */
export const MAX_PHOTOS = 9;

export interface Claim {
  /** What it lies with from now on: an order, a procedure that hangs on none, or a grid's printed card. */
  ownerKind?: 'ORDER' | 'RUN' | 'CARD';
  orderId: string;
  uploaderId: string;
  eventSeq: number;
  /** Of a handler's photos: what they show, and what is drawn on them. */
  evidence?: Mark;
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
   * Binds photos to an order, in the transaction of the command that uses them; answers their rows in the
   * order of `ids`. Doing it again for the same order changes nothing (the first event stays).
   * Refuses ATTACHMENT_TOO_MANY, ATTACHMENT_MISSING (swept), ATTACHMENT_NOT_YOURS (uploaded by another
   * person, used in another order, or no photo).
   */
  async claim(tx: Tx, ids: readonly string[], claim: Claim): Promise<AttachmentRow[]> {
    const unique = [...new Set(ids)];
    if (unique.length === 0) return [];
    if (unique.length > MAX_PHOTOS) throw new AppError('ATTACHMENT_TOO_MANY', { limit: MAX_PHOTOS });
    const rows = await this.bind(tx, unique, claim);
    if (rows.some(isVoice)) throw new AppError('ATTACHMENT_NOT_YOURS');
    const { evidence } = claim;
    if (evidence === undefined) return rows;
    for (const row of rows.filter(({ mark_text }) => mark_text === null)) {
      row.purpose = evidence.purpose;
      row.mark_text = markText(evidence, row.created_at, row.sha256);
      await tx.execute('UPDATE attachment SET purpose = ?, mark_text = ? WHERE id = ?', [
        row.purpose,
        row.mark_text,
        row.id,
      ]);
    }
    return rows;
  }

  /** Binds the recording of a filing; refusals as above. */
  async claimVoice(tx: Tx, id: string, claim: Claim): Promise<void> {
    const [row] = await this.bind(tx, [id], claim);
    if (row === undefined || !isVoice(row)) throw new AppError('ATTACHMENT_NOT_YOURS');
  }

  /** Writes down which picture carries the mark. False when another process wrote one meanwhile. */
  async setMarked(tx: Tx, id: string, sha256: string, instead: string | null): Promise<boolean> {
    const was = instead === null ? 'marked_sha256 IS NULL' : 'marked_sha256 = ?';
    const params = instead === null ? [sha256, id] : [sha256, id, instead];
    return (
      (await tx.execute(`UPDATE attachment SET marked_sha256 = ? WHERE id = ? AND ${was}`, params)) === 1
    );
  }

  private async bind(tx: Tx, unique: readonly string[], claim: Claim): Promise<AttachmentRow[]> {
    const marks = unique.map(() => '?').join(',');
    const { ownerKind = 'ORDER' } = claim;
    await tx.execute(
      `UPDATE attachment SET owner_kind = ?, owner_id = ?, event_seq = ?
       WHERE id IN (${marks}) AND uploader_id = ? AND owner_kind = 'DRAFT'`,
      [ownerKind, claim.orderId, claim.eventSeq, ...unique, claim.uploaderId],
    );
    const rows = await tx.query<AttachmentRow>(
      `SELECT ${COLUMNS} FROM attachment WHERE id IN (${marks})`,
      unique,
    );
    const byId = new Map(rows.map((row) => [row.id, row]));
    return unique.map((id) => {
      const row = byId.get(id);
      if (!row) throw new AppError('ATTACHMENT_MISSING');
      const ours = row.owner_kind === ownerKind && row.owner_id === claim.orderId;
      if (!ours || row.uploader_id !== claim.uploaderId) throw new AppError('ATTACHMENT_NOT_YOURS');
      return row;
    });
  }

  /** Takes a picture off a card: from now on it is as one never sent, and goes with those. */
  async release(tx: Tx, id: string, cardId: string): Promise<void> {
    await tx.execute(
      `UPDATE attachment SET owner_kind = 'DRAFT', owner_id = draft_id
        WHERE id = ? AND owner_kind = 'CARD' AND owner_id = ?`,
      [id, cardId],
    );
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

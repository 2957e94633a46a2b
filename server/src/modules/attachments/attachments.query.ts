import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { type AttachmentRow, COLUMNS } from './attachment-row';

/** Reads of `attachment`. Who may see a photo is decided where its order is read: a link is made only there. */
@Injectable()
export class AttachmentsQuery {
  constructor(private readonly db: Db) {}

  async find(id: string): Promise<AttachmentRow | undefined> {
    const rows = await this.db.read<AttachmentRow>(`SELECT ${COLUMNS} FROM attachment WHERE id = ?`, [id]);
    return rows[0];
  }

  /** The upload that these very bytes already became. */
  async findUpload(
    uploaderId: string,
    draftId: string,
    originalSha256: string,
  ): Promise<AttachmentRow | undefined> {
    const rows = await this.db.read<AttachmentRow>(
      `SELECT ${COLUMNS} FROM attachment WHERE uploader_id = ? AND draft_id = ? AND original_sha256 = ?`,
      [uploaderId, draftId, originalSha256],
    );
    return rows[0];
  }

  async countInDraft(uploaderId: string, draftId: string): Promise<number> {
    const rows = await this.db.read<{ n: number }>(
      'SELECT COUNT(*) AS n FROM attachment WHERE uploader_id = ? AND draft_id = ?',
      [uploaderId, draftId],
    );
    return Number(rows[0]?.n ?? 0);
  }

  /** Photos and recordings of orders, oldest first. */
  async listForOrders(orderIds: readonly string[], ownerKind = 'ORDER'): Promise<AttachmentRow[]> {
    if (orderIds.length === 0) return [];
    return this.db.read<AttachmentRow>(
      `SELECT ${COLUMNS} FROM attachment
       WHERE owner_id IN (${orderIds.map(() => '?').join(',')}) AND owner_kind = ? ORDER BY id`,
      [...orderIds, ownerKind],
    );
  }

  /** Ids of unsent uploads from before `before`, at most `limit`. */
  async unsentBefore(before: Instant, limit: number): Promise<string[]> {
    const rows = await this.db.read<{ id: string }>(
      `SELECT id FROM attachment WHERE owner_kind = 'DRAFT' AND created_at < ? ORDER BY created_at LIMIT ${limit}`,
      [before],
    );
    return rows.map((row) => row.id);
  }

  /** Which of the hashes some row still names, as its own or as its marked picture's. */
  async usedHashes(hashes: readonly string[]): Promise<Set<string>> {
    if (hashes.length === 0) return new Set();
    const marks = hashes.map(() => '?').join(',');
    const rows = await this.db.read<{ sha256: string }>(
      `SELECT sha256 FROM attachment WHERE sha256 IN (${marks})
       UNION SELECT marked_sha256 AS sha256 FROM attachment WHERE marked_sha256 IN (${marks})`,
      [...hashes, ...hashes],
    );
    return new Set(rows.map((row) => row.sha256));
  }
}

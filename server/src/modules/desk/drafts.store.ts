import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { FieldCipher } from '../../platform/crypto';
import { Db, type Tx } from '../../platform/db/db';

/** The only writer of `desk_draft`. */
@Injectable()
export class DraftsStore {
  constructor(
    private readonly db: Db,
    private readonly cipher: FieldCipher,
  ) {}

  async find(personId: string, key: string): Promise<{ content: string; savedAt: Instant } | null> {
    const [row] = await this.db.read<{ content_cipher: string; saved_at: Instant }>(
      'SELECT content_cipher, saved_at FROM desk_draft WHERE person_id = ? AND draft_key = ?',
      [personId, key],
    );
    if (row === undefined) return null;
    return { content: this.cipher.decrypt(row.content_cipher), savedAt: row.saved_at };
  }

  async list(personId: string): Promise<{ key: string; savedAt: Instant }[]> {
    const rows = await this.db.read<{ draft_key: string; saved_at: Instant }>(
      'SELECT draft_key, saved_at FROM desk_draft WHERE person_id = ? ORDER BY saved_at DESC, draft_key LIMIT 200',
      [personId],
    );
    return rows.map((row) => ({ key: row.draft_key, savedAt: row.saved_at }));
  }

  async keep(tx: Tx, personId: string, key: string, content: string, now: Instant): Promise<void> {
    const cipher = this.cipher.encrypt(content);
    const changed = await tx.execute(
      'UPDATE desk_draft SET content_cipher = ?, saved_at = ? WHERE person_id = ? AND draft_key = ?',
      [cipher, now, personId, key],
    );
    if (changed > 0) return;
    const row = { person_id: personId, draft_key: key, content_cipher: cipher, saved_at: now };
    await tx.insert('desk_draft', row);
  }

  async drop(tx: Tx, personId: string, key: string): Promise<void> {
    await tx.execute('DELETE FROM desk_draft WHERE person_id = ? AND draft_key = ?', [personId, key]);
  }
}

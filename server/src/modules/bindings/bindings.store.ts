import { Injectable } from '@nestjs/common';
import { Db, type Tx } from '../../platform/db/db';

/** How a number is kept: enciphered, and findable by its index. */
export interface KeptPhone {
  cipher: string;
  bidx: string;
}

/** The name of an account whose person has left. */
const NOBODY = '已注销用户';

/** Writes of what ties a person to WeChat, and what of it an account leaves behind. */
@Injectable()
export class BindingsStore {
  constructor(private readonly db: Db) {}

  async phoneCipherOf(personId: string): Promise<string | null> {
    const [row] = await this.db.read<{ phone_cipher: string | null }>(
      'SELECT phone_cipher FROM person WHERE id = ?',
      [personId],
    );
    return row?.phone_cipher ?? null;
  }

  async personByOpenid(tx: Tx, hash: string): Promise<{ id: string; staff: boolean } | null> {
    const [row] = await tx.query<{ id: string; kind: string }>(
      'SELECT id, kind FROM person WHERE openid_hash = ?',
      [hash],
    );
    return row === undefined ? null : { id: row.id, staff: row.kind === 'STAFF' };
  }

  async setPhone(tx: Tx, personId: string, phone: KeptPhone | null): Promise<void> {
    await tx.execute('UPDATE person SET phone_cipher = ?, phone_bidx = ? WHERE id = ?', [
      phone?.cipher ?? null,
      phone?.bidx ?? null,
      personId,
    ]);
  }

  /** What she had begun to write at the desk, and the filters she kept there. */
  async dropDeskThings(tx: Tx, personId: string): Promise<void> {
    await tx.execute('DELETE FROM desk_draft WHERE person_id = ?', [personId]);
    await tx.execute('DELETE FROM saved_filter WHERE person_id = ?', [personId]);
  }

  /** Deletes the person's number, and the same number where it stands on her own orders; answers on how many. */
  async erasePhone(tx: Tx, personId: string): Promise<number> {
    const [row] = await tx.query<{ phone_bidx: string | null }>(
      'SELECT phone_bidx FROM person WHERE id = ?',
      [personId],
    );
    await this.setPhone(tx, personId, null);
    const bidx = row?.phone_bidx ?? null;
    if (bidx === null) return 0;
    return tx.execute(
      `UPDATE order_private SET phone_cipher = NULL, phone_bidx = NULL, last4_bidx = NULL
        WHERE phone_bidx = ? AND order_id IN (SELECT id FROM work_order WHERE filer_id = ?)`,
      [bidx, personId],
    );
  }

  /** Deletes photos that were chosen and never sent with an order; their bytes follow by the sweep of orphans. */
  dropUnsentPhotos(tx: Tx, personId: string): Promise<number> {
    return tx.execute(`DELETE FROM attachment WHERE uploader_id = ? AND owner_kind = 'DRAFT'`, [personId]);
  }

  /** WeChat can no longer reach or recognise the person. */
  async unbind(tx: Tx, personId: string): Promise<void> {
    await tx.execute('UPDATE person SET openid_hash = NULL, openid_cipher = NULL WHERE id = ?', [personId]);
    await tx.execute('DELETE FROM send_credit WHERE person_id = ?', [personId]);
    await tx.execute('DELETE FROM subscription_tap WHERE person_id = ?', [personId]);
  }

  /** The row stays, so that history keeps an actor; nobody can tell or be told who it was. */
  async anonymise(tx: Tx, personId: string): Promise<void> {
    await tx.execute('UPDATE person SET name = ?, active = 0 WHERE id = ?', [NOBODY, personId]);
  }
}

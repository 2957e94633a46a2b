import { Injectable } from '@nestjs/common';
import { type State, TERMINAL } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';

/** Contact data of one order with what tells the order. */
export interface OwnContactRow {
  id: string;
  order_no: string;
  title: string;
  state: State;
  confidentiality: string;
  name: string;
  company: string;
  phone_cipher: string | null;
}

export interface SealedPhone {
  cipher: string;
  bidx: string;
  last4: string;
}

const COLUMNS = `o.id, o.order_no, o.title, o.state, o.confidentiality, p.name, p.company, p.phone_cipher
  FROM work_order o JOIN order_private p ON p.order_id = o.id`;
/** Closed orders can still be disputed: their contact may be needed again. */
const LIVE = `o.state NOT IN (${TERMINAL.map((state) => `'${state}'`).join(',')})`;

/** Contact data a person left with her own orders. */
@Injectable()
export class OwnContactsStore {
  constructor(private readonly db: Db) {}

  /** Of every order of hers, newest first. */
  all(personId: string): Promise<OwnContactRow[]> {
    return this.db.read(`SELECT ${COLUMNS} WHERE o.filer_id = ? ORDER BY o.received_at DESC, o.id DESC`, [
      personId,
    ]);
  }

  /** Of her orders that are not over. */
  live(reader: Db | Tx, personId: string): Promise<OwnContactRow[]> {
    const sql = `SELECT ${COLUMNS} WHERE o.filer_id = ? AND ${LIVE} ORDER BY o.received_at DESC, o.id DESC`;
    return reader instanceof Db ? reader.read(sql, [personId]) : reader.query(sql, [personId]);
  }

  async setName(tx: Tx, orderId: string, name: string): Promise<void> {
    await tx.execute('UPDATE order_private SET name = ? WHERE order_id = ? AND erased_at IS NULL', [
      name,
      orderId,
    ]);
  }

  /** Puts another number in the place of the one that is there; where none was left, none comes. */
  async setPhone(tx: Tx, orderId: string, phone: SealedPhone): Promise<void> {
    await tx.execute(
      `UPDATE order_private SET phone_cipher = ?, phone_bidx = ?, last4_bidx = ?
        WHERE order_id = ? AND phone_cipher IS NOT NULL`,
      [phone.cipher, phone.bidx, phone.last4, orderId],
    );
  }
}

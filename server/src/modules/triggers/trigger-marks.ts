import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';

/** What has fired, as the id of a command that is carried out once: two processes cannot both take it. */
@Injectable()
export class TriggerMarks {
  /** True for the first who asks; the mark commits with what it was taken for. */
  async take(tx: Tx, name: string, subjectId: string, now: Instant): Promise<boolean> {
    if (await this.isTaken(tx, name)) return false;
    await tx.insert('idem', {
      command_key: keyOf(name),
      body_hash: '',
      order_id: subjectId.slice(0, 26),
      seq: 0,
      at: now,
    });
    return true;
  }

  /** Whether it has been taken: asked before what is dear to count. */
  async isTaken(tx: Tx, name: string): Promise<boolean> {
    const sql = 'SELECT command_key FROM idem WHERE command_key = ?';
    return (await tx.query(sql, [keyOf(name)])).length > 0;
  }
}

const keyOf = (name: string) => `trig:${name}`.slice(0, 80);

import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/db/db';
import { isRecord, parseExact } from './exact-json';
import { keyOfOwnId } from './push-event';

/** Events that were pushed before anybody knew what they were about. */
@Injectable()
export class PushArchive {
  /**
   * The event of this name that carries its own id (`MsgId` or `trace_id`), or null. Waits for one that is being
   * taken in right now: an event that comes after this finds what was committed before.
   */
  async find(tx: Tx, name: string, ownId: string): Promise<Record<string, unknown> | null> {
    const key = keyOfOwnId(name, ownId);
    const touched = await tx.execute('UPDATE wechat_event SET event = event WHERE dedup_key = ?', [key]);
    if (touched === 0) return null;
    const [row] = await tx.query<{ payload: string }>(
      'SELECT payload FROM wechat_event WHERE dedup_key = ?',
      [key],
    );
    const body = row === undefined ? null : parseExact(row.payload);
    return isRecord(body) ? body : null;
  }
}

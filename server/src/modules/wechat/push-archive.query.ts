import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/db/db';
import { isRecord, parseExact } from './exact-json';
import { keyOfOwnId } from './push-event';

/** Events that were pushed before anybody knew what they were about. */
@Injectable()
export class PushArchive {
  /** The event of this name that carries its own id (`MsgId` or `trace_id`), or null. */
  async find(tx: Tx, name: string, ownId: string): Promise<Record<string, unknown> | null> {
    const [row] = await tx.query<{ payload: string }>(
      'SELECT payload FROM wechat_event WHERE dedup_key = ?',
      [keyOfOwnId(name, ownId)],
    );
    const body = row === undefined ? null : parseExact(row.payload);
    return isRecord(body) ? body : null;
  }
}

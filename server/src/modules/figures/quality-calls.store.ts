import { Injectable } from '@nestjs/common';
import { type CallChannel, type CallsRow, CHANNELS, type Day, type Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import { Visibility } from '../orders';

/** A count as it is kept. */
export interface StoredCalls extends CallsRow {
  rootId: string;
  version: number;
  enteredById: string;
  enteredAt: Instant;
}

interface CallsColumns {
  root_id: string;
  day: Day;
  channel: CallChannel;
  offered: number;
  answered: number;
  wait_seconds: number;
  version: number;
  entered_by: string;
  entered_at: Instant;
}

/** The one writer of counts of calls. */
@Injectable()
export class QualityCallsStore {
  constructor(private readonly db: Db) {}

  /** Counts of these streets, the newest day first. */
  async list(rootIds: readonly string[], fromDay: Day, toDay: Day): Promise<StoredCalls[]> {
    const roots = Visibility.among('root_id', rootIds);
    const rows = await this.db.read<CallsColumns>(
      `SELECT root_id, day, channel, offered, answered, wait_seconds, version, entered_by, entered_at
         FROM intake_calls WHERE ${roots.sql} AND day >= ? AND day <= ? ORDER BY day DESC, root_id, channel`,
      [...roots.params, fromDay, toDay],
    );
    return rows.map(storedOf);
  }

  /** Puts a count down, in place of the one before; answers that one. */
  async put(
    tx: Tx,
    rootId: string,
    { day, channel, offered, answered, waitSeconds }: CallsRow,
    by: { personId: string; now: Instant },
  ): Promise<StoredCalls | null> {
    const key = [rootId, day, channel];
    const [row] = await tx.query<CallsColumns>(
      `SELECT root_id, day, channel, offered, answered, wait_seconds, version, entered_by, entered_at
         FROM intake_calls WHERE root_id = ? AND day = ? AND channel = ?`,
      key,
    );
    if (row === undefined) {
      await tx.insert('intake_calls', {
        ...{ root_id: rootId, day, channel, offered, answered, wait_seconds: waitSeconds },
        ...{ version: 1, entered_by: by.personId, entered_at: by.now },
      });
      return null;
    }
    await tx.execute(
      `UPDATE intake_calls SET offered = ?, answered = ?, wait_seconds = ?, version = version + 1, entered_by = ?,
              entered_at = ? WHERE root_id = ? AND day = ? AND channel = ?`,
      [offered, answered, waitSeconds, by.personId, by.now, ...key],
    );
    return storedOf(row);
  }
}

export const channelLabel = (channel: CallChannel): string => CHANNELS[channel];

function storedOf(row: CallsColumns): StoredCalls {
  return {
    rootId: row.root_id,
    day: row.day,
    channel: row.channel,
    offered: Number(row.offered),
    answered: Number(row.answered),
    waitSeconds: Number(row.wait_seconds),
    version: Number(row.version),
    enteredById: row.entered_by,
    enteredAt: row.entered_at,
  };
}

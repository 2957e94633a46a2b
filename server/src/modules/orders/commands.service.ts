import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { StaleVersionError } from './order-writer';

const TRIES = 5;

/** What a command left behind: the entry of the stream that a repeat points to. */
export interface Done {
  streamId: string;
  seq: number;
  at: Instant;
}

export interface CommandOf {
  personId: string;
  commandId: string;
  /** Everything the command says; the same id with another body is refused. */
  body: readonly unknown[];
}

/** Takes back what a rehearsal did. */
class Rehearsed extends Error {}

/** Whether something is done, or carried out and taken back to see whether it would be refused. */
export type How = 'DO' | 'REHEARSE';

/** Carries a command out exactly once: run again whole when it lost a race, answered at once when it is repeated. */
@Injectable()
export class Commands {
  constructor(private readonly db: Db) {}

  /** Throws what `work` throws; COMMAND_REUSED for a known id with another body; UNAVAILABLE after too many races. */
  async once(command: CommandOf, work: (tx: Tx) => Promise<Done>, how: How = 'DO'): Promise<void> {
    const over = new Rehearsed();
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.db.inTransaction(async (tx) => {
          await this.within(tx, command, work);
          if (how === 'REHEARSE') throw over;
        });
        return;
      } catch (error) {
        if (error === over) return;
        const isRace = error instanceof StaleVersionError || isDuplicate(error);
        if (!isRace) throw error;
        if (attempt >= TRIES) throw new AppError('UNAVAILABLE');
      }
    }
  }

  /** The stream a command that was carried out before left its entry in; null for one nobody knows. */
  async streamOf({ personId, commandId }: Pick<CommandOf, 'personId' | 'commandId'>): Promise<string | null> {
    const sql = 'SELECT order_id AS id FROM idem WHERE command_key = ?';
    const [row] = await this.db.read<{ id: string }>(sql, [`${personId}:${commandId}`]);
    return row?.id ?? null;
  }

  private async within(tx: Tx, command: CommandOf, work: (tx: Tx) => Promise<Done>): Promise<void> {
    const key = `${command.personId}:${command.commandId}`;
    const hash = createHash('sha256').update(JSON.stringify(command.body)).digest('hex');
    const [row] = await tx.query<{ body_hash: string }>('SELECT body_hash FROM idem WHERE command_key = ?', [
      key,
    ]);
    if (row !== undefined) {
      if (row.body_hash !== hash) throw new AppError('COMMAND_REUSED');
      return;
    }
    const done = await work(tx);
    await tx.insert('idem', {
      command_key: key,
      body_hash: hash,
      order_id: done.streamId,
      seq: done.seq,
      at: done.at,
    });
  }
}

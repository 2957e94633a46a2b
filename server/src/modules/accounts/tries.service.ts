import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant, toMillis } from '@yihu/shared';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { ALL_KEY, pairKey, slowDownMs, TRIES, WINDOW_MINUTES } from './rules/lock-out';
import { keyedHash } from './rules/tokens';

/**
 * Counts tries per account and address, so that whoever guesses locks out only her own address, and failures of
 * the whole installation, which slow everybody's answers down a little.
 */
@Injectable()
export class TriesService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly env: Env,
  ) {}

  /** Takes one of the tries before anything is checked, so that parallel guesses count. Throws SIGN_IN_LOCKED. */
  async begin(login: string, address: string): Promise<void> {
    const now = this.clock.now();
    const lockedUntil = await this.count(pairKey(login, address), TRIES, now);
    if (lockedUntil !== null) {
      const minutes = Math.max(1, Math.ceil((toMillis(lockedUntil) - toMillis(now)) / 60_000));
      throw new AppError('SIGN_IN_LOCKED', { minutes });
    }
    const ms = slowDownMs(await this.failuresOfAll(now));
    if (ms > 0) await new Promise<void>((done) => setTimeout(done, ms));
  }

  /** A failure counts against the installation; the account's try is already taken. */
  async failed(): Promise<void> {
    await this.count(ALL_KEY, Number.MAX_SAFE_INTEGER, this.clock.now());
  }

  /** Gives the tries of this account and address back, and clears counts that have run out. */
  async succeeded(login: string, address: string): Promise<void> {
    await this.db.inTransaction(async (tx) => {
      await tx.execute('DELETE FROM sign_in_try WHERE key_hash = ?', [this.hash(pairKey(login, address))]);
      await tx.execute('DELETE FROM sign_in_try WHERE until_at <= ?', [this.clock.now()]);
    });
  }

  /** Null when the try was counted; else until when no more are taken. */
  private async count(key: string, limit: number, now: Instant): Promise<Instant | null> {
    const hash = this.hash(key);
    const attempt = () => this.db.inTransaction((tx) => countIn(tx, hash, limit, now));
    try {
      return await attempt();
    } catch (error) {
      // Two first tries at once: the row is there now.
      if (!isDuplicate(error)) throw error;
      return attempt();
    }
  }

  private async failuresOfAll(now: Instant): Promise<number> {
    const sql = 'SELECT tries FROM sign_in_try WHERE key_hash = ? AND until_at > ?';
    const [row] = await this.db.read<{ tries: number }>(sql, [this.hash(ALL_KEY), now]);
    return row?.tries ?? 0;
  }

  private hash(key: string): string {
    return keyedHash(this.env.sessionKey, 'try', key);
  }
}

async function countIn(tx: Tx, hash: string, limit: number, now: Instant): Promise<Instant | null> {
  const more = 'UPDATE sign_in_try SET tries = tries + 1 WHERE key_hash = ? AND until_at > ? AND tries < ?';
  if ((await tx.execute(more, [hash, now, limit])) === 1) return null;
  const [row] = await tx.query<{ until_at: Instant; tries: number }>(
    'SELECT until_at, tries FROM sign_in_try WHERE key_hash = ? AND until_at > ?',
    [hash, now],
  );
  if (row !== undefined && row.tries >= limit) return row.until_at;
  // Another first try came between the update and the look: count again, it is there now.
  if (row !== undefined) return countIn(tx, hash, limit, now);
  // Only what has run out: another first try may have been counted since the look.
  await tx.execute('DELETE FROM sign_in_try WHERE key_hash = ? AND until_at <= ?', [hash, now]);
  const until = addMinutes(now, WINDOW_MINUTES);
  await tx.insert('sign_in_try', { key_hash: hash, tries: 1, until_at: until });
  return null;
}

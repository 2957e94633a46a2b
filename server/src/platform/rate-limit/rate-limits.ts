import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant, toInstant, toMillis } from '@yihu/shared';
import { Env } from '../../config/env';
import { Clock } from '../clock';
import { Db, type Tx } from '../db/db';
import { isDuplicate } from '../db/engine-errors';
import { AppError } from '../errors';
import { Metrics } from '../http/metrics';
import { Logger } from '../logger';
import { type LimitName, type LimitWindow, RATE_LIMITS, type RateLimit } from './limits';

/** Memory of one process for limits that need no more; a flood of addresses cannot fill it. */
const KEPT_IN_MEMORY = 50_000;

interface Counted {
  id: string;
  count: number;
  until: Instant;
}

/** Counts calls against limits; refuses with TOO_MANY_REQUESTS and the seconds to wait. */
@Injectable()
export class RateLimits {
  private readonly memory = new Map<string, number>();
  private readonly key: KeyObject;

  constructor(
    private readonly env: Env,
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly logger: Logger,
  ) {
    this.key = createSecretKey(env.indexKey);
  }

  /** Counts one call of `subject` (a person id or an address). Throws TOO_MANY_REQUESTS. */
  async take(name: LimitName, subject: string): Promise<void> {
    if (!this.env.hosting.rateLimits) return;
    const limit: RateLimit = RATE_LIMITS[name];
    if (limit.store === 'shared') return this.db.inTransaction((tx) => this.takeIn(tx, name, subject));
    for (const counted of this.windowsOf(name, subject, limit.windows)) this.countInMemory(name, counted);
  }

  /** As `take`, inside the transaction of what is limited: what is rolled back was not counted. */
  async takeIn(tx: Tx, name: LimitName, subject: string): Promise<void> {
    if (!this.env.hosting.rateLimits) return;
    for (const counted of this.windowsOf(name, subject, RATE_LIMITS[name].windows)) {
      if (await this.countInDb(tx, counted)) continue;
      this.refuse(name, counted);
    }
  }

  /** Forgets windows that ended more than a day before `now`; answers how many. */
  forgetOld(now: Instant): Promise<number> {
    return this.db.inTransaction((tx) =>
      tx.execute('DELETE FROM rate_hit WHERE until_at < ?', [addMinutes(now, -24 * 60)]),
    );
  }

  private windowsOf(name: LimitName, subject: string, windows: readonly LimitWindow[]): Counted[] {
    const now = toMillis(this.clock.now());
    return windows.map(({ count, seconds }) => {
      const ms = seconds * 1000;
      const until = toInstant((Math.floor(now / ms) + 1) * ms);
      const named = `${name}|${seconds}|${until}|${subject}`;
      return { id: createHmac('sha256', this.key).update(named).digest('hex'), count, until };
    });
  }

  /** One statement decides, so two processes cannot both take the last call of a window. */
  private async countInDb(tx: Tx, { id, count, until }: Counted): Promise<boolean> {
    const more = () =>
      tx.execute('UPDATE rate_hit SET hits = hits + 1 WHERE id = ? AND hits < ?', [id, count]);
    if ((await more()) === 1) return true;
    try {
      const [known] = await tx.query('SELECT hits FROM rate_hit WHERE id = ?', [id]);
      if (known !== undefined) return false;
      await tx.insert('rate_hit', { id, hits: 1, until_at: until });
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return (await more()) === 1;
    }
  }

  private countInMemory(name: LimitName, counted: Counted): void {
    const hits = this.memory.get(counted.id) ?? 0;
    if (hits >= counted.count) this.refuse(name, counted);
    if (this.memory.size >= KEPT_IN_MEMORY) this.memory.clear();
    this.memory.set(counted.id, hits + 1);
  }

  private refuse(name: LimitName, { until }: Counted): never {
    this.metrics.refused(name);
    this.logger.warn('rate.limited', { topic: name });
    const seconds = Math.max(1, Math.ceil((toMillis(until) - toMillis(this.clock.now())) / 1000));
    throw new AppError('TOO_MANY_REQUESTS', { seconds });
  }
}

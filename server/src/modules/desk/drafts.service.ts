import { Injectable } from '@nestjs/common';
import { DRAFT_BYTES, DRAFT_KEY, type DraftsAnswer, type DraftView } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { DraftsStore } from './drafts.store';

/** What somebody has begun to write, so that another screen and another day find it. Her own, and nobody else's. */
@Injectable()
export class DraftsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: DraftsStore,
  ) {}

  async list(actor: Actor): Promise<DraftsAnswer> {
    return { items: await this.store.list(actor.personId) };
  }

  async find(actor: Actor, key: string): Promise<DraftView> {
    checkKey(key);
    const found = await this.store.find(actor.personId, key);
    if (found === null) return { key, content: null, savedAt: null };
    return { key, content: JSON.parse(found.content) as Record<string, unknown>, savedAt: found.savedAt };
  }

  /** Throws DRAFT_TOO_LARGE. */
  async keep(actor: Actor, key: string, content: Record<string, unknown>): Promise<DraftView> {
    checkKey(key);
    const text = JSON.stringify(content);
    if (Buffer.byteLength(text) > DRAFT_BYTES) throw new AppError('DRAFT_TOO_LARGE');
    const now = this.clock.now();
    const write = () => this.db.inTransaction((tx) => this.store.keep(tx, actor.personId, key, text, now));
    try {
      await write();
    } catch (error) {
      // Two windows began the same draft at once: the later one is kept.
      if (!isDuplicate(error)) throw error;
      await write();
    }
    return { key, content, savedAt: now };
  }

  async drop(actor: Actor, key: string): Promise<DraftView> {
    checkKey(key);
    await this.db.inTransaction((tx) => this.store.drop(tx, actor.personId, key));
    return { key, content: null, savedAt: null };
  }
}

function checkKey(key: string): void {
  if (!DRAFT_KEY.test(key)) throw new AppError('FIELD_INVALID', { field: '草稿', reason: '不认识这种草稿' });
}

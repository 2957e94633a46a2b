import { Injectable } from '@nestjs/common';
import { FILTERS_AT_MOST, type FilterBody, type FiltersAnswer, type Instant } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';

/** Filters a person keeps; the only writer of `saved_filter`. */
@Injectable()
export class FiltersService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  async list({ personId }: Actor): Promise<FiltersAnswer> {
    const rows = await this.db.read<{ id: string; name: string; query: string; saved_at: Instant }>(
      'SELECT id, name, query, saved_at FROM saved_filter WHERE person_id = ? ORDER BY name, id',
      [personId],
    );
    return { items: rows.map(({ saved_at: savedAt, ...row }) => ({ ...row, savedAt })) };
  }

  /** The same name again replaces what it stood for. Throws FILTERS_FULL. */
  async keep(actor: Actor, body: FilterBody): Promise<FiltersAnswer> {
    const name = body.name.trim();
    try {
      await this.write(actor.personId, name, body.query);
    } catch (error) {
      // The same name from two windows at once: the later one is kept.
      if (!isDuplicate(error)) throw error;
      await this.write(actor.personId, name, body.query);
    }
    return this.list(actor);
  }

  private write(personId: string, name: string, query: string): Promise<void> {
    const now = this.clock.now();
    return this.db.inTransaction(async (tx) => {
      const sql = 'UPDATE saved_filter SET query = ?, saved_at = ? WHERE person_id = ? AND name = ?';
      if ((await tx.execute(sql, [query, now, personId, name])) > 0) return;
      const count = 'SELECT COUNT(*) AS n FROM saved_filter WHERE person_id = ?';
      const [row] = await tx.query<{ n: number }>(count, [personId]);
      if (Number(row?.n ?? 0) >= FILTERS_AT_MOST)
        throw new AppError('FILTERS_FULL', { max: FILTERS_AT_MOST });
      await tx.insert('saved_filter', { id: newId(), person_id: personId, name, query, saved_at: now });
    });
  }

  async drop(actor: Actor, id: string): Promise<FiltersAnswer> {
    await this.db.inTransaction(async (tx) => {
      const sql = 'DELETE FROM saved_filter WHERE id = ? AND person_id = ?';
      if ((await tx.execute(sql, [id, actor.personId])) === 0) throw new AppError('NOT_FOUND');
    });
    return this.list(actor);
  }
}

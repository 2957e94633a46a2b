import { Injectable } from '@nestjs/common';
import type { Instant, NoticesAnswer, NoticesReadAnswer, NoticeView, UnreadCountAnswer } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';

interface NoticeRow {
  id: string;
  order_id: string;
  phrase: string;
  thing: string;
  title: string;
  page: string;
  created_at: Instant;
  state: string;
}

/** A person's in-app messages. Somebody else's do not exist. */
@Injectable()
export class InboxService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  /** Newest first; `before` is the id of the last message of the page before. */
  async list(personId: string, before: string | undefined, limit: number): Promise<NoticesAnswer> {
    const cursor = before === undefined ? null : await this.find(personId, before);
    const older = cursor === null ? '' : 'AND (created_at < ? OR (created_at = ? AND id < ?))';
    const rows = await this.db.read<NoticeRow>(
      `SELECT id, order_id, phrase, thing, title, page, created_at, state FROM notice
        WHERE recipient_id = ? AND channel = 'INBOX' ${older}
        ORDER BY created_at DESC, id DESC LIMIT ${limit + 1}`,
      cursor === null ? [personId] : [personId, cursor.created_at, cursor.created_at, cursor.id],
    );
    const items = rows.slice(0, limit).map(viewOf);
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  async unread(personId: string): Promise<UnreadCountAnswer> {
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM notice WHERE recipient_id = ? AND channel = 'INBOX' AND state = 'UNREAD'`,
      [personId],
    );
    return { unread: Number(row?.n ?? 0) };
  }

  /** Marks one message read; NOT_FOUND when the person has none of this id. */
  async read(personId: string, id: string): Promise<NoticesReadAnswer> {
    await this.find(personId, id);
    return { read: await this.markRead('id = ? AND recipient_id = ?', [id, personId]) };
  }

  async readAll(personId: string): Promise<NoticesReadAnswer> {
    return { read: await this.markRead('recipient_id = ?', [personId]) };
  }

  private markRead(where: string, params: string[]): Promise<number> {
    const sql = `UPDATE notice SET state = 'READ', read_at = ? WHERE channel = 'INBOX' AND state = 'UNREAD' AND ${where}`;
    const now = this.clock.now();
    return this.db.inTransaction((tx) => tx.execute(sql, [now, ...params]));
  }

  private async find(personId: string, id: string): Promise<{ id: string; created_at: Instant }> {
    const [row] = await this.db.read<{ id: string; created_at: Instant }>(
      `SELECT id, created_at FROM notice WHERE id = ? AND recipient_id = ? AND channel = 'INBOX'`,
      [id, personId],
    );
    if (row === undefined) throw new AppError('NOT_FOUND');
    return row;
  }
}

function viewOf(row: NoticeRow): NoticeView {
  return {
    id: row.id,
    orderId: row.order_id,
    phrase: row.phrase,
    thing: row.thing,
    title: row.title,
    page: row.page,
    at: row.created_at,
    read: row.state === 'READ',
  };
}

import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  type EarlierOrder,
  type Instant,
  type OrderFacts,
  STATES,
  type State,
} from '@yihu/shared';
import { Db, type Row, type SqlValue } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';

const PAGE = 50;
const SHOWN = `w.id, w.order_no, w.state, w.title, w.channel, w.upper_no, w.received_at, w.lead_unit_id,
  w.vulnerable, w.filer_id`;

export interface Earlier extends EarlierOrder {
  vulnerable: boolean;
  byAccount: boolean;
}

/** A matter of somebody, filed at `receivedAt` or about to be; `id` is '' while it is not. */
export interface Matter extends Pick<OrderFacts, 'id' | 'rootId' | 'filerId' | 'receivedAt'> {
  classCode: string;
  phone: string | null;
}

/** Orders of one person: by the blind index of a number, or by account. */
@Injectable()
export class EarlierOrdersQuery {
  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
  ) {}

  /** Orders of these streets that carry the number, newest first (index ix_private_phone). */
  async ofPhone(rootIds: readonly string[], phoneBidx: string): Promise<Earlier[]> {
    if (rootIds.length === 0) return [];
    const rows = await this.db.read(
      `SELECT ${SHOWN} FROM order_private p JOIN work_order w ON w.id = p.order_id
        WHERE p.phone_bidx = ? AND w.root_id IN (${rootIds.map(() => '?').join(',')})
        ORDER BY w.received_at DESC, w.id DESC LIMIT ?`,
      [phoneBidx, ...rootIds, PAGE],
    );
    return rows.map((row) => this.view(row, null));
  }

  /** Other orders of the same street, class and person, received less than so many minutes before or after it. */
  async sameMatter(facts: OrderFacts, within: number): Promise<Earlier[]> {
    const [own] = await this.db.read<{ phone_bidx: string | null }>(
      'SELECT phone_bidx FROM order_private WHERE order_id = ?',
      [facts.id],
    );
    const { id, rootId, classCode, filerId, receivedAt } = facts;
    if (classCode === null) return [];
    return this.ofMatter(
      { id, rootId, classCode, filerId, receivedAt, phone: own?.phone_bidx ?? null },
      within,
    );
  }

  /** The same of a matter that may not be filed yet; `phone` is a blind index. */
  async ofMatter(matter: Matter, within: number): Promise<Earlier[]> {
    const { id, rootId, classCode, filerId, receivedAt, phone } = matter;
    const person: [string, SqlValue][] = [];
    if (filerId !== null) person.push(['w.filer_id = ?', filerId]);
    if (phone !== null) person.push(['p.phone_bidx = ?', phone]);
    if (person.length === 0) return [];
    const rows = await this.db.read(
      `SELECT ${SHOWN} FROM work_order w JOIN order_private p ON p.order_id = w.id
        WHERE w.root_id = ? AND w.class_code = ? AND w.id <> ? AND w.received_at > ? AND w.received_at < ?
          AND (${person.map(([sql]) => sql).join(' OR ')}) AND w.state NOT IN ('MERGED', 'WITHDRAWN', 'DECLINED')
        ORDER BY w.received_at DESC, w.id DESC LIMIT ?`,
      [
        ...[rootId, classCode, id],
        ...[addMinutes(receivedAt, -within), addMinutes(receivedAt, within)],
        ...person.map(([, value]) => value),
        PAGE,
      ],
    );
    return rows.map((row) => this.view(row, filerId));
  }

  /** Order numbers of a street by what they say word for word, of those received after `since`. */
  async saying(rootId: string, texts: readonly string[], since: Instant): Promise<Map<string, string>> {
    const wanted = [...new Set(texts)].filter((text) => text !== '');
    if (wanted.length === 0) return new Map();
    const rows = await this.db.read<{ order_no: string; content: string }>(
      `SELECT w.order_no, p.content FROM work_order w JOIN order_private p ON p.order_id = w.id
        WHERE w.root_id = ? AND w.received_at > ? AND p.content IN (${wanted.map(() => '?').join(',')})
        ORDER BY w.received_at`,
      [rootId, since, ...wanted],
    );
    return new Map(rows.map(({ order_no, content }) => [content, order_no]));
  }

  private view(row: Row, filerId: string | null): Earlier {
    const state = String(row.state) as State;
    const lead = row.lead_unit_id === null ? null : this.directory.findUnit(String(row.lead_unit_id));
    return {
      id: String(row.id),
      orderNo: String(row.order_no),
      state,
      stateLabel: STATES[state],
      title: String(row.title),
      channel: String(row.channel) as Earlier['channel'],
      upperNo: row.upper_no as string | null,
      receivedAt: String(row.received_at),
      leadUnitName: lead?.short_name ?? null,
      vulnerable: Number(row.vulnerable) === 1,
      byAccount: filerId !== null && row.filer_id === filerId,
    };
  }
}

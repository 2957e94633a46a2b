import { Injectable } from '@nestjs/common';
import { DESK_VIEWS, type DeskList, type DeskView, OPEN_STATES, type State } from '@yihu/shared';
import { Db, type Row, type SqlValue } from '../../platform/db/db';
import type { ListedClock } from '../clocks/clock-row';
import { ClocksStore } from '../clocks/clocks.store';
import { LISTED_ORDER, type ListedRow } from './order-columns';
import { listedMilestone } from './rules/clock-view';
import type { TextRow } from './rules/reader';
import { Visibility } from './visibility';

/** One row of a list, with what belongs to it but is stored apart. */
export interface ListedOrder {
  order: ListedRow;
  content: string;
  clocks: ListedClock[];
}

/** Part of a WHERE clause with its values. */
export interface Scope {
  sql: string;
  params: SqlValue[];
}

export interface ListPage {
  items: ListedOrder[];
  next: string | null;
}

export interface PrivateRow {
  name: string;
  phoneCipher: string | null;
  company: string;
  address: string;
  content: string;
  /** Contact and private words were deleted: the filer left, or their time was over. */
  erased: boolean;
}

const SEPARATOR = '~';
/** Recordings nobody has written down yet. */
const UNWRITTEN = "voice IN ('ONLY', 'BESIDE')";

/** Key of the last row of a page; opaque to clients. */
function cursorOf(parts: readonly string[]): string {
  return Buffer.from(parts.join(SEPARATOR)).toString('base64url');
}

function readCursor(after: string | undefined): string[] | null {
  if (after === undefined || after === '') return null;
  const parts = Buffer.from(after, 'base64url').toString('utf8').split(SEPARATOR);
  return parts.length === 2 ? parts : null;
}

/** SQL of the read side; visibility is in the WHERE clause of every list. */
@Injectable()
export class OrderRowsQuery {
  constructor(
    private readonly db: Db,
    private readonly clocks: ClocksStore,
  ) {}

  /** A resident's own orders, newest first (index ix_order_filer). */
  async mine(filerId: string, after: string | undefined, limit: number): Promise<ListPage> {
    const cursor = readCursor(after);
    const from = cursor === null ? '' : 'AND (received_at < ? OR (received_at = ? AND id < ?))';
    const params: SqlValue[] = cursor === null ? [] : [cursor[0] ?? '', cursor[0] ?? '', cursor[1] ?? ''];
    const rows = await this.db.read(
      `SELECT ${LISTED_ORDER.select} FROM work_order WHERE filer_id = ? ${from} ORDER BY received_at DESC, id DESC LIMIT ?`,
      [filerId, ...params, limit + 1],
    );
    return this.page(rows, limit, { isFiler: true, key: (row) => [row.receivedAt, row.id] });
  }

  /** Orders of lead units in some states, by due time (index ix_order_lead). */
  byLead(unitIds: readonly string[], states: readonly State[], after: string | undefined, limit: number) {
    return this.byDue(Visibility.among('lead_unit_id', unitIds), states, after, limit);
  }

  /** What is open in these communities and led by none of these units, by due time (index ix_list_open). */
  async around(
    { ids, rootIds }: { ids: readonly string[]; rootIds: readonly string[] },
    ownUnitIds: readonly string[],
    after: string | undefined,
    limit: number,
  ): Promise<ListPage> {
    const [open, inside, led] = [
      Visibility.among('open_root', rootIds),
      Visibility.among('+community_id', ids),
      Visibility.among('+lead_unit_id', ownUnitIds),
    ];
    const cursor = readCursor(after);
    const from = cursor === null ? '' : 'AND (next_due_at > ? OR (next_due_at = ? AND id > ?))';
    const params: SqlValue[] = cursor === null ? [] : [cursor[0] ?? '', cursor[0] ?? '', cursor[1] ?? ''];
    // What is open in a street is little; its communities need no index of their own.
    const rows = await this.db.read(
      `SELECT ${LISTED_ORDER.select} FROM work_order
        WHERE ${open.sql} AND ${inside.sql} AND +lead_unit_id IS NOT NULL AND NOT (${led.sql}) ${from}
        ORDER BY next_due_at, id LIMIT ?`,
      [...open.params, ...inside.params, ...led.params, ...params, limit + 1],
    );
    return this.page(rows, limit, { isFiler: false, key: (row) => [row.nextDueAt, row.id] });
  }

  /** Orders of streets in one of the office's lists, by due time (index ix_order_desk or ix_order_voice). */
  byRoot(rootIds: readonly string[], list: DeskList, after: string | undefined, limit: number) {
    const { sql, params } = Visibility.among('root_id', rootIds);
    const scope = list.voice === true ? `${sql} AND ${UNWRITTEN}` : sql;
    return this.byDue({ sql: scope, params }, list.states, after, limit);
  }

  /** Orders of a scope in some states, by due time. */
  async byDue(
    scope: Scope,
    states: readonly State[],
    after: string | undefined,
    limit: number,
  ): Promise<ListPage> {
    const among = Visibility.among('state', states);
    const cursor = readCursor(after);
    const from = cursor === null ? '' : 'AND (next_due_at > ? OR (next_due_at = ? AND id > ?))';
    const params: SqlValue[] = cursor === null ? [] : [cursor[0] ?? '', cursor[0] ?? '', cursor[1] ?? ''];
    const rows = await this.db.read(
      `SELECT ${LISTED_ORDER.select} FROM work_order WHERE ${scope.sql} AND ${among.sql} ${from} ORDER BY next_due_at, id LIMIT ?`,
      [...scope.params, ...among.params, ...params, limit + 1],
    );
    return this.page(rows, limit, { isFiler: false, key: (row) => [row.nextDueAt, row.id] });
  }

  /** How many orders each desk view holds, for the badges. */
  async deskCounts(rootIds: readonly string[]): Promise<Record<DeskView, number>> {
    const scope = Visibility.among('root_id', rootIds);
    // State by state of what is open: asked what is not over, SQLite walks all that is.
    const states = Visibility.among('state', OPEN_STATES);
    const rows = await this.db.read<{ state: State; n: number }>(
      `SELECT state, COUNT(*) AS n FROM work_order WHERE ${scope.sql} AND ${states.sql} GROUP BY state`,
      [...scope.params, ...states.params],
    );
    const unwritten = await this.db.read<{ state: State; n: number }>(
      `SELECT state, COUNT(*) AS n FROM work_order WHERE ${UNWRITTEN} AND ${scope.sql} GROUP BY +state`,
      scope.params,
    );
    const counts = Object.entries(DESK_VIEWS).map(([view, list]: [string, DeskList]) => {
      const counted = list.voice === true ? unwritten : rows;
      const held = counted.filter(({ state }) => list.states.includes(state));
      return [view, held.reduce((sum, { n }) => sum + Number(n), 0)];
    });
    return Object.fromEntries(counts) as Record<DeskView, number>;
  }

  async privateOf(orderId: string): Promise<PrivateRow> {
    const [row] = await this.db.read('SELECT * FROM order_private WHERE order_id = ?', [orderId]);
    return {
      name: String(row?.name ?? ''),
      phoneCipher: (row?.phone_cipher ?? null) as string | null,
      company: String(row?.company ?? ''),
      address: String(row?.address ?? ''),
      content: String(row?.content ?? ''),
      erased: (row?.erased_at ?? null) !== null,
    };
  }

  textsOf(orderId: string): Promise<TextRow[]> {
    return this.db.read<TextRow>(
      'SELECT seq, field, layer, body FROM event_text WHERE stream_id = ? ORDER BY seq, field',
      [orderId],
    );
  }

  private async page(
    rows: readonly Row[],
    limit: number,
    { isFiler, key }: { isFiler: boolean; key: (row: ListedRow) => string[] },
  ): Promise<ListPage> {
    const shown = rows.slice(0, limit).map((row) => LISTED_ORDER.read(row));
    const last = shown.at(-1);
    const waiting = shown.filter(({ state }) => listedMilestone(state, isFiler) !== null);
    const [contents, clocks] = await Promise.all([
      this.contentsOf(shown.map(({ id }) => id)),
      this.clocks.ofOrders(
        this.db,
        waiting.map(({ id }) => id),
        [...new Set(waiting.map(({ state }) => listedMilestone(state, isFiler)))].filter(
          (each) => each !== null,
        ),
      ),
    ]);
    return {
      items: shown.map((order) => ({
        order,
        content: contents.get(order.id) ?? '',
        clocks: clocks.get(order.id) ?? [],
      })),
      next: rows.length > limit && last !== undefined ? cursorOf(key(last)) : null,
    };
  }

  private async contentsOf(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const among = Visibility.among('order_id', ids);
    const rows = await this.db.read<{ order_id: string; content: string }>(
      `SELECT order_id, SUBSTR(content, 1, 80) AS content FROM order_private WHERE ${among.sql}`,
      among.params,
    );
    return new Map(rows.map((row) => [row.order_id, row.content]));
  }
}

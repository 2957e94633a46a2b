import { Injectable } from '@nestjs/common';
import {
  addMinutes,
  CONTEXT_DAYS,
  CONTEXT_METRES,
  CONTEXT_SHOWN,
  type ContextGroup,
  type Instant,
  type OrderContext,
  type OrderFacts,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type SqlValue } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { OrdersStore, type StoredOrder, Visibility } from '../orders';
import { ListQuery } from './list.query';
import { ListViews } from './list-views.service';
import type { Part } from './rules/list-plan';
import { type Box, boxAround, nearPart } from './rules/nearby';

const DAY_MINUTES = 24 * 60;
/** Merged into another, an order is shown as that one. */
const STANDING: Part = { sql: "+w.state <> 'MERGED'", params: [] };

/** Orders that have to do with the one on the screen: place, caller, firm, matter. */
@Injectable()
export class ContextQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly orders: OrdersStore,
    private readonly list: ListQuery,
    private readonly views: ListViews,
    private readonly visibility: Visibility,
  ) {}

  /** Of the order's own street, newest first. Throws NOT_FOUND for who does not read it as the office does. */
  async of(actor: Actor, orderId: string): Promise<OrderContext> {
    const stored = await this.orders.find(this.db, orderId);
    if (stored === null || this.visibility.readerOf(actor, stored.facts) !== 'OFFICE') {
      throw new AppError('NOT_FOUND');
    }
    const { facts } = stored;
    const mayLook = this.visibility.rootsWith(actor, 'caller:lookUp').includes(facts.rootId);
    const [place, caller, firm, sameClass] = await Promise.all([
      this.place(actor, stored),
      mayLook ? this.caller(actor, facts) : null,
      facts.enterpriseId === null
        ? null
        : this.group(actor, facts, WORK, [eq('w.enterprise_id', facts.enterpriseId)]),
      facts.classCode === null ? null : this.sameClass(actor, facts, facts.classCode, this.clock.now()),
    ]);
    return { place, caller, firm, sameClass };
  }

  private sameClass(actor: Actor, facts: OrderFacts, classCode: string, now: Instant): Promise<ContextGroup> {
    const from = addMinutes(now, -CONTEXT_DAYS * DAY_MINUTES);
    const lately = { sql: 'w.received_at >= ?', params: [from] };
    return this.group(actor, facts, WORK, [eq('w.class_code', classCode), lately], BY_ROOT);
  }

  /** Within so many metres, or of the same grid and class: counted apart, for each has its index. */
  private async place(actor: Actor, { facts, latE6, lngE6 }: StoredOrder): Promise<ContextGroup> {
    const { gridId, classCode } = facts;
    const box = latE6 === null || lngE6 === null ? null : boxAround({ latE6, lngE6 }, CONTEXT_METRES);
    const near = box === null ? null : await this.group(actor, facts, WORK, nearPart(box), BY_ROOT);
    if (gridId === null || classCode === null) return near ?? NONE;
    const alike = [eq('w.grid_id', gridId), eq('+w.class_code', classCode)];
    const farther = await this.group(actor, facts, WORK, [...alike, ...notNear(box)], BY_ROOT);
    const items = [...(near?.items ?? []), ...farther.items].sort((a, b) => (a.id < b.id ? 1 : -1));
    return { count: (near?.count ?? 0) + farther.count, items: items.slice(0, CONTEXT_SHOWN) };
  }

  /** By number, else by account; who chose to be anonymous is nobody's caller. */
  private async caller(actor: Actor, facts: OrderFacts): Promise<ContextGroup> {
    if (facts.confidentiality === 'ANONYMOUS') return NONE;
    const [own] = await this.db.read<{ phone_bidx: string | null }>(
      'SELECT phone_bidx FROM order_private WHERE order_id = ?',
      [facts.id],
    );
    const phone = own?.phone_bidx ?? null;
    const named = { sql: "w.confidentiality <> 'ANONYMOUS'", params: [] };
    const byPhone =
      phone === null ? NONE : await this.group(actor, facts, BY_PHONE, [eq('p.phone_bidx', phone), named]);
    if (facts.filerId === null) return byPhone;
    const other = {
      sql: 'NOT EXISTS (SELECT 1 FROM order_private q WHERE q.order_id = w.id AND q.phone_bidx = ?)',
      params: [phone ?? ''],
    };
    const byAccount = await this.group(actor, facts, WORK, [eq('w.filer_id', facts.filerId), named, other]);
    const items = [...byPhone.items, ...byAccount.items].sort((a, b) => (a.id < b.id ? 1 : -1));
    return { count: byPhone.count + byAccount.count, items: items.slice(0, CONTEXT_SHOWN) };
  }

  /** Led by an index on what they have in common; `root` shows the street where that index begins with it. */
  private async group(
    actor: Actor,
    facts: OrderFacts,
    from: string,
    where: readonly Part[],
    root = '+w.root_id',
  ): Promise<ContextGroup> {
    const others = { sql: 'w.id <> ?', params: [facts.id] };
    const parts = [eq(root, facts.rootId), ...where, others, STANDING];
    const params: SqlValue[] = parts.flatMap((each) => each.params);
    const [counted] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM ${from} WHERE ${parts.map(({ sql }) => sql).join(' AND ')}`,
      params,
    );
    const rows = await this.list.stretch(from, parts, 'w.received_at DESC, w.id DESC', CONTEXT_SHOWN);
    return { count: Number(counted?.n ?? 0), items: await this.views.of(actor, rows) };
  }
}

const WORK = 'work_order w';
const BY_ROOT = 'w.root_id';
const BY_PHONE = 'order_private p CROSS JOIN work_order w ON w.id = p.order_id';
const NONE: ContextGroup = { count: 0, items: [] };

function eq(column: string, value: string): Part {
  return { sql: `${column} = ?`, params: [value] };
}

/** Outside the box's circle, or nowhere. */
function notNear(box: Box | null): Part[] {
  if (box === null) return [];
  const [inside, circle] = nearPart(box);
  if (inside === undefined || circle === undefined) return [];
  const sql = `(w.lat_e6 IS NULL OR NOT (${inside.sql} AND ${circle.sql}))`;
  return [{ sql, params: [...inside.params, ...circle.params] }];
}

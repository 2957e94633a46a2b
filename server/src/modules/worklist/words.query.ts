import { Injectable } from '@nestjs/common';
import { Db } from '../../platform/db/db';
import { type AskedWords, holdsAll, keyOf } from '../order-index/rules/terms';
import { Visibility } from '../orders';
import { ListQuery } from './list.query';
import type { WorkRow } from './list-rows';
import type { Part } from './rules/list-plan';
import type { SearchAsk } from './search.service';

/** A term of more orders than this is common: how much more does not matter. */
const COMMON = 1000;
/** Terms that are counted, and that are asked for at once; whether the rest stands there too the words tell. */
const COUNTED = 16;
const JOINED = 4;
/** Orders whose words are read at a time: more than a page, for some hold the terms but not side by side. */
const READ_AT_LEAST = 60;

type Ask = Pick<SearchAsk, 'conditions' | 'rootIds' | 'openOnly' | 'beforeId' | 'limit'>;

/** Orders in which all pieces of a query stand, newest first: by the rarest of their terms, then by their words. */
@Injectable()
export class WordsQuery {
  constructor(
    private readonly db: Db,
    private readonly list: ListQuery,
  ) {}

  async find(ask: Ask, words: AskedWords): Promise<WorkRow[]> {
    const found = await Promise.all(ask.rootIds.map((rootId) => this.findIn(rootId, ask, words)));
    return found.flat();
  }

  private async findIn(rootId: string, ask: Ask, { terms, pieces }: AskedWords): Promise<WorkRow[]> {
    const counted = await Promise.all(
      terms.slice(0, COUNTED).map(async (term) => {
        const key = keyOf(rootId, term);
        return { key, orders: await this.ordersWith(key) };
      }),
    );
    const rarest = counted.sort((a, b) => a.orders - b.orders).slice(0, JOINED);
    const [first] = rarest;
    if (first === undefined || first.orders === 0) return [];
    const fromOpen = ask.openOnly && first.orders >= COMMON;
    const keys = rarest.map(({ key }) => key);
    const look = fromOpen ? openWith(rootId, keys, ask.conditions) : allWith(rootId, keys, ask.conditions);
    const rows: WorkRow[] = [];
    // Pieces of two characters are terms themselves: what holds them is found, and nothing else.
    const isExact = terms.length <= JOINED && pieces.every((piece) => terms.includes(piece));
    const atOnce = isExact ? ask.limit : Math.max(READ_AT_LEAST, ask.limit);
    for (let before = ask.beforeId; rows.length < ask.limit; ) {
      const where =
        before === null ? look.where : [...look.where, { sql: `${look.id} < ?`, params: [before] }];
      const read = await this.list.stretch(look.from, where, `${look.id} DESC`, atOnce);
      rows.push(...(isExact ? read : await this.holding(read, pieces)));
      const last = read.at(-1);
      if (last === undefined || read.length < atOnce) break;
      before = last.id;
    }
    return rows.slice(0, ask.limit);
  }

  /** How many orders hold a term, up to what is common. */
  private async ordersWith(key: string): Promise<number> {
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM order_term WHERE term = ? LIMIT ${COMMON}) held`,
      [key],
    );
    return Number(row?.n ?? 0);
  }

  /** Those in whose words every piece stands as typed. */
  private async holding(rows: readonly WorkRow[], pieces: readonly string[]): Promise<WorkRow[]> {
    if (rows.length === 0) return [];
    const { sql, params } = Visibility.among(
      'order_id',
      rows.map(({ id }) => id),
    );
    const read = await this.db.read<{ order_id: string; words: string }>(
      `SELECT order_id, words FROM order_words WHERE ${sql}`,
      params,
    );
    const words = new Map(read.map((row) => [row.order_id, row.words]));
    return rows.filter(({ id }) => holdsAll(words.get(id) ?? '', pieces));
  }
}

/** Down the orders of the rarest term, asking the others; the engine with statistics may begin elsewhere. */
function allWith(rootId: string, [first = '', ...others]: readonly string[], conditions: readonly Part[]) {
  const joins = others.map((_, at) => `CROSS JOIN order_term t${at} ON t${at}.order_id = t.order_id`);
  const terms = others.map((key, at) => ({ sql: `t${at}.term = ?`, params: [key] }));
  return {
    from: `order_term t ${joins.join(' ')} CROSS JOIN work_order w ON w.id = t.order_id`,
    where: [
      { sql: 't.term = ?', params: [first] },
      ...terms,
      { sql: 'w.root_id = ?', params: [rootId] },
      ...conditions,
    ],
    id: 't.order_id',
  };
}

/** Through the open orders, asking for every term: where all terms are common, these are fewer. */
function openWith(rootId: string, keys: readonly string[], conditions: readonly Part[]) {
  const terms = keys.map((key) => ({
    sql: 'EXISTS (SELECT 1 FROM order_term t WHERE t.term = ? AND t.order_id = w.id)',
    params: [key],
  }));
  return {
    from: 'work_order w',
    where: [{ sql: 'w.open_root = ?', params: [rootId] }, ...conditions, ...terms],
    id: 'w.id',
  };
}

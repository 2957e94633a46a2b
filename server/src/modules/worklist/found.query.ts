import { Injectable } from '@nestjs/common';
import { keyOf } from '../order-index/rules/terms';
import { Visibility } from '../orders';
import { ListQuery } from './list.query';
import type { WorkRow } from './list-rows';
import type { Part } from './rules/list-plan';
import { UPPER_NAMES } from './rules/search-plan';
import type { SearchAsk } from './search.service';

type Ask = Pick<SearchAsk, 'conditions' | 'rootIds' | 'beforeId' | 'limit'>;

/** After every character a number is made of. */
const AFTER_ALL = '~';

/** Orders by what is found whole: numbers, telephones, names. Newest first. */
@Injectable()
export class FoundQuery {
  constructor(private readonly list: ListQuery) {}

  /** Indexes uq_order_no, or the terms of numbers' ends. */
  async byNumber(ask: Ask, orderNo: string | null, tailTerm: string | null): Promise<WorkRow[]> {
    if (orderNo !== null) {
      const where = [{ sql: 'w.order_no = ?', params: [orderNo] }, this.inRoots(ask), ...ask.conditions];
      return this.rows('work_order w', where, ask, 'w.id');
    }
    if (tailTerm === null) return [];
    return this.inEach(ask, (rootId) => {
      const key = keyOf(rootId, tailTerm);
      const part = { sql: 't.term >= ? AND t.term < ?', params: [key, key + AFTER_ALL] };
      return { from: TERMS, part, id: 't.order_id' };
    });
  }

  /** Index uq_order_upper, once for each platform. */
  byUpperNo(ask: Ask, upperNo: string): Promise<WorkRow[]> {
    const systems = Visibility.among('w.upper_system', UPPER_NAMES);
    const where: Part[] = [
      this.inRoots(ask),
      { sql: systems.sql, params: [...UPPER_NAMES] },
      { sql: 'w.upper_no = ?', params: [upperNo] },
      ...ask.conditions,
    ];
    return this.rows('work_order w', where, ask, 'w.id');
  }

  /** Index ix_private_phone. */
  byPhone(ask: Ask, phoneBidx: string): Promise<WorkRow[]> {
    const where = [{ sql: 'p.phone_bidx = ?', params: [phoneBidx] }, this.inRoots(ask), ...ask.conditions];
    return this.rows(
      'order_private p CROSS JOIN work_order w ON w.id = p.order_id',
      where,
      ask,
      'p.order_id',
    );
  }

  /** Orders of one term, in the order the index holds them. */
  byTerm(ask: Ask, term: string): Promise<WorkRow[]> {
    return this.inEach(ask, (rootId) => {
      const part = { sql: 't.term = ?', params: [keyOf(rootId, term)] };
      return { from: TERMS, part, id: 't.order_id' };
    });
  }

  private async inEach(
    ask: Ask,
    look: (rootId: string) => { from: string; part: Part; id: string },
  ): Promise<WorkRow[]> {
    const found = await Promise.all(
      ask.rootIds.map((rootId) => {
        const { from, part, id } = look(rootId);
        return this.rows(
          from,
          [part, { sql: 'w.root_id = ?', params: [rootId] }, ...ask.conditions],
          ask,
          id,
        );
      }),
    );
    return found.flat();
  }

  private inRoots({ rootIds }: Ask): Part {
    return { sql: Visibility.among('w.root_id', rootIds).sql, params: [...rootIds] };
  }

  private rows(
    from: string,
    where: readonly Part[],
    { beforeId, limit }: Ask,
    id: string,
  ): Promise<WorkRow[]> {
    const before = beforeId === null ? [] : [{ sql: `${id} < ?`, params: [beforeId] }];
    return this.list.stretch(from, [...where, ...before], `${id} DESC`, limit);
  }
}

const TERMS = 'order_term t CROSS JOIN work_order w ON w.id = t.order_id';

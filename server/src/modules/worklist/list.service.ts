import { Injectable } from '@nestjs/common';
import { type DeskPage, isOfOpen, LIST_VIEWS, type ListViewName, STATES, type State } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { DutyService } from '../duty/duty.service';
import { IndexingService } from '../order-index/indexing.service';
import { Visibility } from '../orders';
import { ListQuery } from './list.query';
import type { WorkRow } from './list-rows';
import { ListViews } from './list-views.service';
import { readCursor, writeCursor } from './rules/list-cursor';
import {
  type AskedList,
  among,
  isOpenOnly,
  type ListCursor,
  membershipOf,
  ORDER_BY,
  stretchesOf,
} from './rules/list-plan';
import { SearchService } from './search.service';
import { type ListAsk, spanOf } from './worklist.dto';

const ALL = Object.keys(STATES) as State[];

/** The desk's lists: built-in views, filters, search, page by page. */
@Injectable()
export class ListService {
  constructor(
    private readonly clock: Clock,
    private readonly query: ListQuery,
    private readonly views: ListViews,
    private readonly finder: SearchService,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly indexing: IndexingService,
    private readonly duty: DutyService,
  ) {}

  /** Throws FIELD_INVALID for what there is not, and what SearchService throws. Whoever keeps watch has looked now. */
  async page(actor: Actor, ask: ListAsk): Promise<DeskPage> {
    await this.duty.opened(actor);
    const asked = this.asked(ask);
    const rootIds = this.visibility.deskRootIds(actor);
    const cursor = readCursor(ask.after);
    const text = ask.q?.trim() ?? '';
    const wanted = text === '' ? asked.sort : 'found';
    if (cursor !== null && cursor.sort !== wanted) {
      throw new AppError('FIELD_INVALID', { field: 'after', reason: '排序或搜索变了,请从第一页看起' });
    }
    if (ask.ids !== undefined) return this.these(actor, asked, rootIds, ask.ids.split(','));
    const found = { text, rootIds, cursor, limit: ask.limit };
    return text === '' ? this.list(actor, asked, found) : this.search(actor, asked, found);
  }

  private async list(actor: Actor, asked: AskedList, { rootIds, cursor, limit }: Where): Promise<DeskPage> {
    const stretches = stretchesOf(asked, rootIds, actor.personId, this.clock.now());
    const empty = asked.states.length === 0;
    const rows = empty ? [] : await this.query.rows(stretches, asked.sort, cursor, limit + 1);
    const next = cut(rows, limit, (row) => this.query.cursorAt(row, asked.sort));
    return {
      items: await this.views.of(actor, next.rows),
      next: next.cursor,
      searchedAs: [],
      complete: true,
    };
  }

  /** Those of these orders that are in the list now, whatever words found them. */
  private async these(
    actor: Actor,
    asked: AskedList,
    rootIds: readonly string[],
    ids: readonly string[],
  ): Promise<DeskPage> {
    const where = [
      among('w.id', ids),
      among('+w.root_id', rootIds),
      ...membershipOf(asked, actor.personId, this.clock.now()),
    ];
    const rows = await this.query.stretch('work_order w', where, ORDER_BY[asked.sort], ids.length);
    return { items: await this.views.of(actor, rows), next: null, searchedAs: [], complete: true };
  }

  private async search(actor: Actor, asked: AskedList, where: Where): Promise<DeskPage> {
    const { text, rootIds, cursor, limit } = where;
    const { kinds, rows } = await this.finder.search(actor, {
      query: text,
      conditions: membershipOf(asked, actor.personId, this.clock.now()),
      rootIds,
      openOnly: isOpenOnly(asked),
      beforeId: cursor?.id ?? null,
      limit: limit + 1,
    });
    const next = cut(rows, limit, ({ id }) => ({ sort: 'found', key: '', id }));
    const items = await this.views.of(actor, next.rows);
    return { items, next: next.cursor, searchedAs: kinds, complete: await this.indexing.isDone() };
  }

  private asked(ask: ListAsk): AskedList {
    const view: ListViewName = ask.view ?? (ask.q === undefined || ask.q.trim() === '' ? 'OPEN' : 'ALL');
    const ofView: readonly State[] = view === 'ALL' ? ALL : LIST_VIEWS[view].states;
    const asked: AskedList = {
      view,
      states: ask.state === undefined ? ofView : ofView.filter((state) => state === ask.state),
      classCode: ask.classCode ?? null,
      unitIds: this.under('unitId', ask.unitId),
      gridIds: this.under('gridId', ask.gridId),
      channel: ask.channel ?? null,
      urgency: ask.urgency ?? null,
      line: ask.line ?? null,
      ...spanOf(ask),
      light: ask.light ?? null,
      late: ask.late === '1',
      sort: ask.sort ?? (isOfOpen(view) ? 'due' : 'received'),
    };
    if (asked.sort === 'due' && !isOpenOnly(asked)) {
      throw new AppError('FIELD_INVALID', { field: 'sort', reason: '含已办结工单的列表只能按收到时间排' });
    }
    return asked;
  }

  /** The unit and all below it. Throws FIELD_INVALID when there is none; whose orders it has, visibility decides. */
  private under(field: string, unitId: string | undefined): string[] | null {
    if (unitId === undefined) return null;
    if (this.directory.findUnit(unitId) === null) {
      throw new AppError('FIELD_INVALID', { field, reason: '没有这个单位或网格' });
    }
    return this.directory.unitsUnder(unitId).map(({ id }) => id);
  }
}

interface Where {
  text: string;
  rootIds: readonly string[];
  cursor: ListCursor | null;
  limit: number;
}

/** A page of rows of which one more was read to know whether there is another. */
function cut(rows: readonly WorkRow[], limit: number, cursorAt: (row: WorkRow) => ListCursor) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const isMore = rows.length > limit && last !== undefined;
  return { rows: shown, cursor: isMore ? writeCursor(cursorAt(last)) : null };
}

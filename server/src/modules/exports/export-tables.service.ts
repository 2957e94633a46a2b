import { Injectable } from '@nestjs/common';
import { type DeskRow, formatLocal, LIST_VIEWS, type Permission, UNTOLD } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { validationPipe } from '../../platform/http/validation';
import { type Given, readGiven } from '../figures';
import { HeatService } from '../figures/heat.service';
import { UnitsService } from '../figures/units.service';
import { VolumeService } from '../figures/volume.service';
import { LedgersQuery } from '../ledgers/ledgers.query';
import { UnreachableQuery } from '../visits/unreachable.query';
import { VisitsQuery } from '../visits/visits.query';
import { ListAsk } from '../worklist';
import { ListService } from '../worklist/list.service';
import { heatTable, ratesTable, trendTable, unitTable, volumeTable } from './rules/figure-tables';
import { ORDER_COLUMNS } from './rules/order-table';
import { column, EXPORT_ROWS, type Table } from './rules/table';

/** Rows read at a time: other requests get their turn in between. */
const AT_ONCE = 250;

interface TableSource {
  can: Permission;
  make: (actor: Actor, query: Given) => Promise<Table>;
}

/** What can be handed out as a table, and how it is asked for: with the same query as the screen that shows it. */
@Injectable()
export class ExportTables {
  private readonly sources: Readonly<Record<string, TableSource>>;

  constructor(
    private readonly clock: Clock,
    private readonly lists: ListService,
    private readonly visits: VisitsQuery,
    private readonly unreachable: UnreachableQuery,
    private readonly ledgers: LedgersQuery,
    volumes: VolumeService,
    units: UnitsService,
    heats: HeatService,
  ) {
    const figure = (make: TableSource['make']): TableSource => ({ can: 'order:readOffice', make });
    this.sources = {
      orders: { can: 'order:readOffice', make: (actor, query) => this.orders(actor, query) },
      visits: { can: 'order:visit', make: (actor) => this.waiting(actor) },
      unreachable: { can: 'order:visit', make: (actor) => this.untold(actor) },
      ledger: { can: 'unit:read', make: (actor, query) => this.ledger(actor, query) },
      volume: figure(async (actor, query) => volumeTable(await volumes.volume(actor, readGiven(query)))),
      trend: figure(async (actor, query) => trendTable(await volumes.trend(actor, readGiven(query)))),
      units: figure(async (actor, query) => unitTable(await units.table(actor, readGiven(query)))),
      rates: figure(async (actor, query) => ratesTable(await units.rates(actor, readGiven(query)))),
      heat: figure(async (actor, query) => heatTable(await heats.heat(actor, readGiven(query)))),
    };
  }

  /** Null when there is no such table. */
  sourceOf(name: string): TableSource | null {
    return Object.hasOwn(this.sources, name) ? (this.sources[name] ?? null) : null;
  }

  /** The desk's list by its filter. Throws EXPORT_TOO_MANY rather than leave rows out unsaid. */
  async orders(actor: Actor, query: Given, most = EXPORT_ROWS): Promise<Table> {
    const given = { ...query, after: undefined, limit: undefined };
    const ask: ListAsk = await validationPipe().transform(given, { type: 'query', metatype: ListAsk });
    const rows: DeskRow[] = [];
    let after: string | null = null;
    do {
      const page = await this.lists.page(actor, { ...ask, limit: AT_ONCE, after: after ?? undefined });
      rows.push(...page.items);
      if (rows.length > most) throw new AppError('EXPORT_TOO_MANY', { limit: most });
      after = page.next;
    } while (after !== null);
    const view = LIST_VIEWS[ask.view ?? 'OPEN'];
    return {
      title: ask.q === undefined ? view.label : '搜索结果',
      columns: ORDER_COLUMNS,
      rows: rows.map((row) => ORDER_COLUMNS.map(({ of }) => of(row))),
      notes: [`共 ${rows.length} 件`, this.asOf()],
    };
  }

  private async waiting(actor: Actor): Promise<Table> {
    const { items, more } = await this.visits.waiting(actor);
    return {
      title: '待回访',
      columns: [
        ...[
          column('工单编号', 20),
          column('标题', 30),
          column('地点', 20),
          column('回访方式'),
          column('企业', 20),
        ],
        ...[
          column('承办单位', 14),
          column('到期', 17),
          column('联系次数', 10),
          column('上次联系'),
          column('下次联系'),
        ],
      ],
      rows: items.map((row) => [
        ...[row.orderNo, row.title, row.place, row.formLabel, row.firmName, row.leadUnitName],
        ...[{ instant: row.dueAt }, row.tries, { day: row.lastTryDay }, { day: row.nextOn }],
      ]),
      notes: [this.counted(items.length, more), this.asOf()],
    };
  }

  private async untold(actor: Actor): Promise<Table> {
    const { items, more } = await this.unreachable.list(actor);
    return {
      title: '微信通知不到',
      columns: [
        ...[column('工单编号', 20), column('标题', 30), column('状态'), column('还没告知什么', 18)],
        ...[
          column('有电话', 8),
          column('联系次数', 10),
          column('上次联系'),
          column('收到时间', 17),
          column('承办单位', 14),
        ],
      ],
      rows: items.map((row) => [
        ...[row.orderNo, row.title, row.stateLabel, UNTOLD[row.untold], row.hasPhone ? '是' : '否'],
        ...[row.tries, { day: row.lastTryDay }, { instant: row.receivedAt }, row.leadUnitName],
      ]),
      notes: [this.counted(items.length, more), this.asOf()],
    };
  }

  private async ledger(actor: Actor, query: Given): Promise<Table> {
    const { kind = '', ended } = readGiven(query);
    const items = await this.ledgers.list(actor, kind, ended === '1');
    return {
      title: items[0]?.kindLabel ?? '台账',
      columns: [
        ...[column('事项', 36), column('状态'), column('分类', 16), column('责任单位', 14), column('责任人')],
        ...[column('期限'), column('已超期', 8), column('列入时间', 17), column('怎么列入的', 20)],
        ...[column('工单数', 8), column('在办工单', 9)],
      ],
      rows: items.map((row) => [
        ...[row.title, row.stateLabel, row.className, row.unitName, row.personName, { day: row.dueDay }],
        ...[
          row.late ? '是' : '否',
          { instant: row.openedAt },
          row.enteredBy,
          row.ordersTotal,
          row.ordersOpen,
        ],
      ]),
      notes: [`共 ${items.length} 项`, this.asOf()],
    };
  }

  private asOf(): string {
    return `导出于 ${formatLocal(this.clock.now())}`;
  }

  private counted(count: number, more: boolean): string {
    return more ? `屏幕上列出的最急的 ${count} 件,后面还有` : `共 ${count} 件`;
  }
}

import { Injectable } from '@nestjs/common';
import {
  CHANNELS,
  classLeaf,
  type DeskClock,
  type DeskMark,
  type DeskRow,
  type Instant,
  type Milestone,
  REQUEST_TYPES,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AttachmentsService } from '../attachments/attachments.service';
import { isLive, type ListedClock } from '../clocks/clock-row';
import { ClocksStore } from '../clocks/clocks.store';
import { DirectoryService } from '../directory/directory.service';
import { OrderViews, Visibility } from '../orders';
import { clockLine } from '../orders/rules/clock-view';
import { AWAITED, clockFor } from '../orders/rules/due-columns';
import type { WorkRow } from './list-rows';

/** What belongs to rows but is stored apart, by order. */
interface Beside {
  contents: Map<string, string>;
  clocks: Map<string, ListedClock[]>;
  marks: Map<string, DeskMark[]>;
  thumbs: Map<string, string>;
}

/** Rows of the desk's lists as one person at the desk reads them. */
@Injectable()
export class ListViews {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly clocks: ClocksStore,
    private readonly attachments: AttachmentsService,
    private readonly directory: DirectoryService,
    private readonly visibility: Visibility,
    private readonly views: OrderViews,
  ) {}

  /** In the order given. Call it only for somebody who may see the orders as the office does. */
  async of(actor: Actor, rows: readonly WorkRow[]): Promise<DeskRow[]> {
    if (rows.length === 0) return [];
    const now = this.clock.now();
    const ids = rows.map(({ id }) => id);
    const milestones = new Set<Milestone>(['handle']);
    for (const { state } of rows) {
      const awaited = AWAITED[state];
      if (awaited !== null) milestones.add(awaited);
    }
    const live = rows.filter(({ state }) => AWAITED[state] !== null).map(({ id }) => id);
    const [contents, clocks, marks, photos] = await Promise.all([
      this.contentsOf(ids),
      this.clocks.ofOrders(this.db, live, [...milestones]),
      this.marksOf(ids, actor.personId),
      this.attachments.listForOrders(ids),
    ]);
    const shown = photos.filter(({ seq }) => seq === 1).reverse();
    const thumbs = new Map(shown.map(({ orderId, thumbUrl }) => [orderId, thumbUrl]));
    return rows.map((row) => this.row(actor, row, { contents, clocks, marks, thumbs }, now));
  }

  private row(actor: Actor, row: WorkRow, beside: Beside, now: Instant): DeskRow {
    const clocks = beside.clocks.get(row.id) ?? [];
    const content = beside.contents.get(row.id) ?? '';
    const summary = this.views.summary(
      { facts: row, title: row.title, clocks, content },
      beside.thumbs.get(row.id) ?? null,
      false,
      now,
    );
    const nameOf = (id: string | null) =>
      id === null ? null : (this.directory.findUnit(id)?.short_name ?? null);
    return {
      ...summary,
      classCode: row.classCode,
      className: row.classCode === null ? null : (classLeaf(row.classCode)?.path.join(' › ') ?? null),
      channel: row.channel,
      channelLabel: CHANNELS[row.channel],
      source: row.source,
      requestType: row.requestType,
      requestTypeLabel: REQUEST_TYPES[row.requestType],
      partyKind: row.partyKind,
      gridName: nameOf(row.gridId),
      communityName: nameOf(row.communityId),
      leadUnitId: row.leadUnitId,
      upperNo: row.upperNo,
      inner: this.promise(row, clocks, 'INNER', now),
      outer: this.promise(row, clocks, 'OUTER', now),
      reworks: row.reworks,
      disputes: row.disputes,
      unhappy: row.unhappy,
      marks: beside.marks.get(row.id) ?? [],
      vulnerable: this.visibility.seesCare(actor, row) ? row.vulnerable : null,
    };
  }

  /** The promise of a scope for the step the order waits for, else for its answer; null when none runs. */
  private promise(
    row: WorkRow,
    clocks: readonly ListedClock[],
    scope: 'INNER' | 'OUTER',
    now: Instant,
  ): DeskClock | null {
    const awaited = AWAITED[row.state];
    if (awaited === null) return null;
    const found = [awaited, 'handle' as const]
      .map((milestone) => clockFor(row, clocks, milestone, scope))
      .find((clock) => clock !== null && isLive(clock));
    if (found == null) return null;
    const { milestone, label, dueAt, dueText, late, light, state } = clockLine(found, now);
    return { milestone, label, dueAt, dueText, late, light, paused: state === 'PAUSED' };
  }

  private async contentsOf(ids: readonly string[]): Promise<Map<string, string>> {
    const { sql, params } = Visibility.among('order_id', ids);
    const rows = await this.db.read<{ order_id: string; content: string }>(
      `SELECT order_id, SUBSTR(content, 1, 80) AS content FROM order_private WHERE ${sql}`,
      params,
    );
    return new Map(rows.map((row) => [row.order_id, row.content]));
  }

  private async marksOf(ids: readonly string[], personId: string): Promise<Map<string, DeskMark[]>> {
    const { sql, params } = Visibility.among('order_id', ids);
    const rows = await this.db.read<{ order_id: string; mark: DeskMark }>(
      `SELECT order_id, mark FROM order_mark WHERE ${sql} AND who IN ('', ?)`,
      [...params, personId],
    );
    const marks = new Map<string, DeskMark[]>();
    for (const { order_id, mark } of rows) marks.set(order_id, [...(marks.get(order_id) ?? []), mark]);
    return marks;
  }
}

import { Injectable } from '@nestjs/common';
import {
  type Aim,
  type AimPart,
  ANSWER_FAULTS,
  CALL_CHANNELS,
  daysBetween,
  FIVE_AIMS,
  type FigureOrders,
  type FiguresAnswer,
  type QualityAnswer,
  RECORD_FIELDS,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { Visibility } from '../orders';
import { FiguresQuery } from './figures.query';
import { FiguresService } from './figures.service';
import { type Period, periodOf } from './period';
import { QualityQuery } from './quality.query';
import { QualityCallsStore } from './quality-calls.store';
import { QualityOrders } from './quality-orders.service';
import {
  type Audit,
  auditFigure,
  type Counted,
  callFigures,
  faultsOf,
  lackingOf,
  type Recorded,
  recordedOf,
  recordFigures,
  sendFigure,
} from './rules/quality';

interface Asked {
  fromDay?: string;
  toDay?: string;
}

/** What a period's aims are counted from. */
interface Counts {
  period: Period;
  figures: Readonly<Record<string, Counted>>;
  records: readonly Recorded[];
  audits: readonly Audit[];
}

/** Label, aim and what has to be known to read it, by part. */
const PARTS: Readonly<Record<string, { aim: Aim; label: string; note: string | null }>> = {
  reached: { aim: 'reached', label: '接通率', note: '按填报的话务量;没有填报的日子不计' },
  wait: { aim: 'reached', label: '平均等待', note: '按填报的话务量;只算接通的' },
  filled: { aim: 'reached', label: '已填报', note: '至少有一条线路填了的日子' },
  byPhone: { aim: 'reached', label: '电话登记成工单', note: null },
  whole: { aim: 'recorded', label: '要素齐全', note: '代为登记的工单;匿名的不问称呼和电话' },
  fields: { aim: 'recorded', label: '要素填写率', note: null },
  right: { aim: 'answered', label: '答复准确率', note: '按「回头看 · 核对答复」的结论;没有核对过的不算对' },
  send: { aim: 'sent', label: '平均派单用时', note: '收单到第一个承办单位' },
};
/** Published already; opened by the addresses they have there. */
const PUBLISHED: readonly { name: string; aim: Aim; label: string }[] = [
  { name: 'firstDispatch', aim: 'sent', label: '首派准确率' },
  { name: 'solved', aim: 'done', label: '解决率' },
  { name: 'result', aim: 'done', label: '满意率' },
];

/** 五项服务质量: one measure each that can be opened to what it counts (M93). */
@Injectable()
export class QualityService {
  constructor(
    private readonly clock: Clock,
    private readonly query: QualityQuery,
    private readonly orders: FiguresQuery,
    private readonly lists: QualityOrders,
    private readonly calls: QualityCallsStore,
    private readonly figures: FiguresService,
    private readonly visibility: Visibility,
  ) {}

  async answer(actor: Actor, asked: Asked): Promise<QualityAnswer> {
    const counts = await this.count(actor, asked);
    const { fromDay, toDay, asOf } = counts.period;
    const published = await this.figures.figures(actor, { fromDay, toDay });
    const own = Object.keys(PARTS).map((name) => this.part(name, counts));
    const all = [...own, ...PUBLISHED.map((part) => publishedPart(part, published))];
    return {
      ...{ fromDay, toDay, asOf },
      aims: (Object.keys(FIVE_AIMS) as Aim[]).map((aim) => ({
        aim,
        label: FIVE_AIMS[aim],
        parts: all.filter((part) => part.aim === aim).map(({ aim: _, ...part }) => part),
      })),
      lacking: lackingOf(counts.records).map(({ field, ids }) => ({
        field,
        label: RECORD_FIELDS[field],
        count: ids.length,
        opens: addressOf('lacking', counts.period, { key: field }),
      })),
      faults: faultsOf(counts.audits).map(({ fault, ids }) => ({
        fault,
        label: ANSWER_FAULTS[fault],
        count: ids.length,
        opens: addressOf('fault', counts.period, { key: fault }),
      })),
    };
  }

  /** Orders behind a part of an aim, a field left out or a fault. Throws NOT_FOUND for what is none of them. */
  async ordersOf(
    actor: Actor,
    asked: Asked & { part?: string; side?: string; key?: string },
  ): Promise<FigureOrders> {
    const { period, figures, records, audits } = await this.count(actor, asked);
    const { part = '', side, key } = asked;
    if (part === 'lacking')
      return this.lists.list(lackingOf(records).find(({ field }) => field === key)?.ids ?? [], period.asOf);
    if (part === 'fault')
      return this.lists.list(faultsOf(audits).find(({ fault }) => fault === key)?.ids ?? [], period.asOf);
    const found = Object.hasOwn(figures, part) ? figures[part] : undefined;
    if (found === undefined) throw new AppError('NOT_FOUND');
    return this.lists.list(found.ids[side === 'num' ? 'num' : 'den'], period.asOf);
  }

  private async count(actor: Actor, asked: Asked): Promise<Counts> {
    const period = periodOf(asked, this.clock.now());
    const { fromDay, toDay, from, to } = period;
    const roots = this.visibility.deskRootIds(actor);
    const [calls, phoned, audits, received] = await Promise.all([
      this.calls.list(roots, fromDay, toDay),
      this.query.takenByPhone(roots, CALL_CHANNELS, from, to),
      this.query.audits(roots, from, to),
      this.orders.received(roots, from, to),
    ]);
    const lives: Parameters<typeof sendFigure>[0][number][] = [];
    const records: Recorded[] = [];
    for await (const { orderId, events } of this.orders.histories(received)) {
      // Only what decides is kept of each history.
      lives.push({ orderId, events: events.filter(({ seq, name }) => seq === 1 || SENT.includes(name)) });
      const record = recordedOf(orderId, events);
      if (record !== null) records.push(record);
    }
    const figures = {
      ...callFigures(calls, daysBetween(fromDay, toDay) + 1),
      byPhone: {
        text: `${phoned.length} 件`,
        num: phoned.length,
        den: null,
        ids: { num: phoned, den: phoned },
      },
      ...recordFigures(records),
      right: auditFigure(audits),
      send: sendFigure(lives),
    };
    return { period, figures, records, audits };
  }

  private part(name: string, { figures, period }: Counts): AimPart & { aim: Aim } {
    const spec = PARTS[name];
    const counted = figures[name];
    if (spec === undefined || counted === undefined) throw new Error(`no part ${name}`);
    const { text, num, den, ids } = counted;
    const opens = (side: 'num' | 'den') =>
      ids[side].length === 0 ? null : addressOf(name, period, { side });
    return { name, ...spec, text, num, den, opens: { num: opens('num'), den: opens('den') } };
  }
}

const SENT: readonly string[] = ['order.dispatched', 'order.assigned'];

function addressOf(part: string, { fromDay, toDay }: Period, more: Record<string, string>): string {
  return `/api/desk/quality/orders?${new URLSearchParams({ part, fromDay, toDay, ...more })}`;
}

function publishedPart(
  { name, aim, label }: (typeof PUBLISHED)[number],
  { figures }: FiguresAnswer,
): AimPart & { aim: Aim } {
  const figure = figures.find((each) => each.name === name);
  if (figure === undefined) throw new Error(`no figure ${name}`);
  const { after, opens } = figure;
  const isAny = after.den > 0;
  return {
    ...{ name, aim, label, text: after.text, num: after.num, den: after.den, note: null },
    opens: { num: isAny ? `${opens.num}&after=1` : null, den: isAny ? `${opens.den}&after=1` : null },
  };
}

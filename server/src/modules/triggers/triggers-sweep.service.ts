import { Injectable } from '@nestjs/common';
import {
  addDays,
  CAN_STICK,
  calendarEnds,
  campaignIsDue,
  type Day,
  dayEnd,
  dayOf,
  dayStart,
  type Instant,
  type ItemFacts,
  inClasses,
  isStuck,
  loadedYears,
  SWEEP_DEFAULTS,
  type SweepName,
  slept,
  TRIGGER_LABELS,
  type TriggerParams,
  windowStart,
} from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { Logger } from '../../platform/logger';
import { ClocksStore } from '../clocks/clocks.store';
import { DirectoryService } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { AgendaRounds, LedgersStore, LedgerWriter } from '../ledgers';
import { Notices } from '../notifications/notices.service';
import { OrdersStore, StaleVersionError } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { LadderSweep } from './ladder-sweep';
import { LookbackSweep } from './lookback-sweep';
import { TriggerEffects } from './trigger-effects';
import { TriggerMarks } from './trigger-marks';
import { TriggersService } from './triggers.service';

const BATCH = 200;
/** Nights looked back on after a long sleep of the process; older ones are no news any more. */
const NIGHTS = 7;
const CAMPAIGNS = 500;
/** As much of a campaign's points as a patrol carries. */
const POINTS = 500;

/**
 * What triggers find by looking. Each finding is marked once in the transaction that tells of it, so that neither a
 * long sleep nor two processes lose or double one.
 */
@Injectable()
export class TriggersSweep {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
    private readonly triggers: TriggersService,
    private readonly effects: TriggerEffects,
    private readonly ladder: LadderSweep,
    private readonly lookbacks: LookbackSweep,
    private readonly agendas: AgendaRounds,
    private readonly marks: TriggerMarks,
    private readonly orders: OrdersStore,
    private readonly ledgers: LedgersStore,
    private readonly ledgerWriter: LedgerWriter,
    private readonly clocks: ClocksStore,
    private readonly staff: StaffQuery,
    private readonly notices: Notices,
    private readonly logger: Logger,
  ) {}

  /** One round; answers how many findings were told. */
  async tick(now: Instant = this.clock.now()): Promise<number> {
    await this.policies.refresh();
    let told = 0;
    for (const { id: rootId } of this.directory.streets()) {
      const round = [
        ...(await this.stuck(rootId, now)),
        ...(await this.lookbacks.due(rootId, this.params('lookbackDue', rootId, now), now)),
        ...(await this.ladder.due(rootId, this.params('lightLadder', rootId, now), now)),
        ...(await this.nights(rootId, now)),
        ...(await this.campaigns(rootId, now)),
        ...(await this.agendas.due(rootId, now)),
        ...(await this.calendar(rootId, now)),
      ];
      for (const work of round) if (await this.safely(work)) told += 1;
    }
    return told;
  }

  private async safely(work: (tx: Tx) => Promise<boolean>): Promise<boolean> {
    try {
      return await this.db.inTransaction(work);
    } catch (error) {
      // Another process told of it, or the subject moved on: the next round looks again.
      if (!(error instanceof StaleVersionError) && !isDuplicate(error)) {
        this.logger.error('triggers.sweep.failed', { error });
      }
      return false;
    }
  }

  private params(name: SweepName, rootId: string, now: Instant): TriggerParams {
    return this.triggers.paramsOf(name, SWEEP_DEFAULTS[name], rootId, now);
  }

  /** Orders nobody of the staff has touched for so long, and whose owner has not been told of this standstill. */
  private async stuck(rootId: string, now: Instant) {
    const params = this.params('stuck', rootId, now);
    if (!params.on) return [];
    const states = CAN_STICK.map(() => '?').join(',');
    const rows = await this.db.read<{ id: string }>(
      `SELECT w.id FROM work_order w
        WHERE w.root_id = ? AND w.state IN (${states}) AND COALESCE(w.staff_at, w.received_at) <= ?
          AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.order_id = w.id AND n.phrase = '无人处理'
                             AND n.created_at > COALESCE(w.staff_at, w.received_at))
        ORDER BY w.id LIMIT ?`,
      [rootId, ...CAN_STICK, windowStart(now, params), BATCH],
    );
    return rows.map(
      ({ id }) =>
        (tx: Tx) =>
          this.tellStuck(tx, id, params, now),
    );
  }

  private async tellStuck(tx: Tx, orderId: string, params: TriggerParams, now: Instant): Promise<boolean> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null || !isStuck(stored.facts, params, now)) return false;
    const { facts } = stored;
    if (!inClasses(params.classes, facts.classCode)) return false;
    const since = facts.staffAt ?? facts.receivedAt;
    if (!(await this.marks.take(tx, `stuck:${facts.id}:${since}`, facts.id, now))) return false;
    const fired = { name: 'stuck', facts, item: null, tally: NOTHING, mark: since.slice(0, 19), now };
    const hours = params.unit === 'hour' ? `${params.within}小时` : `${params.within}${UNITS[params.unit]}`;
    await this.effects.tell(tx, fired, {
      tell: ['owner'],
      phrase: '无人处理',
      thing: `已${hours}没有动作,请处理`,
    });
    return true;
  }

  /** 事不过夜: days that are over and have not been looked at, the oldest first. */
  private async nights(rootId: string, now: Instant) {
    const params = this.params('overnight', rootId, now);
    if (!params.on) return [];
    const days = Array.from({ length: NIGHTS }, (_, at) => addDays(dayOf(now), at - NIGHTS));
    const known = await this.db.read<{ command_key: string }>(
      `SELECT command_key FROM idem WHERE command_key IN (${days.map(() => '?').join(',')})`,
      days.map((day) => nightKey(rootId, day)),
    );
    const done = new Set(known.map((row) => row.command_key));
    return days
      .filter((day) => !done.has(nightKey(rootId, day)))
      .map((day) => (tx: Tx) => this.tellNight(tx, rootId, day, params, now));
  }

  private async tellNight(tx: Tx, rootId: string, day: Day, params: TriggerParams, now: Instant) {
    if (!(await this.marks.take(tx, `overnight:${rootId}:${day}`, rootId, now))) return false;
    const rows = await tx.query<{
      receivedAt: Instant;
      classCode: string | null;
      firstStaffAt: Instant | null;
    }>(
      `SELECT w.received_at AS receivedAt, w.class_code AS classCode,
              (SELECT MIN(e.at) FROM event e WHERE e.stream_id = w.id AND e.actor_unit_id IS NOT NULL) AS firstStaffAt
         FROM work_order w WHERE w.root_id = ? AND w.received_at >= ? AND w.received_at < ?
          AND w.state NOT IN ('MERGED', 'WITHDRAWN')`,
      [rootId, dayStart(day), dayEnd(day)],
    );
    const left = rows.filter((row) => slept(row, day, params) && inClasses(params.classes, row.classCode));
    if (left.length === 0) return false;
    await this.alarm(tx, rootId, ['order:accept', 'order:decide'], {
      name: 'overnight',
      mark: day,
      phrase: '过夜未动',
      thing: `${day}收到的诉求有${left.length}件当日无人处理`,
      now,
    });
    return true;
  }

  /** Seasons whose tasks are due: the grids, the unit that leads and the office hear of it, once. */
  private async campaigns(rootId: string, now: Instant) {
    const params = this.params('campaignDue', rootId, now);
    if (!params.on) return [];
    const items = await this.ledgers.list(this.db, [rootId], 'campaign', ['OPEN'], CAMPAIGNS);
    return items
      .filter((item) => isDue(item, now))
      .map(
        ({ id }) =>
          (tx: Tx) =>
            this.startCampaign(tx, id, now),
      );
  }

  private async startCampaign(tx: Tx, itemId: string, now: Instant): Promise<boolean> {
    const item = await this.ledgers.find(tx, itemId);
    if (item === null || !isDue(item, now)) return false;
    const acting = { personId: 'SYSTEM', unitId: null, now, commandId: null };
    const patrols = await this.openPatrols(tx, item, now);
    const announced = { values: { announced: item.values.startsOn, patrols } };
    const after = await this.ledgerWriter.act(tx, item, 'follow', acting, {}, announced);
    await this.effects.tell(
      tx,
      { name: 'campaignDue', facts: null, item: after, tally: NOTHING, mark: String(after.version), now },
      {
        tell: ['grids', 'itemLead', 'office'],
        phrase: '专项布置',
        thing: `${after.title.slice(0, 20)},请按要点巡查`,
      },
    );
    return true;
  }

  /** One patrol per grid of the campaign, to be done when its season begins; late ones before it ends. */
  private async openPatrols(tx: Tx, item: ItemFacts, now: Instant): Promise<string[]> {
    const { gridIds, startsOn, dueDay } = item.values as Record<string, unknown>;
    const texts = (await this.ledgers.textsOf(tx, item.id)).filter(({ field }) => field === 'measures');
    const patrolOn = String(startsOn) >= dayOf(now) ? startsOn : dueDay;
    const form = { purpose: 'CAMPAIGN', patrolOn, points: texts.at(-1)?.body.slice(0, POINTS) };
    const opened: string[] = [];
    for (const gridId of (gridIds ?? []) as string[]) {
      const home = { gridId, rootId: item.rootId };
      opened.push(await this.effects.openOnGrid(tx, 'patrol', home, form, now));
    }
    return opened;
  }

  /** Days off of the coming year: whoever runs the installation hears of it in time, at most once a month. */
  private async calendar(rootId: string, now: Instant) {
    const params = this.params('calendarMissing', rootId, now);
    const lastYear = Math.max(...loadedYears(this.policies.loadedCalendar()));
    const isWaiting = (await this.clocks.awaitingYears(this.db)).some(({ count }) => Number(count) > 0);
    const days = windowStart(now, params);
    const within = Math.round((Date.parse(now) - Date.parse(days)) / 86_400_000);
    if (!params.on || !calendarEnds(lastYear, dayOf(now), within, isWaiting)) return [];
    return [
      async (tx: Tx) => {
        if (!(await this.marks.take(tx, `calendarMissing:${rootId}:${lastYear}`, rootId, now))) return false;
        await this.alarm(tx, rootId, ['health:read'], {
          name: 'calendarMissing',
          mark: String(lastYear),
          phrase: '缺节假日',
          thing: `${lastYear + 1}年节假日安排还没有录入,请尽早录入`,
          now,
        });
        return true;
      },
    ];
  }

  private async alarm(
    tx: Tx,
    rootId: string,
    permissions: readonly ('order:accept' | 'order:decide' | 'health:read')[],
    {
      name,
      mark,
      phrase,
      thing,
      now,
    }: { name: SweepName; mark: string; phrase: string; thing: string; now: Instant },
  ): Promise<void> {
    const officeId = this.directory.findOffice(rootId)?.id ?? rootId;
    const lists: string[][] = [];
    for (const permission of permissions)
      lists.push(await this.staff.answering(tx, officeId, permission, now));
    await this.notices.tell(tx, {
      eventRef: `${rootId}:${name}:${mark}`,
      orderId: rootId,
      orderNo: TRIGGER_LABELS[name],
      recipients: [...new Set(lists.flat())].map((personId) => ({ personId })),
      phrase,
      thing,
      templateKind: 'task',
      title: TRIGGER_LABELS[name],
      page: 'handler/desk/index',
      now,
    });
  }
}

const NOTHING = { n: 0, of: 0, orderIds: [], where: '' } as const;
const UNITS = { minute: '分钟', hour: '小时', day: '天' } as const;
const nightKey = (rootId: string, day: Day) => `trig:overnight:${rootId}:${day}`;

function isDue(item: ItemFacts, now: Instant): boolean {
  const { values } = item;
  return item.state === 'OPEN' && values.announced !== values.startsOn && campaignIsDue(values, dayOf(now));
}

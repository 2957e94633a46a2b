import { Injectable } from '@nestjs/common';
import {
  formatLocal,
  IDLE_WATCH_DEFAULTS,
  type Instant,
  paramsOf,
  type TriggerParams,
  type TriggerRow,
} from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { Logger } from '../../platform/logger';
import { DirectoryService, type Unit } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { Notices } from '../notifications/notices.service';
import { PoliciesService } from '../policies/policies.service';
import { DutyStore, type StoredShift } from './duty.store';
import { isIdle, untouchedSince } from './rules/roster';

/** Trigger idleWatch: nobody on duty has opened the inbox for N minutes (M65). Told once for each standstill. */
@Injectable()
export class DutySweep {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: DutyStore,
    private readonly directory: DirectoryService,
    private readonly staff: StaffQuery,
    private readonly notices: Notices,
    private readonly policies: PoliciesService,
    private readonly logger: Logger,
  ) {}

  /** One round over all streets; answers how many alarms went off. */
  async tick(now: Instant = this.clock.now()): Promise<number> {
    await this.policies.refresh();
    let alarms = 0;
    for (const street of this.directory.streets()) {
      const office = this.directory.findOffice(street.id);
      if (office === null) continue;
      try {
        alarms += await this.office(street.id, office, now);
      } catch (error) {
        this.logger.error('duty.sweep.failed', { topic: office.id, error });
      }
    }
    return alarms;
  }

  private params(rootId: string, now: Instant): TriggerParams {
    const rows = this.policies.inForce<{ rows: TriggerRow[] }>(rootId, 'trigger', now)?.rows;
    const row = rows?.find(({ name }) => name === 'idleWatch');
    return paramsOf(IDLE_WATCH_DEFAULTS, row);
  }

  private async office(rootId: string, office: Unit, now: Instant): Promise<number> {
    const params = this.params(rootId, now);
    if (!params.on) return 0;
    const shifts = await this.store.at(this.db, office.id, now);
    const idle = shifts.filter((shift) => shift.role === 'WATCH' && isIdle(shift, params, now));
    let alarms = 0;
    for (const shift of idle) {
      if (shift.alarmedFor !== null && shift.alarmedFor >= untouchedSince(shift)) continue;
      if (await this.db.inTransaction((tx) => this.alarm(tx, office, shift, now))) alarms += 1;
    }
    return alarms;
  }

  private async alarm(tx: Tx, office: Unit, shift: StoredShift, now: Instant): Promise<boolean> {
    const since = untouchedSince(shift);
    if (!(await this.store.alarm(tx, shift, since))) return false;
    const recipients = new Set([
      ...(await this.nextOnDuty(tx, office, shift, now)),
      ...(await this.staff.answering(tx, office.id, 'order:decide', now)),
    ]);
    await this.notices.tell(tx, {
      eventRef: `${shift.id}:${since}`.slice(0, 64),
      orderId: office.id,
      orderNo: '值班',
      recipients: [...recipients].map((personId) => ({ personId })),
      phrase: '无人盯守',
      thing: `${shift.personName}自${formatLocal(since).slice(5)}起未看收件箱,请接替`,
      templateKind: 'task',
      title: '值班盯守',
      page: 'handler/desk/index',
      now,
    });
    return true;
  }

  /** Whoever is on duty there besides; else the next to keep watch; else everybody else of the office. */
  private async nextOnDuty(tx: Tx, office: Unit, { personId }: StoredShift, now: Instant): Promise<string[]> {
    const on = await this.store.at(tx, office.id, now);
    const beside = on.filter((shift) => shift.personId !== personId).map((shift) => shift.personId);
    const next = await this.store.nextWatch(tx, office.id, now);
    const found = [...beside, ...(next === null ? [] : [next.personId])].filter((id) => id !== personId);
    if (found.length > 0) return found;
    const staff = await this.staff.staffOf(tx, office.id, 'order:accept', now);
    return staff.filter((id) => id !== personId);
  }
}

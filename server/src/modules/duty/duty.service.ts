import { Injectable } from '@nestjs/common';
import {
  DUTY_ROLES,
  type DutyShiftView,
  dayOf,
  formatLocal,
  type Instant,
  type RosterBody,
  type RosterView,
  type ShiftBody,
} from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { DirectoryService, type Unit } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { PoliciesService } from '../policies/policies.service';
import { DutyStore, type StoredShift } from './duty.store';
import { doubled, gapsOf, isShift, partOf, periodOf } from './rules/roster';

const OFFICE = 'HOTLINE_OFFICE';

/** The roster of units: who is on, nights and holidays too, and whether the person on watch looks. */
@Injectable()
export class DutyService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: DutyStore,
    private readonly directory: DirectoryService,
    private readonly staff: StaffQuery,
    private readonly policies: PoliciesService,
    private readonly audit: AuditStore,
  ) {}

  /** A unit's roster from a day on, `days` long. Throws UNIT_UNKNOWN for a unit outside the actor's own street. */
  async roster(actor: Actor, unitId: string, fromDay?: string, days = 7): Promise<RosterView> {
    const unit = this.unitFor(actor, unitId);
    const now = this.clock.now();
    const { from, to } = periodOf(fromDay ?? dayOf(now), days);
    const shifts = await this.store.between(this.db, unit.id, from, to);
    const watches = shifts.filter(({ role }) => role === 'WATCH');
    return {
      items: shifts.map((shift) => this.view(shift, unit, now)),
      gaps: unit.kind === OFFICE ? gapsOf(watches, from, to) : [],
      mayChange: this.mayChange(actor, unit),
    };
  }

  /**
   * Adds shifts, all or none. Throws DUTY_PAST, DUTY_SPAN, PERSON_NOT_OF_UNIT, WATCH_OF_OFFICE, and DUTY_OVERLAP
   * naming whoever keeps watch at that time already.
   */
  async add(actor: Actor, { unitId, shifts }: RosterBody): Promise<RosterView> {
    const unit = this.unitFor(actor, unitId);
    if (!this.mayChange(actor, unit)) throw new AppError('FORBIDDEN');
    const now = this.clock.now();
    for (const shift of shifts) this.check(unit, shift, now);
    const first = shifts.map(({ startsAt }) => startsAt).sort()[0] ?? now;
    await this.db.inTransaction(async (tx) => {
      await this.store.lock(tx, unit.id);
      await this.checkPersons(tx, unit, shifts, now);
      await this.refuseDouble(tx, unit, shifts);
      const rows = shifts.map((shift) => ({ ...shift, unitId: unit.id }));
      await this.store.add(tx, rows, actor.personId, now);
      await this.note(tx, actor, unit, 'duty.set', shifts.length, now);
    });
    return this.roster(actor, unit.id, dayOf(first));
  }

  /** Takes a shift off, or ends it now when it has begun. Throws DUTY_PAST when it is over. */
  async remove(actor: Actor, shiftId: string): Promise<RosterView> {
    const shift = await this.store.find(this.db, shiftId);
    if (shift === null) throw new AppError('NOT_FOUND');
    const unit = this.unitFor(actor, shift.unitId);
    if (!this.mayChange(actor, unit)) throw new AppError('FORBIDDEN');
    const now = this.clock.now();
    await this.db.inTransaction(async (tx) => {
      await this.store.lock(tx, unit.id);
      const current = await this.store.find(tx, shiftId);
      if (current === null) throw new AppError('NOT_FOUND');
      if (current.endsAt <= now) throw new AppError('DUTY_PAST');
      await this.store.end(tx, current, now);
      await this.note(tx, actor, unit, 'duty.ended', 1, now);
    });
    return this.roster(actor, unit.id);
  }

  /** Whoever keeps watch has just opened the inbox; for anybody else nothing happens. */
  async opened(actor: Actor): Promise<void> {
    const now = this.clock.now();
    const watches = await this.store.watchesOf(this.db, actor.personId, now);
    for (const { id } of watches) await this.db.inTransaction((tx) => this.store.saw(tx, id, now));
  }

  private unitFor(actor: Actor, unitId: string): Unit {
    const unit = this.directory.findUnit(unitId);
    if (unit === null || unit.root_id !== actor.rootId) throw new AppError('UNIT_UNKNOWN');
    return unit;
  }

  private mayChange(actor: Actor, unit: Unit): boolean {
    return pathsWith(actor, 'duty:manage').some((path) => unit.path.startsWith(path));
  }

  private check(unit: Unit, shift: ShiftBody, now: Instant): void {
    if (!isShift(shift)) throw new AppError('DUTY_SPAN');
    if (shift.endsAt <= now) throw new AppError('DUTY_PAST');
    if (shift.role === 'WATCH' && unit.kind !== OFFICE) throw new AppError('WATCH_OF_OFFICE');
  }

  /** Only who can do what comes in at that unit can be on duty there. */
  private async checkPersons(tx: Tx, unit: Unit, shifts: readonly ShiftBody[], now: Instant): Promise<void> {
    const permission = unit.kind === OFFICE ? 'order:accept' : 'order:sign';
    const staff = await this.staff.staffOf(tx, unit.id, permission, now);
    if (shifts.some(({ personId }) => !staff.includes(personId))) throw new AppError('PERSON_NOT_OF_UNIT');
  }

  private async refuseDouble(tx: Tx, unit: Unit, shifts: readonly ShiftBody[]): Promise<void> {
    const from = shifts.map(({ startsAt }) => startsAt).sort()[0] ?? '';
    const to =
      shifts
        .map(({ endsAt }) => endsAt)
        .sort()
        .at(-1) ?? '';
    const standing = await this.store.between(tx, unit.id, from, to);
    const keyOf = ({ role, personId }: ShiftBody) => (role === 'WATCH' ? 'WATCH' : personId);
    for (const key of new Set(shifts.map(keyOf))) {
      const own = (list: readonly ShiftBody[]) => list.filter((shift) => keyOf(shift) === key);
      const found = doubled(own(standing), own(shifts));
      if (found === null) continue;
      const who = standing.find((shift) => shift.personId === found.other.personId)?.personName;
      throw new AppError('DUTY_OVERLAP', {
        from: formatLocal(found.other.startsAt),
        to: formatLocal(found.other.endsAt),
        who: who ?? '同一份排班',
      });
    }
  }

  private note(tx: Tx, actor: Actor, unit: Unit, action: string, count: number, now: Instant): Promise<void> {
    return this.audit.add(tx, {
      at: now,
      actorId: actor.personId,
      action,
      subjectKind: 'UNIT',
      subjectId: unit.id,
      facts: { count },
    });
  }

  private view(shift: StoredShift, unit: Unit, now: Instant): DutyShiftView {
    const { id, role, personId, personName, startsAt, endsAt, seenAt } = shift;
    return {
      id,
      role,
      personId,
      personName,
      startsAt,
      endsAt,
      seenAt,
      unitId: unit.id,
      unitName: unit.short_name,
      roleLabel: DUTY_ROLES[role],
      part: partOf(shift, this.policies.loadedCalendar()),
      isNow: startsAt <= now && now < endsAt,
    };
  }
}

import { Injectable } from '@nestjs/common';
import type { DutyRole, Instant } from '@yihu/shared';
import { type Db, readRows, type Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';

export interface StoredShift {
  id: string;
  unitId: string;
  role: DutyRole;
  personId: string;
  personName: string;
  startsAt: Instant;
  endsAt: Instant;
  seenAt: Instant | null;
  alarmedFor: Instant | null;
}

export interface NewShift {
  unitId: string;
  role: DutyRole;
  personId: string;
  startsAt: Instant;
  endsAt: Instant;
}

const SELECT = `SELECT d.id, d.unit_id AS unitId, d.role, d.person_id AS personId, COALESCE(p.name, '') AS personName,
  d.starts_at AS startsAt, d.ends_at AS endsAt, d.seen_at AS seenAt, d.alarmed_for AS alarmedFor
  FROM duty_shift d LEFT JOIN person p ON p.id = d.person_id`;

/** The only writer of `duty_shift`. */
@Injectable()
export class DutyStore {
  /** Shifts of a unit that share a moment with the span, in their order. */
  between(reader: Tx | Db, unitId: string, from: Instant, to: Instant): Promise<StoredShift[]> {
    const sql = `${SELECT} WHERE d.unit_id = ? AND d.ends_at > ? AND d.starts_at < ? ORDER BY d.starts_at, d.role, d.id`;
    return readRows<StoredShift>(reader, sql, [unitId, from, to]);
  }

  /** Shifts of a unit that run at the moment. */
  at(reader: Tx | Db, unitId: string, now: Instant): Promise<StoredShift[]> {
    const sql = `${SELECT} WHERE d.unit_id = ? AND d.ends_at > ? AND d.starts_at <= ? ORDER BY d.starts_at, d.id`;
    return readRows<StoredShift>(reader, sql, [unitId, now, now]);
  }

  async find(reader: Tx | Db, shiftId: string): Promise<StoredShift | null> {
    return (await readRows<StoredShift>(reader, `${SELECT} WHERE d.id = ?`, [shiftId]))[0] ?? null;
  }

  /** The next person on watch after a moment. */
  async nextWatch(reader: Tx | Db, unitId: string, after: Instant): Promise<StoredShift | null> {
    const sql = `${SELECT} WHERE d.unit_id = ? AND d.role = 'WATCH' AND d.starts_at > ? ORDER BY d.starts_at LIMIT 1`;
    return (await readRows<StoredShift>(reader, sql, [unitId, after]))[0] ?? null;
  }

  /** Makes whoever else changes this unit's roster wait, so that two cannot both fill one gap. */
  async lock(tx: Tx, unitId: string): Promise<void> {
    await tx.execute('UPDATE unit SET version = version WHERE id = ?', [unitId]);
  }

  async add(tx: Tx, shifts: readonly NewShift[], setById: string, now: Instant): Promise<void> {
    await tx.insert(
      'duty_shift',
      shifts.map((shift) => ({
        id: newId(),
        unit_id: shift.unitId,
        role: shift.role,
        person_id: shift.personId,
        starts_at: shift.startsAt,
        ends_at: shift.endsAt,
        seen_at: null,
        alarmed_for: null,
        set_by_id: setById,
        set_at: now,
      })),
    );
  }

  /** Takes a shift off the roster; one that has begun ends now, for it has been kept until now. */
  async end(tx: Tx, { id, startsAt }: StoredShift, now: Instant): Promise<void> {
    if (startsAt >= now) await tx.execute('DELETE FROM duty_shift WHERE id = ?', [id]);
    else await tx.execute('UPDATE duty_shift SET ends_at = ? WHERE id = ?', [now, id]);
  }

  /** The person on watch has opened the inbox. */
  async saw(tx: Tx, shiftId: string, now: Instant): Promise<void> {
    await tx.execute('UPDATE duty_shift SET seen_at = ? WHERE id = ? AND (seen_at IS NULL OR seen_at < ?)', [
      now,
      shiftId,
      now,
    ]);
  }

  /** The shifts in which this person keeps watch at the moment. */
  watchesOf(reader: Tx | Db, personId: string, now: Instant): Promise<StoredShift[]> {
    const sql = `${SELECT} WHERE d.person_id = ? AND d.ends_at > ? AND d.starts_at <= ? AND d.role = 'WATCH'`;
    return readRows<StoredShift>(reader, sql, [personId, now, now]);
  }

  /** Marks one standstill as told of; false when somebody else has, or the person has looked meanwhile. */
  async alarm(tx: Tx, shift: StoredShift, since: Instant): Promise<boolean> {
    const seen = shift.seenAt === null ? 'seen_at IS NULL' : 'seen_at = ?';
    const affected = await tx.execute(
      `UPDATE duty_shift SET alarmed_for = ? WHERE id = ? AND (alarmed_for IS NULL OR alarmed_for < ?) AND ${seen}`,
      [since, shift.id, since, ...(shift.seenAt === null ? [] : [shift.seenAt])],
    );
    return affected === 1;
  }
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;
const instant = { type: 'varchar', length: 24 } as const;

/** Who is on, from when to when, and whether the person on watch looked. */
@Entity('duty_shift')
@Index('uq_duty_shift', ['unit_id', 'role', 'starts_at', 'person_id'], { unique: true })
@Index('ix_duty_now', ['unit_id', 'ends_at'])
@Index('ix_duty_person', ['person_id', 'ends_at'])
export class DutyShiftEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) unit_id!: string;
  @Column({ type: 'varchar', length: 8 }) role!: string;
  @Column(id) person_id!: string;
  @Column(instant) starts_at!: string;
  @Column(instant) ends_at!: string;
  /** When the person on watch last opened the inbox. */
  @Column({ ...instant, nullable: true }) seen_at!: string | null;
  /** The standstill the last alarm was about: since when nobody had looked. */
  @Column({ ...instant, nullable: true }) alarmed_for!: string | null;
  @Column(id) set_by_id!: string;
  @Column(instant) set_at!: string;
}

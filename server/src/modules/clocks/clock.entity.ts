import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Every promise about time (see ClockRow). */
@Entity('clock')
@Index('uq_clock_subject', ['subject_id', 'cycle', 'scope', 'milestone'], { unique: true })
@Index('ix_clock_light', ['next_light_at', 'id'])
@Index('ix_clock_order', ['order_id'])
@Index('ix_clock_waiting', ['state', 'awaiting_year', 'id'])
export class ClockEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  @Column({ type: 'varchar', length: 26 }) order_id!: string;
  @Column({ type: 'varchar', length: 26 }) root_id!: string;
  @Column({ type: 'varchar', length: 26 }) subject_id!: string;
  @Column({ type: 'int' }) cycle!: number;
  @Column({ type: 'varchar', length: 5 }) scope!: string;
  @Column({ type: 'varchar', length: 20 }) milestone!: string;
  @Column({ type: 'varchar', length: 20 }) state!: string;
  @Column({ type: 'varchar', length: 24 }) started_at!: string;
  @Column({ type: 'int' }) amount!: number;
  @Column({ type: 'varchar', length: 8 }) unit!: string;
  @Column({ type: 'varchar', length: 24, nullable: true }) due_at!: string | null;
  @Column({ type: 'varchar', length: 10, nullable: true }) due_day!: string | null;
  @Column({ type: 'int', nullable: true }) awaiting_year!: number | null;
  @Column({ type: 'int' }) rev!: number;
  @Column({ type: 'varchar', length: 24, nullable: true }) paused_at!: string | null;
  @Column({ type: 'varchar', length: 24, nullable: true }) met_at!: string | null;
  @Column({ type: 'int', nullable: true }) met_seq!: number | null;
  @Column({ type: 'smallint' }) late!: number;
  @Column({ type: 'varchar', length: 24, nullable: true }) next_light_at!: string | null;
  @Column({ type: 'varchar', length: 6, nullable: true }) fired!: string | null;
  @Column({ type: 'text' }) policy!: string;
  @Column({ type: 'text' }) proof!: string;
}

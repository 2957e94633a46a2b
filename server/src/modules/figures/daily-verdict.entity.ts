import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;

/**
 * What the morning's sweep said of each open order. Stored, not recomputed: promises are moved in place later on, and
 * a leader must be able to look up what he was told that morning.
 */
@Entity('daily_verdict')
@Index('ix_verdict_order', ['order_id', 'day'])
export class DailyVerdictEntity {
  @PrimaryColumn(id) root_id!: string;
  @PrimaryColumn({ type: 'varchar', length: 10 }) day!: string;
  @PrimaryColumn(id) order_id!: string;
  @Column({ type: 'varchar', length: 12 }) verdict!: string;
  /** Whoever owns the order: the office or the lead unit. */
  @Column(id) unit_id!: string;
  @Column({ type: 'varchar', length: 80 }) reason!: string;
  @Column({ type: 'varchar', length: 20 }) next_step!: string;
  @Column({ type: 'varchar', length: 24 }) taken_at!: string;
}

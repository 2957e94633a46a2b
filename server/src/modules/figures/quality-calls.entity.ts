import { Column, Entity, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;

/**
 * What a telephone line counted on a day, as the hotline office filled it in or brought it from the exchange: a stored
 * count, which says so, and no order. A day without a row is a day nobody filled in.
 */
@Entity('intake_calls')
export class IntakeCallsEntity {
  @PrimaryColumn(id) root_id!: string;
  @PrimaryColumn({ type: 'varchar', length: 10 }) day!: string;
  @PrimaryColumn({ type: 'varchar', length: 20 }) channel!: string;
  @Column({ type: 'int' }) offered!: number;
  @Column({ type: 'int' }) answered!: number;
  /** Seconds all answered callers waited together. */
  @Column({ type: 'int' }) wait_seconds!: number;
  /** 1 as first filled in, one more at each correction. */
  @Column({ type: 'int' }) version!: number;
  @Column(id) entered_by!: string;
  @Column({ type: 'varchar', length: 24 }) entered_at!: string;
}

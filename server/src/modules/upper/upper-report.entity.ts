import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;
const instantOrNull = { type: 'varchar', length: 24, nullable: true } as const;

/** One answer owed to one number of a platform above, until that platform has said that it has it. */
@Entity('upper_report')
@Index('uq_upper_report', ['order_id', 'seq'], { unique: true })
@Index('ix_upper_unsent', ['root_id', 'state', 'upper_system', 'id'])
@Index('ix_upper_batch', ['batch_id'])
export class UpperReportEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) order_id!: string;
  /** The entry of the order's history whose words are reported. */
  @Column({ type: 'int' }) seq!: number;
  @Column(id) root_id!: string;
  @Column({ type: 'varchar', length: 20 }) upper_system!: string;
  @Column({ type: 'varchar', length: 64 }) upper_no!: string;
  @Column({ type: 'varchar', length: 10 }) report!: string;
  @Column({ type: 'varchar', length: 10 }) state!: string;
  @Column({ ...id, nullable: true }) batch_id!: string | null;
  @Column({ type: 'varchar', length: 24 }) queued_at!: string;
  @Column(instantOrNull) exported_at!: string | null;
  @Column(instantOrNull) acked_at!: string | null;
}

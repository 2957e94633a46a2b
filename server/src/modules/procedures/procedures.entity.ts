import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;
const idOrNull = { ...id, nullable: true } as const;

/**
 * A procedure as folding its own events gives it. What hangs on many orders is linked by `order_link` (rel IN).
 * Its promises are rows of `clock` and its tasks rows of `task`, as an order's are.
 */
@Entity('procedure_run')
@Index('uq_procedure_open', ['open_key'], { unique: true })
@Index('ix_procedure_order', ['order_id', 'opened_at'])
@Index('ix_procedure_home', ['home_id'])
@Index('ix_procedure_list', ['root_id', 'kind', 'stage', 'opened_at'])
export class ProcedureRunEntity {
  @PrimaryColumn(id) id!: string;
  @Column({ type: 'varchar', length: 20 }) kind!: string;
  @Column({ type: 'int' }) version!: number;
  @Column({ type: 'varchar', length: 20 }) stage!: string;
  @Column({ type: 'varchar', length: 20, nullable: true }) outcome!: string | null;
  @Column(id) root_id!: string;
  @Column({ type: 'varchar', length: 8 }) home_kind!: string;
  @Column(idOrNull) order_id!: string | null;
  @Column({ type: 'varchar', length: 64, nullable: true }) home_id!: string | null;
  /** Unique while it is open, null once ended. */
  @Column({ type: 'varchar', length: 80, nullable: true }) open_key!: string | null;
  @Column({ type: 'int' }) nth!: number;
  @Column(id) opener_id!: string;
  @Column(idOrNull) opener_unit_id!: string | null;
  @Column({ type: 'varchar', length: 24 }) opened_at!: string;
  @Column({ type: 'varchar', length: 24, nullable: true }) ended_at!: string | null;
  /** JSON of coded values; free texts lie in `event_text`. */
  @Column({ name: 'coded', type: 'text' }) coded!: string;
}

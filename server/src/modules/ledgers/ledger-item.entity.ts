import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;
const idOrNull = { ...id, nullable: true } as const;

/** An entry of a standing list, as folding its own events gives it. Orders in it: `order_link`, rel IN, kind ITEM. */
@Entity('ledger_item')
@Index('uq_item_open', ['open_key'], { unique: true })
@Index('ix_item_list', ['root_id', 'kind', 'state', 'due_day', 'id'])
@Index('ix_item_place', ['place_key', 'class_code', 'opened_at'])
export class LedgerItemEntity {
  @PrimaryColumn(id) id!: string;
  @Column({ type: 'varchar', length: 20 }) kind!: string;
  @Column({ type: 'int' }) version!: number;
  @Column({ type: 'varchar', length: 12 }) state!: string;
  @Column(id) root_id!: string;
  @Column({ type: 'varchar', length: 160, nullable: true }) open_key!: string | null;
  @Column({ type: 'varchar', length: 80 }) title!: string;
  @Column({ type: 'varchar', length: 64, nullable: true }) place_key!: string | null;
  @Column({ type: 'varchar', length: 6, nullable: true }) class_code!: string | null;
  @Column(idOrNull) unit_id!: string | null;
  @Column(idOrNull) person_id!: string | null;
  @Column({ type: 'varchar', length: 10, nullable: true }) due_day!: string | null;
  @Column({ type: 'varchar', length: 24 }) opened_at!: string;
  @Column({ type: 'varchar', length: 30 }) entered_by!: string;
  @Column(id) entered_by_id!: string;
  @Column({ type: 'int' }) orders_total!: number;
  @Column({ type: 'int' }) orders_open!: number;
  @Column(idOrNull) struck_by_id!: string | null;
  @Column({ type: 'varchar', length: 24, nullable: true }) ended_at!: string | null;
  /** JSON of coded values; free texts lie in `event_text`. */
  @Column({ type: 'text' }) coded!: string;
}

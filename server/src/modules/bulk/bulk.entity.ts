import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;

/** One act on many orders, held until `run_at`. */
@Entity('bulk')
@Index('ix_bulk_created', ['created_at'])
export class BulkEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) person_id!: string;
  @Column({ type: 'varchar', length: 20 }) action!: string;
  /** Encrypted: a form may hold words about a person. */
  @Column({ type: 'text' }) fields_cipher!: string;
  @Column({ type: 'varchar', length: 64 }) body_hash!: string;
  /** HELD RUNNING DONE UNDONE */
  @Column({ type: 'varchar', length: 8 }) state!: string;
  @Column({ type: 'varchar', length: 24 }) run_at!: string;
  @Column({ type: 'varchar', length: 24 }) created_at!: string;
  @Column({ type: 'varchar', length: 24, nullable: true }) ended_at!: string | null;
}

/** One order of it, and how it went. */
@Entity('bulk_row')
export class BulkRowEntity {
  @PrimaryColumn(id) bulk_id!: string;
  @PrimaryColumn(id) order_id!: string;
  @Column({ type: 'int' }) place!: number;
  @Column({ type: 'int' }) version!: number;
  /** Null until it was carried out or refused. */
  @Column({ type: 'smallint', nullable: true }) ok!: number | null;
  @Column({ type: 'varchar', length: 40, nullable: true }) code!: string | null;
  @Column({ type: 'varchar', length: 200, nullable: true }) reason!: string | null;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;
const idOrNull = { ...id, nullable: true } as const;

/** What open screens are to be told, written in the transaction of what happened. Kept a few days. */
@Entity('feed_item')
@Index('ix_feed_seq', ['seq'])
@Index('ix_feed_at', ['at'])
export class FeedItemEntity {
  @PrimaryColumn(id) id!: string;
  /** Its place in the order everybody reads; null until it has been given one, after its commit. */
  @Column({ type: 'int', nullable: true }) seq!: number | null;
  /** One of FeedKind. */
  @Column({ type: 'varchar', length: 12 }) kind!: string;
  @Column(idOrNull) root_id!: string | null;
  /** The order, or what else it is about. */
  @Column({ type: 'varchar', length: 64 }) subject_id!: string;
  /** Whoever alone is told; null for all who may see the subject. */
  @Column(idOrNull) person_id!: string | null;
  @Column(idOrNull) actor_id!: string | null;
  @Column({ type: 'varchar', length: 40 }) name!: string;
  @Column({ type: 'varchar', length: 64 }) ref!: string;
  @Column({ type: 'varchar', length: 12 }) note!: string;
  /** A unit that had the order until then. */
  @Column(idOrNull) left_unit_id!: string | null;
  @Column({ type: 'varchar', length: 24 }) at!: string;
}

/** The last number given; its row is the lock of whoever gives the next ones. */
@Entity('feed_head')
export class FeedHeadEntity {
  @PrimaryColumn({ type: 'int' }) id!: number;
  @Column({ type: 'int' }) seq!: number;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;

/**
 * Which orders hold a term: the inverted index of the desk's search. The key is the whole row, so that on both engines
 * the table is nothing but its index, and the orders of a term lie together by id (newest last).
 */
@Entity({ name: 'order_term', withoutRowid: true })
export class OrderTermEntity {
  /** The end of the street's id, then the term (rules/terms.ts). */
  @PrimaryColumn({ type: 'varchar', length: 32 }) term!: string;
  @PrimaryColumn(id) order_id!: string;
}

/** What an order's terms were made of, to find what has changed and whether words stand side by side. */
@Entity('order_words')
export class OrderWordsEntity {
  @PrimaryColumn(id) order_id!: string;
  @Column(id) root_id!: string;
  /** As compared; nothing in it names the filer (redacted). */
  @Column({ type: 'text' }) words!: string;
  /** Terms besides those of the words: the order's number, the filer's name. Separated by one space. */
  @Column({ type: 'varchar', length: 80 }) keys_held!: string;
}

/** What the desk keeps apart among open orders (DESK_MARKS): one row per order, mark and person. */
@Entity('order_mark')
@Index('ix_mark_list', ['root_id', 'mark', 'who', 'order_id'])
export class OrderMarkEntity {
  @PrimaryColumn(id) order_id!: string;
  @PrimaryColumn({ type: 'varchar', length: 10 }) mark!: string;
  /** Whose mark it is; empty for everybody's. */
  @PrimaryColumn(id) who!: string;
  @Column(id) root_id!: string;
}

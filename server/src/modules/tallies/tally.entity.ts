import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;
const code = { type: 'varchar', length: 20 } as const;

/**
 * How many orders a street received, kept up to date so that no dashboard counts orders one by one. `dim` is what is
 * counted by (rules/cells.ts), `period` the day or month of receipt, `bucket` the hour, class or grid.
 */
@Entity('order_tally')
export class OrderTallyEntity {
  @PrimaryColumn(id) root_id!: string;
  @PrimaryColumn({ type: 'varchar', length: 8 }) dim!: string;
  @PrimaryColumn({ type: 'varchar', length: 10 }) period!: string;
  /** Empty where it is not known. */
  @PrimaryColumn(id) bucket!: string;
  @PrimaryColumn(code) channel!: string;
  @PrimaryColumn(code) source!: string;
  @Column({ type: 'int' }) n!: number;
}

/**
 * What has not been added to `order_tally` yet: written in the transaction of the order itself, one row of its own,
 * so that no two orders of a street wait for one counter. Readers add both.
 */
@Entity('tally_entry')
@Index('ix_tally_entry', ['root_id', 'day'])
export class TallyEntryEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) root_id!: string;
  @Column({ type: 'varchar', length: 10 }) day!: string;
  @Column({ type: 'varchar', length: 2 }) hour!: string;
  @Column({ type: 'varchar', length: 6 }) class_code!: string;
  @Column(id) grid_id!: string;
  @Column(code) channel!: string;
  @Column(code) source!: string;
  /** 1, or -1 of what it was before it was corrected. */
  @Column({ type: 'int' }) n!: number;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;

/** A report as it was made. Insert-only: made again, it is another version. */
@Entity('street_report')
@Index('uq_street_report', ['root_id', 'kind', 'from_day', 'to_day', 'version'], { unique: true })
export class StreetReportEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) root_id!: string;
  @Column({ type: 'varchar', length: 20 }) kind!: string;
  @Column({ type: 'varchar', length: 10 }) from_day!: string;
  @Column({ type: 'varchar', length: 10 }) to_day!: string;
  @Column({ type: 'int' }) version!: number;
  @Column({ type: 'varchar', length: 24 }) as_of!: string;
  @Column({ ...id, nullable: true }) made_by!: string | null;
  /** JSON of its sections; units and classes by name, no person. */
  @Column({ type: 'text' }) body!: string;
  /** JSON of what residents may read of it; null for reports from before there were any for residents. */
  @Column({ type: 'text', nullable: true }) public_body!: string | null;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

const id = { type: 'varchar', length: 26 } as const;
const instant = { type: 'varchar', length: 24 } as const;
const day = { type: 'varchar', length: 10 } as const;

/** A sentence of a report as somebody changed it. Insert-only: the newest of a section is what it says. */
@Entity('report_text')
@Index('uq_report_text', ['report_id', 'revision'], { unique: true })
export class ReportTextEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) report_id!: string;
  /** Counts the changes of a report: two who changed the same one cannot both have been the next. */
  @Column({ type: 'int' }) revision!: number;
  /** OFFICE or PUBLIC: what the street reads and what residents read are worded apart. */
  @Column({ type: 'varchar', length: 8 }) face!: string;
  @Column({ type: 'int' }) section!: number;
  @Column({ type: 'text' }) body!: string;
  @Column(id) edited_by!: string;
  @Column(instant) edited_at!: string;
}

/** A report as it was published. Insert-only: what was wrong is put right in another edition that names this one. */
@Entity('report_edition')
@Index('uq_report_edition', ['root_id', 'kind', 'from_day', 'to_day', 'edition'], { unique: true })
@Index('ix_report_edition_out', ['root_id', 'published_at'])
@Index('ix_report_edition_of', ['report_id', 'edition'])
export class ReportEditionEntity {
  @PrimaryColumn(id) id!: string;
  @Column(id) root_id!: string;
  @Column(id) report_id!: string;
  @Column({ type: 'varchar', length: 20 }) kind!: string;
  @Column(day) from_day!: string;
  @Column(day) to_day!: string;
  @Column({ type: 'int' }) edition!: number;
  @Column({ ...id, nullable: true }) replaces_id!: string | null;
  /** What it puts right; null for the first one. */
  @Column({ type: 'varchar', length: 200, nullable: true }) correction!: string | null;
  @Column(instant) as_of!: string;
  /** The report's texts it was made of. */
  @Column({ type: 'int' }) revision!: number;
  /** JSON of the roles that read it, as the street's schedule said on that day. */
  @Column({ type: 'varchar', length: 400 }) readers!: string;
  /** JSON of its sections. */
  @Column({ type: 'text' }) body!: string;
  /** JSON of the sections residents read; null when it was not for residents. */
  @Column({ type: 'text', nullable: true }) public_body!: string | null;
  @Column(id) published_by!: string;
  @Column(instant) published_at!: string;
}

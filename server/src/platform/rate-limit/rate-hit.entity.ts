import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Calls counted against a limit in one window. The id is a keyed hash: it names nobody and no address. */
@Entity('rate_hit')
@Index('ix_rate_hit_until', ['untilAt'])
export class RateHitEntity {
  @PrimaryColumn({ type: 'varchar', length: 64 })
  id: string;

  @Column({ type: 'int' })
  hits: number;

  /** End of the window; the row means nothing after it. */
  @Column({ name: 'until_at', type: 'varchar', length: 24 })
  untilAt: string;
}

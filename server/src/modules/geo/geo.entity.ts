import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** What was done to a grid, insert-only: the outlines of then lie in `outline` by their version. */
@Entity('grid_change')
@Index('ix_grid_change', ['unit_id', 'at'])
export class GridChangeEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) id!: string;
  @Column({ type: 'varchar', length: 26 }) root_id!: string;
  @Column({ type: 'varchar', length: 26 }) unit_id!: string;
  @Column({ type: 'varchar', length: 10 }) change_kind!: string;
  /** The outline that came with the change; null when none did. */
  @Column({ type: 'int', nullable: true }) outline_version!: number | null;
  /** The grid it was parted from, went into, or took in. */
  @Column({ type: 'varchar', length: 26, nullable: true }) other_id!: string | null;
  @Column({ type: 'varchar', length: 200 }) reason!: string;
  @Column({ type: 'varchar', length: 26 }) actor_id!: string;
  @Column({ type: 'varchar', length: 24 }) at!: string;
}

/** What is said of a unit beside its row; a unit without a row has nothing to say. Guarded by the unit's version. */
@Entity('unit_details')
export class UnitDetailsEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) unit_id!: string;
  @Column({ type: 'varchar', length: 32 }) duty_phone!: string;
  @Column({ type: 'varchar', length: 100 }) address!: string;
  @Column({ type: 'varchar', length: 60 }) hours!: string;
  /** What kind of point it is, e.g. 片区就地化解点. */
  @Column({ type: 'varchar', length: 30 }) form!: string;
  @Column({ type: 'varchar', length: 30 }) head!: string;
}

/** What is printed for a grid. Everything in it is public. */
@Entity('service_card')
export class ServiceCardEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) unit_id!: string;
  @Column({ type: 'varchar', length: 20 }) leader_name!: string;
  @Column({ type: 'varchar', length: 32 }) leader_phone!: string;
  @Column({ type: 'varchar', length: 20 }) secretary_name!: string;
  @Column({ type: 'varchar', length: 32 }) secretary_phone!: string;
  /** JSON: names and telephones. */
  @Column({ type: 'text' }) volunteers!: string;
  @Column({ type: 'varchar', length: 60 }) note!: string;
  @Column({ type: 'varchar', length: 26, nullable: true }) wechat_photo_id!: string | null;
  @Column({ type: 'varchar', length: 26, nullable: true }) qq_photo_id!: string | null;
  @Column({ type: 'int' }) version!: number;
  @Column({ type: 'varchar', length: 26 }) updated_by!: string;
  @Column({ type: 'varchar', length: 24 }) updated_at!: string;
}

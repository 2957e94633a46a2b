import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A printed code on a wall. What is printed holds only the id, so that a sticker can be moved to another grid. */
@Entity('sticker')
@Index('ix_sticker_grid', ['gridId', 'createdAt'])
@Index('ix_sticker_root', ['rootId', 'createdAt'])
export class StickerEntity {
  @PrimaryColumn({ type: 'varchar', length: 12 })
  id: string;

  @Column({ name: 'grid_id', type: 'varchar', length: 26 })
  gridId: string;

  @Column({ name: 'root_id', type: 'varchar', length: 26 })
  rootId: string;

  @Column({ name: 'batch_id', type: 'varchar', length: 26 })
  batchId: string;

  /** Where it hangs. */
  @Column({ type: 'varchar', length: 40 })
  label: string;

  @Column({ type: 'smallint' })
  active: number;

  @Column({ name: 'created_at', type: 'varchar', length: 24 })
  createdAt: string;

  @Column({ name: 'created_by', type: 'varchar', length: 26 })
  createdBy: string;

  /** Where WeChat's picture is kept; null until it was fetched. */
  @Column({ name: 'image_key', type: 'varchar', length: 120, nullable: true })
  imageKey: string | null;
}

/** How often a sticker was opened on a day (Asia/Shanghai); nothing about who did. */
@Entity('sticker_scan')
export class StickerScanEntity {
  @PrimaryColumn({ name: 'sticker_id', type: 'varchar', length: 12 })
  stickerId: string;

  @PrimaryColumn({ type: 'varchar', length: 10 })
  day: string;

  @Column({ type: 'int' })
  times: number;
}

import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who has an order on her screen. A row past `until_at` is as good as none. */
@Entity('presence')
@Index('ix_presence_until', ['until_at'])
export class PresenceEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 }) order_id!: string;
  @PrimaryColumn({ type: 'varchar', length: 26 }) person_id!: string;
  /** From where she looks: the unit of the role by which she sees it. */
  @Column({ type: 'varchar', length: 26 }) unit_id!: string;
  @Column({ type: 'smallint' }) editing!: number;
  @Column({ type: 'varchar', length: 24 }) until_at!: string;
}

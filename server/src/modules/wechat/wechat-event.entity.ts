import { Column, Entity, PrimaryColumn } from 'typeorm';

/** An event WeChat pushed to us, as it came; the key makes a repeated push the same event. */
@Entity('wechat_event')
export class WechatEventEntity {
  @PrimaryColumn({ name: 'dedup_key', type: 'varchar', length: 128 })
  dedupKey: string;

  @Column({ type: 'varchar', length: 64 })
  event: string;

  /** The event as JSON, persons replaced by a short hash (see keptForm). */
  @Column({ type: 'text' })
  payload: string;

  @Column({ name: 'received_at', type: 'varchar', length: 24 })
  receivedAt: string;
}

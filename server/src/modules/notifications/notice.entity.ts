import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One message to one person through one channel, told of one event of an order. */
@Entity('notice')
@Index('uq_notice_event', ['eventRef', 'recipientId', 'channel'], { unique: true })
@Index('ix_notice_recipient', ['recipientId', 'createdAt', 'id'])
@Index('ix_notice_state', ['state', 'createdAt'])
@Index('ix_notice_order', ['orderId'])
export class NoticeEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id: string;

  /** `<order id>:<seq of the event>` */
  @Column({ name: 'event_ref', type: 'varchar', length: 64 })
  eventRef: string;

  @Column({ name: 'recipient_id', type: 'varchar', length: 26 })
  recipientId: string;

  @Column({ name: 'order_id', type: 'varchar', length: 26 })
  orderId: string;

  /** INBOX or WECHAT */
  @Column({ type: 'varchar', length: 8 })
  channel: string;

  @Column({ type: 'varchar', length: 10 })
  phrase: string;

  @Column({ type: 'varchar', length: 40 })
  thing: string;

  @Column({ type: 'varchar', length: 60 })
  title: string;

  @Column({ type: 'varchar', length: 160 })
  page: string;

  /** INBOX: UNREAD READ · WECHAT: QUEUED SENDING SENT REFUSED NO_CREDIT UNKNOWN DEAD */
  @Column({ type: 'varchar', length: 16 })
  state: string;

  @Column({ name: 'msg_id', type: 'varchar', length: 32, nullable: true })
  msgId: string | null;

  @Column({ type: 'varchar', length: 80, nullable: true })
  error: string | null;

  @Column({ name: 'created_at', type: 'varchar', length: 24 })
  createdAt: string;

  @Column({ name: 'sent_at', type: 'varchar', length: 24, nullable: true })
  sentAt: string | null;

  @Column({ name: 'read_at', type: 'varchar', length: 24, nullable: true })
  readAt: string | null;
}

/** One call to WeChat for a notice. STARTED is written before the call, so that a crash leaves a trace of it. */
@Entity('send_attempt')
@Index('ix_send_attempt_notice', ['noticeId', 'id'])
export class SendAttemptEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id: string;

  @Column({ name: 'notice_id', type: 'varchar', length: 26 })
  noticeId: string;

  @Column({ type: 'varchar', length: 24 })
  at: string;

  /** STARTED SENT REFUSED FAILED UNKNOWN */
  @Column({ type: 'varchar', length: 16 })
  outcome: string;

  @Column({ type: 'int', nullable: true })
  errcode: number | null;
}

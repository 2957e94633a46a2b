import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How many messages of a template WeChat will still take for a person, as far as we know. */
@Entity('send_credit')
export class SendCreditEntity {
  @PrimaryColumn({ name: 'person_id', type: 'varchar', length: 26 })
  personId: string;

  @PrimaryColumn({ type: 'varchar', length: 64 })
  template: string;

  @Column({ type: 'int' })
  remaining: number;

  /** ONCE: each accept allows one message. LONG: any number, until refused. */
  @Column({ type: 'varchar', length: 4 })
  mode: string;

  @Column({ name: 'refused_at', type: 'varchar', length: 24, nullable: true })
  refusedAt: string | null;

  @Column({ name: 'updated_at', type: 'varchar', length: 24 })
  updatedAt: string;
}

/** One answer to the subscribe dialog as somebody told us: the client, or WeChat's own push. */
@Entity('subscription_tap')
@Index('uq_subscription_tap', ['tapKey'], { unique: true })
@Index('ix_subscription_tap_person', ['personId', 'template', 'at'])
export class SubscriptionTapEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id: string;

  @Column({ name: 'person_id', type: 'varchar', length: 26 })
  personId: string;

  @Column({ type: 'varchar', length: 64 })
  template: string;

  /** CLIENT or PUSH */
  @Column({ type: 'varchar', length: 8 })
  source: string;

  @Column({ type: 'varchar', length: 30 })
  result: string;

  @Column({ name: 'tap_key', type: 'varchar', length: 160 })
  tapKey: string;

  /** The report of the same tap by the other source. */
  @Column({ name: 'pair_id', type: 'varchar', length: 26, nullable: true })
  pairId: string | null;

  @Column({ type: 'varchar', length: 24 })
  at: string;
}

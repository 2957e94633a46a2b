import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** An effect that leaves the server, written in the transaction that calls for it (see OutboxJob). */
@Entity('outbox')
@Index('uq_outbox_effect', ['effectKey'], { unique: true })
@Index('ix_outbox_due', ['state', 'runAt', 'id'])
@Index('ix_outbox_lease', ['leaseToken'])
export class OutboxEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id: string;

  @Column({ type: 'varchar', length: 40 })
  topic: string;

  @Column({ name: 'effect_key', type: 'varchar', length: 160 })
  effectKey: string;

  @Column({ name: 'subject_id', type: 'varchar', length: 64 })
  subjectId: string;

  /** JSON without personal data: ids and times. */
  @Column({ type: 'text' })
  payload: string;

  /** One of OUTBOX_STATES. */
  @Column({ type: 'varchar', length: 12 })
  state: string;

  @Column({ type: 'int' })
  attempts: number;

  @Column({ name: 'run_at', type: 'varchar', length: 24 })
  runAt: string;

  @Column({ name: 'lease_token', type: 'varchar', length: 26, nullable: true })
  leaseToken: string | null;

  @Column({ name: 'lease_until', type: 'varchar', length: 24, nullable: true })
  leaseUntil: string | null;

  @Column({ name: 'last_error', type: 'varchar', length: 200, nullable: true })
  lastError: string | null;

  @Column({ name: 'created_at', type: 'varchar', length: 24 })
  createdAt: string;

  @Column({ name: 'done_at', type: 'varchar', length: 24, nullable: true })
  doneAt: string | null;
}

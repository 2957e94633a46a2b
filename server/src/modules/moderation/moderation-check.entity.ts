import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One check of a text or picture that strangers may come to see. Never stands in the way of a complaint. */
@Entity('moderation_check')
@Index('uq_moderation_subject', ['subjectKind', 'subjectId', 'contentHash'], { unique: true })
@Index('uq_moderation_trace', ['traceId'], { unique: true })
@Index('ix_moderation_waiting', ['rootId', 'waiting', 'id'])
@Index('ix_moderation_pending', ['state', 'askedAt'])
export class ModerationCheckEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id: string;

  @Column({ name: 'subject_kind', type: 'varchar', length: 16 })
  subjectKind: string;

  @Column({ name: 'subject_id', type: 'varchar', length: 40 })
  subjectId: string;

  /** The tenant whose desk decides. */
  @Column({ name: 'root_id', type: 'varchar', length: 26 })
  rootId: string;

  /** TEXT or IMAGE */
  @Column({ type: 'varchar', length: 8 })
  kind: string;

  /** One of MODERATION_STATES. */
  @Column({ type: 'varchar', length: 8 })
  state: string;

  /** 1 while a person must decide. */
  @Column({ type: 'smallint' })
  waiting: number;

  /** Why no verdict came; one of MODERATION_REASONS. */
  @Column({ type: 'varchar', length: 12, nullable: true })
  reason: string | null;

  /** The platform's label; 0 while there is none. */
  @Column({ type: 'int' })
  label: number;

  /** Who wrote it: WeChat asks for somebody who was here within two hours. */
  @Column({ name: 'author_id', type: 'varchar', length: 26 })
  authorId: string;

  /** When the author was last known to be in the mini-program. */
  @Column({ name: 'visited_at', type: 'varchar', length: 24 })
  visitedAt: string;

  @Column({ name: 'content_hash', type: 'varchar', length: 64 })
  contentHash: string;

  /** The text to be published; null for pictures. */
  @Column({ type: 'text', nullable: true })
  content: string | null;

  /** The picture; null for texts. */
  @Column({ name: 'attachment_id', type: 'varchar', length: 26, nullable: true })
  attachmentId: string | null;

  @Column({ name: 'trace_id', type: 'varchar', length: 64, nullable: true })
  traceId: string | null;

  /** How often the platform was asked. */
  @Column({ type: 'int' })
  asks: number;

  @Column({ name: 'created_at', type: 'varchar', length: 24 })
  createdAt: string;

  /** When the platform took the last question; null before. */
  @Column({ name: 'asked_at', type: 'varchar', length: 24, nullable: true })
  askedAt: string | null;

  @Column({ name: 'answered_at', type: 'varchar', length: 24, nullable: true })
  answeredAt: string | null;

  @Column({ name: 'decided_by', type: 'varchar', length: 26, nullable: true })
  decidedBy: string | null;

  @Column({ name: 'decided_at', type: 'varchar', length: 24, nullable: true })
  decidedAt: string | null;

  @Column({ type: 'varchar', length: 200, nullable: true })
  note: string | null;
}

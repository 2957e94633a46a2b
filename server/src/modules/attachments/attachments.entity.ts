import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * One photo that was taken in. It belongs to its uploader's draft until an order claims it; where it was
 * taken and when are not kept.
 */
@Entity('attachment')
@Index('ix_attachment_owner', ['ownerId'])
@Index('ix_attachment_sha256', ['sha256'])
@Index('ix_attachment_unsent', ['ownerKind', 'createdAt'])
@Index('ux_attachment_upload', ['uploaderId', 'draftId', 'originalSha256'], { unique: true })
export class AttachmentEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id: string;

  /** `DRAFT` or `ORDER`. */
  @Column({ name: 'owner_kind', type: 'varchar', length: 8 })
  ownerKind: string;

  /** The draft id, later the order id. */
  @Column({ name: 'owner_id', type: 'varchar', length: 40 })
  ownerId: string;

  @Column({ name: 'uploader_id', type: 'varchar', length: 26 })
  uploaderId: string;

  @Column({ type: 'varchar', length: 16 })
  purpose: string;

  @Column({ name: 'draft_id', type: 'varchar', length: 40 })
  draftId: string;

  /** Of the stored picture: what the blob is named by. */
  @Column({ type: 'varchar', length: 64 })
  sha256: string;

  /** Of the bytes as they came. */
  @Column({ name: 'original_sha256', type: 'varchar', length: 64 })
  originalSha256: string;

  @Column({ type: 'int' })
  bytes: number;

  @Column({ type: 'int' })
  width: number;

  @Column({ type: 'int' })
  height: number;

  @Column({ type: 'varchar', length: 32 })
  mime: string;

  @Column({ name: 'blob_key', type: 'varchar', length: 120 })
  blobKey: string;

  @Column({ name: 'thumb_key', type: 'varchar', length: 120 })
  thumbKey: string;

  @Column({ name: 'created_at', type: 'varchar', length: 24 })
  createdAt: string;

  /** The event of the order that used it; null until then. */
  @Column({ name: 'event_seq', type: 'int', nullable: true })
  eventSeq: number | null;
}

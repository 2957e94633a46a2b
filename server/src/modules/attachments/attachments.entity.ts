import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * One photo or recording that was taken in. It belongs to its uploader's draft until an order claims it. Where and
 * when a photo was taken is kept of a handler's evidence alone.
 */
@Entity('attachment')
@Index('ix_attachment_owner', ['ownerId'])
@Index('ix_attachment_sha256', ['sha256'])
@Index('ix_attachment_marked', ['markedSha256'])
@Index('ix_attachment_unsent', ['ownerKind', 'createdAt'])
@Index('ux_attachment_upload', ['uploaderId', 'draftId', 'originalSha256'], { unique: true })
export class AttachmentEntity {
  @PrimaryColumn({ type: 'varchar', length: 26 })
  id: string;

  /** `DRAFT`, `ORDER`, `RUN` for a procedure that hangs on no order, `CARD` for what is printed of a grid. */
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

  /** How long a recording plays; null for a photo. */
  @Column({ type: 'int', nullable: true })
  seconds: number | null;

  /** What a photo of evidence says of itself: time, and place in WGS-84 millionths of a degree. */
  @Column({ name: 'taken_at', type: 'varchar', length: 24, nullable: true })
  takenAt: string | null;

  @Column({ name: 'taken_lat_e6', type: 'int', nullable: true })
  takenLatE6: number | null;

  @Column({ name: 'taken_lng_e6', type: 'int', nullable: true })
  takenLngE6: number | null;

  /** What is drawn on a photo of evidence, settled when the order took it; null for all others. */
  @Column({ name: 'mark_text', type: 'varchar', length: 255, nullable: true })
  markText: string | null;

  /** Of the picture with the mark, which is another blob: the one without stays as it is. */
  @Column({ name: 'marked_sha256', type: 'varchar', length: 64, nullable: true })
  markedSha256: string | null;
}

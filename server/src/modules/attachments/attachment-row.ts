import type { Instant } from '@yihu/shared';

/** A row of `attachment`; see the entity for what the columns mean. */
export interface AttachmentRow {
  id: string;
  owner_kind: 'DRAFT' | 'ORDER';
  owner_id: string;
  uploader_id: string;
  purpose: string;
  draft_id: string;
  sha256: string;
  original_sha256: string;
  bytes: number;
  width: number;
  height: number;
  mime: string;
  blob_key: string;
  thumb_key: string;
  created_at: Instant;
  event_seq: number | null;
}

export const COLUMNS = `id, owner_kind, owner_id, uploader_id, purpose, draft_id, sha256, original_sha256,
  bytes, width, height, mime, blob_key, thumb_key, created_at, event_seq`;

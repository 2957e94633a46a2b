import type { Instant } from '@yihu/shared';

/** A row of `attachment`; see the entity for what the columns mean. */
export interface AttachmentRow {
  id: string;
  owner_kind: 'DRAFT' | 'ORDER' | 'RUN' | 'CARD';
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
  seconds: number | null;
  taken_at: Instant | null;
  taken_lat_e6: number | null;
  taken_lng_e6: number | null;
  mark_text: string | null;
  marked_sha256: string | null;
}

export const COLUMNS = `id, owner_kind, owner_id, uploader_id, purpose, draft_id, sha256, original_sha256,
  bytes, width, height, mime, blob_key, thumb_key, created_at, event_seq,
  seconds, taken_at, taken_lat_e6, taken_lng_e6, mark_text, marked_sha256`;

/** Pictures and recordings lie in one table, told apart by what they are. */
export const isVoice = (row: Pick<AttachmentRow, 'mime'>): boolean => row.mime.startsWith('audio/');

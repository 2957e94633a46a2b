import type { Instant, ModerationKind, ModerationReason, ModerationState } from '@yihu/shared';

/** A row of `moderation_check`; see the entity for what the columns mean. */
export interface ModerationRow {
  id: string;
  subject_kind: string;
  subject_id: string;
  root_id: string;
  kind: ModerationKind;
  state: ModerationState;
  waiting: number;
  reason: ModerationReason | null;
  label: number;
  author_id: string;
  visited_at: Instant;
  content_hash: string;
  content: string | null;
  attachment_id: string | null;
  trace_id: string | null;
  asks: number;
  created_at: Instant;
  asked_at: Instant | null;
  answered_at: Instant | null;
  decided_by: string | null;
  decided_at: Instant | null;
  note: string | null;
}

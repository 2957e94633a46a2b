/** What somebody has begun to write at the desk, and the filters she keeps. */
import type { Instant } from '../clocks/index.ts';

/** Bytes of the JSON of one draft. */
export const DRAFT_BYTES = 32 * 1024;
export const DRAFT_DAYS = 7;

/** `order:<id>:<action or procedure step>`, or a screen's own: `file`, `bulk`. */
export const DRAFT_KEY =
  /^(order:[0-9A-HJKMNP-TV-Z]{26}:[A-Za-z][A-Za-z.]{0,46}|report:[0-9A-HJKMNP-TV-Z]{26}:(OFFICE|PUBLIC):\d{1,2}|[a-z]{2,20})$/;

/** POST /api/desk/drafts/:key */
export interface DraftBody {
  /** Anything JSON can say; what is sent replaces what was there. */
  content: Record<string, unknown>;
}

/** GET /api/desk/drafts/:key; `content` null when there is none. */
export interface DraftView {
  key: string;
  content: Record<string, unknown> | null;
  savedAt: Instant | null;
}

/** GET /api/desk/drafts: newest first, without what they say. */
export interface DraftsAnswer {
  items: { key: string; savedAt: Instant }[];
}

/** Filters one person may keep. */
export const FILTERS_AT_MOST = 50;

/** POST /api/desk/filters: the same name again replaces it. */
export interface FilterBody {
  name: string;
  /** The query string of the list's address, without `?`: the link that shares the filter. */
  query: string;
}

export interface SavedFilter extends FilterBody {
  id: string;
  savedAt: Instant;
}

/** GET /api/desk/filters and the answer of every change: by name. */
export interface FiltersAnswer {
  items: SavedFilter[];
}

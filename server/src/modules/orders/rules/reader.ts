import type { PhotoView } from '@yihu/shared';
import type { Claimed } from '../../attachments/rules/evidence';

/** What a reader is to an order: decides what is mapped and what stays hidden. */
export type Reader = 'FILER' | 'OFFICE' | 'HANDLER';

/** A free text of an event, as stored. */
export interface TextRow {
  seq: number;
  field: string;
  layer: string;
  body: string;
}

/** A photo with the event that brought it, and what a handler's photo says of itself. */
export interface PhotoOfEvent extends PhotoView {
  seq: number;
  claimed: Claimed | null;
}

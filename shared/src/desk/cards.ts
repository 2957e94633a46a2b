import type { UnitRef } from '../places.ts';
import type { Instant } from '../time.ts';

export interface CardContact {
  name: string;
  phone: string;
}
export const CARD_VOLUNTEERS = 6;

/** What is printed of a grid: everybody may read it. */
export interface ServiceCard {
  grid: UnitRef;
  community: UnitRef;
  street: UnitRef;
  officePhone: string;
  communityPhone: string;
  leader: CardContact;
  secretary: CardContact;
  volunteers: CardContact[];
  /** Links to the uploaded code pictures; null when there is none. */
  wechatUrl: string | null;
  qqUrl: string | null;
  note: string;
  /** 0 while nobody has filled the card in. */
  version: number;
  updatedAt: Instant | null;
}

/** POST /api/desk/cards/:gridId. Pictures: an upload of purpose CARD; null takes the picture off, absent keeps it. */
export interface ServiceCardBody {
  version: number;
  leader: CardContact;
  secretary: CardContact;
  volunteers: CardContact[];
  note: string;
  wechatPhotoId?: string | null;
  qqPhotoId?: string | null;
}

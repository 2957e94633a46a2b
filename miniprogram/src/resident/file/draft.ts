import {
  type Channel,
  type Confidentiality,
  classLeaf,
  errorText,
  type GeoPoint,
  type PartyKind,
  type RequestType,
  STICKER_ID,
  STICKER_PREFIX,
  SUBMIT_TEXT_MAX,
  type SubmitOrder,
} from '@yihu/shared';
import type { Photo } from '../../components/use-photos';
import type { Voice } from '../../components/use-voice';

export const ADDRESS_LIMIT = 120;
export const PHOTO_LIMIT = 9;

/**
 * How the place was told. `label` is what the person reads; `outside`: no grid of this street; `unchecked`: taken
 * without a network, the server finds the grid when it gets there.
 */
export type DraftPlace =
  | {
      kind: 'gps' | 'map';
      point: GeoPoint;
      gridCode: string | null;
      label: string;
      outside: boolean;
      unchecked?: boolean;
    }
  | { kind: 'code'; gridCode: string; label: string }
  | { kind: 'unsure' };

/** One complaint being written. `id` stays the same until its receipt is there, through every retry. */
export interface Draft {
  id: string;
  startedAt: string;
  text: string;
  photos: Photo[];
  /** What was said instead of, or besides, written. */
  voice: Voice | null;
  place: DraftPlace | null;
  address: string;
  classCode: string | null;
  /** 我也遇到: the problem of others it is one more of; its class counts, whatever was chosen. */
  problem: { id: string; className: string } | null;
  /** Null: as guessed from the text. */
  requestType: RequestType | null;
  partyKind: PartyKind;
  companyName: string;
  /** Null: as the class proposes. */
  confidentiality: Confidentiality | null;
  contactName: string;
  contactPhone: string;
  /** The door a caller came through; only sent when filing for somebody. */
  channel: Channel;
}

/** Doors a clerk may name. */
export const CALLER_CHANNELS = ['HOTLINE_12345', 'WINDOW', 'GRID'] as const satisfies readonly Channel[];

export function emptyDraft(id: string, startedAt: string): Draft {
  return {
    id,
    startedAt,
    text: '',
    photos: [],
    voice: null,
    place: null,
    address: '',
    classCode: null,
    problem: null,
    requestType: null,
    partyKind: 'PERSON',
    companyName: '',
    confidentiality: null,
    contactName: '',
    contactPhone: '',
    channel: 'HOTLINE_12345',
  };
}

/** Whether there is anything worth resuming. */
export function isBegun(draft: Draft): boolean {
  return draft.text.trim() !== '' || filesOf(draft).length > 0 || draft.address.trim() !== '';
}

/** Photos and recording; drafts of an older version know no recording. */
export function filesOf({ photos, voice }: Draft): Photo[] {
  return voice ? [...photos, voice] : photos;
}

const TYPE_WORDS: readonly (readonly [RequestType, RegExp])[] = [
  ['REPORT', /举报|检举/],
  ['COMPLAINT', /投诉|太吵|扰民|乱收费|态度(恶劣|差)|违建|占用|没人管|不作为/],
  ['SUGGEST', /建议|希望能?增(加|设)|能否增设/],
  ['CONSULT', /咨询|请问|怎么办理|如何办理|想了解/],
];

/** A first guess from the words used; 求助 when nothing points elsewhere. The desk may correct it. */
export function guessType(text: string): RequestType {
  return TYPE_WORDS.find(([, words]) => words.test(text))?.[0] ?? 'HELP';
}

export const typeOf = (draft: Draft): RequestType => draft.requestType ?? guessType(draft.text);

/** Who may see it, unless the person chose: reports and delicate classes go to the hotline office only. */
export function confidentialityOf(draft: Draft): Confidentiality {
  if (draft.confidentiality) return draft.confidentiality;
  const delicate = draft.classCode !== null && classLeaf(draft.classCode)?.isDeskOnlyByDefault;
  return delicate || typeOf(draft) === 'REPORT' ? 'DESK_ONLY' : 'SURNAME';
}

const PHONE = /^(1\d{10}|0\d{9,11}|\d{7,8})$/;

export const plainPhone = (phone: string) => phone.replace(/[\s-]/g, '');

/** What keeps the draft from being sent, in Chinese and with the part of the page it belongs to. */
export function draftProblem(draft: Draft): { part: 'text' | 'place' | 'contact'; text: string } | null {
  const length = [...draft.text].length;
  const shown = filesOf(draft).some(({ refused }) => !refused); // those on the phone are sent along
  // whoever says "mine too" has said what it is
  if (draft.text.trim() === '' && !shown && !draft.problem)
    return { part: 'text', text: errorText('ORDER_EMPTY') };
  if (length > SUBMIT_TEXT_MAX) {
    return { part: 'text', text: errorText('ORDER_TEXT_TOO_LONG', { length, limit: SUBMIT_TEXT_MAX }) };
  }
  if (!draft.place) return { part: 'place', text: errorText('ORDER_NO_PLACE') };
  const phone = plainPhone(draft.contactPhone);
  const anonymous = confidentialityOf(draft) === 'ANONYMOUS';
  if (!anonymous && phone !== '' && !PHONE.test(phone)) {
    return { part: 'contact', text: errorText('PHONE_INVALID') };
  }
  return null;
}

/** What goes to the server. An anonymous order carries neither name nor phone, whatever was typed before. */
export function toSubmit(draft: Draft, streetId: string): SubmitOrder {
  const { place } = draft;
  const confidentiality = confidentialityOf(draft);
  const named = confidentiality !== 'ANONYMOUS';
  return {
    draftId: draft.id,
    streetId,
    text: draft.text.trim(),
    photoIds: draft.photos.flatMap(({ id }) => (id ? [id] : [])),
    voiceId: draft.voice?.id ?? null,
    point: place && 'point' in place ? place.point : null,
    gridCode: place && 'gridCode' in place ? place.gridCode : null,
    address: draft.address.trim(),
    classCode: draft.classCode,
    requestType: typeOf(draft),
    partyKind: draft.partyKind,
    companyName: draft.partyKind === 'ENTERPRISE' ? draft.companyName.trim() : '',
    confidentiality,
    contactName: named ? draft.contactName.trim() : '',
    contactPhone: named ? plainPhone(draft.contactPhone) : '',
  };
}

/** A sticker's id in a scene, in the path of a mini-program code, or in the link of a plain QR. */
const STICKER = /(?:^|[?&=])s=([2-9a-z]{10})(?=$|[&#])/i;

/**
 * What a scanned sticker stands for: `s=…` for a sticker by its id (as `gridByCode` takes it), else the grid code
 * behind `g=…` in a link or scene, or the bare text.
 */
export function scannedCode(scene: string | undefined): string | null {
  if (!scene) return null;
  let text = scene;
  try {
    text = decodeURIComponent(scene);
  } catch {
    // a stray % in a printed code: take it as it is
  }
  const sticker = STICKER.exec(text)?.[1]?.toLowerCase();
  if (sticker && STICKER_ID.test(sticker)) return `${STICKER_PREFIX}${sticker}`;
  const code = /(?:^|[?&])g=([^&#]+)/.exec(text)?.[1] ?? text;
  return /^[\w-]{2,40}$/.test(code.trim()) ? code.trim() : null;
}

import { DAY_MS, type Instant, type Receipt, toMillis } from '@yihu/shared';
import type { Photo } from '../components/use-photos';
import type { Draft } from '../resident/file/draft';

/** A filing older than this is not sent by itself any more: the person is asked whether it still stands. */
export const ASK_AGAIN_MS = DAY_MS;
/** How long a sent filing stays on the phone, in case the server is restored to a time before it. */
export const KEEP_SENT_MS = 7 * DAY_MS;

/**
 * WAITING: sends itself. HELD: the person wants it kept but not sent, or is changing it. REFUSED: the server gave a
 * reason that only the person can mend. SENT: our receipt is here.
 */
export type FilingState = 'WAITING' | 'HELD' | 'REFUSED' | 'SENT';

/** One complaint the person has submitted, as the phone holds it until the server has acknowledged it. */
export interface Filing {
  /** Names the filing on this phone; the draft's id of the first attempt. */
  key: string;
  /** Its id is the key the server counts by, the same through every attempt. */
  draft: Draft;
  personId: string;
  byStaff: boolean;
  forCaller: boolean;
  /** The server counts uploads per group; the same bytes in one group are one photo. */
  group: string;
  /** The run of the app the photo paths belong to that could not be kept. */
  visit: string;
  queuedAt: Instant;
  /** When the person last said that it is to be sent. */
  confirmedAt: Instant;
  state: FilingState;
  /** Why it has not gone yet, in Chinese. */
  trouble: string | null;
  refusalCode: string | null;
  receipt: Pick<Receipt, 'orderId' | 'orderNo' | 'receivedAt'> | null;
  sentAt: Instant | null;
  /** Its number before the server was restored to a time that did not know it. */
  lostNo: string | null;
  /** It was sent while nobody looked: to be told once. */
  announce: boolean;
}

export interface NewFiling {
  draft: Draft;
  person: Holder;
  forCaller: boolean;
  group: string;
  visit: string;
}

/** Whose phone it is. */
export interface Holder {
  personId: string;
  staff: boolean;
}

export function newFiling({ draft, person, forCaller, group, visit }: NewFiling, now: Instant): Filing {
  return {
    key: draft.id,
    draft,
    personId: person.personId,
    byStaff: person.staff,
    forCaller,
    group,
    visit,
    queuedAt: now,
    confirmedAt: now,
    state: 'WAITING',
    trouble: null,
    refusalCode: null,
    receipt: null,
    sentAt: null,
    lostNo: null,
    announce: false,
  };
}

/**
 * Whether `me` may see and send it. WeChat keeps storage per WeChat user (`ownPhone`), so there a resident's filings
 * are hers even when a restored server knows her under a new id.
 */
export function isMine(filing: Filing, me: Holder, ownPhone: boolean): boolean {
  return filing.personId === me.personId || (ownPhone && !me.staff && !filing.byStaff);
}

/** Waiting for longer than a day: asked again. Not asked for what had been received once and got lost. */
export function isStale(filing: Filing, now: Instant): boolean {
  if (filing.state !== 'WAITING' || filing.lostNo !== null) return false;
  return toMillis(now) - toMillis(filing.confirmedAt) > ASK_AGAIN_MS;
}

/** The one whose turn it is: the oldest that waits, was not tried in this round and need not be asked about. */
export function nextToSend(list: readonly Filing[], now: Instant, tried: ReadonlySet<string>): Filing | null {
  const ready = list.filter(
    (filing) => filing.state === 'WAITING' && !isStale(filing, now) && !tried.has(filing.key),
  );
  return ready.sort((a, b) => (a.queuedAt < b.queuedAt ? -1 : a.queuedAt > b.queuedAt ? 1 : 0))[0] ?? null;
}

/** The list with the filing put in; one with the same key is replaced. */
export function withFiling(list: readonly Filing[], filing: Filing): Filing[] {
  return [...list.filter(({ key }) => key !== filing.key), filing];
}

/** The list with one filing changed. A change that comes after it was taken away is dropped. */
export function changed(list: readonly Filing[], key: string, part: Partial<Filing>): Filing[] {
  return list.map((filing) => (filing.key === key ? { ...filing, ...part } : filing));
}

export function photoChanged(list: readonly Filing[], key: string, photoKey: string, part: Partial<Photo>) {
  return list.map((filing) =>
    filing.key !== key
      ? filing
      : {
          ...filing,
          draft: {
            ...filing.draft,
            photos: filing.draft.photos.map((photo) =>
              photo.key === photoKey ? { ...photo, ...part } : photo,
            ),
            voice:
              filing.draft.voice?.key === photoKey
                ? { ...filing.draft.voice, ...part, seconds: filing.draft.voice.seconds }
                : filing.draft.voice,
          },
        },
  );
}

/** Said again that it is to be sent. */
export const confirmed = (list: readonly Filing[], key: string, now: Instant) =>
  changed(list, key, { state: 'WAITING', confirmedAt: now, trouble: null, refusalCode: null });

/** What becomes of a filing whose receipt has come; a caller's matter is not kept on the clerk's phone. */
export function sent(
  list: readonly Filing[],
  key: string,
  { orderId, orderNo, receivedAt }: Receipt,
  { now, announce }: { now: Instant; announce: boolean },
): Filing[] {
  const filing = list.find((one) => one.key === key);
  if (filing?.forCaller) return list.filter((one) => one.key !== key);
  return changed(list, key, {
    state: 'SENT',
    receipt: { orderId, orderNo, receivedAt },
    sentAt: now,
    announce: announce || (filing?.lostNo ?? null) !== null,
    trouble: null,
    refusalCode: null,
  });
}

/** The server does not know an order this phone holds the receipt of: it is sent again under the same key. */
export function lost(list: readonly Filing[], key: string): Filing[] {
  const orderNo = list.find((one) => one.key === key)?.receipt?.orderNo ?? null;
  return changed(list, key, { state: 'WAITING', lostNo: orderNo, receipt: null, sentAt: null });
}

/** What still has to be kept: sent filings go after a week. */
export function kept(list: readonly Filing[], now: Instant): Filing[] {
  return list.filter(
    ({ state, sentAt }) =>
      state !== 'SENT' || sentAt === null || toMillis(now) - toMillis(sentAt) <= KEEP_SENT_MS,
  );
}

/** Where a photo of a filing stands. */
export type PhotoState = 'WAITING' | 'DONE' | 'FAILED';
export const PHOTO_STATES: Readonly<Record<PhotoState, string>> = {
  WAITING: '待上传',
  DONE: '已上传',
  FAILED: '失败',
};

export function photoState({ state, id, refused }: Photo): PhotoState {
  if (state === 'done' && id) return 'DONE';
  return refused ? 'FAILED' : 'WAITING';
}

/** What the phone holds of a filing, in words: 文字 12 字 · 照片 2 张(1 张已上传,1 张待上传). */
export function contentText({ text, photos }: Pick<Draft, 'text' | 'photos'>): string {
  const length = [...text.trim()].length;
  const words = length > 0 ? `文字 ${length} 字` : '没有文字';
  if (photos.length === 0) return `${words} · 没有照片`;
  const states = photos.map(photoState);
  const counts = (Object.keys(PHOTO_STATES) as PhotoState[])
    .map((state) => [states.filter((each) => each === state).length, PHOTO_STATES[state]] as const)
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} 张${name}`);
  return `${words} · 照片 ${photos.length} 张(${counts.join(',')})`;
}

/** What would be gone when the app is closed now, in words; null when all of it is kept. */
export function atRiskText(photos: readonly Photo[], saved: boolean): string | null {
  if (!saved) return '手机存储已满,这份内容没能存下:联网前请不要关掉小程序';
  const loose = photos.filter((photo) => photoState(photo) === 'WAITING' && !photo.kept).length;
  if (loose === 0) return null;
  return `手机存储已满:文字已留在手机里,有 ${loose} 张照片没能存下,关掉小程序后要重新拍`;
}

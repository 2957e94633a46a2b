import type { Instant, Receipt } from '@yihu/shared';
import { ApiError, errText, newKey } from '@yihu/shared';
import type { Photo } from '../components/use-photos';
import { filesOf } from '../resident/file/draft';
import { changed, type Filing, lost, nextToSend, photoChanged, sent } from './queue';

/** What sending needs from the phone and the server. */
export interface SendPorts {
  now(): Instant;
  /** The filings of the person at hand. */
  list(): readonly Filing[];
  change(work: (list: readonly Filing[]) => Filing[]): void;
  /** Where the photo's bytes can be read now; null when the phone no longer has them. */
  pathOf(photo: Photo, filing: Filing): Promise<string | null>;
  /** Gives the server's id of the photo; throws ApiError. */
  upload(path: string, photo: Photo, group: string): Promise<string>;
  /** Gives the receipt of the draft; throws ApiError, also when the answer is not a receipt. */
  submit(filing: Filing): Promise<Receipt>;
  /** Whether the server knows the order; throws when it did not say. */
  knows(orderId: string): Promise<boolean>;
  onSent(filing: Filing, receipt: Receipt): void;
}

/**
 * `sent`: our receipt is here. `refused`: the server gave a reason the person must mend. `later`: this one has to
 * wait, others may go. `offline`: nothing gets through. `signedOut`: somebody has to sign in first.
 */
export type Outcome = 'sent' | 'refused' | 'later' | 'offline' | 'signedOut';

const SIGNED_OUT: readonly string[] = ['SESSION_EXPIRED', 'NOT_SIGNED_IN'];
/** Refusals that pass by themselves: too slow, too early. */
const PASSING: readonly number[] = [408, 425];
/** The server no longer has a photo it once took in: restored from a backup, or swept after a week of waiting. */
const PHOTOS_UNKNOWN: readonly string[] = ['ATTACHMENT_MISSING', 'ATTACHMENT_NOT_YOURS'];

/** What a failed attempt means for the filing. Only our own 4xx is a refusal; anything else may have been filed. */
export function outcomeOf(e: unknown): Exclude<Outcome, 'sent'> {
  if (!(e instanceof ApiError)) return 'later';
  if (e.status === 0 || e.code === 'NETWORK' || e.code === 'NETWORK_NOT_OURS') return 'offline';
  if (SIGNED_OUT.includes(e.code)) return 'signedOut';
  if (e.status === 429 || e.status === 503) return 'offline'; // the next one would meet the same
  return e.status >= 500 || PASSING.includes(e.status) ? 'later' : 'refused';
}

/**
 * Sends what waits, oldest first, each once; one that is refused or has to wait does not stop the others, a dead
 * line does. `announce`: nobody is looking at `key`, so its success is to be told later.
 */
export async function sendAll(
  ports: SendPorts,
  announce: (key: string) => boolean,
): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  for (;;) {
    const filing = nextToSend(ports.list(), ports.now(), new Set(outcomes.keys()));
    if (!filing) return outcomes;
    const outcome = await sendOne(ports, filing.key, announce);
    outcomes.set(filing.key, outcome);
    if (outcome === 'offline' || outcome === 'signedOut') return outcomes;
  }
}

async function sendOne(ports: SendPorts, key: string, announce: (key: string) => boolean): Promise<Outcome> {
  try {
    const receipt = await deliver(ports, key);
    const filing = find(ports, key);
    ports.change((list) => sent(list, key, receipt, { now: ports.now(), announce: announce(key) }));
    if (filing) ports.onSent(filing, receipt);
    return 'sent';
  } catch (e) {
    return failed(ports, key, e);
  }
}

/** Photos first, then the words; photos the server has forgotten meanwhile are brought once more. */
async function deliver(ports: SendPorts, key: string): Promise<Receipt> {
  await bringPhotos(ports, key);
  try {
    return await ports.submit(wanted(ports, key));
  } catch (e) {
    if (!(e instanceof ApiError) || !PHOTOS_UNKNOWN.includes(e.code)) throw e;
  }
  for (const photo of filesOf(wanted(ports, key).draft)) {
    ports.change((list) =>
      photoChanged(list, key, photo.key, { id: undefined, state: 'failed', error: undefined }),
    );
  }
  await bringPhotos(ports, key);
  return ports.submit(wanted(ports, key));
}

async function bringPhotos(ports: SendPorts, key: string): Promise<void> {
  const filing = wanted(ports, key);
  for (const [at, photo] of filesOf(filing.draft).entries()) {
    if (photo.id) continue;
    const mark = (part: Partial<Photo>) => ports.change((list) => photoChanged(list, key, photo.key, part));
    const path = await ports.pathOf(photo, filing);
    const name = photo.seconds === undefined ? `第 ${at + 1} 张照片` : '录音';
    if (path === null) {
      mark({ refused: true, error: '已不在手机里' });
      throw new ApiError(
        'PHOTO_GONE',
        `${name}已不在手机里,请改一改:重新${photo.seconds === undefined ? '拍一张' : '录一段'},或移除它`,
        400,
      );
    }
    try {
      const id = await ports.upload(path, photo, filing.group);
      mark({ id, state: 'done', error: undefined, refused: undefined });
    } catch (e) {
      if (outcomeOf(e) !== 'refused') throw e;
      mark({ refused: true, state: 'failed', error: errText(e) });
      throw new ApiError((e as ApiError).code, `${name}:${errText(e)}`, 400);
    }
  }
}

function failed(ports: SendPorts, key: string, e: unknown): Outcome {
  const outcome = outcomeOf(e);
  const trouble = outcome === 'signedOut' ? '登录已过期,登录后自动提交' : errText(e);
  const code = e instanceof ApiError ? e.code : null;
  const filing = find(ports, key);
  if (outcome !== 'refused' || !filing) {
    ports.change((list) => changed(list, key, { trouble }));
    return outcome;
  }
  // this id was used by somebody else on this phone: the words stay, under a new id
  const draft = code === 'DRAFT_NOT_YOURS' ? { ...filing.draft, id: newKey() } : filing.draft;
  ports.change((list) => changed(list, key, { state: 'REFUSED', trouble, refusalCode: code, draft }));
  return outcome;
}

/**
 * Asks for each sent filing in `toAsk` whether the server still knows it. What a restored database has lost goes
 * back to waiting under its old key. True when there is something to send again.
 */
export async function findLost(ports: SendPorts, toAsk: (filing: Filing) => boolean): Promise<boolean> {
  let any = false;
  for (const { key, receipt, state } of ports.list().filter(toAsk)) {
    if (state !== 'SENT' || !receipt) continue;
    if (await ports.knows(receipt.orderId)) continue;
    ports.change((list) => lost(list, key));
    any = true;
  }
  return any;
}

const find = (ports: SendPorts, key: string) => ports.list().find((filing) => filing.key === key);

function wanted(ports: SendPorts, key: string): Filing {
  const filing = find(ports, key);
  if (!filing) throw new Error('这份内容已从待发送里取走');
  return filing;
}

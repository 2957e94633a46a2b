import type { Receipt } from '@yihu/shared';
import { orderKnown, submitFiling } from '../api/filing';
import { uploadFile } from '../api/upload-file';
import { IS_WEAPP } from '../platform/env';
import { dropFiles, findKept, keptFiles } from '../platform/kept-files';
import { onNetworkBack } from '../platform/network';
import { readStored, storedKeys } from '../platform/store';
import { keepReceipt } from '../resident/receipt/kept-receipt';
import { getSession, onSessionChange } from '../session/store';
import {
  changed,
  confirmed,
  type Filing,
  isMine,
  isStale,
  kept,
  type NewFiling,
  newFiling,
  withFiling,
} from './queue';
import { findLost, type Outcome, type SendPorts, sendAll } from './send';
import { allFilings, announceChange, changeFilings, myFilings, VISIT } from './store';

/** Waits between attempts while the app is open, in ms; the last one goes on for ever. */
const RETRY_MS = [15_000, 30_000, 60_000, 120_000, 300_000] as const;

let running: Promise<Map<string, Outcome>> | null = null;
let again = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let inFront = false;
/** Filings somebody is looking at while they are sent: their end is shown on the spot. */
const watched = new Set<string>();
/** Receipts of this run of the app. */
const receipts = new Map<string, Receipt>();
/** Receipts asked about in this run of the app. */
const asked = new Set<string>();

const now = () => new Date().toISOString();

const ports: SendPorts = {
  now,
  list: myFilings,
  change: (work) => void changeFilings(work),
  pathOf: async (photo, filing) => {
    if (photo.kept) return findKept(photo.key);
    return filing.visit === VISIT ? photo.path : null; // an older visit's path leads nowhere
  },
  upload: uploadFile,
  submit: submitFiling,
  knows: orderKnown,
  onSent: ({ key, draft, forCaller }, receipt) => {
    receipts.set(key, receipt);
    keepReceipt({ receipt, photoCount: draft.photos.length, forCaller });
  },
};

export const isSending = () => running !== null;

/** Sends what waits, in order. Calls made meanwhile share the round and its outcomes. */
export function flush(): Promise<Map<string, Outcome>> {
  again = running !== null;
  running ??= rounds().finally(() => {
    running = null;
    announceChange();
    waitForNext();
  });
  announceChange();
  return running;
}

async function rounds(): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  if (!getSession()) return outcomes;
  do {
    again = false;
    const round = await sendAll(ports, (key) => !watched.has(key));
    for (const [key, outcome] of round) outcomes.set(key, outcome);
  } while (again);
  failures = [...outcomes.values()].some((outcome) => outcome === 'offline' || outcome === 'later')
    ? failures + 1
    : 0;
  return outcomes;
}

/** While the app is in front and something waits, it is tried again after a while; WeChat stops timers behind. */
function waitForNext(): void {
  clearTimeout(timer);
  const waits = myFilings().some((filing) => filing.state === 'WAITING' && !isStale(filing, now()));
  if (!inFront || !waits || failures === 0) return;
  timer = setTimeout(() => void flush(), RETRY_MS[Math.min(failures, RETRY_MS.length) - 1]);
}

export interface Submitted {
  outcome: Outcome;
  filing: Filing | undefined;
  receipt: Receipt | undefined;
}

/** Puts a draft in before the first attempt, so that nothing that happens meanwhile can lose it. */
export function put(key: string, filing: Omit<NewFiling, 'visit'>): void {
  const queued = { ...newFiling({ ...filing, visit: VISIT }, now()), key };
  changeFilings((list) => withFiling(list, queued), { keepPhotos: true });
}

/** Sends what waits while the person looks on, and tells how it went with `key`. */
export async function sendWatched(key: string): Promise<Submitted> {
  watched.add(key);
  try {
    const outcome = await outcomeFor(key);
    return { outcome, filing: filingOf(key), receipt: receipts.get(key) };
  } finally {
    watched.delete(key);
  }
}

/** A round that was under way may have ended without this one: then it gets one of its own. */
async function outcomeFor(key: string): Promise<Outcome> {
  const shared = (await flush()).get(key);
  if (shared) return shared;
  const own = (await flush()).get(key);
  return own ?? (filingOf(key)?.state === 'SENT' ? 'sent' : 'offline');
}

/** The receipt a filing got in this run of the app. */
export const receiptOf = (key: string): Receipt | undefined => receipts.get(key);

export const filingOf = (key: string): Filing | undefined => allFilings().find((one) => one.key === key);

/** Says again that a filing is to be sent, and tries at once. */
export async function sendAgain(key: string): Promise<void> {
  changeFilings((list) => confirmed(list, key, now()));
  await flush();
}

/** Keeps what waits on the phone without sending it. */
export const hold = (key: string) => {
  if (filingOf(key)?.state === 'WAITING') update(key, { state: 'HELD' });
};

export const update = (key: string, part: Partial<Filing>) =>
  changeFilings((list) => changed(list, key, part));

/** Takes a filing off the phone, photos and all. */
export const discard = (key: string) => changeFilings((list) => list.filter((one) => one.key !== key));

/** Takes a filing out for a form that goes on with its photos. */
export const release = (key: string) =>
  changeFilings((list) => list.filter((one) => one.key !== key), { keepPhotos: true });

/** The person has read that it was sent while nobody looked. */
export const dismiss = (key: string) => update(key, { announce: false, lostNo: null });

/** Copies of sent filings are for their owner only: they go when she signs out. */
export function forgetSent(): void {
  const mine = new Set(myFilings().map(({ key }) => key));
  changeFilings((list) => list.filter(({ key, state }) => state !== 'SENT' || !mine.has(key)));
}

/** Everything of this person on this phone, sent or not: for an account that is deleted. */
export function forgetAll(): void {
  const me = getSession()?.me;
  if (me) changeFilings((list) => list.filter((filing) => !isMine(filing, me, IS_WEAPP)));
}

/** The app is in sight: sends what waits, then asks once per run whether the server still knows what it received. */
export function wake(): Promise<void> {
  inFront = true;
  return lookAfter();
}

async function lookAfter(): Promise<void> {
  changeFilings((list) => kept(list, now()));
  await flush();
  const isNews = ({ key, state }: Filing) => state === 'SENT' && !asked.has(key);
  for (const { key } of myFilings().filter(isNews)) await checkReceipt(key).catch(() => undefined);
}

/** The server did not find this order: if it is a filing of this phone, it is sent again. */
export async function checkOrder(orderId: string): Promise<void> {
  const filing = myFilings().find(({ receipt }) => receipt?.orderId === orderId);
  if (filing) await checkReceipt(filing.key);
}

/** Asks whether the server still knows a sent filing; what it has lost is sent again at once. */
export async function checkReceipt(key: string): Promise<void> {
  asked.add(key);
  try {
    if (await findLost(ports, (filing) => filing.key === key)) await flush();
  } catch (e) {
    asked.delete(key); // it did not say
    throw e;
  }
}

export function sleep(): void {
  inFront = false;
  clearTimeout(timer);
}

/** Once per run of the app: from now on the network's and the session's return send what waits. */
export function startOutbox(): void {
  onNetworkBack(() => void flush());
  onSessionChange(() => {
    if (getSession() && !running) void lookAfter();
  });
  void sweepFiles();
}

const DAY_MS = 86_400_000;

/** Removes kept photos no draft, form or filing names any more; those of today may belong to one being written. */
async function sweepFiles(): Promise<void> {
  const texts = storedKeys('yihu.').map((key) => JSON.stringify(readStored(key)));
  const isOld = (key: string) => Date.now() - Number.parseInt(key, 10) > DAY_MS;
  const orphans = (await keptFiles()).filter(
    (key) => isOld(key) && !texts.some((text) => text.includes(`"${key}"`)),
  );
  await dropFiles(orphans);
}

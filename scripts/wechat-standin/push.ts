/** Message push: builds events, signs (and encrypts) them, delivers them to the server's callback, remembers how it went. */
import { randomInt } from 'node:crypto';
import { encrypt, signatureOf } from './push-crypto.ts';
import { xmlOf } from './push-xml.ts';
import type { JsonObject } from './wire.ts';
import type { World } from './world.ts';

/** Where and how events are pushed; the same values stand in the server's configuration. */
export interface PushTarget {
  url: string;
  token: string;
  /** EncodingAESKey, 43 characters; needed in safe mode only. */
  aesKey: string;
  mode: 'plain' | 'safe';
}

/** Deviations a test may ask for. */
export interface PushOptions {
  /** Force the shape of a single-item `List`; by default one item is an object, several are an array. */
  list?: 'object' | 'array';
  /** The platform's samples show both. */
  createTime?: 'number' | 'string';
  /** Deliver the same bytes this many times. */
  times?: number;
  wrongSignature?: boolean;
  /** Encrypt for another app. */
  wrongAppId?: boolean;
  mode?: 'plain' | 'safe';
  /** The console's other format. */
  format?: 'json' | 'xml';
}

/** One delivered event: the HTTP status of each try (0 = no answer within 5 s) and the last answer's text. */
export interface PushRecord {
  event: string;
  statuses: number[];
  answer: string;
}

/** A request as it goes out. */
interface Sealed {
  url: string;
  body: string;
  type: string;
}

const JSON_TYPE = 'application/json';
const TRIES = 3;
const ANSWER_LIMIT_MS = 5_000;
const ORIGINAL_ID = 'gh_0123456789ab';

export class Pusher {
  private readonly world: World;
  private readonly timers = new Set<NodeJS.Timeout>();
  private readonly closing = new AbortController();
  private target: PushTarget | null;
  private readonly firstTarget: PushTarget | null;
  private log: PushRecord[] = [];
  private lastSecond = 0;

  constructor(world: World, target: PushTarget | null) {
    this.world = world;
    this.target = target;
    this.firstTarget = target;
  }

  setTarget(target: PushTarget | null): void {
    this.target = target;
  }

  records(): PushRecord[] {
    return [...this.log];
  }

  reset(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.log = [];
    this.lastSecond = 0;
    this.target = this.firstTarget;
  }

  close(): void {
    this.reset();
    this.closing.abort();
  }

  /** Pushes later, without keeping the process alive for it. */
  later(delayMs: number, openid: string, event: string, items: JsonObject[]): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.pushList(openid, event, items);
    }, delayMs);
    timer.unref();
    this.timers.add(timer);
  }

  /** The same for an event without a `List`. */
  laterEvent(delayMs: number, fields: JsonObject, options: PushOptions = {}): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      void this.push(fields, options);
    }, delayMs);
    timer.unref();
    this.timers.add(timer);
  }

  /** An event that carries a `List`. */
  pushList(openid: string, event: string, items: JsonObject[], options: PushOptions = {}) {
    const single = items.length === 1 && options.list !== 'array';
    return this.push({ FromUserName: openid, Event: event, List: single ? items[0] : items }, options);
  }

  /** Any event; the envelope is filled in unless given. Null when no callback is configured. */
  async push(fields: JsonObject, options: PushOptions = {}): Promise<PushRecord | null> {
    const target = this.target;
    if (!target) return null;
    const seconds = this.nextSecond();
    const message = written(options, {
      ToUserName: ORIGINAL_ID,
      CreateTime: options.createTime === 'string' ? String(seconds) : seconds,
      MsgType: 'event',
      ...fields,
    });
    const record: PushRecord = { event: String(fields.Event ?? ''), statuses: [], answer: '' };
    this.log.push(record);
    const openid = String(fields.FromUserName ?? '');
    const send = this.sealed(target, message, openid, options);
    for (let copy = 0; copy < (options.times ?? 1); copy += 1) await this.deliver(send, record);
    return record;
  }

  /** The console's URL check: true when the callback returned `echostr` exactly. */
  async checkUrl(): Promise<boolean> {
    if (!this.target) return false;
    const { url, token } = this.target;
    const stamp = this.stamp();
    const echostr = String(randomInt(2 ** 47));
    const query = new URLSearchParams({
      signature: signatureOf([token, stamp.timestamp, stamp.nonce]),
      ...stamp,
      echostr,
    });
    const answer = await fetch(`${url}?${query}`, { signal: this.limit() });
    return answer.status === 200 && (await answer.text()) === echostr;
  }

  /** Receivers tell events apart by person and second, and no person taps twice in one: neither do quick tests. */
  private nextSecond(): number {
    this.lastSecond = Math.max(Math.floor(this.world.nowMs() / 1000), this.lastSecond + 1);
    return this.lastSecond;
  }

  private stamp() {
    return {
      timestamp: String(Math.floor(this.world.nowMs() / 1000)),
      nonce: String(randomInt(1_000_000_000, 2_000_000_000)),
    };
  }

  /** The request that carries `message`, signed as the mode asks. */
  private sealed(target: PushTarget, message: string, openid: string, options: PushOptions) {
    const stamp = this.stamp();
    const token = options.wrongSignature ? `${target.token}x` : target.token;
    const signature = signatureOf([token, stamp.timestamp, stamp.nonce]);
    const query = new URLSearchParams({ signature, ...stamp, openid });
    let body = message;
    if ((options.mode ?? target.mode) === 'safe') {
      const appId = options.wrongAppId ? `${this.world.appId}x` : this.world.appId;
      const cipher = encrypt(message, appId, target.aesKey);
      query.set('encrypt_type', 'aes');
      query.set('msg_signature', signatureOf([token, stamp.timestamp, stamp.nonce, cipher]));
      body = written(options, { ToUserName: ORIGINAL_ID, Encrypt: cipher });
    }
    return { url: `${target.url}?${query}`, body, type: options.format === 'xml' ? 'text/xml' : JSON_TYPE };
  }

  /** Up to three tries, until the callback answers `success` or nothing within five seconds. */
  private async deliver(send: Sealed, record: PushRecord): Promise<void> {
    for (let attempt = 0; attempt < TRIES && !this.closing.signal.aborted; attempt += 1) {
      const { status, text } = await this.post(send);
      record.statuses.push(status);
      record.answer = text;
      if (status === 200 && (text === 'success' || text === '')) return;
    }
  }

  private async post({ url, body, type }: Sealed): Promise<{ status: number; text: string }> {
    try {
      const headers = { 'content-type': type };
      const answer = await fetch(url, { method: 'POST', headers, body, signal: this.limit() });
      return { status: answer.status, text: await answer.text() };
    } catch {
      return { status: 0, text: '' };
    }
  }

  private limit(): AbortSignal {
    return AbortSignal.any([this.closing.signal, AbortSignal.timeout(ANSWER_LIMIT_MS)]);
  }
}

function written(options: PushOptions, message: JsonObject): string {
  return options.format === 'xml' ? xmlOf(message) : JSON.stringify(message);
}

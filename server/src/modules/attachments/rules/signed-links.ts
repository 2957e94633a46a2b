import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type Instant, toMillis } from '@yihu/shared';

/** The picture or recording as it is kept, its small copy, and the same two with the mark of evidence. */
export const VARIANTS = ['main', 'thumb', 'marked', 'markedthumb'] as const;
export type Variant = (typeof VARIANTS)[number];

/** What a link turned out to be. `expired` is told only to who holds a link we signed. */
export type LinkCheck = 'ok' | 'expired' | 'bad';

/**
 * A link is good for 30 to 60 minutes: its end is rounded up to the half hour, so that a page opened twice
 * gets the same address twice and the phone's cache can serve it.
 */
const STEP_S = 30 * 60;
const MIN_KEY_BYTES = 32;

/** Addresses of stored photos that nobody can guess, alter or keep. HMAC-SHA256 over id, variant and end. */
export class SignedLinks {
  /** Made ready once: from its bytes each signature of a list of photos would take ten times as long. */
  private readonly key: KeyObject;

  constructor(key: Buffer) {
    if (key.length < MIN_KEY_BYTES) throw new Error('the key of signed links is too short');
    this.key = createSecretKey(key);
  }

  /** `/files/{id}/{variant}?exp={unix seconds}&sig={base64url}`. */
  sign(id: string, variant: Variant, now: Instant): string {
    const exp = String((Math.floor(toMillis(now) / 1000 / STEP_S) + 2) * STEP_S);
    return `/files/${id}/${variant}?exp=${exp}&sig=${this.mac(id, variant, exp)}`;
  }

  /** Takes the parts as they came from outside. */
  verify(link: { id: string; variant: string; exp: string; sig: string }, now: Instant): LinkCheck {
    const wanted = Buffer.from(this.mac(link.id, link.variant, link.exp));
    const given = Buffer.from(link.sig);
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return 'bad';
    return secondsLeft(link.exp, now) > 0 ? 'ok' : 'expired';
  }

  private mac(id: string, variant: string, exp: string): string {
    // Length first: no two different triples may give one text.
    const text = [id, variant, exp].map((part) => `${part.length}:${part}`).join('');
    return createHmac('sha256', this.key).update(text).digest('base64url');
  }
}

/** Whole seconds until a link's end; 0 when over. */
export function secondsLeft(exp: string, now: Instant): number {
  return Math.max(0, Number(exp) - Math.ceil(toMillis(now) / 1000));
}

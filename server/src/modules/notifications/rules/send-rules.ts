import { addMinutes, type Instant, type TemplateKind, toInstant, toMillis } from '@yihu/shared';

/** What the rules need of a failed call to WeChat (WechatError). */
export interface SendFailure {
  errcode: number | null;
  kind: string;
  outcomeUnknown: boolean;
  facts: { field?: string };
}

/** What a failed call means for the message. */
export type Verdict =
  /** Perhaps delivered: never simply repeated. */
  | { is: 'UNKNOWN' }
  /** The person's subscription is used up or withdrawn. */
  | { is: 'REFUSED' }
  /** The text was found improper: once more with a text that says nothing. */
  | { is: 'NEUTRAL' }
  | { is: 'LATER'; at: Instant }
  /** Not delivered; tried again by the outbox's own pauses. */
  | { is: 'FAILED' }
  /** Will never work as it is. `alarm`: an operator must change something. */
  | { is: 'DEAD'; alarm: boolean };

const CONCURRENT = 43108;

/** @param random in [0, 1), spreads the retries of messages that met each other */
export function verdictOf(failure: SendFailure, now: Instant, random: number): Verdict {
  if (failure.outcomeUnknown) return { is: 'UNKNOWN' };
  const later = (seconds: number): Verdict => ({
    is: 'LATER',
    at: toInstant(toMillis(now) + Math.round(seconds * 1000 * (1 + random))),
  });
  switch (failure.kind) {
    case 'refused':
      return { is: 'REFUSED' };
    case 'content':
      return { is: 'NEUTRAL' };
    case 'busy':
      return later(failure.errcode === CONCURRENT ? 2 : 60);
    case 'quota':
      return later(3600);
    case 'retry':
    case 'token':
    case 'unanswered':
      return { is: 'FAILED' };
    case 'person':
      return { is: 'DEAD', alarm: false };
    default:
      return { is: 'DEAD', alarm: true };
  }
}

/** `47003 thing4`, or the kind where WeChat gave no code. */
export function reasonOf(failure: SendFailure): string {
  return [failure.errcode ?? failure.kind, failure.facts.field]
    .filter((part) => part !== undefined)
    .join(' ');
}

const RESEND_AFTER_MIN = 10;
/** Messages with a date somebody must keep: staff their task, the resident an answer to a question. */
const CRITICAL: ReadonlySet<TemplateKind> = new Set<TemplateKind>(['info', 'task']);

/**
 * WeChat has no key that would make a repeated send harmless. When nobody knows whether a message arrived, one with
 * a date to keep is sent once more after 10 minutes (at the risk of a double); any other is left to a person: null.
 * @param unknowns attempts of this message that ended so, this one included
 */
export function resendTime(kind: TemplateKind, unknowns: number, now: Instant): Instant | null {
  return CRITICAL.has(kind) && unknowns === 1 ? addMinutes(now, RESEND_AFTER_MIN) : null;
}

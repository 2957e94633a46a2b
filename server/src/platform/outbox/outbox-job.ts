import { type Instant, toInstant, toMillis } from '@yihu/shared';
import type { Tx } from '../db/db';

export type Payload = Readonly<Record<string, string | number | boolean | null>>;

/** A claimed job as its handler sees it. `attempts` counts this one. */
export interface OutboxJob {
  id: string;
  topic: string;
  effectKey: string;
  subjectId: string;
  payload: Payload;
  attempts: number;
  leaseToken: string;
}

/**
 * How an attempt ended. `retryAt` asks for another one (until the attempts are used up) · `dead` gives up, a person
 * may replay it · `unknown` the effect may have happened and must not be repeated by a machine: the job is HELD.
 */
export type Outcome =
  | 'done'
  | { retryAt: Instant; note?: string }
  | { dead: string }
  | { unknown: true; note?: string };

/** Carries out the jobs of one topic. Every method may be called again for the same job after a crash. */
export interface OutboxHandler {
  readonly topic: string;
  handle(job: OutboxJob, now: Instant): Promise<Outcome>;
  /** Called instead of `handle` when a worker took the job and was not heard of again. Without it: tried again. */
  recover?(job: OutboxJob, now: Instant): Promise<Outcome>;
  /** Runs in the transaction that gives the job up, so that what the job stood for can say so. */
  gaveUp?(tx: Tx, job: OutboxJob, reason: string, now: Instant): Promise<void>;
}

/** After this many attempts (about 1.5 hours) a job waits for a person. */
export const MAX_ATTEMPTS = 10;
const FIRST_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 3_600_000;

/**
 * When to try again after a failure: 10 s, doubling up to an hour, spread over half to one and a half of that.
 * @param random in [0, 1)
 */
export function retryTime(now: Instant, attempts: number, random: number): Instant {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.max(0, attempts - 1));
  return toInstant(toMillis(now) + Math.round(pause * (0.5 + random)));
}

/** What may be stored of an error: its code or its text without long digits, at most 200 characters. */
export function errorNote(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  const name = error instanceof Error ? error.name : 'error';
  // Driver errors quote the values of the statement; only their code is safe to keep.
  const text = typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
  return `${name}: ${text.replace(/\d{7,}/g, '#')}`.slice(0, 200);
}

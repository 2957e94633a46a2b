import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import { Clock } from '../clock';
import { Db, type Tx } from '../db/db';
import { AppError } from '../errors';
import { Logger } from '../logger';
import { Outbox } from './outbox';
import { LEASE_MS, OutboxStore, type Settlement } from './outbox.store';
import {
  errorNote,
  MAX_ATTEMPTS,
  type OutboxHandler,
  type OutboxJob,
  type Outcome,
  retryTime,
} from './outbox-job';

/** Jobs one tick takes at a time; they run side by side, those of one subject in a row. */
const BATCH = 10;
const POLL_MS = 1000;
const SETTLE_TRIES = 5;
const DRAIN_MS = 30_000;

interface Claimed {
  job: OutboxJob;
  /** Taken over from a worker that was not heard of again. */
  lost: boolean;
}

/** Carries out outbox jobs. `start` runs it by itself; tests call `tick` with the time they want. */
@Injectable()
export class OutboxWorker implements BeforeApplicationShutdown {
  private readonly handlers = new Map<string, OutboxHandler>();
  /** An attempt that takes longer holds nobody up: its job is taken over when the lease ends. */
  patienceMs = LEASE_MS;
  private loop: Promise<void> | null = null;
  private stopping = false;
  private woken = false;
  private endSleep: () => void = () => undefined;

  constructor(
    private readonly db: Db,
    private readonly store: OutboxStore,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Modules that carry out a topic sign up in their onModuleInit. */
  register(handler: OutboxHandler): void {
    if (this.handlers.has(handler.topic)) throw new Error(`two handlers for ${handler.topic}`);
    this.handlers.set(handler.topic, handler);
  }

  /** Takes one batch of lost and due jobs and finishes it; answers how many there were. */
  async tick(now: Instant): Promise<number> {
    const topics = [...this.handlers.keys()];
    if (topics.length === 0) return 0;
    const lost = await this.store.claimLost(topics, now, BATCH);
    const due = await this.store.claim(topics, now, BATCH);
    const claimed = [
      ...lost.map((job) => ({ job, lost: true })),
      ...due.map((job) => ({ job, lost: false })),
    ];
    await Promise.all(rowsOf(claimed).map((row) => this.runRow(row, now)));
    return claimed.length;
  }

  /** Runs until `stop`: at once after a commit that added jobs, and every second for those of other processes. */
  start(): void {
    if (this.loop !== null) return;
    this.outbox.onCommitted(() => this.signal());
    this.loop = this.run();
  }

  /** Takes no more jobs and waits for those under way, at most 30 s; what is left then is taken over by its lease. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.signal();
    if (this.loop === null) return;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((done) => {
      timer = setTimeout(done, DRAIN_MS);
    });
    await Promise.race([this.loop, limit]);
    clearTimeout(timer);
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.stop();
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.woken = false;
      const count = await this.tick(this.clock.now()).catch((error: unknown) => {
        this.logger.error('outbox.tick_failed', { error });
        return 0;
      });
      if (count === 0 && !this.woken && !this.stopping) await this.sleep();
    }
  }

  private signal(): void {
    this.woken = true;
    this.endSleep();
  }

  private sleep(): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, POLL_MS);
      this.endSleep = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  /** Jobs of one subject, in order. Those that had to wait make sure that they are still ours. */
  private async runRow(row: readonly Claimed[], now: Instant): Promise<void> {
    for (const [at, claimed] of row.entries()) {
      try {
        if (at > 0 && !(await this.store.renew(claimed.job, this.clock.now()))) continue;
        await this.runOne(claimed, now);
      } catch (error) {
        // The job stays leased and is taken over when the lease ends.
        this.logger.error('outbox.unsettled', { jobId: claimed.job.id, topic: claimed.job.topic, error });
      }
    }
  }

  private async runOne({ job, lost }: Claimed, now: Instant): Promise<void> {
    const handler = this.handlers.get(job.topic);
    if (handler === undefined) return;
    const outcome = await this.inPatience(this.attempt(handler, job, lost, now));
    if (outcome === null) {
      this.logger.error('outbox.attempt_hangs', { jobId: job.id, topic: job.topic, count: job.attempts });
      return;
    }
    const end = settlementOf(outcome, job);
    await this.settle(handler, job, end, now);
    if (end.state === 'DEAD' || end.state === 'HELD') {
      this.logger.error(`outbox.${end.state.toLowerCase()}`, {
        jobId: job.id,
        topic: job.topic,
        count: job.attempts,
      });
    }
  }

  /** Writes the end down, and what it means to whatever the job stood for. */
  private async settle(handler: OutboxHandler, job: OutboxJob, end: Settlement, now: Instant): Promise<void> {
    const write = (tell: OutboxHandler['gaveUp']) =>
      this.firmly(async (tx) => {
        if (await this.store.settle(tx, job, end, now))
          await tell?.call(handler, tx, job, end.note ?? '', now);
        else this.logger.warn('outbox.lease_lost', { jobId: job.id, topic: job.topic });
      });
    if (end.state !== 'DEAD') return write(undefined);
    try {
      await write(handler.gaveUp);
    } catch (error) {
      if (isBusy(error)) throw error;
      // A job whose giving-up fails as well would come back for ever: it is given up without a word.
      this.logger.error('outbox.gave_up_untold', { jobId: job.id, topic: job.topic, error });
      await write(undefined);
    }
  }

  /** Null when the attempt did not end in time. What it says later is not heard. */
  private async inPatience(attempt: Promise<Outcome>): Promise<Outcome | null> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<null>((done) => {
      timer = setTimeout(() => done(null), this.patienceMs);
    });
    return Promise.race([attempt, limit]).finally(() => clearTimeout(timer));
  }

  /** The effect is out: its outcome is worth more tries than a request has, or the job would run again. */
  private async firmly(work: (tx: Tx) => Promise<void>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.db.inTransaction(work);
      } catch (error) {
        if (!isBusy(error) || attempt >= SETTLE_TRIES) throw error;
      }
    }
  }

  private async attempt(
    handler: OutboxHandler,
    job: OutboxJob,
    lost: boolean,
    now: Instant,
  ): Promise<Outcome> {
    try {
      if (!lost) return await handler.handle(job, now);
      return (await handler.recover?.(job, now)) ?? { retryAt: now, note: 'lease lost' };
    } catch (error) {
      this.logger.warn('outbox.attempt_failed', {
        jobId: job.id,
        topic: job.topic,
        count: job.attempts,
        error,
      });
      return { retryAt: retryTime(now, job.attempts, Math.random()), note: errorNote(error) };
    }
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof AppError && error.code === 'UNAVAILABLE';
}

/** One row for each topic and subject, in the order of the claim. */
function rowsOf(claimed: readonly Claimed[]): Claimed[][] {
  const rows = new Map<string, Claimed[]>();
  for (const one of claimed) {
    const key = `${one.job.topic} ${one.job.subjectId}`;
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  return [...rows.values()];
}

function settlementOf(outcome: Outcome, job: OutboxJob): Settlement {
  if (outcome === 'done') return { state: 'DONE' };
  if ('dead' in outcome) return { state: 'DEAD', note: outcome.dead };
  if ('unknown' in outcome) return { state: 'HELD', note: outcome.note ?? 'outcome unknown' };
  if (job.attempts >= MAX_ATTEMPTS) return { state: 'DEAD', note: outcome.note ?? 'attempts used up' };
  return { state: 'READY', runAt: outcome.retryAt, note: outcome.note };
}

import type { Readable } from 'node:stream';
import { type BeforeApplicationShutdown, Injectable, type OnModuleInit } from '@nestjs/common';
import { BEAT_SECONDS, STREAMS_AT_MOST } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Feed } from '../../platform/feed';
import { Logger } from '../../platform/logger';
import { Visibility } from '../orders';
import { Listener } from './listener';
import { LiveQuery } from './live.query';
import { type Scope, whatToTell } from './rules/what-to-tell';

/** How soon what another process committed is noticed. */
const POLL_MS = 1_000;
const BATCH = 200;
/** Whoever missed more reads everything anew, which is quicker. */
const MISSED_AT_MOST = 2_000;

/**
 * The streams of this process. It looks at the feed once for all of them, and only while somebody listens. Rounds
 * never overlap, and a new listener catches up inside a round of its own: nothing falls between.
 */
@Injectable()
export class LiveHub implements OnModuleInit, BeforeApplicationShutdown {
  private readonly listeners = new Set<Listener>();
  private cursor = 0;
  private rounds: Promise<unknown> = Promise.resolve();
  private timers: NodeJS.Timeout[] = [];
  private isWaiting = false;
  private isClosing = false;

  constructor(
    private readonly feed: Feed,
    private readonly query: LiveQuery,
    private readonly visibility: Visibility,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  onModuleInit(): void {
    this.feed.onAdded(() => this.wake());
  }

  beforeApplicationShutdown(): Promise<unknown> {
    this.isClosing = true;
    this.stop();
    for (const listener of this.listeners) listener.end({ type: 'bye', why: 'SHUTDOWN' });
    this.listeners.clear();
    return this.rounds;
  }

  /** Streams open in this process. */
  get size(): number {
    return this.listeners.size;
  }

  /**
   * A stream for the actor: what happened after `since` first, then what happens.
   * @param since the cursor she had; null for one who begins now
   */
  open(actor: Actor, since: number | null): Promise<Readable> {
    return this.inTurn(async () => {
      const head = await this.feed.number();
      if (this.listeners.size === 0) this.cursor = head;
      else await this.tellUpTo(head);
      const listener = new Listener(this.scopeOf(actor), actor.sessionHash ?? '', since ?? head);
      listener.tell({ type: 'hello', at: this.clock.now() }, Math.max(0, listener.cursor));
      await this.catchUp(listener, since, head);
      this.makeRoom(actor.personId);
      if (this.isClosing) listener.end({ type: 'bye', why: 'SHUTDOWN' });
      else this.add(listener);
      return listener.body;
    });
  }

  /** One look at the feed and at the sessions; resolves when everybody has been told. */
  round(): Promise<void> {
    return this.inTurn(async () => {
      this.isWaiting = false;
      if (this.listeners.size === 0) return;
      await this.tellUpTo(await this.feed.number());
      await this.endDead();
    });
  }

  private wake(): void {
    if (this.isWaiting || this.listeners.size === 0 || this.isClosing) return;
    this.isWaiting = true;
    this.round().catch((error: unknown) => this.logger.warn('live.round_failed', { error }));
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.rounds.then(work);
    this.rounds = turn.catch(() => undefined);
    return turn;
  }

  private async catchUp(listener: Listener, since: number | null, head: number): Promise<void> {
    if (since === null || since === head) return;
    const oldest = await this.feed.oldest();
    const isGone =
      since < 0 || since > head || head - since > MISSED_AT_MOST || (oldest ?? head + 1) > since + 1;
    if (isGone) return listener.tell({ type: 'reset' }, head);
    await this.tell([listener], since, head);
    listener.cursor = head;
  }

  private async tellUpTo(head: number): Promise<void> {
    await this.tell([...this.listeners], this.cursor, head);
    this.cursor = head;
    for (const listener of this.listeners) listener.cursor = head;
  }

  private async tell(listeners: readonly Listener[], from: number, to: number): Promise<void> {
    const personIds = [...new Set(listeners.map(({ scope }) => scope.personId))];
    for (let at = from; at < to; ) {
      const items = await this.feed.between(at, to, BATCH);
      const last = items.at(-1);
      if (last === undefined) return;
      const known = await this.query.knownFor(items, personIds);
      for (const item of items) {
        for (const listener of listeners) {
          const event = whatToTell(item, listener.scope, known);
          if (event !== null) listener.tell(event, item.seq);
        }
      }
      at = last.seq;
    }
  }

  /** Whoever opens one window too many loses the one she opened first. */
  private makeRoom(personId: string): void {
    const hers = [...this.listeners].filter(({ scope }) => scope.personId === personId);
    for (const listener of hers.slice(0, Math.max(0, hers.length - STREAMS_AT_MOST + 1))) {
      listener.end({ type: 'bye', why: 'TOO_MANY' });
      this.listeners.delete(listener);
    }
  }

  private async endDead(): Promise<void> {
    const hashes = [...new Set([...this.listeners].map(({ sessionHash }) => sessionHash))];
    if (hashes.length === 0) return;
    const alive = await this.query.alive(hashes);
    for (const listener of this.listeners) {
      if (alive.has(listener.sessionHash)) continue;
      listener.end({ type: 'bye', why: 'SESSION_EXPIRED' });
      this.listeners.delete(listener);
    }
  }

  private add(listener: Listener): void {
    this.listeners.add(listener);
    listener.body.on('close', () => {
      this.listeners.delete(listener);
      if (this.listeners.size === 0) this.stop();
    });
    if (this.timers.length > 0) return;
    this.timers = [
      setInterval(() => this.wake(), POLL_MS),
      setInterval(() => {
        for (const each of this.listeners) each.beat();
      }, BEAT_SECONDS * 1000),
    ];
    for (const timer of this.timers) timer.unref();
  }

  private stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }

  private scopeOf(actor: Actor): Scope {
    return {
      personId: actor.personId,
      rootIds: new Set(this.visibility.deskRootIds(actor)),
      unitIds: new Set(this.visibility.leadUnitIds(actor)),
    };
  }
}

import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Tx } from '../db/db';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** How often the event loop is looked at; a sample on time measures just this. */
const SAMPLE_MS = 10;
const NANOSECONDS = 1e9;

/**
 * What this process counts. Labels are names out of the code (route templates, states, limits) and never ids,
 * so neither their number nor their text depends on people. Figures of the database are added at a scrape.
 */
@Injectable()
export class Metrics implements OnApplicationShutdown {
  readonly registry = new Registry();
  private readonly delay: IntervalHistogram = monitorEventLoopDelay({ resolution: SAMPLE_MS });
  private readonly requests = new Histogram({
    name: 'yihu_http_request_seconds',
    help: 'Duration of requests by route template and status',
    labelNames: ['method', 'route', 'status'],
    buckets: SECONDS,
    registers: [this.registry],
  });
  private readonly transitions = new Counter({
    name: 'yihu_order_transitions_total',
    help: 'Committed events of orders in this process, by name and state',
    labelNames: ['event', 'from', 'to'],
    registers: [this.registry],
  });
  private readonly refusals = new Counter({
    name: 'yihu_rate_limited_total',
    help: 'Calls refused because a limit was used up, by limit',
    labelNames: ['limit'],
    registers: [this.registry],
  });

  constructor() {
    this.delay.enable();
    const { delay } = this;
    new Gauge({
      name: 'yihu_event_loop_lag_seconds',
      help: 'Delay of the event loop since the last scrape',
      labelNames: ['quantile'],
      registers: [this.registry],
      collect() {
        const late = (measured: number) => Math.max(0, measured / NANOSECONDS - SAMPLE_MS / 1000);
        const isSeen = delay.count > 0;
        for (const quantile of [50, 99])
          this.set({ quantile }, isSeen ? late(delay.percentile(quantile)) : 0);
        this.set({ quantile: 'max' }, isSeen ? late(delay.max) : 0);
        delay.reset();
      },
    });
    new Gauge({
      name: 'yihu_resident_memory_bytes',
      help: 'Resident memory of this process',
      registers: [this.registry],
      collect() {
        this.set(process.memoryUsage.rss());
      },
    });
  }

  onApplicationShutdown(): void {
    this.delay.disable();
  }

  requested(request: { method: string; route: string; status: number; ms: number }): void {
    const { method, route, status, ms } = request;
    this.requests.observe({ method, route, status }, ms / 1000);
  }

  /** Counts the event once its transaction has committed. */
  acted(tx: Tx, event: string, from: string, to: string): void {
    tx.afterCommit(() => this.transitions.inc({ event, from, to }));
  }

  refused(limit: string): void {
    this.refusals.inc({ limit });
  }
}

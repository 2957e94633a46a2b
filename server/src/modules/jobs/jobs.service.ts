import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { Logger } from '../../platform/logger';
import { OutboxWorker } from '../../platform/outbox';
import { RateLimits } from '../../platform/rate-limit';
import { AttachmentsSweep } from '../attachments/attachments-sweep.service';
import { ActService } from '../orders/act.service';
import { SweepService } from '../orders/sweep.service';

const SWEEP_MS = 10_000;
const HOUSEKEEPING_MS = 6 * 3_600_000;

/**
 * The only timers of the server: they look, again and again, for what is due in the database. Nothing is
 * remembered between two rounds, so any number of processes may run them and none must.
 */
@Injectable()
export class JobsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timers: NodeJS.Timeout[] = [];
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly outbox: OutboxWorker,
    private readonly sweep: SweepService,
    private readonly acts: ActService,
    private readonly attachments: AttachmentsSweep,
    private readonly limits: RateLimits,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.env.jobs) return;
    this.outbox.start();
    this.every(SWEEP_MS, 'sweep', () => this.sweep.tick());
    this.every(HOUSEKEEPING_MS, 'housekeeping', () => this.keepHouse());
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.running;
  }

  private async keepHouse(): Promise<void> {
    const now = this.clock.now();
    await this.attachments.sweepOrphans(now);
    await this.acts.forgetOldCommands(now);
    await this.limits.forgetOld(now);
  }

  /** Rounds never overlap: a slow one makes the next wait. */
  private every(ms: number, name: string, work: () => Promise<unknown>): void {
    const round = () => {
      this.running = this.running
        .then(work)
        .catch((error: unknown) => this.logger.error('jobs.failed', { topic: name, error }));
    };
    const timer = setInterval(round, ms);
    timer.unref();
    this.timers.push(timer);
  }
}

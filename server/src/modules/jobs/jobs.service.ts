import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { Logger } from '../../platform/logger';
import { OutboxWorker } from '../../platform/outbox';
import { RateLimits } from '../../platform/rate-limit';
import { AttachmentsSweep } from '../attachments/attachments-sweep.service';
import { AuditSealer } from '../audit/audit-sealer.service';
import { DutySweep } from '../duty/duty-sweep.service';
import { DailySweep } from '../figures/daily-sweep.service';
import { FigureKeeper } from '../figures/kept/keeper.service';
import { ReportsService } from '../figures/reports.service';
import { ModerationAnswers } from '../moderation/moderation-answers.service';
import { TemplateCheck } from '../notifications/template-check.service';
import { NightlyService } from '../ops/nightly.service';
import { IndexingService } from '../order-index/indexing.service';
import { SweepService } from '../orders/sweep.service';
import { ProceduresSweep } from '../procedures/procedures-sweep.service';
import { TallyKeeper } from '../tallies/tally-keeper.service';
import { TriggersSweep } from '../triggers/triggers-sweep.service';

const SWEEP_MS = 10_000;
const TRIGGERS_MS = 30_000;
const SEAL_MS = 2_000;
/** Often: who asks for figures waits for what has not been followed yet. */
const FIGURES_MS = 2_000;
/** How often it is asked whether tonight's work is still to be done. */
const NIGHTLY_MS = 5 * 60_000;
const WECHAT_MS = 60_000;
const HOUSEKEEPING_MS = 6 * 3_600_000;
/** A shutdown waits no longer for a round: all of them may be broken off and begin again. */
const DRAIN_MS = 20_000;

/**
 * The only timers of the server: they look, again and again, for what is due in the database. Nothing is
 * remembered between two rounds, so any number of processes may run them and none must.
 */
@Injectable()
export class JobsService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly running = new Map<string, Promise<unknown>>();

  constructor(
    private readonly env: Env,
    private readonly clock: Clock,
    private readonly logger: Logger,
    private readonly outbox: OutboxWorker,
    private readonly sweep: SweepService,
    private readonly procedures: ProceduresSweep,
    private readonly triggers: TriggersSweep,
    private readonly duty: DutySweep,
    private readonly daily: DailySweep,
    private readonly tallies: TallyKeeper,
    private readonly figures: FigureKeeper,
    private readonly reports: ReportsService,
    private readonly moderation: ModerationAnswers,
    private readonly templates: TemplateCheck,
    private readonly sealer: AuditSealer,
    private readonly nightly: NightlyService,
    private readonly attachments: AttachmentsSweep,
    private readonly limits: RateLimits,
    private readonly indexing: IndexingService,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.env.jobs) return;
    this.outbox.start();
    this.every(SWEEP_MS, 'sweep', () => this.sweep.tick());
    this.every(SWEEP_MS, 'procedures', () => this.procedures.tick());
    this.every(TRIGGERS_MS, 'triggers', () => this.triggers.tick());
    this.every(SWEEP_MS, 'duty', () => this.duty.tick());
    this.every(WECHAT_MS, 'verdicts', () => this.daily.tick());
    this.every(NIGHTLY_MS, 'reports', () => this.reports.tick());
    this.every(FIGURES_MS, 'figures', () => this.figures.tick());
    this.every(SWEEP_MS, 'tallies', () => this.tallies.tick(this.clock.now()));
    this.every(WECHAT_MS, 'moderation', () => this.moderation.sweep(this.clock.now()));
    this.every(WECHAT_MS, 'wechat.templates', () => this.templates.tick(this.clock.now()));
    this.every(SEAL_MS, 'audit.seal', () => this.sealer.tick(this.clock.now()));
    this.every(NIGHTLY_MS, 'nightly', () => this.nightly.tick(this.clock.now()));
    this.every(SWEEP_MS, 'indexing', () => this.indexing.tick(this.clock.now()));
    this.every(HOUSEKEEPING_MS, 'housekeeping', () => this.keepHouse());
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise((done) => {
      timer = setTimeout(done, DRAIN_MS);
    });
    await Promise.race([Promise.all(this.running.values()), limit]);
    clearTimeout(timer);
  }

  private async keepHouse(): Promise<void> {
    const now = this.clock.now();
    await this.attachments.sweepOrphans(now);
    await this.limits.forgetOld(now);
  }

  /** Rounds of one job never overlap: while one runs, the next is left out. A slow job holds no other up. */
  private every(ms: number, name: string, work: () => Promise<unknown>): void {
    const round = () => {
      if (this.running.has(name)) return;
      const end = work()
        .catch((error: unknown) => this.logger.error('jobs.failed', { topic: name, error }))
        .finally(() => this.running.delete(name));
      this.running.set(name, end);
    };
    const timer = setInterval(round, ms);
    timer.unref();
    this.timers.push(timer);
  }
}

import { Injectable } from '@nestjs/common';
import { type AdminHealth, addMinutes, type Instant, type InvariantRun } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AuditTailQuery } from '../audit/audit-tail.query';
import { OpsValues } from '../ops/ops-values.service';
import { HealthService } from './health.service';

const MONTH = 30 * 24 * 60;
/** A tail or a job older than this means that nobody is working. */
const STALE_MINUTES = 5;
/** The nightly checks are missed when their last run is older than a day and a half. */
const CHECKED_MINUTES = 36 * 60;

/** What the administrators' page of running shows: counts and ids, never what a message or an order says. */
@Injectable()
export class AdminHealthQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly health: HealthService,
    private readonly audit: AuditTailQuery,
    private readonly values: OpsValues,
  ) {}

  async show(): Promise<AdminHealth> {
    const now = this.clock.now();
    const [readiness, outbox, unsealed, head, waitingCalendars, unreachable, invariants] = await Promise.all([
      this.health.readiness(),
      this.outbox(),
      this.audit.unsealed(now),
      this.audit.head(),
      this.waitingCalendars(),
      this.unreachable(now),
      this.values.get<InvariantRun>('ops.invariants'),
    ]);
    const checks = [
      ...readiness.checks,
      check('outbox', outbox.dead === 0 && outbox.held === 0, '有没送达的消息待人处理'),
      check('jobs', isFresh(outbox.oldestReadyAt, now), '外发任务积压五分钟以上,任务进程可能没有运行'),
      check('audit', isFresh(unsealed.oldestAt, now), '审计记录五分钟以上没有入链'),
      check('invariants', invariants?.ok !== false, '昨夜的数据检查发现问题'),
      check('nightly', isChecked(invariants, now), '夜间检查一天半没有运行'),
    ];
    return {
      ok: checks.every((each) => each.ok),
      checks,
      warnings: readiness.warnings,
      outbox,
      audit: { headSeq: head.seq, unsealed },
      waitingCalendars,
      unreachable,
      invariants,
    };
  }

  private async outbox(): Promise<AdminHealth['outbox']> {
    const rows = await this.db.read<{ state: string; n: number; oldest: Instant | null }>(
      `SELECT state, COUNT(*) AS n, MIN(run_at) AS oldest FROM outbox
        WHERE state IN ('READY', 'SENDING', 'DEAD', 'HELD') GROUP BY state`,
    );
    const of = (state: string) => rows.find((row) => row.state === state);
    const count = (state: string) => Number(of(state)?.n ?? 0);
    return {
      ready: count('READY'),
      oldestReadyAt: of('READY')?.oldest ?? null,
      sending: count('SENDING'),
      dead: count('DEAD'),
      held: count('HELD'),
    };
  }

  private async waitingCalendars(): Promise<AdminHealth['waitingCalendars']> {
    const rows = await this.db.read<{ year: number; n: number }>(
      `SELECT awaiting_year AS year, COUNT(*) AS n FROM clock
        WHERE state = 'AWAITING_CALENDAR' GROUP BY awaiting_year ORDER BY awaiting_year`,
    );
    return rows.map((row) => ({ year: Number(row.year), count: Number(row.n) }));
  }

  private async unreachable(now: Instant): Promise<AdminHealth['unreachable']> {
    const rows = await this.db.read<{ state: string; n: number }>(
      `SELECT state, COUNT(DISTINCT recipient_id) AS n FROM notice
        WHERE state IN ('NO_CREDIT', 'REFUSED', 'UNKNOWN', 'DEAD') AND created_at > ? AND channel = 'WECHAT'
        GROUP BY state ORDER BY state`,
      [addMinutes(now, -MONTH)],
    );
    return rows.map((row) => ({ state: row.state, persons: Number(row.n) }));
  }
}

function check(name: string, ok: boolean, say: string): AdminHealth['checks'][number] {
  return { name, ok, say: ok ? '' : say };
}

function isFresh(oldest: Instant | null, now: Instant): boolean {
  return oldest === null || oldest >= addMinutes(now, -STALE_MINUTES);
}

function isChecked(run: InvariantRun | null, now: Instant): boolean {
  return run !== null && run.at >= addMinutes(now, -CHECKED_MINUTES);
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { OUTBOX_STATES, toMillis } from '@yihu/shared';
import { Gauge } from 'prom-client';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { Metrics } from '../../platform/http/metrics';

/** DONE rows are history and many; the others are what somebody must look at. */
const OPEN_STATES = Object.keys(OUTBOX_STATES).filter((state) => state !== 'DONE');

/** What mysql2 keeps of its pool; read for figures only. */
interface PoolInside {
  _allConnections?: { length: number };
  _freeConnections?: { length: number };
  _connectionQueue?: { length: number };
}

/** Figures that are read from the database when somebody asks for them; each by an index, over open rows only. */
@Injectable()
export class MetricsQuery implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly db: Db,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.gauge('yihu_outbox_jobs', 'Outbox jobs not done, by state', 'state', () => this.outbox());
    this.gauge('yihu_outbox_oldest_seconds', 'Age of the oldest job that is due', null, () =>
      this.oldestJob(),
    );
    this.gauge('yihu_sweep_lag_seconds', 'How long the oldest due light has waited', null, () =>
      this.sweepLag(),
    );
    this.gauge('yihu_clocks_awaiting_calendar', 'Promises that wait for a year of days off', null, () =>
      this.awaiting(),
    );
    if (this.db.engine === 'mysql') {
      this.gauge('yihu_db_pool_connections', 'Connections of this process', 'kind', async () => this.pool());
    }
  }

  /** The text a scraper reads. */
  read(): Promise<string> {
    return this.metrics.registry.metrics();
  }

  get contentType(): string {
    return this.metrics.registry.contentType;
  }

  private gauge(
    name: string,
    help: string,
    label: string | null,
    read: () => Promise<Record<string, number> | number>,
  ): void {
    const labelNames = label === null ? [] : [label];
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.metrics.registry],
      async collect() {
        const value = await read();
        if (typeof value === 'number') this.set(value);
        else for (const [key, count] of Object.entries(value)) this.set({ [label ?? '']: key }, count);
      },
    });
  }

  private async outbox(): Promise<Record<string, number>> {
    const rows = await this.db.read<{ state: string; n: number }>(
      `SELECT state, COUNT(*) AS n FROM outbox WHERE state IN (${OPEN_STATES.map(() => '?').join(',')}) GROUP BY state`,
      OPEN_STATES,
    );
    const counts = new Map(rows.map((row) => [row.state, Number(row.n)]));
    return Object.fromEntries(OPEN_STATES.map((state) => [state, counts.get(state) ?? 0]));
  }

  private async oldestJob(): Promise<number> {
    return this.ageOf(`SELECT MIN(run_at) AS at FROM outbox WHERE state = 'READY'`);
  }

  private async sweepLag(): Promise<number> {
    return this.ageOf('SELECT MIN(next_light_at) AS at FROM clock');
  }

  private async awaiting(): Promise<number> {
    const [row] = await this.db.read<{ n: number }>(
      `SELECT COUNT(*) AS n FROM clock WHERE state = 'AWAITING_CALENDAR'`,
    );
    return Number(row?.n ?? 0);
  }

  private pool(): Record<string, number> {
    const { pool } = this.db.writer.driver as unknown as { pool?: PoolInside };
    const all = pool?._allConnections?.length ?? 0;
    const free = pool?._freeConnections?.length ?? 0;
    return { busy: all - free, free, waiting: pool?._connectionQueue?.length ?? 0 };
  }

  /** Seconds since the instant the statement answers; 0 when there is none or it is yet to come. */
  private async ageOf(sql: string): Promise<number> {
    const [row] = await this.db.read<{ at: string | null }>(sql);
    const at = row?.at ?? null;
    if (at === null) return 0;
    return Math.max(0, (toMillis(this.clock.now()) - toMillis(at)) / 1000);
  }
}

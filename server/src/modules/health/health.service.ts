import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { dayOf, loadedYears } from '@yihu/shared';
import { Env } from '../../config/env';
import { Clock } from '../../platform/clock';
import { durabilityProblems } from '../../platform/db/data-source';
import { Db } from '../../platform/db/db';
import { schemaState } from '../../platform/db/migrate';
import { Logger } from '../../platform/logger';
import { PoliciesService } from '../policies/policies.service';

export interface Check {
  name: string;
  ok: boolean;
  /** What is wrong, or what will be. */
  say: string;
}

export interface Readiness {
  ok: boolean;
  checks: Check[];
  warnings: string[];
}

const WRITE_MARK = 'health.write';

/** Whether this process can keep its promises now, and what will stop it from doing so soon. */
@Injectable()
export class HealthService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly env: Env,
    private readonly policies: PoliciesService,
    private readonly logger: Logger,
  ) {}

  async readiness(): Promise<Readiness> {
    const checks = await Promise.all([
      this.check('database', () => this.writable()),
      this.check('migrations', () => this.migrated()),
      this.check('durability', () => this.durable()),
      this.check('calendar', async () => this.calendar()),
      this.check('disk', () => this.disk()),
    ]);
    return { ok: checks.every((check) => check.ok), checks, warnings: this.warnings() };
  }

  private async check(name: string, work: () => Promise<string>): Promise<Check> {
    try {
      const say = await work();
      return { name, ok: say === '', say };
    } catch (error) {
      this.logger.error('health.check_failed', { topic: name, error });
      return { name, ok: false, say: '检查没有完成,请看日志' };
    }
  }

  private async writable(): Promise<string> {
    const now = this.clock.now();
    await this.db.inTransaction(async (tx) => {
      const params = [now, WRITE_MARK];
      if ((await tx.execute('UPDATE shared_value SET value = ? WHERE name = ?', params)) > 0) return;
      await tx.insert('shared_value', { name: WRITE_MARK, value: now, until_at: null });
    });
    return '';
  }

  private async migrated(): Promise<string> {
    const { missing } = await schemaState(this.db.writer, (sql) => this.db.read(sql));
    return missing.length > 0 ? '数据库结构不是最新的' : '';
  }

  private async durable(): Promise<string> {
    // SQLite's setting is of the writing connection; MySQL's of the server, which must not be waited for too long.
    const { engine, writer } = this.db;
    const ask = (sql: string) => (engine === 'sqlite' ? writer.query(sql) : this.db.read(sql));
    return (await durabilityProblems(ask, engine)).join(';');
  }

  /** Today's year must be loaded; next year's is only missed when promises begin to reach into it. */
  private calendar(): string {
    const year = this.year();
    return loadedYears(this.policies.loadedCalendar()).includes(year) ? '' : `缺少 ${year} 年节假日安排`;
  }

  private async disk(): Promise<string> {
    const { bavail, bsize } = await statfs(this.env.dataDir);
    return bavail * bsize >= this.env.minFreeBytes ? '' : '数据目录所在磁盘快满了';
  }

  private warnings(): string[] {
    const log = this.logger.isWriting ? [] : ['日志写不进去,请查日志所在的磁盘;服务照常'];
    return [...this.calendarWarnings(), ...log];
  }

  /** From 1 October the next year's days off are asked for. */
  private calendarWarnings(): string[] {
    const day = dayOf(this.clock.now());
    const next = this.year() + 1;
    const isDue = day >= `${this.year()}-10-01`;
    if (!isDue || loadedYears(this.policies.loadedCalendar()).includes(next)) return [];
    return [`请导入 ${next} 年节假日安排:跨年的时限在此之前显示「待公布」`];
  }

  private year(): number {
    return Number(dayOf(this.clock.now()).slice(0, 4));
  }
}

import { Injectable } from '@nestjs/common';
import type { Instant, RetentionPlanRow, RetentionRow } from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { AuditTrimmer } from '../audit/audit-trim.service';
import { OrderErasure } from '../bindings/order-erasure.service';
import { DirectoryService } from '../directory/directory.service';
import { EVERYWHERE, PoliciesService } from '../policies/policies.service';
import { RetentionStore } from './retention.store';
import {
  cutoff,
  effectiveDays,
  RETENTION_CLASSES,
  RETENTION_NAMES,
  type RetentionClass,
  type RetentionClassName,
  type RetentionPolicy,
  wrongRow,
} from './rules/retention-classes';

const KIND = 'retention';

/** How long rows are kept: rules as data, looked at before they delete, and told of afterwards in counts. */
@Injectable()
export class RetentionService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
    private readonly store: RetentionStore,
    private readonly trimmer: AuditTrimmer,
    private readonly audit: AuditStore,
    private readonly orders: OrderErasure,
  ) {}

  /** What would go now: the dry run. */
  async plan(now: Instant): Promise<RetentionPlanRow[]> {
    const days = this.days(now);
    return Promise.all(
      RETENTION_NAMES.map(async (name) => {
        const { title, floorDays }: RetentionClass = RETENTION_CLASSES[name];
        const before = cutoff(now, days[name]);
        const rows = await this.store.count(RETENTION_CLASSES[name], before);
        return { class: name, title, days: days[name], floorDays, before, rows };
      }),
    );
  }

  /** Deletes what is over its time; answers how many rows of each class went, and writes that down. */
  async run(now: Instant): Promise<Partial<Record<RetentionClassName, number>>> {
    const days = this.days(now);
    const gone: Partial<Record<RetentionClassName, number>> = {};
    for (const name of RETENTION_NAMES) {
      const { sweptElsewhere }: RetentionClass = RETENTION_CLASSES[name];
      if (sweptElsewhere === true) continue;
      const before = cutoff(now, days[name]);
      gone[name] =
        name === 'AUDIT'
          ? await this.trimmer.deleteBefore(before, days[name], now)
          : await this.clear(name, before, days[name], now);
    }
    return gone;
  }

  /**
   * The actor's street asks for these days from now on. Throws POLICY_INVALID naming the row; FORBIDDEN where
   * the actor's office is above or below a street.
   */
  async set(actor: Actor, rows: readonly RetentionRow[]): Promise<RetentionPlanRow[]> {
    const wrong = wrongRow(rows);
    if (wrong !== null) throw new AppError('POLICY_INVALID', { ...wrong });
    const now = this.clock.now();
    const [path] = pathsWith(actor, 'retention:manage');
    const street = this.directory.streets().find((each) => each.path === path);
    if (street === undefined) throw new AppError('FORBIDDEN');
    await this.db.inTransaction(async (tx) => {
      await this.policies.add(tx, {
        unitId: street.id,
        kind: KIND,
        name: 'default',
        effectiveAt: now,
        body: { rows } satisfies { rows: readonly RetentionRow[] },
        authorId: actor.personId,
      });
      await this.audit.add(tx, {
        at: now,
        actorId: actor.personId,
        action: 'retention.set',
        subjectKind: 'POLICY',
        subjectId: street.id,
        facts: Object.fromEntries(rows.map((row) => [row.class, row.days])),
      });
    });
    await this.policies.reload();
    return this.plan(now);
  }

  /** How many days each class is kept by the rules in force. */
  days(now: Instant): Record<RetentionClassName, number> {
    const streets = this.directory.streets().map((street) => street.id);
    const roots = streets.length > 0 ? streets : [EVERYWHERE];
    return effectiveDays(roots.map((root) => this.policies.inForce<RetentionPolicy>(root, KIND, now)));
  }

  private async clear(
    name: RetentionClassName,
    before: Instant,
    days: number,
    now: Instant,
  ): Promise<number> {
    const which: RetentionClass = RETENTION_CLASSES[name];
    const rows =
      which.anonymised === true
        ? await this.orders.older(which.at, before, now)
        : await this.store.delete(which, before);
    if (rows === 0) return 0;
    await this.db.inTransaction((tx) =>
      this.audit.add(tx, {
        at: now,
        actorId: 'SYSTEM',
        action: which.anonymised === true ? 'retention.anonymised' : 'retention.deleted',
        subjectKind: 'RETENTION',
        subjectId: name,
        facts: { days, before, rows },
      }),
    );
    return rows;
  }
}

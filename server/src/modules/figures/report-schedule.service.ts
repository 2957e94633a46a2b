import { Injectable } from '@nestjs/common';
import type { Instant, ReportKind, Role } from '@yihu/shared';
import { PoliciesService } from '../policies/policies.service';
import { DEFAULT_SCHEDULE, mannerOf, type Scheduled } from './rules/report-periods';
import type { PublicManner } from './rules/report-public';

const LEADERS: readonly Role[] = ['LEADER_MAIN', 'LEADER_DEPUTY'];

/** What a street's `schedule` policy says about its reports: when they are made, who reads them, and how. */
@Injectable()
export class ReportSchedule {
  constructor(private readonly policies: PoliciesService) {}

  /** Takes in what was saved elsewhere since. */
  refresh(): Promise<void> {
    return this.policies.refresh();
  }

  rows(rootId: string, now: Instant): readonly Scheduled[] {
    return this.policies.inForce<{ rows: Scheduled[] }>(rootId, 'schedule', now)?.rows ?? DEFAULT_SCHEDULE;
  }

  /** Who reads it once it is out; leaders read everything that is. Empty where the street names nobody. */
  readers(rootId: string, kind: ReportKind, now: Instant): Role[] {
    const row = this.row(rootId, kind, now);
    return row === undefined ? [] : [...new Set([...row.readers, ...LEADERS])];
  }

  manner(rootId: string, kind: ReportKind, now: Instant): PublicManner {
    return mannerOf(this.row(rootId, kind, now));
  }

  private row(rootId: string, kind: ReportKind, now: Instant): Scheduled | undefined {
    return this.rows(rootId, now).find(({ report }) => report === kind);
  }
}

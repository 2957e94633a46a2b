import { Injectable } from '@nestjs/common';
import { type Instant, REPORT_KINDS, ROLE_PERMISSIONS, ROLES, type Role } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { Notices } from '../notifications/notices.service';
import type { StoredEdition } from './report-editions.store';
import { titleOf } from './report-views.service';
import type { StoredReport } from './reports.store';

const PUBLISHERS = (Object.keys(ROLES) as Role[]).filter((role) =>
  ROLE_PERMISSIONS[role].includes('report:publish'),
);
const READ_PAGE = 'reports/read/index';
const DESK_PAGE = 'handler/desk/index';

/** Tells staff what became of a report: those who publish that there is one to check, its readers that it is out. */
@Injectable()
export class ReportNews {
  constructor(
    private readonly directory: DirectoryService,
    private readonly notices: Notices,
  ) {}

  /** A day's note is made every day and nobody waits for it. */
  async drafted(tx: Tx, report: StoredReport, now: Instant): Promise<void> {
    if (report.kind === 'DAILY_NOTE') return;
    const to = await this.staffWith(tx, report.rootId, PUBLISHERS, now);
    await this.tell(tx, report, to, {
      phrase: '待发布',
      thing: `${titleOf(report)}待核对发布`,
      page: DESK_PAGE,
      now,
    });
  }

  async published(tx: Tx, edition: StoredEdition): Promise<void> {
    const now = edition.publishedAt;
    const staff = edition.readers.filter((role) => role !== 'RESIDENT');
    const to = await this.staffWith(tx, edition.rootId, staff, now);
    const own = to.filter((id) => id !== edition.publishedById);
    await this.tell(tx, edition, own, {
      phrase: edition.replacesId === null ? '已发布' : '已更正',
      thing: titleOf(edition),
      page: `${READ_PAGE}?id=${edition.id}`,
      now,
    });
  }

  /** Active staff of the street, and of the district above it, who have one of the roles. */
  private async staffWith(tx: Tx, rootId: string, roles: readonly Role[], now: Instant): Promise<string[]> {
    if (roles.length === 0) return [];
    const { path } = this.directory.unit(rootId);
    const above = path.split('/').filter((id) => id !== '');
    const rows = await tx.query<{ id: string }>(
      `SELECT DISTINCT g.person_id AS id FROM role_grant g
         JOIN person p ON p.id = g.person_id JOIN unit u ON u.id = g.unit_id
        WHERE g.role IN (${roles.map(() => '?').join(',')}) AND p.active = 1
          AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?)
          AND (u.path LIKE ? OR u.id IN (${above.map(() => '?').join(',')}))`,
      [...roles, now, now, `${path}%`, ...above],
    );
    return rows.map(({ id }) => id);
  }

  private async tell(
    tx: Tx,
    about: Pick<StoredReport, 'id' | 'rootId' | 'kind'>,
    to: readonly string[],
    words: { phrase: string; thing: string; page: string; now: Instant },
  ): Promise<void> {
    await this.notices.tell(tx, {
      eventRef: `${about.rootId}:${about.id}`,
      orderId: about.rootId,
      orderNo: REPORT_KINDS[about.kind],
      recipients: to.map((personId) => ({ personId })),
      templateKind: 'task',
      title: REPORT_KINDS[about.kind],
      ...words,
    });
  }
}

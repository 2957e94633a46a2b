import { Injectable } from '@nestjs/common';
import { CAUSES, type Cause, type Instant, type ReportKind, type VolumeSplit } from '@yihu/shared';
import { type Actor, SYSTEM } from '../../platform/auth/actor';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { instants } from '../tallies/tallies.query';
import { MorningPageService } from './morning-page.service';
import { PressureService } from './pressure.service';
import type { Days } from './rules/periods';
import type { CauseCount, ReportFindings } from './rules/report-findings';
import { UnitsService } from './units.service';
import { VolumeService } from './volume.service';

const LEAF = 6;

/** Gathers what a street's report is written from: every day counts and what is overdue, every week each unit, every
 * month causes too (M47). */
@Injectable()
export class ReportWriter {
  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
    private readonly volumes: VolumeService,
    private readonly units: UnitsService,
    private readonly mornings: MorningPageService,
    private readonly pressures: PressureService,
  ) {}

  /** The figures of a period as of now. Throws UNIT_UNKNOWN for a street that is none. */
  async find(rootId: string, kind: ReportKind, days: Days, now: Instant): Promise<ReportFindings> {
    const reader = this.readerOf(rootId);
    const by = (split: VolumeSplit) => this.volumes.volume(reader, { ...days, by: split });
    const [channels, classes, grids] = [await by('channel'), await by('class'), await by('grid')];
    const rates = await this.units.rates(reader, days);
    const { figures, late } = await this.mornings.street(rootId, now);
    return {
      ...{ kind, days, channels, grids, rates, late },
      classes: { ...classes, rows: classes.rows.filter(({ key }) => key.length === LEAF) },
      open: figures,
      pressure: kind === 'DAILY_NOTE' ? null : await this.pressures.pressure(reader, days),
      units: kind === 'DAILY_NOTE' ? null : await this.units.table(reader, days),
      causes: kind === 'MONTHLY_BULLETIN' ? await this.causes(rootId, days) : null,
    };
  }

  /** Reads what the leader of this one street reads. */
  private readerOf(rootId: string): Actor {
    const street = this.directory.findStreet(rootId);
    if (street === null) throw new AppError('UNIT_UNKNOWN');
    const grant = { role: 'LEADER_MAIN', unitId: street.id, unitPath: street.path } as const;
    return { ...SYSTEM, rootId, grants: [grant] };
  }

  private async causes(rootId: string, days: Days): Promise<CauseCount[]> {
    const rows = await this.db.read<{ cause: Cause; n: number }>(
      `SELECT cause_code AS cause, COUNT(*) AS n FROM work_order
        WHERE root_id = ? AND received_at >= ? AND received_at < ? AND cause_code IS NOT NULL
        GROUP BY cause_code ORDER BY n DESC, cause_code`,
      [rootId, ...instants(days.fromDay, days.toDay)],
    );
    return rows.map(({ cause, n }) => ({
      label: CAUSES[cause],
      count: Number(n),
      opens: `/api/desk/volume/orders?${new URLSearchParams({ ...days, causeCode: cause })}`,
    }));
  }
}

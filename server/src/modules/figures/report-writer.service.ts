import { Injectable } from '@nestjs/common';
import {
  CAUSES,
  type Cause,
  type Comparison,
  formatMonthDay,
  type Instant,
  type LateUnit,
  type ReportKind,
  type ReportLine,
  type ReportSection,
  type VolumeAnswer,
  type VolumeSplit,
} from '@yihu/shared';
import { type Actor, SYSTEM } from '../../platform/auth/actor';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { instants } from '../tallies/tallies.query';
import { MorningPageService } from './morning-page.service';
import type { Days } from './rules/periods';
import { UnitsService } from './units.service';
import { VolumeService } from './volume.service';

const MOST = 5;
const LEAF = 6;

/** Drafts a report of a street from its figures: every day counts and what is overdue, every week each unit, every
 * month causes too (M47). */
@Injectable()
export class ReportWriter {
  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
    private readonly volumes: VolumeService,
    private readonly units: UnitsService,
    private readonly mornings: MorningPageService,
  ) {}

  /** The sections of a report as of now. Throws UNIT_UNKNOWN for a street that is none. */
  async sections(rootId: string, kind: ReportKind, days: Days, now: Instant): Promise<ReportSection[]> {
    const reader = this.readerOf(rootId);
    const sections = [
      await this.volume(reader, days),
      await this.most(reader, days),
      await this.rates(reader, days),
      await this.open(rootId, now),
    ];
    if (kind !== 'DAILY_NOTE') sections.push(await this.table(reader, days));
    if (kind === 'MONTHLY_BULLETIN') sections.push(await this.causes(rootId, days));
    return sections;
  }

  /** Reads what the leader of this one street reads. */
  private readerOf(rootId: string): Actor {
    const street = this.directory.findStreet(rootId);
    if (street === null) throw new AppError('UNIT_UNKNOWN');
    const grant = { role: 'LEADER_MAIN', unitId: street.id, unitPath: street.path } as const;
    return { ...SYSTEM, rootId, grants: [grant] };
  }

  private async volume(reader: Actor, days: Days): Promise<ReportSection> {
    const answer = await this.volumes.volume(reader, { ...days, by: 'channel' });
    const { count, proactive, previous, lastYear } = answer;
    return {
      title: '诉求量',
      text: `${daysText(days)}共收到诉求 ${count} 件,环比${changeOf(previous)},同比${changeOf(lastYear)};另有主动治理 ${proactive} 件。`,
      lines: [
        { label: '收到诉求', text: `${count} 件`, opens: answer.opens },
        { label: '主动治理', text: `${proactive} 件`, opens: answer.opensProactive },
        ...linesOf(answer, MOST),
      ],
    };
  }

  private async most(reader: Actor, days: Days): Promise<ReportSection> {
    const by = (split: VolumeSplit) => this.volumes.volume(reader, { ...days, by: split });
    const [classes, grids] = [await by('class'), await by('grid')];
    const leaves = { ...classes, rows: classes.rows.filter(({ key }) => key.length === LEAF) };
    const [matters, places] = [linesOf(leaves, MOST), linesOf(grids, MOST)];
    const first = (lines: readonly ReportLine[]) =>
      lines.slice(0, 3).map(({ label, text }) => `${label} ${text}`);
    return {
      title: '集中在哪里',
      text:
        matters.length === 0
          ? '没有收到诉求。'
          : `最多的类别:${first(matters).join('、')};最多的网格:${first(places).join('、')}。`,
      lines: [...matters, ...places],
    };
  }

  private async rates(reader: Actor, days: Days): Promise<ReportSection> {
    const { rates, scope } = await this.units.rates(reader, days);
    return {
      title: '五率',
      text: `按单位承办 ${scope} 件次计算:${rates.map(({ label, after }) => `${label} ${after.text}`).join(',')}。`,
      lines: rates.map(({ label, after, opens, previous, lastYear }) => ({
        label,
        text: `${after.text}(${after.num}/${after.den};环比 ${previous.points},同比 ${lastYear.points})`,
        opens: `${opens.den}&after=1`,
      })),
    };
  }

  private async open(rootId: string, now: Instant): Promise<ReportSection> {
    const { figures, late } = await this.mornings.street(rootId, now);
    const count = (name: string) => figures.find((figure) => figure.name === name)?.count ?? 0;
    const units = late.slice(0, MOST).map(({ unitName, count: own }: LateUnit) => `${unitName} ${own} 件`);
    return {
      title: '在办情况',
      text: `到成稿时超时 ${count('OVERDUE')} 件${units.length === 0 ? '' : `(${units.join('、')})`},隔夜未动 ${count('OVERNIGHT')} 件,重复不满意 ${count('UNHAPPY')} 件。`,
      lines: figures.map(({ label, count: own, opens }) => ({ label, text: `${own} 件`, opens })),
    };
  }

  private async table(reader: Actor, days: Days): Promise<ReportSection> {
    const { rows } = await this.units.table(reader, days);
    const [first] = rows;
    return {
      title: '各单位',
      text:
        first === undefined
          ? '没有派单。'
          : `有 ${rows.length} 个单位承办;办结率最高的是${first.unitName},${first.completion.text}。`,
      lines: rows.map(({ unitName, rank, previousRank, received, completion, onTime, satisfied, opens }) => ({
        label: unitName,
        text: `${rank === null ? '未排名' : `第 ${rank} 名`}${previousRank === null ? '' : `(上期第 ${previousRank} 名)`},承办 ${received} 件次,办结率 ${completion.text},按期率 ${onTime.text},满意率 ${satisfied.text}`,
        opens: opens.received,
      })),
    };
  }

  /** What was found to be the cause of what came in. */
  private async causes(rootId: string, days: Days): Promise<ReportSection> {
    const rows = await this.db.read<{ cause: Cause; n: number }>(
      `SELECT cause_code AS cause, COUNT(*) AS n FROM work_order
        WHERE root_id = ? AND received_at >= ? AND received_at < ? AND cause_code IS NOT NULL
        GROUP BY cause_code ORDER BY n DESC, cause_code`,
      [rootId, ...instants(days.fromDay, days.toDay)],
    );
    const lines = rows.map(({ cause, n }) => ({
      label: CAUSES[cause],
      text: `${Number(n)} 件`,
      opens: `/api/desk/volume/orders?${new URLSearchParams({ ...days, causeCode: cause })}`,
    }));
    const [first] = lines;
    return {
      title: '成因',
      text: first === undefined ? '还没有分析过成因。' : `分析过的里面最多的是${first.label},${first.text}。`,
      lines,
    };
  }
}

function linesOf({ rows }: Pick<VolumeAnswer, 'rows'>, most: number): ReportLine[] {
  return rows
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
    .slice(0, most)
    .map(({ label, count, opens }) => ({ label, text: `${count} 件`, opens }));
}

const changeOf = ({ count, change }: Comparison) => (count === null ? `:${change}` : ` ${change}`);

function daysText({ fromDay, toDay }: Days): string {
  return fromDay === toDay ? formatMonthDay(fromDay) : `${formatMonthDay(fromDay)}至${formatMonthDay(toDay)}`;
}

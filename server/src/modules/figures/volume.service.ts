import { Injectable } from '@nestjs/common';
import {
  addDays,
  type Day,
  dayOf,
  daysBetween,
  type TrendAnswer,
  VOLUME_SPLITS,
  type VolumeAnswer,
  type VolumeRow,
  type VolumeSplit,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Visibility } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { type SumFilter, TalliesQuery } from '../tallies/tallies.query';
import { type Days, lastYearOf, monthsTo, previousOf } from './rules/periods';
import {
  byBucket,
  comparison,
  keysOf,
  labelOf,
  parentOf,
  type Split,
  type Splits,
  sumOf,
  withParents,
} from './rules/split';

/** The longest period counted at once. */
const DAYS_AT_MOST = 366;
const MONTHS_AT_MOST = 36;

/** What is asked about; everything may be left out. */
export interface VolumeAsked {
  fromDay?: string;
  toDay?: string;
  by?: string;
  classCode?: string;
  gridId?: string;
  channel?: string;
  source?: string;
  causeCode?: string;
}

const NONE: Split = { count: 0, proactive: 0 };

/** How many orders came in, when, about what, where and how, beside the period before and the year before. */
@Injectable()
export class VolumeService {
  constructor(
    private readonly clock: Clock,
    private readonly tallies: TalliesQuery,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
  ) {}

  /** Throws FIELD_INVALID for a split or a period there is not. */
  async volume(actor: Actor, asked: VolumeAsked): Promise<VolumeAnswer> {
    const by = asked.by === undefined || asked.by === '' ? 'day' : asked.by;
    if (!Object.hasOwn(VOLUME_SPLITS, by)) {
      throw new AppError('FIELD_INVALID', { field: 'by', reason: '没有这种分法' });
    }
    const split = by as VolumeSplit;
    const period = this.periodOf(asked);
    const roots = this.visibility.deskRootIds(actor);
    const filter = this.filterOf(roots, asked);
    const earlier = [previousOf(period), lastYearOf(period)] as const;
    const [first, now, previous, lastYear] = await Promise.all([
      this.tallies.firstDay(roots),
      this.splits(roots, split, period, filter),
      this.splits(roots, split, earlier[0], filter),
      this.splits(roots, split, earlier[1], filter),
    ]);
    const kept = (days: Days, splits: Splits) => (first !== null && first <= days.fromDay ? splits : null);
    const before = { previous: kept(earlier[0], previous), lastYear: kept(earlier[1], lastYear) };
    const total = sumOf(now);
    return {
      ...period,
      asOf: this.clock.now(),
      by: split,
      ...total,
      previous: comparison(earlier[0], total, before.previous),
      lastYear: comparison(earlier[1], total, before.lastYear),
      rows: this.rows(roots, split, period, now, before, asked),
      ...opensOf(period, asked),
    };
  }

  /** Month by month, the last one as far as it has come; each beside the month before and the same of last year. */
  async trend(actor: Actor, asked: { months?: string }): Promise<TrendAnswer> {
    const months = asked.months === undefined || asked.months === '' ? 13 : Number(asked.months);
    if (!Number.isInteger(months) || months < 1 || months > MONTHS_AT_MOST) {
      throw new AppError('FIELD_INVALID', { field: 'months', reason: `应是 1 至 ${MONTHS_AT_MOST}` });
    }
    const asOf = this.clock.now();
    const today = dayOf(asOf);
    const roots = this.visibility.deskRootIds(actor);
    const first = await this.tallies.firstDay(roots);
    const periods = monthsTo(today, months);
    const read = async (days: Days) =>
      first !== null && first <= days.fromDay
        ? byBucket(await this.tallies.sums(roots, 'channel', days.fromDay, days.toDay))
        : null;
    const rows = await Promise.all(
      periods.map(async (period) => {
        const [previous, lastYear] = [previousOf(period), lastYearOf(period)];
        const sums = await this.tallies.sums(roots, 'channel', period.fromDay, period.toDay);
        const total = sumOf(byBucket(sums));
        return {
          month: period.fromDay.slice(0, 7),
          ...period,
          ...total,
          previous: comparison(previous, total, await read(previous)),
          lastYear: comparison(lastYear, total, await read(lastYear)),
          ...opensOf(period, {}),
        };
      }),
    );
    return { asOf, rows };
  }

  /** The month so far, unless days are named; both ends included. Throws FIELD_INVALID. */
  periodOf({ fromDay, toDay }: Pick<VolumeAsked, 'fromDay' | 'toDay'>): Days {
    const last = toDay ?? dayOf(this.clock.now());
    const first = fromDay ?? `${last.slice(0, 8)}01`;
    const days = lengthOf(first, last);
    if (days === null || days < 0 || days >= DAYS_AT_MOST) {
      throw new AppError('FIELD_INVALID', { field: 'fromDay', reason: '应在截止日之前,最长一年' });
    }
    return { fromDay: first, toDay: last };
  }

  /** What is counted besides the period. Throws FIELD_INVALID for a class that is none. */
  filterOf(
    roots: readonly string[],
    { classCode, gridId, channel, source, causeCode }: VolumeAsked,
  ): SumFilter {
    const given = (value: string | undefined) => (value === undefined || value === '' ? undefined : value);
    const code = given(classCode);
    const classCodes = code === undefined ? undefined : this.codesUnder(roots, code);
    return {
      ...{
        channel: given(channel),
        source: given(source),
        gridId: given(gridId),
        causeCode: given(causeCode),
      },
      ...(classCodes === undefined ? {} : { classCodes }),
    };
  }

  private codesUnder(roots: readonly string[], code: string): string[] {
    const codes = this.leaves(roots).map((leaf) => leaf.code);
    const under = [...new Set(codes)].filter((leaf) => leaf.startsWith(code));
    if (under.length === 0)
      throw new AppError('FIELD_INVALID', { field: 'classCode', reason: '没有这个类别' });
    return under;
  }

  private leaves(roots: readonly string[]) {
    const now = this.clock.now();
    return roots.flatMap((rootId) => this.policies.classes(rootId, now));
  }

  private async splits(
    roots: readonly string[],
    by: VolumeSplit,
    days: Days,
    filter: SumFilter,
  ): Promise<Splits> {
    return byBucket(await this.tallies.sums(roots, by, days.fromDay, days.toDay, filter));
  }

  private rows(
    roots: readonly string[],
    by: VolumeSplit,
    period: Days,
    now: Splits,
    earlier: { previous: Splits | null; lastYear: Splits | null },
    asked: VolumeAsked,
  ): VolumeRow[] {
    const all = (splits: Splits) => (by === 'class' ? withParents(splits) : splits);
    const [current, previous, lastYear] = [
      all(now),
      earlier.previous === null ? null : all(earlier.previous),
      earlier.lastYear === null ? null : all(earlier.lastYear),
    ];
    const known = { leaves: this.leaves(roots), unitName: (id: string) => this.unitName(id) };
    const shift = { previous: previousOf(period), lastYear: lastYearOf(period) };
    // A day has no namesake in another period: it stands beside the day as many days after its beginning.
    const same = (key: string, days: Days) =>
      by === 'day' ? addDays(days.fromDay, daysBetween(period.fromDay, key)) : key;
    const count = (splits: Splits | null, key: string) =>
      splits === null ? null : (splits.get(key)?.count ?? 0);
    return keysOf(by, period, current).map((key) => ({
      key,
      label: labelOf(by, key, known),
      parent: parentOf(by, key),
      ...(current.get(key) ?? NONE),
      previous: count(previous, same(key, shift.previous)),
      lastYear: count(lastYear, same(key, shift.lastYear)),
      ...opensOf(period, { ...asked, by }, key),
    }));
  }

  private unitName(id: string): string {
    return this.directory.findUnit(id)?.short_name ?? '已撤销的网格';
  }
}

/** Addresses of the orders behind a number, with what they were filtered by: those filed, and those found. */
function opensOf(
  { fromDay, toDay }: Days,
  asked: VolumeAsked,
  key?: string,
): { opens: string; opensProactive: string } {
  const query = new URLSearchParams({ fromDay, toDay });
  for (const name of ['classCode', 'gridId', 'channel', 'source', 'causeCode'] as const) {
    const value = asked[name];
    if (value !== undefined && value !== '') query.set(name, value);
  }
  if (key !== undefined) {
    query.set('by', asked.by ?? 'day');
    query.set('key', key);
  }
  const address = `/api/desk/volume/orders?${query}`;
  return { opens: `${address}&proactive=0`, opensProactive: `${address}&proactive=1` };
}

function lengthOf(first: Day, last: Day): number | null {
  try {
    return daysBetween(first, last);
  } catch {
    return null;
  }
}

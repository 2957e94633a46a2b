import { Injectable } from '@nestjs/common';
import type { DeskOrders, PressureAnswer, PressureRow } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { Visibility } from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { TalliesQuery } from '../tallies/tallies.query';
import { periodOf } from './period';
import { PressureQuery } from './pressure.query';
import { type Days, lastYearOf, previousOf } from './rules/periods';
import { besideEarlier, type Counts, type Filed, perThousand, repeatRate, together } from './rules/pressure';
import { labelOf } from './rules/split';

/** A period, and of it one community (empty: outside every one) or one class of the first level. */
export interface PressureAsked {
  fromDay?: string;
  toDay?: string;
  communityId?: string;
  classTop?: string;
}

const PARTS = ['filed', 'repeats'] as const;

/** What came in in a period and in two earlier ones; null of a time nothing was kept of. */
interface Found {
  now: readonly Filed[];
  previous: readonly Filed[] | null;
  lastYear: readonly Filed[] | null;
}

/** How much each community files, how much of it again, and for how many residents (M45). */
@Injectable()
export class PressureService {
  constructor(
    private readonly clock: Clock,
    private readonly query: PressureQuery,
    private readonly tallies: TalliesQuery,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
  ) {}

  /** By community and by class, beside the period before and the year before. Throws FIELD_INVALID. */
  async pressure(actor: Actor, asked: PressureAsked): Promise<PressureAnswer> {
    const asOf = this.clock.now();
    const { fromDay, toDay } = periodOf(asked, asOf);
    const days = { fromDay, toDay };
    const roots = this.visibility.deskRootIds(actor);
    this.check(roots, asked);
    const [previous, lastYear] = [previousOf(days), lastYearOf(days)];
    const first = await this.tallies.firstDay(roots);
    const read = (period: Days) =>
      first !== null && first <= period.fromDay ? this.query.filed(roots, period) : null;
    const found: Found = {
      now: await this.query.filed(roots, days),
      ...{ previous: await read(previous), lastYear: await read(lastYear) },
    };
    const { communityId, classTop } = asked;
    const isOfClass = (row: Filed) => classTop === undefined || row.classTop === classTop;
    const isOfPlace = (row: Filed) => communityId === undefined || row.communityId === communityId;
    const units = this.communities(roots);
    const rowOf = (name: Partial<PressureAsked>, label: string, own: Found, population: number | null) =>
      shown({ key: keyOf(name), label, population }, own, { ...asked, ...days, ...name });
    const communities = units.map(({ id, label, population }) =>
      rowOf(
        { communityId: id },
        label,
        only(found, (row) => isOfClass(row) && row.communityId === id),
        population,
      ),
    );
    const inClass = only(found, isOfClass);
    if (inClass.now.some((row) => row.communityId === '')) {
      const outside = only(inClass, (row) => row.communityId === '');
      communities.push(rowOf({ communityId: '' }, '不在社区内', outside, null));
    }
    const tops = [...new Set(found.now.filter(isOfPlace).map((row) => row.classTop))].sort();
    const people =
      communityId === undefined ? null : (units.find(({ id }) => id === communityId)?.population ?? null);
    const classes = tops.map((top) =>
      rowOf(
        { classTop: top },
        this.className(roots, top),
        only(found, (row) => isOfPlace(row) && row.classTop === top),
        people,
      ),
    );
    const all = rowOf(
      {},
      '合计',
      only(found, (row) => isOfClass(row) && isOfPlace(row)),
      people,
    );
    return {
      ...days,
      ...{ asOf, previous, lastYear },
      total: communityId === undefined ? { ...all, ...indexOf(communities) } : all,
      ...{ communities, classes },
      withoutPopulation: units.filter(({ population }) => population === null).map(({ label }) => label),
    };
  }

  /** The orders behind a number of such a row. Throws FIELD_INVALID for a part there is not. */
  ordersOf(
    actor: Actor,
    asked: PressureAsked & { part?: string; kept?: string; after?: string },
  ): Promise<DeskOrders> {
    const { part = 'filed', kept, communityId, classTop, after } = asked;
    if (!PARTS.some((each) => each === part)) {
      throw new AppError('FIELD_INVALID', { field: 'part', reason: '没有这个数' });
    }
    const roots = this.visibility.deskRootIds(actor);
    this.check(roots, asked);
    const which = { communityId, classTop, isRepeat: part === 'repeats', isAfter: kept === '1' };
    return this.query.ordersOf(roots, periodOf(asked, this.clock.now()), which, after);
  }

  private check(roots: readonly string[], { communityId = '', classTop = '' }: PressureAsked): void {
    if (communityId !== '' && !this.communities(roots).some(({ id }) => id === communityId)) {
      throw new AppError('FIELD_INVALID', { field: 'communityId', reason: '没有这个社区' });
    }
    if (classTop !== '' && !/^\d{2}$/.test(classTop)) {
      throw new AppError('FIELD_INVALID', { field: 'classTop', reason: '应是大类的两位编码' });
    }
  }

  /** Communities in use with the number of residents entered of them; null when none is, or 0. */
  private communities(roots: readonly string[]) {
    return roots
      .flatMap((rootId) => this.directory.unitsUnder(rootId))
      .filter(({ kind, active }) => kind === 'COMMUNITY' && active === 1)
      .map(({ id, short_name: label, population }) => ({
        ...{ id, label },
        population: population === null || population <= 0 ? null : population,
      }));
  }

  private className(roots: readonly string[], top: string): string {
    const leaves = roots.flatMap((rootId) => this.policies.classes(rootId, this.clock.now()));
    return labelOf('class', top, { leaves, unitName: (id) => id });
  }
}

const only = ({ now, previous, lastYear }: Found, holds: (row: Filed) => boolean): Found => ({
  now: now.filter(holds),
  previous: previous?.filter(holds) ?? null,
  lastYear: lastYear?.filter(holds) ?? null,
});

const keyOf = ({ communityId, classTop }: Partial<PressureAsked>) => communityId ?? classTop ?? '';

/** The street's: of communities with a population together. */
function indexOf(communities: readonly PressureRow[]): Pick<PressureRow, 'perThousand' | 'perThousandAfter'> {
  const sum = (name: 'perThousand' | 'perThousandAfter') => {
    const known = communities.map((row) => row[name]).filter((value) => value !== null);
    const of = (part: 'num' | 'den') => known.reduce((all, value) => all + value[part], 0);
    return perThousand(of('num'), known.length === 0 ? null : of('den'));
  };
  return { perThousand: sum('perThousand'), perThousandAfter: sum('perThousandAfter') };
}

function shown(
  { key, label, population }: { key: string; label: string; population: number | null },
  { now, previous, lastYear }: Found,
  asked: PressureAsked & Days,
): PressureRow {
  const counts: Counts = together(now);
  const beside = (rows: readonly Filed[] | null) =>
    besideEarlier(counts, rows === null ? null : together(rows));
  const query = new URLSearchParams({ fromDay: asked.fromDay, toDay: asked.toDay });
  for (const name of ['communityId', 'classTop'] as const) {
    const value = asked[name];
    if (value !== undefined) query.set(name, value);
  }
  const opens = (part: string, kept: string) =>
    `/api/desk/pressure/orders?${query}&part=${part}&kept=${kept}`;
  return {
    ...{ key, label, filed: counts.filed, filedAfter: counts.filedAfter },
    ...repeatRate(counts),
    perThousand: perThousand(counts.filed, population),
    perThousandAfter: perThousand(counts.filedAfter, population),
    ...{ previous: beside(previous), lastYear: beside(lastYear) },
    opens: {
      filed: opens('filed', '0'),
      filedAfter: opens('filed', '1'),
      repeats: opens('repeats', '0'),
      repeatsAfter: opens('repeats', '1'),
    },
  };
}

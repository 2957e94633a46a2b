import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  addDays,
  type Day,
  dayOf,
  dayStart,
  type FigureOrders,
  type Instant,
  PERSON_MEASURES,
  type PeopleAnswer,
  type PersonCell,
  type PersonMeasure,
  type PersonRow,
  procedureKind,
  type Score,
  stageLabel,
  toInstant,
  toMillis,
} from '@yihu/shared';
import { type Actor, grantsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { PeopleQuery, Visibility } from '../orders';
import { ProcedureHomes } from '../procedures';
import { FiguresQuery } from './figures.query';
import { type Appealed, QualityQuery, type StaffMember } from './quality.query';
import { QualityOrders } from './quality-orders.service';
import { type Counts, noCounts, personCounts } from './rules/people';
import { lifeOf, type OrderLife } from './rules/turns-of';

const PREFIX = 'person';
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;
const MEASURES = Object.keys(PERSON_MEASURES) as PersonMeasure[];

interface Month {
  month: string;
  from: Instant;
  to: Instant;
}

type Training = Awaited<ReturnType<QualityQuery['trainings']>>[number];

/** What each person did in a month: for herself, whoever heads her, and whom the office names (M94). */
@Injectable()
export class PeopleStats implements OnModuleInit {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly query: QualityQuery,
    private readonly orders: FiguresQuery,
    private readonly lists: QualityOrders,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly names: PeopleQuery,
    private readonly homes: ProcedureHomes,
  ) {}

  onModuleInit(): void {
    this.homes.keepScores(PREFIX, (actor, id) => this.score(actor, id));
  }

  /** Her own row, and those of the people she heads. Throws FIELD_INVALID for a month that is none. */
  async answer(actor: Actor, asked: string | undefined): Promise<PeopleAnswer> {
    const month = this.monthOf(asked);
    const staff = (await this.staffOf(actor)).filter(({ personId }) => personId !== actor.personId);
    const me = await this.self(actor);
    const counts = await this.counts(
      [me, ...staff].map(({ personId }) => personId),
      this.rootsOf(actor),
      month,
    );
    const roots = this.rootsOf(actor);
    const [appeals, trainings] = await Promise.all([
      this.query.appeals(roots, `:${month.month}:`),
      this.query.trainings(roots, month.month),
    ]);
    const orderNos = await this.orderNosOf(counts);
    const row = (person: StaffMember) =>
      this.row(person, month, counts.get(person.personId) ?? noCounts(), { appeals, trainings, orderNos });
    return { month: month.month, asOf: this.clock.now(), mine: row(me), rows: staff.map(row) };
  }

  /** Orders behind one number of a person. Throws NOT_FOUND for a person the actor has nothing to do with. */
  async ordersOf(
    actor: Actor,
    asked: { personId?: string; measure?: string; month?: string },
  ): Promise<FigureOrders> {
    const { personId = actor.personId, measure = '' } = asked;
    if (!Object.hasOwn(PERSON_MEASURES, measure)) throw new AppError('NOT_FOUND');
    if (!(await this.maySee(actor, personId))) throw new AppError('NOT_FOUND');
    const month = this.monthOf(asked.month);
    const counts = await this.counts([personId], this.rootsOf(actor), month);
    return this.lists.list(counts.get(personId)?.[measure as PersonMeasure] ?? [], this.clock.now());
  }

  /** The line an appeal is to be made against; null for what nobody of the actor's has. */
  private async score(actor: Actor, id: string): Promise<Score | null> {
    const [, personId = '', asked = '', measure = ''] = id.split(':');
    if (!MONTH.test(asked) || !Object.hasOwn(PERSON_MEASURES, measure)) return null;
    if (!(await this.maySee(actor, personId))) return null;
    const rootId = this.homeRootOf(actor);
    const office = rootId === null ? null : this.directory.findOffice(rootId);
    if (rootId === null || office === null) return null;
    const month = this.monthOf(asked);
    const counts = await this.counts([personId], [rootId], month);
    const ids = counts.get(personId)?.[measure as PersonMeasure] ?? [];
    const named = await this.orders.named(ids);
    return {
      ...{
        id,
        rootId,
        personId,
        officeUnitId: office.id,
        first: String(ids.length),
        endsAt: toInstant(toMillis(month.to) - 1),
      },
      label: PERSON_MEASURES[measure as PersonMeasure],
      orderNos: named.map(({ orderNo }) => orderNo),
    };
  }

  private row(
    { personId, name, unitId }: StaffMember,
    { month }: Month,
    counts: Counts,
    given: {
      appeals: readonly Appealed[];
      trainings: readonly Training[];
      orderNos: ReadonlyMap<string, string>;
    },
  ): PersonRow {
    const cell = (measure: PersonMeasure): PersonCell => {
      const scoreId = `${PREFIX}:${personId}:${month}:${measure}`;
      const appeal = given.appeals.find((each) => each.scoreId === scoreId);
      const ids = counts[measure];
      return {
        count: ids.length,
        final: appeal?.outcome === 'UPHELD' ? without(ids, appeal.orderNos, given.orderNos) : null,
        scoreId,
        appeal: appeal === undefined ? null : appealView(appeal),
        opens: `/api/desk/people-stats/orders?${new URLSearchParams({ personId, measure, month })}`,
      };
    };
    return {
      ...{ personId, name, unitName: this.directory.findUnit(unitId)?.short_name ?? '' },
      cells: Object.fromEntries(MEASURES.map((measure) => [measure, cell(measure)])) as PersonRow['cells'],
      trainings: given.trainings
        .filter(({ attendees }) => attendees.includes(personId))
        .map(({ itemId, title, heldOn }) => ({ itemId, title, heldOn })),
    };
  }

  private async counts(
    persons: readonly string[],
    roots: readonly string[],
    month: Month,
  ): Promise<Map<string, Counts>> {
    const { from, to } = month;
    const [own, after] = [
      await this.query.doneBy(persons, from, to),
      await this.query.answersOf(roots, from, to),
    ];
    const ids = [...new Set([...own, ...after])].sort();
    const promises = await this.orders.promisesOf(ids);
    const lives: OrderLife[] = [];
    for await (const { orderId, events } of this.orders.histories(ids)) {
      const life = lifeOf(events, promises.get(orderId) ?? [], this.clock.now());
      if (life !== null && roots.includes(life.facts.rootId)) lives.push(life);
    }
    return personCounts(lives, new Set(persons), month);
  }

  private async orderNosOf(counts: ReadonlyMap<string, Counts>): Promise<Map<string, string>> {
    const ids = [...counts.values()].flatMap((each) => Object.values(each).flat());
    const named = await this.orders.named(ids);
    return new Map(named.map(({ orderId, orderNo }) => [orderId, orderNo]));
  }

  /** Persons of the units the actor heads; of the whole street for whom the office names. */
  private staffOf(actor: Actor): Promise<StaffMember[]> {
    const heads = grantsWith(actor, 'stats:people').map(({ unitId }) => unitId);
    const tops = [...this.visibility.rootsWith(actor, 'stats:people'), ...heads];
    const units = tops.flatMap((id) => this.directory.unitsUnder(id).map((unit) => unit.id));
    return this.query.staffOf([...new Set(units)], this.clock.now());
  }

  private async maySee(actor: Actor, personId: string): Promise<boolean> {
    if (personId === actor.personId) return true;
    return (await this.staffOf(actor)).some((person) => person.personId === personId);
  }

  private async self(actor: Actor): Promise<StaffMember> {
    const { personId } = actor;
    const name = (await this.names.names(this.db, [personId])).get(personId) ?? '';
    return { personId, name, unitId: actor.grants[0]?.unitId ?? '' };
  }

  /** Streets whose orders are counted for the actor: her own, and those whose people she reads. */
  private rootsOf(actor: Actor): string[] {
    const own = actor.grants.flatMap(({ unitId }) => this.directory.findUnit(unitId)?.root_id ?? []);
    const streets = this.directory.streets().map(({ id }) => id);
    const read = this.visibility.rootsWith(actor, 'stats:people');
    return [...new Set([...read, ...own.filter((id) => streets.includes(id))])];
  }

  /** The street she herself works in. */
  private homeRootOf(actor: Actor): string | null {
    const own = actor.grants.map(({ unitId }) => this.directory.findUnit(unitId)?.root_id ?? null);
    return own.find((id) => id !== null && this.directory.findOffice(id) !== null) ?? null;
  }

  private monthOf(asked: string | undefined): Month {
    const month = asked === undefined || asked === '' ? dayOf(this.clock.now()).slice(0, 7) : asked;
    if (!MONTH.test(month))
      throw new AppError('FIELD_INVALID', { field: 'month', reason: '应是月份,例如 2026-11' });
    const first: Day = `${month}-01`;
    return { month, from: dayStart(first), to: dayStart(`${addDays(first, 31).slice(0, 7)}-01`) };
  }
}

/** How many remain when the orders of an appeal are left out. */
function without(
  ids: readonly string[],
  orderNos: readonly string[],
  numbers: ReadonlyMap<string, string>,
): number {
  return ids.filter((id) => !orderNos.includes(numbers.get(id) ?? '')).length;
}

function appealView({ runId, stage, outcome }: Appealed): PersonCell['appeal'] {
  return { procedureId: runId, stageLabel: stageLabel(procedureKind('scoreAppeal'), stage), outcome };
}

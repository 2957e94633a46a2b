import { Injectable } from '@nestjs/common';
import {
  blockedBy,
  dayStart,
  type Field,
  fieldsWithQuotes,
  formatMonthDay,
  HANDLING_KINDS,
  type HomeClock,
  type Instant,
  type KindLimits,
  type ProcedureKind,
  type ProcedurePolicy,
  procedureKind,
  promise,
  type RunFacts,
  type StepContext,
  type StepDecision,
  splitForm,
  type TaskFacts,
  type Tree,
  taskSpec,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { isLive } from '../clocks/clock-row';
import { DirectoryService } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { type World } from '../orders';
import { distanceM } from '../orders/rules/distance';
import { clockFor } from '../orders/rules/due-columns';
import { dateFor, dueDayText } from '../orders/rules/tell';
import { PoliciesService } from '../policies/policies.service';
import { ProceduresStore } from './procedures.store';
import { type CardRow, cardLights, DEFAULT_CARDS } from './rules/cards';
import type { RunClockRules } from './rules/run-clocks';
import type { StepCommand } from './step-command';

interface Placed {
  latE6: number | null;
  lngE6: number | null;
}

/** Looks up what the rules of procedures must know: units, policies, what was before. */
@Injectable()
export class ProcedureWorld {
  constructor(
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
    private readonly store: ProceduresStore,
    private readonly staff: StaffQuery,
  ) {}

  treeOf(world: World | null): Tree {
    return {
      pathOf: (unitId) => this.directory.findUnit(unitId)?.path ?? null,
      paths: world?.paths ?? null,
    };
  }

  limitsOf(kindName: string, rootId: string, now: Instant): KindLimits {
    const own: KindLimits =
      this.policyOf(rootId, now)?.limits.find((row) => row.procedure === kindName) ?? {};
    const built = procedureKind(kindName).limits ?? {};
    return { ...built, ...own, amounts: { ...built.amounts, ...own.amounts } };
  }

  /** Cards of supervision in force: when they are given and to whom. */
  cardsOf(rootId: string, now: Instant): readonly CardRow[] {
    return this.policies.inForce<{ rows: CardRow[] }>(rootId, 'cards', now)?.rows ?? DEFAULT_CARDS;
  }

  private policyOf(rootId: string, now: Instant): ProcedurePolicy | null {
    return this.policies.inForce<ProcedurePolicy>(rootId, 'procedure', now);
  }

  async contextOf(
    tx: Tx,
    command: Pick<StepCommand, 'kindName' | 'run' | 'actor' | 'unitId' | 'now' | 'form' | 'home'>,
    world: World | null,
    tasks: readonly TaskFacts[],
    place: Placed | null = null,
  ): Promise<StepContext> {
    const order = world?.facts ?? null;
    const home = order === null ? { homeId: command.home.id ?? '' } : { orderId: order.id };
    return {
      run: command.run,
      values: command.run?.values ?? {},
      form: command.form,
      tasks,
      task: null,
      order,
      clocks: (world?.clocks ?? []).map(
        (row): HomeClock => ({
          milestone: row.milestone,
          scope: row.scope,
          cycle: row.cycle,
          subjectId: row.subjectId,
          isLive: isLive(row),
          late: row.late,
          dueAt: row.dueAt,
          dueDay: row.dueDay,
        }),
      ),
      earlier: await this.store.earlier(tx, command.kindName, home),
      limits: this.limitsOf(command.kindName, order?.rootId ?? command.home.rootId, command.now),
      orderLimits: world?.asked.limits,
      publicNumbers: world?.asked.publicNumbers,
      homeId: command.home.id,
      score: command.home.score ?? null,
      waits: (facts, action) => blockedBy(facts, action) !== null,
      until: (from, amount, unit) => promise(from, amount, unit, this.policies.loadedCalendar()).dueAt,
      scorers:
        procedureKind(command.kindName).scores === true && order !== null
          ? await this.store.scorersOf(tx, order.id)
          : undefined,
      actor: {
        personId: command.actor.personId,
        unitId: command.unitId ?? null,
        isSystem: command.actor.system,
        unitIds: command.actor.grants.map((grant) => grant.unitId),
      },
      now: command.now,
      distance: place === null ? null : distanceM(command.form.point, place),
      unitName: (unitId) => this.nameOf(unitId),
    };
  }

  /** Whoever is named for a task works in its unit and may do it. Throws PERSON_NOT_OF_UNIT. */
  async checkPersons(tx: Tx, kind: ProcedureKind, { step }: StepDecision, now: Instant): Promise<void> {
    for (const { role, unitId, personId } of step.opened) {
      const spec = taskSpec(kind, role);
      // Only what somebody filled in now: who was named before may have moved on since.
      if (personId === undefined || spec.person === undefined || !(spec.person.field in step.values))
        continue;
      if (!(await this.staff.staffOf(tx, unitId, spec.permission, now)).includes(personId)) {
        throw new AppError('PERSON_NOT_OF_UNIT');
      }
    }
  }

  /** Units filled in must be of the street, in use and of the kinds the field asks for. Throws UNIT_UNKNOWN. */
  checkUnits(fields: readonly Field[], form: StepCommand['form'], rootId: string): void {
    for (const field of fields) {
      if (field.kind === 'class') this.policies.checkClass(rootId, form[field.name]);
      if (field.kind !== 'unit' && field.kind !== 'units') continue;
      const kinds: readonly string[] = field.of ?? HANDLING_KINDS;
      for (const id of [form[field.name] ?? []].flat()) {
        const unit = this.directory.findUnit(String(id));
        const fits = unit !== null && unit.active === 1 && unit.root_id === rootId;
        if (!fits || !kinds.includes(unit.kind)) throw new AppError('UNIT_UNKNOWN');
      }
    }
  }

  clockRulesOf(run: RunFacts, world: World | null, now: Instant): RunClockRules {
    const inner = world === null ? null : clockFor(world.facts, world.clocks, 'handle');
    return {
      calendar: this.policies.loadedCalendar(),
      newId,
      cards: cardLights(this.cardsOf(run.rootId, now)),
      amounts: Object.fromEntries(
        (this.policyOf(run.rootId, now)?.rows ?? [])
          .filter((row) => row.procedure === run.kind)
          .map((row) => [row.milestone, row]),
      ),
      innerDue:
        inner?.dueAt == null || inner.dueDay === null ? null : { dueAt: inner.dueAt, dueDay: inner.dueDay },
    };
  }

  /** Names and dates for a resident's text: units, what was filled in for her to read, the order's date. */
  blanksOf(
    world: Pick<World, 'facts' | 'clocks'>,
    run: RunFacts,
    decision: StepDecision,
    command: Pick<StepCommand, 'kindName' | 'stepName' | 'form' | 'now'>,
    due: Instant | null,
  ): Record<string, string> {
    const { facts, clocks } = world;
    const kind = procedureKind(command.kindName);
    const fields = fieldsWithQuotes(kind, command.stepName);
    const { disputeDays } = this.policies.limits(facts.rootId, command.now);
    const office = this.nameOf(facts.officeUnitId);
    return {
      ...readable(fields, command.form),
      unit: this.nameOf(decision.standing.unitId) || office,
      lead: this.nameOf(facts.leadUnitId) || office,
      office,
      other: this.othersOf(run),
      day: dayOfValues(fields, command.form),
      date: dateFor(facts, clocks, disputeDays),
      // The day by which the procedure itself goes on.
      by: dueDayText(due, null),
    };
  }

  /** Units a procedure names, by short name. */
  private othersOf({ values }: RunFacts): string {
    const named = [values.unitId, values.pointId, values.unitIds, values.leadUnitId].flat();
    const names = named.filter((id): id is string => typeof id === 'string').map((id) => this.nameOf(id));
    return [...new Set(names.filter((name) => name !== ''))].join('、');
  }

  nameOf(unitId: string | null): string {
    return unitId === null ? '' : (this.directory.findUnit(unitId)?.short_name ?? '');
  }
}

/** Public texts, choices and numbers of a form as words, by field name. */
function readable(fields: readonly Field[], form: StepCommand['form']): Record<string, string> {
  const words: Record<string, string> = {};
  const { texts } = splitForm(fields, form);
  for (const text of texts) if (text.layer === 'PUBLIC') words[text.field] = text.body;
  for (const field of fields) {
    const value = form[field.name];
    if (field.kind === 'choice' && typeof value === 'string') words[field.name] = field.options[value] ?? '';
    if (field.kind === 'number' && typeof value === 'number') words[field.name] = String(value);
    if (field.kind === 'day' && typeof value === 'string')
      words[field.name] = formatMonthDay(dayStart(value));
  }
  return words;
}

function dayOfValues(fields: readonly Field[], form: StepCommand['form']): string {
  const day = fields.find((field) => field.kind === 'day' && typeof form[field.name] === 'string');
  return day === undefined ? '' : formatMonthDay(dayStart(String(form[day.name])));
}

import {
  type ActorFacts,
  type Ask,
  decideStep,
  type Effect,
  foldRun,
  type Instant,
  openKeyOf,
  PROCEDURES,
  type Refusal,
  type RunEvent,
  type RunOpening,
  type RunState,
  type StepContext,
  splitForm,
  type Tree,
} from '@yihu/shared';
import { EFFECT, GRID, OFFICE, SUPPORT } from '../../../shared/test/order-samples.ts';
import { isLive } from '../../src/modules/clocks/clock-row';
import { OrderLife } from '../order-life';

const PATHS: Readonly<Record<string, string>> = { OFFICE, GRID, GRID2: GRID, SECTION: SUPPORT };
export const UNITS = Object.keys(PATHS);
/** What one step did to the order, to be taken back whole when any part of it is refused. */
class Taken extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
  }
}

/** One procedure step as it was decided: what the walk checks. */
export interface Stepped {
  kind: string;
  step: string;
  from: string | null;
}

/** An order and the procedures on it, lived through the pure rules alone. */
export class ProcedureLife {
  readonly order: OrderLife;
  readonly runs = new Map<string, { state: RunState; events: RunEvent[] }>();
  private ids = 0;

  constructor(options: ConstructorParameters<typeof OrderLife>[0] = {}) {
    this.order = new OrderLife(options);
  }

  get openRuns(): RunState[] {
    return [...this.runs.values()].map(({ state }) => state).filter(({ run }) => run.endedAt === null);
  }

  private newId = (): string => {
    this.ids += 1;
    return `R${this.ids}`;
  };

  /** Opens (`runId` null) or takes a step; answers why not, having changed nothing then. */
  attempt(
    kindName: string,
    stepName: string | null,
    runId: string | null,
    actor: ActorFacts,
    form: Record<string, unknown>,
    now: Instant,
  ): Refusal | null {
    const { facts, clocks } = this.order;
    const kept = { events: this.order.events.length, runs: new Map(this.runs) };
    try {
      this.take(kindName, stepName, runId, actor, form, now);
      return null;
    } catch (error) {
      if (!(error instanceof Taken)) throw error;
      this.order.facts = facts;
      this.order.clocks = clocks;
      this.order.events.length = kept.events;
      this.runs.clear();
      for (const [id, run] of kept.runs) this.runs.set(id, run);
      return error.refusal;
    }
  }

  private contextOf(kindName: string, before: RunState | null, actor: ActorFacts, now: Instant): StepContext {
    const ended = [...this.runs.values()].map(({ state }) => state.run);
    return {
      run: before?.run ?? null,
      values: before?.run.values ?? {},
      form: {},
      tasks: before?.tasks ?? [],
      task: null,
      order: this.order.facts,
      clocks: this.order.clocks.map((row) => ({
        milestone: row.milestone,
        scope: row.scope,
        cycle: row.cycle,
        subjectId: row.subjectId,
        isLive: isLive(row),
        dueAt: row.dueAt,
        dueDay: row.dueDay,
      })),
      earlier: ended
        .filter((run) => run.kind === kindName && run.endedAt !== null)
        .map(({ openerUnitId, outcome, values }) => ({ openerUnitId, outcome, values })),
      limits: PROCEDURES[kindName]?.limits ?? {},
      orderLimits: this.order.world.asked.limits,
      actor: { personId: actor.personId, unitId: null, isSystem: actor.system },
      now,
      unitName: (id) => id ?? '',
    };
  }

  private take(
    kindName: string,
    stepName: string | null,
    runId: string | null,
    actor: ActorFacts,
    form: Record<string, unknown>,
    now: Instant,
  ): void {
    const kind = PROCEDURES[kindName];
    if (kind === undefined) throw new Error(`no ${kindName}`);
    const known = runId === null ? undefined : this.runs.get(runId);
    const before = known?.state ?? null;
    const context = { ...this.contextOf(kindName, before, actor, now), form };
    const tree: Tree = { pathOf: (id) => PATHS[id] ?? null, paths: this.order.paths };
    const ask: Ask = { kindName, kind, stepName, context, actor, tree };
    const verdict = decideStep(ask, this.newId);
    if (verdict.refused !== null) throw new Taken(verdict.refused);
    const { step, effects, standing, counts } = verdict.decision;
    const id = runId ?? this.newId();
    const openKey = openKeyOf(kindName, kind, { ...context, values: step.values }, 'ORDER');
    const taken = openKey !== null && this.openRuns.some(({ run }) => run.openKey === openKey);
    if (runId === null && taken) throw new Taken({ code: 'PROCEDURE_OPEN', details: {} });
    const opening: RunOpening = {
      ...step,
      ...{ kind: kindName, rootId: 'STREET', homeKind: kind.home, orderId: 'ORDER', homeId: null },
      openKey,
      nth: context.earlier.length + 1,
    };
    const event: RunEvent = {
      seq: (before?.run.version ?? 0) + 1,
      name: before === null ? 'procedure.opened' : 'procedure.stepped',
      at: now,
      actorId: actor.personId,
      actorUnitId: standing.unitId,
      data: before === null ? opening : step,
    };
    const state = foldRun(before, event, id);
    this.runs.set(id, { state, events: [...(known?.events ?? []), event] });
    const { texts } = splitForm(kind.open.fields, form);
    this.act('procedure', now, {
      procedureId: id,
      kind: kindName,
      form: state.run.values.form,
      step: step.step,
      stage: state.run.endedAt === null ? state.run.stage : null,
      outcome: state.run.outcome,
      counts,
      nextReportDay: step.values.nextReportDay,
      opened: step.opened.map((task) => ({ id: task.id, unitId: task.unitId })),
      done: step.done,
      released: step.released,
      texts,
    });
    for (const effect of effects) this.carryOut(effect, state, actor, now);
  }

  private carryOut(effect: Effect, { run }: RunState, actor: ActorFacts, now: Instant): void {
    if ('act' in effect) this.act(effect.act, now, { ...effect.form, procedureId: run.id });
    else if ('open' in effect) {
      const isThere = this.openRuns.some((each) => each.run.kind === effect.open);
      if (isThere && 'unlessOpen' in effect) return;
      const by: ActorFacts = { personId: actor.personId, system: true, grants: [], effect: true };
      this.take(effect.open, null, null, by, { ...effect.form }, now);
    } else if ('addItem' in effect)
      this.act('item', now, { itemId: this.newId(), kind: effect.addItem, state: 'OPEN' });
  }

  private act(
    action: Parameters<OrderLife['attempt']>[0],
    now: Instant,
    form: Record<string, unknown>,
  ): void {
    const refusal = this.order.attempt(action, now, form, EFFECT);
    if (refusal !== null) throw new Taken(refusal);
  }
}

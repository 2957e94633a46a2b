import { Injectable } from '@nestjs/common';
import {
  type ActBody,
  type ActionName,
  type ActorFacts,
  formatLocal,
  isProcedure,
  ledgerKind,
  type OrderFacts,
  type ProcedureKind,
  procedureKind,
  type RunFacts,
  readEntries,
  stageLabel,
  stepDid,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import {
  Commands,
  type Done,
  type How,
  OrdersStore,
  OrderWriter,
  PeopleQuery,
  readFields,
  Visibility,
} from '../orders';
import { PoliciesService } from '../policies/policies.service';
import { type HomeRef, ProcedureHomes } from './procedure-homes';
import { ProcedureWriter } from './procedure-writer';
import { ProceduresStore } from './procedures.store';
import { RecordedRefusal, type StepCommand } from './step-command';

const factsOf = (actor: Actor): ActorFacts => ({
  personId: actor.personId,
  system: actor.kind === 'SYSTEM',
  grants: actor.grants,
});

/** Opening procedures and taking their steps: one person's command, exactly once. */
@Injectable()
export class ProceduresService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly commands: Commands,
    private readonly store: ProceduresStore,
    private readonly orders: OrdersStore,
    private readonly orderWriter: OrderWriter,
    private readonly writer: ProcedureWriter,
    private readonly visibility: Visibility,
    private readonly policies: PoliciesService,
    private readonly people: PeopleQuery,
    private readonly homes: ProcedureHomes,
  ) {}

  /**
   * Opens a procedure. Throws AppError: NOT_FOUND for an order the actor may not see, PROCEDURE_OPEN naming who
   * opened the same thing first, or the code of the rule that refuses.
   */
  async open(actor: Actor, kindName: string, home: HomeRef, body: ActBody, how: How = 'DO'): Promise<void> {
    if (!isProcedure(kindName)) throw new AppError('PROCEDURE_UNKNOWN', { kind: kindName.slice(0, 20) });
    const kind = procedureKind(kindName);
    const form = readFields(kind.open.fields, body.fields);
    const opensOn = await this.homes.homeOf(actor, kind, home);
    await this.run({ actor, body, how }, [kindName, home, body.fields], async (tx) => {
      const orderIds = 'orderIds' in home ? home.orderIds : [];
      const roots = new Set<string>();
      for (const orderId of orderIds) roots.add((await this.mustSee(tx, actor, orderId)).rootId);
      if (roots.size > 1) throw new AppError('FIELD_INVALID', { field: '工单', reason: '不都是一个街道的' });
      if (orderIds.length > 1) await this.mustShare(tx, kind, orderIds);
      return {
        kindName,
        stepName: null,
        run: null,
        orderIds,
        home: opensOn,
        actor: factsOf(actor),
        form,
        now: this.clock.now(),
        commandId: body.commandId,
      };
    });
  }

  /** Takes one step. Throws AppError as `open` does; PROCEDURE_WRONG_STAGE says who was faster and what he did. */
  async step(actor: Actor, runId: string, stepName: string, body: ActBody, how: How = 'DO'): Promise<void> {
    const known = await this.store.find(this.db, runId);
    if (known === null) throw new AppError('NOT_FOUND');
    const kind = procedureKind(known.kind);
    const step = Object.hasOwn(kind.steps, stepName) ? kind.steps[stepName] : undefined;
    if (step === undefined) {
      throw new AppError('STEP_UNKNOWN', { kind: kind.label, step: stepName.slice(0, 20) });
    }
    const form = readFields(step.fields, body.fields);
    await this.run({ actor, body, how }, [runId, stepName, body.fields], async (tx) => {
      const run = await this.store.find(tx, runId);
      if (run === null) throw new AppError('NOT_FOUND');
      const orderIds = await this.store.orderIdsOf(tx, run);
      if (!(await this.tookPart(tx, actor, run))) {
        for (const orderId of orderIds) await this.mustSee(tx, actor, orderId);
      }
      await this.refuseStale(tx, run, step.from, body.version);
      const said = { ...form, ...(await this.quoted(tx, run, step.quotes ?? {})) };
      return this.commandOf(run, orderIds, stepName, factsOf(actor), said, body.commandId);
    });
  }

  /** What was written earlier in the procedure and is said again, by its new name. */
  private async quoted(
    tx: Tx,
    run: RunFacts,
    quotes: Readonly<Record<string, string>>,
  ): Promise<Record<string, string>> {
    if (Object.keys(quotes).length === 0) return {};
    const texts = await this.store.textsOf(tx, run, await this.store.eventsOf(tx, run.id));
    const written = [...texts.values()].flat();
    return Object.fromEntries(
      Object.entries(quotes).map(([name, from]) => {
        const found = written.findLast((text) => text.field === from);
        if (found === undefined) throw new Error(`${run.id} has no ${from}`);
        return [name, found.body];
      }),
    );
  }

  /** Several orders at once only where the kind says in which ledger they must stand together. */
  private async mustShare(tx: Tx, kind: ProcedureKind, orderIds: readonly string[]): Promise<void> {
    if (kind.shares === undefined) return;
    const entries = await Promise.all(orderIds.map(async (id) => (await this.orders.find(tx, id))?.facts));
    const shared = entries
      .map((facts) =>
        readEntries(facts?.items ?? '')
          .filter((entry) => entry.kind === kind.shares && entry.stage === 'OPEN')
          .map((entry) => entry.id),
      )
      .reduce((all, own) => all.filter((id) => own.includes(id)));
    if (shared.length > 0) return;
    const ledger = ledgerKind(kind.shares).label;
    throw new AppError('ORDERS_NOT_TOGETHER', { ledger, label: kind.open.label });
  }

  /** A step the system takes in the caller's transaction, e.g. because a wait is over. */
  async stepBySystem(tx: Tx, run: RunFacts, stepName: string): Promise<void> {
    const orderIds = await this.store.orderIdsOf(tx, run);
    const system: ActorFacts = { personId: 'SYSTEM', system: true, grants: [] };
    await this.writer.take(tx, this.commandOf(run, orderIds, stepName, system, {}, null));
  }

  private commandOf(
    run: RunFacts,
    orderIds: readonly string[],
    stepName: string,
    actor: ActorFacts,
    form: StepCommand['form'],
    commandId: string | null,
  ): StepCommand {
    return {
      kindName: run.kind,
      stepName,
      run,
      orderIds,
      home: { kind: run.homeKind, id: run.homeId, rootId: run.rootId },
      actor,
      form,
      now: this.clock.now(),
      commandId,
    };
  }

  private async run(
    { actor, body, how }: { actor: Actor; body: ActBody; how: How },
    said: readonly unknown[],
    prepare: (tx: Tx) => Promise<StepCommand>,
  ): Promise<void> {
    await this.policies.refresh();
    try {
      await this.commands.once(
        { personId: actor.personId, commandId: body.commandId, body: said },
        async (tx): Promise<Done> => {
          const command = await prepare(tx);
          const stepped = await this.writer.take(tx, command);
          return { streamId: stepped.runId, seq: stepped.seq, at: command.now };
        },
        how,
      );
    } catch (error) {
      if (error instanceof RecordedRefusal && how === 'DO') await this.keep(actor, error);
      throw error instanceof RecordedRefusal ? error.refusal : error;
    }
  }

  private async refuseStale(tx: Tx, run: RunFacts, from: readonly string[], version: number): Promise<void> {
    if (from.includes(run.stage) || version >= run.version) return;
    const events = await this.store.eventsOf(tx, run.id);
    const last = events.at(-1);
    if (last === undefined) return;
    const kind = procedureKind(run.kind);
    const did = stepDid(kind, String((last.data as { step?: string }).step));
    const names = await this.people.names(tx, [last.actorId]);
    throw new AppError('CONFLICT', {
      who: names.get(last.actorId) ?? '系统',
      at: formatLocal(last.at),
      did,
      state: stageLabel(kind, run.stage),
      version: run.version,
    });
  }

  /** An attempt that was refused, as an event of its own: rules are only believed when their refusals are counted. */
  private async keep(actor: Actor, { orderId, action }: RecordedRefusal): Promise<void> {
    await this.commands.once(
      { personId: actor.personId, commandId: newId(), body: [orderId, action] },
      async (tx) => {
        const stored = await this.orders.find(tx, orderId);
        if (stored === null) throw new AppError('NOT_FOUND');
        const now = this.clock.now();
        const world = await this.orderWriter.worldOf(tx, stored, now);
        const { event } = await this.orderWriter.carryOut(
          tx,
          world,
          {
            action: action as ActionName,
            actor: { ...factsOf(actor), effect: true },
            unitId: stored.facts.leadUnitId,
            form: {},
            now,
          },
          null,
        );
        return { streamId: orderId, seq: event.seq, at: now };
      },
    );
  }

  /** Whoever owes or owed something in it knows of it, although the order is not his to read any more. */
  private async tookPart(tx: Tx, actor: Actor, run: RunFacts): Promise<boolean> {
    const tasks = await this.store.tasksOf(tx, [run.id]);
    return tasks.some(({ unitId }) => this.visibility.worksFor(actor, unitId));
  }

  private async mustSee(tx: Tx, actor: Actor, orderId: string): Promise<OrderFacts> {
    const stored = await this.orders.find(tx, orderId);
    if (stored === null || !this.visibility.maySee(actor, stored.facts)) throw new AppError('NOT_FOUND');
    return stored.facts;
  }
}

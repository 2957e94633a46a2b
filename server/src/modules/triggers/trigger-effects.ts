import { Injectable } from '@nestjs/common';
import {
  type ActorFacts,
  type Instant,
  type ItemFacts,
  ledgerKind,
  type OrderFacts,
  PROCEDURES,
  procedureKind,
  readEntries,
  type Tally,
  type TellTo,
  type TriggerEffect,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { LedgersStore, LedgerWriter } from '../ledgers';
import { Notices } from '../notifications/notices.service';
import { PoliciesService } from '../policies/policies.service';
import { ProcedureMembers, ProcedureWriter } from '../procedures';
import { TriggerCounts } from './trigger-counts';

/** What fired, and about what. */
export interface Fired {
  name: string;
  facts: OrderFacts | null;
  item: ItemFacts | null;
  tally: Tally;
  /** Tells messages of two firings apart: the stream's entry that set it off, or a day. */
  mark: string;
  now: Instant;
}

const SYSTEM: ActorFacts = { personId: 'SYSTEM', system: true, grants: [], effect: true };

/** Does what a trigger asks for, through the same doors people use. */
@Injectable()
export class TriggerEffects {
  constructor(
    private readonly procedures: ProcedureWriter,
    private readonly members: ProcedureMembers,
    private readonly ledgers: LedgerWriter,
    private readonly store: LedgersStore,
    private readonly counts: TriggerCounts,
    private readonly directory: DirectoryService,
    private readonly staff: StaffQuery,
    private readonly notices: Notices,
    private readonly policies: PoliciesService,
  ) {}

  /** In the order the definition says; an opening that the order's state does not allow is left out. */
  async carryOut(tx: Tx, fired: Fired, effects: readonly TriggerEffect[]): Promise<void> {
    for (const effect of effects) {
      if ('open' in effect) await this.open(tx, fired, effect);
      else if ('addItem' in effect) await this.addItem(tx, fired, effect);
      else if ('step' in effect) await this.step(tx, fired, effect);
      else if ('reopen' in effect) await this.reopen(tx, fired, effect.why);
      else await this.tell(tx, fired, effect);
    }
  }

  private async open(
    tx: Tx,
    { facts, item, now }: Fired,
    { open, form }: Extract<TriggerEffect, { open: string }>,
  ) {
    if (facts !== null && !mayOpen(open, facts)) return;
    const { home } = procedureKind(open);
    const rootId = facts?.rootId ?? item?.rootId ?? '';
    const ofItem = home === 'orders' && item !== null;
    const orderIds = ofItem
      ? await this.members.open(tx, item.id, open, now)
      : facts === null
        ? []
        : [facts.id];
    // Nothing of the entry can be hung under it just now.
    if (ofItem && orderIds.length === 0) return;
    await this.procedures.take(tx, {
      kindName: open,
      stepName: null,
      run: null,
      orderIds,
      home: { kind: home, id: home === 'item' ? (item?.id ?? null) : null, rootId },
      actor: SYSTEM,
      // For an entry it is opened in the name of the unit that leads it, else of the office.
      unitId: facts === null ? (item?.unitId ?? this.directory.findOffice(rootId)?.id ?? null) : null,
      form,
      now,
      commandId: null,
    });
  }

  private async step(
    tx: Tx,
    { item, now }: Fired,
    { step, of }: Extract<TriggerEffect, { step: string }>,
  ): Promise<void> {
    if (item === null) return;
    for (const run of await this.members.runs(tx, item.id, of)) {
      if (procedureKind(of).steps[step]?.from.includes(run.stage) !== true) continue;
      await this.procedures.take(tx, {
        kindName: of,
        stepName: step,
        run,
        orderIds: await this.members.ordersOf(tx, run),
        home: { kind: run.homeKind, id: run.homeId, rootId: run.rootId },
        actor: SYSTEM,
        form: {},
        now,
        commandId: null,
      });
    }
  }

  /** A procedure on a grid, by nobody's hand; answers its id. */
  async openOnGrid(
    tx: Tx,
    kindName: string,
    home: { gridId: string; rootId: string },
    form: Readonly<Record<string, unknown>>,
    now: Instant,
  ): Promise<string> {
    const { runId } = await this.procedures.take(tx, {
      kindName,
      stepName: null,
      run: null,
      orderIds: [],
      home: { kind: 'grid', id: home.gridId, rootId: home.rootId },
      actor: SYSTEM,
      form,
      now,
      commandId: null,
    });
    return runId;
  }

  private async addItem(
    tx: Tx,
    fired: Fired,
    { addItem, form }: Extract<TriggerEffect, { addItem: string }>,
  ): Promise<void> {
    const { facts, item, tally, now, name } = fired;
    const rootId = facts?.rootId ?? item?.rootId ?? '';
    const placeKey = facts === null ? (item?.placeKey ?? null) : await this.counts.placeOf(tx, facts.id);
    const classCode = facts?.classCode ?? item?.classCode ?? null;
    const { identity } = ledgerKind(addItem);
    const byOrder = identity === 'order';
    const byTitle = identity === 'title';
    if (byOrder ? facts === null : !byTitle && placeKey === null) return;
    const matter = byOrder
      ? this.policies.titleOf(rootId, classCode)
      : this.counts.words(rootId, placeKey, classCode);
    const title = byTitle ? String(form.title) : matter;
    await this.ledgers.enter(tx, {
      kind: addItem,
      rootId,
      identity: byOrder ? [facts?.id ?? ''] : byTitle ? [title] : [placeKey ?? '', classCode ?? ''],
      title,
      placeKey,
      classCode,
      unitId: facts?.leadUnitId ?? item?.unitId ?? null,
      // 专人: who handles it now, until somebody names another.
      personId: byOrder ? (facts?.handlerId ?? null) : null,
      dueDay: null,
      enteredBy: name,
      actorId: 'SYSTEM',
      actorUnitId: null,
      orderIds: [...new Set([...(facts === null ? [] : [facts.id]), ...tally.orderIds])],
      form,
      reason: { trigger: name, n: tally.n, of: tally.of },
      now,
      commandId: `trig:${name}:${fired.mark}`.slice(0, 80),
    });
  }

  private async reopen(tx: Tx, fired: Fired, why: string): Promise<void> {
    const [problem] = fired.facts === null ? [] : await this.store.problemsOf(tx, fired.facts.id);
    if (problem === undefined || !['TO_REVIEW', 'STRUCK'].includes(problem.state)) return;
    const acting = { personId: 'SYSTEM', unitId: null, now: fired.now, commandId: null };
    await this.ledgers.act(tx, problem, 'reopen', acting, { why });
  }

  async tell(
    tx: Tx,
    fired: Fired,
    effect: Extract<TriggerEffect, { tell: readonly TellTo[] }>,
  ): Promise<void> {
    const { facts, item, now, name, mark } = fired;
    const lists: string[][] = [];
    for (const to of effect.tell) lists.push(await this.whoIs(tx, to, fired));
    const subject = facts?.id ?? item?.id ?? mark;
    await this.notices.tell(tx, {
      eventRef: `${subject}:${mark}:${name}`.slice(0, 64),
      orderId: subject.slice(0, 26),
      orderNo: facts?.orderNo ?? (item === null ? '' : ledgerKind(item.kind).label),
      recipients: [...new Set(lists.flat())].map((personId) => ({ personId })),
      phrase: effect.phrase,
      thing: effect.thing,
      templateKind: 'task',
      title: item?.title ?? this.policies.titleOf(facts?.rootId ?? '', facts?.classCode ?? null),
      page: facts === null ? 'handler/desk/index' : `handler/order/index?id=${facts.id}`,
      now,
    });
  }

  private async whoIs(tx: Tx, to: TellTo, { facts, item, now }: Fired): Promise<string[]> {
    const rootId = facts?.rootId ?? item?.rootId ?? '';
    const officeId = facts?.officeUnitId ?? this.directory.findOffice(rootId)?.id;
    if (to === 'grids') {
      const grids = (item?.values.gridIds ?? []) as readonly string[];
      const staff = await Promise.all(grids.map((id) => this.staff.answering(tx, id, 'patrol:do', now)));
      return staff.flat();
    }
    if (to === 'itemLead') {
      const [problem] = facts === null ? [item] : await this.store.problemsOf(tx, facts.id);
      const unitId = problem?.unitId ?? facts?.leadUnitId;
      return unitId == null ? [] : this.staff.answering(tx, unitId, 'order:handle', now);
    }
    if (to === 'lead') {
      const unitId = facts?.leadUnitId ?? null;
      return unitId === null ? [] : this.staff.answering(tx, unitId, 'order:handle', now);
    }
    if (to === 'owner' && facts !== null && facts.ownerUnitId !== facts.officeUnitId) {
      return this.staff.answering(tx, facts.ownerUnitId, 'order:handle', now);
    }
    if (officeId === undefined) return [];
    return this.staff.answering(tx, officeId, to === 'leader' ? 'order:decide' : 'order:accept', now);
  }
}

/** Whether the table of procedures lets one of that kind be opened here; a trigger never refuses what set it off. */
export function mayOpen(name: string, facts: OrderFacts): boolean {
  const kind = procedureKind(name);
  const standing = readEntries(facts.procedures).map((entry) => entry.kind);
  const excluded = standing.some(
    (other) => kind.excludes?.includes(other) || PROCEDURES[other]?.excludes?.includes(name),
  );
  return kind.from.includes(facts.state) && !standing.includes(name) && !excluded;
}

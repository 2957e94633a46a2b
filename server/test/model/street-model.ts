import {
  ACTIONS,
  type ActionName,
  addMinutes,
  allowedActions,
  CLASS_LEAVES,
  dayOf,
  ITEM_ACTS,
  isItemAct,
  LEDGERS,
  PROCEDURES,
  type SubmitOrder,
  TERMINAL,
  TRANSITIONS,
} from '@yihu/shared';
import { DirectoryService } from '../../src/modules/directory/directory.service';
import { LedgersService } from '../../src/modules/ledgers/ledgers.service';
import { LedgersStore } from '../../src/modules/ledgers/ledgers.store';
import { ActService } from '../../src/modules/orders/act.service';
import { readForm } from '../../src/modules/orders/action-form';
import { OrderWriter } from '../../src/modules/orders/order-writer';
import { OrdersStore, type StoredOrder } from '../../src/modules/orders/orders.store';
import { SubmitService } from '../../src/modules/orders/submit.service';
import { ProceduresQuery } from '../../src/modules/procedures/procedures.query';
import { ProceduresService } from '../../src/modules/procedures/procedures.service';
import { ProceduresStore } from '../../src/modules/procedures/procedures.store';
import { ProceduresSweep } from '../../src/modules/procedures/procedures-sweep.service';
import { TriggersSweep } from '../../src/modules/triggers/triggers-sweep.service';
import type { Actor } from '../../src/platform/auth/actor';
import { hashToken, Sessions } from '../../src/platform/auth/auth.guard';
import { AppError } from '../../src/platform/errors';
import { newId } from '../../src/platform/ids';
import { filing, type TestApp } from '../harness';
import { pick } from '../seeded';
import { type Choices, randomForm } from './forms';

/** People of every part of the demo street, those with work on many orders more than once. */
const CODES = [
  ...[
    'li',
    'li',
    'wang',
    'grid-zhang',
    'grid-zhang',
    'grid-sun',
    'head-dx',
    'desk-chen',
    'desk-chen',
    'desk-liu',
  ],
  ...['sec-cg', 'sec-wy', 'sec-jf', 'lead-fan', 'lead-fan', 'lead-peng', 'med-lu', 'med-cheng', 'dep-bai'],
  ...['ext-zj', 'ext-gd', 'zb-qian', 'sup-ye', 'vis-lin', 'fw-mei', 'admin-sys'],
] as const;
/** Orders that are worked on at a time: more would each live too little. */
const AT_WORK = 12;
/** Acts in the server that nothing but itself may take are never called. */
const CALLABLE = ACTIONS.filter((name) =>
  TRANSITIONS[name].who.some(({ permission }) => permission !== 'system'),
);
const CLASSES = ['100101', '010102', '010201', '010401', ...CLASS_LEAVES.map((leaf) => leaf.code)];

const SMALL = new Set<ActionName>([
  'markCare',
  'note',
  'urge',
  'restrict',
  'rebase',
  'contact',
  'recordOutside',
  'addInfo',
  'seen',
  'tell',
  'analyse',
]);
const ENDING = new Set<ActionName>(['withdraw', 'decline', 'merge', 'recall']);

export interface Tally {
  steps: number;
  done: Record<string, number>;
  refused: Record<string, number>;
}

/** A person acting at random on a street as it really runs: through the services, not HTTP, for speed. */
export class StreetModel {
  readonly tally: Tally = { steps: 0, done: {}, refused: {} };
  /** The last things tried, so that a failure can be told. */
  readonly trace: string[] = [];
  private orders: string[] = [];

  private constructor(
    private readonly app: TestApp,
    private readonly random: () => number,
    private readonly actors: ReadonlyMap<string, Actor>,
    private readonly choices: Omit<Choices, 'today' | 'orderNos'>,
  ) {}

  static async open(app: TestApp, random: () => number): Promise<StreetModel> {
    const sessions = app.app.get(Sessions);
    const actors = new Map<string, Actor>();
    for (const code of new Set(CODES)) {
      const actor = await sessions.actorOf(hashToken(await (await app.as(code)).token()));
      if (actor !== null) actors.set(code, actor);
    }
    const units = app.app
      .get(DirectoryService)
      .unitsUnder(app.streetId)
      .map(({ id }) => id);
    // Mostly units that have somebody here, so that work goes on there.
    const staffed = [...actors.values()].flatMap(({ grants }) => grants.map(({ unitId }) => unitId));
    return new StreetModel(app, random, actors, {
      units: [...units, ...staffed, ...staffed, ...staffed, ...staffed],
      persons: [...actors.values()].map(({ personId }) => personId),
    });
  }

  /** One thing somebody does or tries to do. Throws with the last steps when it breaks anything. */
  async step(): Promise<void> {
    this.tally.steps += 1;
    const chance = this.random();
    try {
      if (this.orders.length < AT_WORK || chance > 0.97) await this.file();
      else if (chance < 0.48) await this.act();
      else if (chance < 0.62) await this.openProcedure();
      else if (chance < 0.85) await this.stepProcedure();
      else if (chance < 0.92) await this.ledger();
      else await this.pass();
    } catch (error) {
      const told = this.trace.slice(-12).join('\n');
      throw new Error(`step ${this.tally.steps}: ${(error as Error).stack}\nafter\n${told}`);
    }
  }

  private someone(): [string, Actor] {
    const code = pick(this.random, CODES);
    const actor = this.actors.get(code);
    if (actor === undefined) throw new Error(`nobody is ${code}`);
    return [code, actor];
  }

  /** Everybody, in an order of chance. */
  private shuffled(): [string, Actor][] {
    const drawn = [...this.actors].map(([code, actor]) => ({ code, actor, at: this.random() }));
    return drawn.sort((a, b) => a.at - b.at).map(({ code, actor }) => [code, actor]);
  }

  private async form(fields: Parameters<typeof randomForm>[1], likely?: readonly string[]) {
    const orderNos = likely ?? (await this.someOrderNos());
    return randomForm(this.random, fields, { ...this.choices, orderNos, today: dayOf(this.app.clock.now()) });
  }

  private async someOrderNos(): Promise<string[]> {
    const found = await Promise.all([0, 1, 2].map(() => this.stored(pick(this.random, this.orders))));
    return found.map(({ facts }) => facts.orderNo);
  }

  private async stored(id: string): Promise<StoredOrder> {
    const stored = await this.app.app.get(OrdersStore).find(this.app.db, id);
    if (stored === null) throw new Error(`no order ${id}`);
    return stored;
  }

  /** Counts what came of it; anything but a refusal by rule is a failure of the server. */
  private async attempt(what: string, work: () => Promise<unknown>): Promise<string | null> {
    this.trace.push(`${this.app.clock.now()} ${what}`);
    try {
      await work();
      this.count(this.tally.done, what);
      return null;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'UNAVAILABLE') throw error;
      this.trace.push(`  refused: ${error.code}`);
      this.count(this.tally.refused, error.code);
      return error.code;
    }
  }

  private count(counts: Record<string, number>, what: string): void {
    const [name = ''] = what.split(' by ');
    counts[name] = (counts[name] ?? 0) + 1;
  }

  private async file(): Promise<void> {
    await this.app.db.inTransaction((tx) => tx.execute('DELETE FROM rate_hit'));
    const isFirm = this.random() < 0.25;
    const isForCaller = this.random() < 0.2;
    const more: Partial<SubmitOrder> = {
      classCode: this.random() < 0.7 ? pick(this.random, CLASSES.slice(0, 4)) : pick(this.random, CLASSES),
      requestType: pick(this.random, ['COMPLAINT', 'COMPLAINT', 'CONSULT', 'SUGGEST', 'PRAISE']),
      partyKind: isFirm ? 'ENTERPRISE' : 'PERSON',
      companyName: isFirm ? '合肥示例科技有限公司' : '',
    };
    const code = isForCaller ? 'desk-chen' : isFirm ? 'wang' : 'li';
    const actor = this.actors.get(code);
    if (actor === undefined) throw new Error(`nobody is ${code}`);
    await this.attempt(`file by ${code}`, async () => {
      const receipt = await this.app.app.get(SubmitService).submit({
        input: filing(this.app.streetId, more),
        actor,
        channel: isForCaller ? 'HOTLINE_12345' : 'MINI_PROGRAM',
        isForCaller,
      });
      this.orders.push(receipt.orderId);
      if (this.orders.length > AT_WORK * 2) this.orders.shift();
    });
  }

  private async act(): Promise<void> {
    const id = pick(this.random, this.orders);
    const before = await this.stored(id);
    const [code, actor, action] = await this.choice(before);
    const { fields } = TRANSITIONS[action];
    const form = await this.form(fields);
    const version = this.random() < 0.03 ? 1 : before.facts.version;
    const refused = await this.attempt(`${action} by ${code} on ${before.facts.state}`, () =>
      this.app.app
        .get(ActService)
        .act(actor, id, action, { commandId: newId(), version, fields: readForm(action, form) }),
    );
    const after = await this.stored(id);
    if (refused !== null && after.facts.version !== before.facts.version)
      throw new Error(`${action} was refused and left a trace`);
    if (refused === null && !TRANSITIONS[action].from.includes(before.facts.state))
      throw new Error(`${action} was let through from ${before.facts.state}`);
    if (TERMINAL.includes(after.facts.state) && this.random() < 0.8)
      this.orders = this.orders.filter((each) => each !== id);
  }

  /** Mostly something that somebody may do now; else anything by anybody. */
  private async choice(stored: StoredOrder): Promise<[string, Actor, ActionName]> {
    const [anyone, any] = this.someone();
    if (this.random() < 0.25) return [anyone, any, pick(this.random, CALLABLE)];
    const now = this.app.clock.now();
    const world = await this.app.db.inTransaction((tx) =>
      this.app.app.get(OrderWriter).worldOf(tx, stored, now),
    );
    for (const [code, actor] of this.shuffled()) {
      const facts = { personId: actor.personId, system: false, grants: actor.grants };
      const asked = { ...world.asked, facts: world.facts, now, everLate: false };
      const allowed = allowedActions(facts, world.paths, asked);
      // What changes little is left out mostly, and so is what ends everything: lives are to be long and full.
      const likely = allowed.filter((name) => !(SMALL.has(name) || ENDING.has(name)) || this.random() < 0.06);
      if (likely.length > 0) return [code, actor, pick(this.random, likely)];
    }
    return [anyone, any, pick(this.random, CALLABLE)];
  }

  private async openProcedure(): Promise<void> {
    const id = pick(this.random, this.orders);
    let [code, actor] = this.someone();
    let kindName = pick(this.random, Object.keys(PROCEDURES));
    for (const [known, hers] of this.random() < 0.8 ? this.shuffled().slice(0, 3) : []) {
      const { openable } = await this.listed(hers, id);
      if (openable.length === 0) continue;
      [code, actor, kindName] = [known, hers, pick(this.random, openable)];
      break;
    }
    const kind = PROCEDURES[kindName];
    if (kind === undefined) throw new Error(`no ${kindName}`);
    const isShared = kind.home === 'orders' && this.random() < 0.5;
    const orderIds = isShared ? [...new Set([id, pick(this.random, this.orders)])] : [id];
    const fields = await this.form(kind.open.fields);
    const before = await Promise.all(orderIds.map((each) => this.stored(each)));
    const refused = await this.attempt(`open ${kindName} by ${code}`, () =>
      this.app.app
        .get(ProceduresService)
        .open(actor, kindName, { orderIds }, { commandId: newId(), version: 0, fields }),
    );
    const wrong = before.find(({ facts }) => !kind.from.includes(facts.state));
    if (refused === null && wrong !== undefined)
      throw new Error(`${kindName} was opened on ${wrong.facts.state}`);
  }

  private async listed(actor: Actor, id: string) {
    try {
      return await this.app.app.get(ProceduresQuery).ofOrder(actor, id);
    } catch (error) {
      if (error instanceof AppError) return { items: [], openable: [] };
      throw error;
    }
  }

  private async stepProcedure(): Promise<void> {
    const runs = await this.app.db.read<{ id: string }>(
      `SELECT r.id FROM procedure_run r LEFT JOIN work_order w ON w.id = r.order_id
        WHERE r.ended_at ${this.random() < 0.95 ? 'IS NULL' : 'IS NOT NULL'}
        ORDER BY r.opened_at DESC, r.kind, w.order_no LIMIT 30`,
    );
    if (runs.length === 0) return;
    const store = this.app.app.get(ProceduresStore);
    const run = await store.find(this.app.db, pick(this.random, runs).id);
    if (run === null) throw new Error('a procedure is gone');
    const steps = PROCEDURES[run.kind]?.steps ?? {};
    let [code, actor] = this.someone();
    let stepName = pick(this.random, Object.keys(steps));
    for (const [known, hers] of this.random() < 0.85 ? this.shuffled().slice(0, 7) : []) {
      const allowed = await this.stepsOf(hers, run.id);
      if (allowed.length === 0) continue;
      [code, actor, stepName] = [known, hers, pick(this.random, allowed)];
      break;
    }
    const step = steps[stepName];
    if (step === undefined) throw new Error(`no ${stepName}`);
    const fields = await this.form(step.fields);
    const refused = await this.attempt(`${run.kind}.${stepName} by ${code} at ${run.stage}`, () =>
      this.app.app.get(ProceduresService).step(actor, run.id, stepName, {
        commandId: newId(),
        version: this.random() < 0.03 ? 0 : run.version,
        fields,
      }),
    );
    if (refused === null && !step.from.includes(run.stage))
      throw new Error(`${run.kind}.${stepName} was let through at ${run.stage}`);
    const after = await store.find(this.app.db, run.id);
    if (refused !== null && after?.version !== run.version)
      throw new Error(`${run.kind}.${stepName} was refused and left a trace`);
  }

  private async stepsOf(actor: Actor, runId: string): Promise<string[]> {
    try {
      return (await this.app.app.get(ProceduresQuery).one(actor, runId)).allowed;
    } catch (error) {
      if (error instanceof AppError) return [];
      throw error;
    }
  }

  private async ledger(): Promise<void> {
    const [code, actor] = this.someone();
    const ledgers = this.app.app.get(LedgersService);
    const items = await this.app.db.read<{ id: string }>(
      'SELECT id FROM ledger_item ORDER BY opened_at DESC, kind, title LIMIT 12',
    );
    if (items.length === 0 || this.random() < 0.3) {
      const kindName = pick(this.random, Object.keys(LEDGERS));
      const orderNos = this.random() < 0.8 ? [...new Set(await this.someOrderNos())] : [];
      const fields = await this.form(LEDGERS[kindName]?.fields ?? []);
      await this.attempt(`enter ${kindName} by ${code}`, () =>
        ledgers.enter(actor, kindName, this.app.streetId, orderNos, {
          commandId: newId(),
          version: 0,
          fields,
        }),
      );
      return;
    }
    const before = await this.app.app.get(LedgersStore).find(this.app.db, pick(this.random, items).id);
    if (before === null) throw new Error('an entry is gone');
    const kind = LEDGERS[before.kind];
    if (kind === undefined) throw new Error(`no ${before.kind}`);
    const fitting = Object.keys(ITEM_ACTS).filter(
      (name) => isItemAct(name) && ITEM_ACTS[name].from.includes(before.state),
    );
    const name = pick(
      this.random,
      this.random() < 0.9 && fitting.length > 0 ? fitting : Object.keys(ITEM_ACTS),
    );
    if (!isItemAct(name)) throw new Error(`no ${name}`);
    const fields = await this.form(ITEM_ACTS[name].fields(kind));
    const refused = await this.attempt(`item.${name} by ${code}`, () =>
      ledgers.act(actor, before.id, name, { commandId: newId(), version: before.version, fields }),
    );
    if (refused === null && !ITEM_ACTS[name].from.includes(before.state))
      throw new Error(`${name} was let through on ${before.state}`);
  }

  /** Time goes on, mostly by little, and everything that waits for it happens. */
  private async pass(): Promise<void> {
    const { clock, app } = this.app;
    const chance = this.random();
    if (chance < 0.85) clock.pass(5 + Math.floor(this.random() * 240));
    else clock.set(addMinutes(clock.now(), Math.floor(this.random() * 3 * 24 * 60)));
    this.trace.push(`${clock.now()} sweeps`);
    await this.app.sweep();
    await app.get(ProceduresSweep).tick(clock.now());
    await app.get(TriggersSweep).tick(clock.now());
  }
}

import {
  type ActionName,
  addDays,
  addMinutes,
  type Day,
  dayOf,
  dayStart,
  type Instant,
  type OrderFacts,
  readEntries,
} from '@yihu/shared';
import { AuditSealer } from '../../src/modules/audit/audit-sealer.service';
import { DirectoryService } from '../../src/modules/directory/directory.service';
import { ActService } from '../../src/modules/orders/act.service';
import { readForm } from '../../src/modules/orders/action-form';
import { OrdersStore } from '../../src/modules/orders/orders.store';
import { SubmitService } from '../../src/modules/orders/submit.service';
import { ProceduresService } from '../../src/modules/procedures/procedures.service';
import { ProceduresSweep } from '../../src/modules/procedures/procedures-sweep.service';
import { TriggersSweep } from '../../src/modules/triggers/triggers-sweep.service';
import type { Actor } from '../../src/platform/auth/actor';
import { AppError } from '../../src/platform/errors';
import { newId } from '../../src/platform/ids';
import { OutboxWorker } from '../../src/platform/outbox';
import { DEMO_STREET_CODE } from '../../src/seed/demo-units';
import type { TestApp } from '../harness';
import { pick, randomFrom } from '../seeded';
import { Agenda } from './agenda';
import { Cast, type Street } from './cast';
import { filingIn } from './filings';
import { NEXT } from './habits';
import { arrivals, atWork } from './volumes';

export interface MonthPlan {
  /** Orders of all streets together in 30 days. */
  orders: number;
  from: string;
  days: number;
  seed: number;
}

export interface MonthLog {
  filed: number;
  acts: number;
  refused: Record<string, number>;
  /** Seconds each 30 days took: they tell whether later ones cost more than earlier ones. */
  pace: number[];
}

/** How busy a street is beside the others. */
const WEIGHTS: Readonly<Record<string, number>> = {
  [DEMO_STREET_CODE]: 4,
  BY: 3,
  WZL: 2,
  SYL: 2,
  GD: 1,
  WLI: 1,
  SHS: 1,
};
const RESIDENTS_PER_ORDER = 0.4;
const HOUR = 60;
const DAY = 24 * HOUR;
const WATCH_HOURS = 2;
const PACE_DAYS = 30;
/** Tries after a refusal, each a day later; then the matter rests, as some do. */
const PATIENCE = 4;
/** A synthetic month through the real server: everybody does what people in a street do, most of it in time. */
export class Month {
  readonly log: MonthLog = { filed: 0, acts: 0, refused: {}, pace: [] };
  private readonly agenda = new Agenda();
  readonly random: () => number;
  private readonly tries = new Map<string, number>();
  private residents: Actor[] = [];
  private filers: ReadonlyMap<string, Actor> = new Map();
  private streets: Street[] = [];

  constructor(
    private readonly app: TestApp,
    private readonly plan: MonthPlan,
  ) {
    this.random = randomFrom(plan.seed);
  }

  async run(): Promise<MonthLog> {
    const { from, days, orders } = this.plan;
    const cast = new Cast(this.app);
    this.streets = this.app.app
      .get(DirectoryService)
      .streets()
      .map((unit) => cast.street(unit));
    this.residents = cast.residents(Math.ceil((orders * days * RESIDENTS_PER_ORDER) / 30) + 20);
    this.filers = new Map(this.residents.map((actor) => [actor.personId, actor]));
    await cast.employ();
    const whole = this.streets.reduce((sum, { prefix }) => sum + (WEIGHTS[prefix] ?? 1), 0);
    for (const street of this.streets) {
      const own = (orders * (WEIGHTS[street.prefix] ?? 1)) / whole;
      for (const at of arrivals(this.random, from, days, own)) this.agenda.put(at, () => this.file(street));
    }
    const end = dayStart(addDays(from, days));
    for (let at = dayStart(from); at < end; at = addMinutes(at, WATCH_HOURS * HOUR))
      this.agenda.put(at, () => this.watch());
    for (let day = 0; day < days; day += PACE_DAYS) {
      const began = performance.now();
      await this.live(dayStart(addDays(from, Math.min(days, day + PACE_DAYS))));
      this.log.pace.push(Math.round((performance.now() - began) / 1000));
    }
    this.app.clock.set(end);
    await this.watch();
    return this.log;
  }

  private async live(until: Instant): Promise<void> {
    for (let next = this.agenda.next(until); next !== null; next = this.agenda.next(until)) {
      this.app.clock.set(next.at);
      await next.work();
    }
  }

  /** What the server does by itself every few seconds, every few hours. */
  private async watch(): Promise<void> {
    const { app, clock } = this.app;
    const now = clock.now();
    await this.app.sweep();
    await app.get(ProceduresSweep).tick(now);
    if (now.endsWith('T22:00:00.000Z') || now.endsWith('T16:00:00.000Z'))
      await app.get(TriggersSweep).tick(now);
    while ((await app.get(OutboxWorker).tick(now)) > 0);
    await app.get(AuditSealer).tick(now);
  }

  chance(share: number): boolean {
    return this.random() < share;
  }
  /** So many minutes, give or take, in the working day. */
  private soon(minutes: number): Instant {
    return atWork(this.app.clock.now(), Math.round(minutes * (0.3 + this.random() * 1.4)));
  }

  private async file(street: Street): Promise<void> {
    const { isForCaller, channel, input } = filingIn(street, this.random);
    const resident = pick(this.random, this.residents);
    const actor = isForCaller ? street.office.clerk : resident;
    const id = await this.attempt(async () => {
      const receipt = await this.app.app.get(SubmitService).submit({ input, actor, channel, isForCaller });
      return receipt.orderId;
    });
    if (id === null) return;
    this.log.filed += 1;
    await this.advance(street, id);
  }

  private async attempt<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      const done = await work();
      this.log.acts += 1;
      return done;
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'UNAVAILABLE') throw error;
      this.log.refused[error.code] = (this.log.refused[error.code] ?? 0) + 1;
      return null;
    }
  }

  async facts(id: string): Promise<OrderFacts> {
    const stored = await this.app.app.get(OrdersStore).find(this.app.db, id);
    if (stored === null) throw new Error(`no order ${id}`);
    return stored.facts;
  }

  async act(
    actor: Actor,
    id: string,
    action: ActionName,
    fields: Record<string, unknown> = {},
  ): Promise<boolean> {
    const { version } = await this.facts(id);
    const body = { commandId: newId(), version, fields: readForm(action, fields) };
    return (
      (await this.attempt(async () => {
        await this.app.app.get(ActService).act(actor, id, action, body);
        return true;
      })) === true
    );
  }

  async open(actor: Actor, id: string, kind: string, fields: Record<string, unknown>): Promise<boolean> {
    const body = { commandId: newId(), version: 0, fields };
    return (
      (await this.attempt(async () => {
        await this.app.app.get(ProceduresService).open(actor, kind, { orderIds: [id] }, body);
        return true;
      })) === true
    );
  }

  /** A step of the open procedure of that kind, when there is one still. */
  async step(
    actor: Actor,
    id: string,
    kind: string,
    name: string,
    fields: Record<string, unknown> = {},
  ): Promise<boolean> {
    const entry = readEntries((await this.facts(id)).procedures).find((each) => each.kind === kind);
    if (entry === undefined) return false;
    const body = { commandId: newId(), version: 999, fields };
    return (
      (await this.attempt(async () => {
        await this.app.app.get(ProceduresService).step(actor, entry.id, name, body);
        return true;
      })) === true
    );
  }

  /** Whoever filed it with an account; nobody for a caller's. */
  filerOf({ filerId }: OrderFacts): Actor | undefined {
    return filerId === null ? undefined : this.filers.get(filerId);
  }

  leadOf(street: Street, { leadUnitId }: OrderFacts): Actor {
    return street.workers.get(leadUnitId ?? '') ?? street.office.clerk;
  }

  /** Puts down who does what next with the order, from where it stands. */
  private async advance(street: Street, id: string): Promise<void> {
    const facts = await this.facts(id);
    const next = NEXT[facts.state];
    if (next === undefined) return;
    const [minutes, work] = next(this, street, facts);
    if (minutes === null) return;
    this.agenda.put(this.soon(minutes), async () => {
      // Somebody else, or time, was there first.
      if ((await this.facts(id)).state !== facts.state) return this.advance(street, id);
      const before = (await this.facts(id)).version;
      await work(id);
      const isSame = (await this.facts(id)).version === before;
      const tried = (this.tries.get(id) ?? 0) + (isSame ? 1 : 0);
      this.tries.set(id, isSame ? tried : 0);
      if (tried > PATIENCE) return;
      if (isSame) this.agenda.put(this.soon(DAY), () => this.advance(street, id));
      else await this.advance(street, id);
    });
  }
}

/** The day of the plan's first order, so that it ends before `end`. */
export function firstDay(months: number, end: Day = '2026-11-01'): Day {
  return dayOf(addMinutes(dayStart(end), -months * 30 * DAY));
}

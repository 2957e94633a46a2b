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
  type State,
  type SubmitOrder,
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
import { narrative } from './texts';
import { arrivals, atWork, textLength } from './volumes';

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
/** Tries after a refusal, each a day later; then the matter rests, as some do. */
const PATIENCE = 4;
/** Mostly what goes to a grid, a section, or the desk by the duty lists. */
const CLASSES = ['010102', '100101', '010401', '010201', '010301', '050101', '020104'] as const;
const REPLY = '网格员和相关科室已于当日到现场处理,清理完毕并约定每日十七时巡查一次,有反复请再联系。'.replace(
  '相关科室',
  '执法队',
);

/** A synthetic month through the real server: everybody does what people in a street do, most of it in time. */
export class Month {
  readonly log: MonthLog = { filed: 0, acts: 0, refused: {} };
  private readonly agenda = new Agenda();
  private readonly random: () => number;
  private readonly tries = new Map<string, number>();
  private residents: Actor[] = [];
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
    await cast.employ();
    const whole = this.streets.reduce((sum, { prefix }) => sum + (WEIGHTS[prefix] ?? 1), 0);
    for (const street of this.streets) {
      const own = (orders * (WEIGHTS[street.prefix] ?? 1)) / whole;
      for (const at of arrivals(this.random, from, days, own)) this.agenda.put(at, () => this.file(street));
    }
    const end = dayStart(addDays(from, days));
    for (let at = dayStart(from); at < end; at = addMinutes(at, WATCH_HOURS * HOUR))
      this.agenda.put(at, () => this.watch());
    for (let next = this.agenda.next(end); next !== null; next = this.agenda.next(end)) {
      this.app.clock.set(next.at);
      await next.work();
    }
    this.app.clock.set(end);
    await this.watch();
    return this.log;
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

  private chance(share: number): boolean {
    return this.random() < share;
  }
  /** So many minutes, give or take, in the working day. */
  private soon(minutes: number): Instant {
    return atWork(this.app.clock.now(), Math.round(minutes * (0.3 + this.random() * 1.4)));
  }

  private async file(street: Street): Promise<void> {
    const isForCaller = this.chance(0.5);
    const isFirm = this.chance(0.12);
    const isAnonymous = this.chance(0.05);
    const resident = pick(this.random, this.residents);
    const input: SubmitOrder = {
      draftId: newId(),
      streetId: street.id,
      text: narrative(this.random, textLength(this.random)),
      photoIds: [],
      point: null,
      gridCode: pick(this.random, street.grids).code,
      address: '示例小区门口',
      classCode: this.chance(0.9) ? pick(this.random, CLASSES) : null,
      requestType:
        this.random() < 0.75 ? 'COMPLAINT' : pick(this.random, ['CONSULT', 'HELP', 'SUGGEST', 'PRAISE']),
      partyKind: isFirm ? 'ENTERPRISE' : 'PERSON',
      companyName: isFirm ? `示例${1 + Math.floor(this.random() * 30)}号商贸有限公司` : '',
      confidentiality: isAnonymous ? 'ANONYMOUS' : 'SURNAME',
      contactName: isAnonymous ? '' : '李某',
      contactPhone: isAnonymous ? '' : `1380000${String(1000 + Math.floor(this.random() * 9000))}`,
    };
    const channel = isForCaller
      ? pick(this.random, ['HOTLINE_12345', 'WINDOW', 'GRID'] as const)
      : 'MINI_PROGRAM';
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

  private async facts(id: string): Promise<OrderFacts> {
    const stored = await this.app.app.get(OrdersStore).find(this.app.db, id);
    if (stored === null) throw new Error(`no order ${id}`);
    return stored.facts;
  }

  private async act(
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

  private async open(
    actor: Actor,
    id: string,
    kind: string,
    fields: Record<string, unknown>,
  ): Promise<boolean> {
    const body = { commandId: newId(), version: 0, fields };
    return (
      (await this.attempt(async () => {
        await this.app.app.get(ProceduresService).open(actor, kind, { orderIds: [id] }, body);
        return true;
      })) === true
    );
  }

  /** A step of the open procedure of that kind, when there is one still. */
  private async step(
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

  private leadOf(street: Street, { leadUnitId }: OrderFacts): Actor {
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

  dispatch = (street: Street, facts: OrderFacts): [number, (id: string) => Promise<unknown>] => {
    const { clerk } = street.office;
    const unit =
      this.chance(0.6) && facts.gridId !== null ? facts.gridId : pick(this.random, street.sections).id;
    if (facts.classCode === null)
      return [30, (id) => this.act(clerk, id, 'classify', { classCode: pick(this.random, CLASSES) })];
    // What may be one for mediation is looked at before it is handed out.
    if (readEntries(facts.procedures).some(({ kind }) => kind === 'mediationFit'))
      return [20, (id) => this.step(clerk, id, 'mediationFit', 'waive', { reasonCode: 'NO_OTHER' })];
    if (facts.requestType === 'CONSULT' && this.chance(0.6)) {
      const form = {
        basis: 'KNOWLEDGE',
        outcome: 'EXPLAINED',
        publicText: '办理居住证请带身份证到政务服务中心一楼窗口。',
      };
      return [60, (id) => this.act(clerk, id, 'answer', form)];
    }
    return [45, (id) => this.act(clerk, id, 'dispatch', { leadUnitId: unit })];
  };

  takeIn = (street: Street): [number, (id: string) => Promise<unknown>] => {
    const { clerk } = street.office;
    if (!this.chance(0.03)) return [40, (id) => this.act(clerk, id, 'accept')];
    const form = {
      reasonCode: 'OTHER_ORGAN',
      legalGround: '依法由法院处理',
      whereToGo: '区人民法院诉讼服务中心',
      publicText: '您反映的事项已进入诉讼程序,依法由区人民法院处理,请联系其诉讼服务中心。',
    };
    return [60, (id) => this.act(clerk, id, 'decline', form)];
  };

  sign = (street: Street, facts: OrderFacts): [number, (id: string) => Promise<unknown>] => {
    // A few are forgotten until somebody's light turns red.
    const minutes = this.chance(0.04) ? 2 * DAY : 40;
    return [minutes, (id) => this.act(this.leadOf(street, facts), id, 'sign')];
  };

  handle = (street: Street, facts: OrderFacts): [number | null, (id: string) => Promise<unknown>] => {
    const lead = this.leadOf(street, facts);
    const kinds = readEntries(facts.procedures).map(({ kind }) => kind);
    const { checker } = street.office;
    const decided = this.chance(0.7);
    if (kinds.includes('return'))
      return [
        90,
        (id) => this.step(checker, id, 'return', decided ? 'accept' : 'refuse', decided ? {} : OPINION),
      ];
    if (kinds.includes('extension'))
      return [
        120,
        (id) => this.step(checker, id, 'extension', decided ? 'approve' : 'refuse', decided ? {} : OPINION),
      ];
    if (kinds.includes('cohandle')) return [5 * HOUR, (id) => this.support(street, id, lead)];
    const chance = this.random();
    if (chance < 0.03) return [60, (id) => this.open(lead, id, 'return', RETURN)];
    if (chance < 0.06) return [DAY, (id) => this.open(lead, id, 'extension', EXTENSION)];
    if (chance < 0.1) {
      const unitId = pick(this.random, street.sections).id;
      return [HOUR, (id) => this.open(lead, id, 'cohandle', { unitId, part: '请协助到现场查看' })];
    }
    if (chance < 0.12)
      return [90, (id) => this.act(lead, id, 'askInfo', { question: '请补充具体是哪一栋楼?' })];
    if (chance < 0.3)
      return [60, (id) => this.act(lead, id, 'contact', { way: 'PHONE', reached: this.chance(0.8) })];
    // Silence: nobody answers at all.
    if (chance < 0.31) return [null, async () => undefined];
    const form = this.chance(0.85)
      ? { outcome: 'SOLVED', publicText: REPLY }
      : { outcome: 'PARTLY', unsolvedCode: 'NEEDS_MONEY', publicText: REPLY };
    return [this.chance(0.08) ? 4 * DAY : 0.8 * DAY, (id) => this.reply(lead, id, form)];
  };

  /** Where "solved" needs a photo, which this replay has none of, part of it is said to be done. */
  private async reply(lead: Actor, id: string, form: Record<string, unknown>): Promise<void> {
    if (await this.act(lead, id, 'reply', form)) return;
    await this.act(lead, id, 'reply', { outcome: 'PARTLY', unsolvedCode: 'OTHER_PARTY', publicText: REPLY });
  }

  private async support(street: Street, id: string, lead: Actor): Promise<void> {
    const { helpers } = await this.facts(id);
    const unitId = helpers.split(' ')[0]?.split(':')[1] ?? '';
    const worker = street.workers.get(unitId);
    if (
      worker !== undefined &&
      (await this.step(worker, id, 'cohandle', 'finish', { result: '已到现场协助处理完毕' }))
    )
      await this.step(lead, id, 'cohandle', 'take');
    else await this.step(lead, id, 'cohandle', 'take');
  }

  check = (street: Street): [number, (id: string) => Promise<unknown>] => {
    const { checker } = street.office;
    if (this.chance(0.06))
      return [90, (id) => this.act(checker, id, 'sendBack', { reason: '没有写清处理结果' })];
    return [2 * HOUR, (id) => this.act(checker, id, 'approve', { publicText: REPLY })];
  };

  inform = (_: Street, facts: OrderFacts): [number | null, (id: string) => Promise<unknown>] => {
    const filer = this.residents.find(({ personId }) => personId === facts.filerId);
    if (filer === undefined || this.chance(0.3)) return [null, async () => undefined];
    return [5 * HOUR, (id) => this.act(filer, id, 'addInfo', { text: '是三号楼北门进来右手边' })];
  };

  visit = (street: Street, facts: OrderFacts): [number | null, (id: string) => Promise<unknown>] => {
    const filer = this.residents.find(({ personId }) => personId === facts.filerId);
    const isGood = this.chance(0.86);
    const answers = isGood
      ? { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' }
      : { solved: 'NO', process: 'UNSATISFIED', result: 'UNSATISFIED' };
    if (filer !== undefined && facts.ratedCycle !== facts.cycle && this.chance(0.35))
      return [8 * HOUR, (id) => this.act(filer, id, 'rate', answers)];
    const isVisited = readEntries(facts.procedures).some(({ kind }) => kind === 'visit');
    if (isVisited) return [DAY, (id) => this.call(street, facts, id, answers, isGood)];
    // Nobody calls whom nobody can call: silence closes it.
    if (facts.told || (facts.filerId === null && !facts.hasPhone)) return [null, async () => undefined];
    return [DAY, (id) => this.act(street.office.checker, id, 'tell', { way: 'PHONE', reached: true })];
  };

  private async call(
    street: Street,
    facts: OrderFacts,
    id: string,
    answers: Record<string, string>,
    isGood: boolean,
  ): Promise<void> {
    const { visitor } = street.office;
    if (facts.partyKind === 'ENTERPRISE') await this.step(visitor, id, 'visit', 'take');
    const form = {
      way: 'PHONE',
      ...answers,
      afterwards: isGood || this.chance(0.5) ? 'CLOSE' : 'REWORK',
      note: '已向诉求人说明办理情况和依据',
    };
    await this.step(visitor, id, 'visit', 'answer', form);
  }

  afterwards = (_: Street, facts: OrderFacts): [number | null, (id: string) => Promise<unknown>] => {
    const filer = this.residents.find(({ personId }) => personId === facts.filerId);
    if (filer === undefined || facts.disputes > 0 || !this.chance(0.04)) return [null, async () => undefined];
    return [2 * DAY, (id) => this.act(filer, id, 'dispute', { reasonCode: 'RETURNED' })];
  };
}

const OPINION = { opinion: '理由不充分,请继续办理' };
const RETURN = { reasonCode: 'OVERLAP', ground: '按职责分工应由执法队牵头办理' };
const EXTENSION = { days: 2, level: 'UNIT', publicReason: '需要等配件到货后更换', told: 'PHONE' };

type Next = (
  month: Month,
  street: Street,
  facts: OrderFacts,
) => readonly [number | null, (id: string) => Promise<unknown>];
const NEXT: Partial<Record<State, Next>> = {
  SUBMITTED: (month, street) => month.takeIn(street),
  NEED_INFO: (month, street, facts) => month.inform(street, facts),
  ACCEPTED: (month, street, facts) => month.dispatch(street, facts),
  DISPATCHED: (month, street, facts) => month.sign(street, facts),
  IN_PROGRESS: (month, street, facts) => month.handle(street, facts),
  REPLIED: (month, street) => month.check(street),
  TO_VISIT: (month, street, facts) => month.visit(street, facts),
  CLOSED: (month, street, facts) => month.afterwards(street, facts),
};

/** The day of the plan's first order, so that it ends before `end`. */
export function firstDay(months: number, end: Day = '2026-11-01'): Day {
  return dayOf(addMinutes(dayStart(end), -months * 30 * DAY));
}

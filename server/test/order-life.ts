import {
  type ActionName,
  type ActorFacts,
  CALENDARS,
  type Calendar,
  DEFAULT_LIMITS,
  type Instant,
  type MergeTarget,
  type Milestone,
  makeCalendar,
  type OfferedProblem,
  type OrderEvent,
  type OrderFacts,
  type OrderPaths,
  type PresetName,
  presetRows,
  type Refusal,
  type Scope,
} from '@yihu/shared';
import {
  CLERK,
  EFFECT,
  FILER,
  GRID,
  GRID_WORKER,
  LEADER,
  MONDAY,
  OFFICE,
  order,
  SUPPORT,
  SYSTEM,
} from '../../shared/test/order-samples.ts';
import { type ClockRow, isLive } from '../src/modules/clocks/clock-row';
import type { ClockRules } from '../src/modules/clocks/rules/promised';
import { decide, firstDecision, followUp, type World } from '../src/modules/orders/rules/decide';

export const PUBLIC_TEXT = '丁香01网格已清走3号楼消防通道内的6辆电动车';

/** Who usually does what, and with what form. */
const USUAL: Partial<Record<ActionName, { by: ActorFacts; form: Record<string, unknown> }>> = {
  accept: { by: CLERK, form: {} },
  classify: { by: CLERK, form: {} },
  askInfo: { by: GRID_WORKER, form: { question: '请拍一张三号楼入口的照片' } },
  addInfo: { by: FILER, form: { text: '在三号楼入口' } },
  infoLapsed: { by: SYSTEM, form: {} },
  dispatch: { by: CLERK, form: { leadUnitId: 'GRID' } },
  takeBack: { by: CLERK, form: { reason: '派错了' } },
  contact: { by: GRID_WORKER, form: { way: 'PHONE', reached: true } },
  reply: { by: GRID_WORKER, form: { outcome: 'SOLVED', publicText: PUBLIC_TEXT } },
  progress: { by: GRID_WORKER, form: { publicText: PUBLIC_TEXT } },
  sign: { by: GRID_WORKER, form: {} },
  arrive: { by: GRID_WORKER, form: {} },
  note: { by: CLERK, form: { note: '请留意' } },
  sendBack: { by: CLERK, form: { reason: '照片不清楚' } },
  approve: { by: CLERK, form: { publicText: PUBLIC_TEXT } },
  rework: { by: CLERK, form: { reason: '又堵上了' } },
  close: { by: CLERK, form: { reason: '电话回访' } },
  decline: {
    by: CLERK,
    form: {
      reasonCode: 'OTHER_STREET',
      legalGround: '属地管理',
      whereToGo: '三里庵街道',
      publicText: PUBLIC_TEXT,
    },
  },
  dispute: { by: FILER, form: { reasonCode: 'NOT_SOLVED' } },
  withdraw: { by: FILER, form: { reasonCode: 'SOLVED' } },
  rate: { by: FILER, form: { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' } },
  light: { by: SYSTEM, form: { lights: [] } },
  contest: { by: FILER, form: { text: '就在本街道' } },
  praise: { by: CLERK, form: { creditUnitId: 'GRID' } },
  answer: {
    by: CLERK,
    form: { basis: 'KNOWLEDGE', outcome: 'EXPLAINED', publicText: '办理居住证请带身份证到政务服务中心' },
  },
  merge: { by: CLERK, form: { targets: ['NQ20261122-0001'] } },
  unmerge: { by: CLERK, form: { reason: '不是同一件事' } },
  mergedNews: { by: SYSTEM, form: {} },
  join: { by: FILER, form: {} },
  leave: { by: CLERK, form: { reason: '不是同一处' } },
  recall: { by: CLERK, form: { reasonCode: 'RECALLED', upperRef: 'HF-1-1' } },
  reportUp: { by: CLERK, form: { report: 'OPINION', upperRef: 'HF-1-2' } },
  assign: { by: LEADER, form: { leadUnitId: 'GRID2', reason: '由其牵头' } },
  nameHandler: { by: GRID_WORKER, form: { handlerId: 'colleague' } },
  recordOutside: { by: GRID_WORKER, form: { organ: 'POLICE_110', outsideNo: '110-7' } },
  analyse: { by: CLERK, form: { causeCode: 'FACILITY' } },
  rebase: { by: LEADER, form: { reason: '节假日安排公布' } },
  procedure: { by: EFFECT, form: { procedureId: 'P1', kind: 'extension', step: 'open', stage: 'asked' } },
  item: { by: EFFECT, form: { itemId: 'I1', kind: 'hard', state: 'OPEN' } },
  lateReturn: { by: EFFECT, form: { due: '2026-11-24 24:00' } },
  unassign: { by: EFFECT, form: { via: 'RETURN', reasonCode: 'PLACE' } },
  handOver: { by: EFFECT, form: { leadUnitId: 'GRID2', handlerId: 'taker' } },
  suspend: { by: EFFECT, form: { nextReportDay: '2026-12-23' } },
  wake: { by: EFFECT, form: {} },
  pause: { by: EFFECT, form: { why: '调解' } },
  resume: { by: EFFECT, form: { why: '调解结束' } },
  moveDue: {
    by: EFFECT,
    form: { milestone: 'handle', scope: 'INNER', amount: 1, unit: 'workday', rule: '延期' },
  },
  exclude: { by: EFFECT, form: { figures: ['solved', 'satisfied'] } },
  include: { by: EFFECT, form: { figures: ['solved'] } },
  archive: { by: SYSTEM, form: {} },
  calendarLoaded: { by: SYSTEM, form: {} },
};

/** What a merge and a join find: an open order of the same person, and a problem others have too. */
const OTHER: MergeTarget = {
  id: 'OTHER',
  orderNo: 'NQ20261122-0001',
  rootId: 'STREET',
  state: 'IN_PROGRESS',
  samePerson: true,
};
const PROBLEM: OfferedProblem = { id: 'PROBLEM', joinable: true, members: 2 };

/** One order lived through the pure rules alone: no database, no server. */
export class OrderLife {
  facts: OrderFacts;
  clocks: ClockRow[];
  readonly events: OrderEvent[];
  readonly rules: ClockRules;

  constructor(options: { facts?: Partial<OrderFacts>; presets?: PresetName[]; calendar?: Calendar } = {}) {
    let ids = 0;
    this.rules = {
      rows: presetRows(...(options.presets ?? [])),
      calendar: options.calendar ?? makeCalendar(CALENDARS),
      newId: () => {
        ids += 1;
        return `ID${ids}`;
      },
    };
    this.facts = order(options.facts);
    const first = firstDecision(this.facts, this.facts.receivedAt, this.rules);
    this.events = [first.event];
    this.clocks = first.clocks;
  }

  get paths(): OrderPaths {
    return {
      officePath: OFFICE,
      leadPath: this.facts.leadUnitId === null ? null : GRID,
      supportPaths: this.facts.helpers === '' ? [] : [SUPPORT],
    };
  }

  get world(): World {
    const asked = { limits: DEFAULT_LIMITS, target: OTHER, problem: PROBLEM };
    return { facts: this.facts, paths: this.paths, clocks: this.clocks, asked, clockRules: this.rules };
  }

  /** Answers why it was refused, or null when it happened. */
  attempt(
    action: ActionName,
    now: Instant,
    form: Record<string, unknown>,
    actor: ActorFacts,
  ): Refusal | null {
    const verdict = decide(this.world, { action, actor, form, now });
    if (verdict.refused !== null) return verdict.refused;
    this.facts = verdict.decision.facts;
    this.clocks = verdict.decision.clocks;
    this.events.push(verdict.decision.event);
    const next = followUp(verdict.decision);
    const stopped = next === null ? null : this.attempt(next, now, {}, SYSTEM);
    if (stopped !== null) throw new Error(`${next} did not follow ${action}: ${stopped.code}`);
    return null;
  }

  /** Does it as it is usually done; throws when the rules refuse. */
  do(action: ActionName, now: Instant = MONDAY, form: Record<string, unknown> = {}, by?: ActorFacts): this {
    const usual = USUAL[action] ?? { by: FILER, form: {} };
    const refusal = this.attempt(action, now, { ...usual.form, ...form }, by ?? usual.by);
    if (refusal !== null) throw new Error(`${action}: ${refusal.code} ${JSON.stringify(refusal.details)}`);
    return this;
  }

  /** Accepted and dispatched at once, signed a minute later by nobody yet: each step at the same instant. */
  upTo(last: ActionName, now: Instant = MONDAY): this {
    const road: ActionName[] = ['accept', 'dispatch', 'sign', 'reply', 'approve'];
    for (const action of road.slice(0, road.indexOf(last) + 1)) this.do(action, now);
    return this;
  }

  /** The one clock of a milestone in a cycle; throws when there is none or more than one. */
  clock(milestone: Milestone, scope: Scope = 'INNER', cycle = this.facts.cycle): ClockRow {
    const found = this.clocks.filter(
      (row) => row.milestone === milestone && row.scope === scope && row.cycle === cycle,
    );
    const [row] = found;
    if (row === undefined || found.length > 1)
      throw new Error(`${found.length} clocks ${scope} ${milestone}`);
    return row;
  }

  /** `INNER handle`, … of everything that still asks something of somebody. */
  live(): string[] {
    return this.clocks
      .filter(isLive)
      .map((row) => `${row.scope} ${row.milestone}`)
      .sort();
  }
}

import {
  ACTIONS,
  type ActionName,
  addMinutes,
  CALENDARS,
  DISPUTE_REASONS,
  foldAll,
  isHeld,
  makeCalendar,
  type PresetName,
  ROLE_PERMISSIONS,
  STATES,
  type State,
  TERMINAL,
  TRANSITIONS,
  type Who,
} from '@yihu/shared';
import fc from 'fast-check';
import {
  after,
  CLERK,
  EFFECT,
  FILER,
  GRID_WORKER,
  HELPER,
  LEADER,
  MONDAY,
  SYSTEM,
  staff,
} from '../../../../../shared/test/order-samples.ts';
import { OrderLife, PUBLIC_TEXT } from '../../../../test/order-life';
import { isLive } from '../../clocks/clock-row';
import { buttonsFor } from './decide';

const STEPS = 100;
const LIVES = 200;

const STRANGER = staff('GRID_WORKER', '/STREET/COMM/OTHER/');
const PEOPLE = [FILER, CLERK, GRID_WORKER, SYSTEM, EFFECT, LEADER, HELPER, STRANGER] as const;
/** In which relations each of PEOPLE stands to the order (the handler only while the order is with her). */
const RELATIONS = [
  ['self'],
  ['office', 'clerk'],
  ['lead'],
  ['system'],
  ['effect'],
  ['office', 'clerk', 'lead', 'support'],
  ['support'],
  [],
] as const;

/** Everybody who presses buttons. */
const HANDS = PEOPLE.filter((actor) => actor !== EFFECT);
/** A stage of a mediation in which clocks stand still, and a task it opens for a section. */
const HOLDING = 'agreed';
const HELP = [{ id: 'T1', role: 'MEDIATOR', unitId: 'SECTION' }];

const reason = { reason: '按规定办理' };
const call = [true, false].map((reached) => ({ way: 'PHONE', reached, note: '打过电话' }));
/** What may be filled in; the walk takes one at random. */
const FORMS: Partial<Record<ActionName, Record<string, unknown>[]>> = {
  addInfo: [{ text: '就在东门' }, {}],
  classify: [
    { classCode: '100101', urgency: 'L1' },
    { classCode: '100101', urgency: 'L3', complexity: 'COMPLEX' },
    { classCode: '100102', partyKind: 'ENTERPRISE' },
    { classCode: '100102', partyKind: 'PERSON', requestType: 'CONSULT' },
    { classCode: '100102', requestType: 'PRAISE' },
  ],
  transcribe: [{ transcript: '三号楼楼道堆了东西' }],
  askInfo: [{ question: '请拍一张入口的照片' }],
  dispatch: [{ leadUnitId: 'GRID' }],
  takeBack: [reason],
  sendBack: [reason],
  close: [reason, {}, { silent: true }],
  contact: call,
  tell: call,
  note: [{ note: '请留意' }],
  progress: [{ publicText: PUBLIC_TEXT }],
  approve: [{ publicText: PUBLIC_TEXT }],
  reply: [
    { outcome: 'SOLVED', publicText: PUBLIC_TEXT },
    { outcome: 'PARTLY', publicText: PUBLIC_TEXT, unsolvedCode: 'NEEDS_MONEY' },
    { outcome: 'PARTLY', publicText: PUBLIC_TEXT },
  ],
  decline: [
    { reasonCode: 'NO_MATTER', legalGround: '没有事项', whereToGo: '市长热线', publicText: PUBLIC_TEXT },
  ],
  withdraw: [{ reasonCode: 'SOLVED' }],
  rate: [
    { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' },
    { solved: 'NO', process: 'UNSATISFIED' },
    { solved: 'YES', process: 'VERY_UNSATISFIED', result: 'SATISFIED' },
    {},
  ],
  dispute: Object.keys(DISPUTE_REASONS).map((reasonCode) => ({ reasonCode })),
  disputeAgain: [{ reasonCode: 'RETURNED' }],
  light: [{ lights: [] }],
  rework: [reason, { ...reason, leadUnitId: 'GRID2' }, { ...reason, leadUnitId: 'GRID' }],
  contest: [{ text: '就在本街道' }],
  praise: [{ creditUnitId: 'GRID' }],
  answer: [
    { basis: 'KNOWLEDGE', outcome: 'EXPLAINED', publicText: PUBLIC_TEXT },
    { basis: 'FINAL_REPLY', outcome: 'SOLVED', publicText: PUBLIC_TEXT },
  ],
  merge: [{ targets: ['NQ20261122-0001'] }],
  unmerge: [reason],
  leave: [reason],
  recall: [{ reasonCode: 'RECALLED', upperRef: 'HF-1-1' }],
  reportUp: [
    { report: 'RESULT', upperRef: 'HF-1-2' },
    { report: 'OPINION', upperRef: 'HF-1-3' },
  ],
  assign: ['GRID', 'GRID2', 'GRID3'].map((leadUnitId) => ({ leadUnitId, ...reason })),
  handOver: ['GRID', 'GRID2', 'GRID3'].map((leadUnitId) => ({ leadUnitId, handlerId: 'taker' })),
  nameHandler: [{ handlerId: 'colleague' }],
  recordOutside: [{ organ: 'POLICE_110', outsideNo: '110-7' }],
  analyse: [{ causeCode: 'FACILITY', sameKind: true }],
  rebase: [reason],
  procedure: [
    { procedureId: 'P1', kind: 'mediation', step: 'agree', stage: HOLDING, opened: HELP },
    { procedureId: 'P2', kind: 'mediation', step: 'agree', stage: HOLDING },
    ...['P1', 'P2'].map((procedureId) => ({
      procedureId,
      kind: 'mediation',
      step: 'end',
      stage: null,
      done: 'T1',
    })),
    ...['P1', 'P2'].map((procedureId) => ({ procedureId, kind: 'mediation', step: 'end', stage: null })),
  ],
  item: [
    { itemId: 'I1', kind: 'hard', state: 'OPEN' },
    { itemId: 'I1', kind: 'hard', state: null },
  ],
  unassign: [{ via: 'RETURN', reasonCode: 'PLACE' }],
  suspend: [{ nextReportDay: '2031-12-30' }, { nextReportDay: '2020-01-01' }],
  moveDue: [
    { milestone: 'handle', scope: 'INNER', amount: 1, unit: 'workday', rule: '延期', askedAt: MONDAY },
    { milestone: 'handle', scope: 'OUTER', amount: 2, unit: 'workday', rule: '延期', askedAt: MONDAY },
    { milestone: 'handle', scope: 'INNER', toDay: '2026-11-27', rule: '会商', askedAt: MONDAY },
    { milestone: 'visit', scope: 'INNER', amount: 4, unit: 'hour', rule: '会商' },
  ],
  exclude: [{ figures: ['solved', 'satisfied'] }],
  include: [{ figures: ['solved'] }],
};

/** The straight road to a closed order, taken more often than chance would have it. */
const ONWARD: readonly ActionName[] = ['accept', 'dispatch', 'sign', 'reply', 'approve', 'tell', 'close'];
/** Taken less often, so that lives get long. */
const ENDING: readonly ActionName[] = ['withdraw', 'archive', 'recall'];
const CONFIRMED = 'order.service_confirmed';

/** What must be live in each state (model.md §2.1). */
const MUST_RUN: Readonly<Record<State, readonly string[]>> = {
  SUBMITTED: ['INNER accept', 'OUTER handle'],
  NEED_INFO: ['INNER info_wait', 'OUTER handle'],
  ACCEPTED: ['INNER dispatch', 'OUTER handle'],
  DISPATCHED: ['INNER sign', 'INNER handle', 'OUTER handle'],
  IN_PROGRESS: ['INNER handle', 'OUTER handle'],
  REPLIED: ['INNER check', 'OUTER handle'],
  TO_VISIT: ['INNER visit'],
  SUSPENDED: ['INNER next_report', 'INNER handle', 'OUTER handle'],
  CLOSED: ['INNER archive'],
  DECLINED: [],
  MERGED: [],
  WITHDRAWN: [],
  ARCHIVED: [],
};

/** What the clocks break of the model's promises, in words. */
function wrongClocks(life: OrderLife): string[] {
  const live = life.live();
  const { facts, events, clocks } = life;
  const { state, cycle } = facts;
  const handles = clocks.filter((row) => row.milestone === 'handle');
  // The firm's own word meets its handling (2110) while the unit is still to reply.
  const confirmed = handles.some(
    (row) =>
      row.scope === 'INNER' &&
      row.cycle === cycle &&
      row.metSeq !== null &&
      events[row.metSeq - 1]?.name === CONFIRMED,
  );
  const owed = MUST_RUN[state].filter((name) => !(confirmed && name === 'INNER handle'));
  const wrong = owed.filter((name) => !live.includes(name)).map((name) => `${state} without ${name}`);
  const isOver = state === 'CLOSED' || TERMINAL.includes(state);
  if (isOver && live.length > owed.length) wrong.push(`${state} still runs ${live.join()}`);
  const inner = handles.filter(
    (row) => row.scope === 'INNER' && row.state === 'RUNNING' && row.cycle === cycle,
  );
  const outer = handles.filter((row) => row.scope === 'OUTER' && isLive(row));
  if (live.filter((name) => name === 'INNER handle').length > 1 || outer.length > 1)
    wrong.push('two handle clocks');
  if ((inner[0]?.dueAt ?? '') > (outer[0]?.dueAt ?? '9')) wrong.push('inner after outer');
  for (const row of clocks) {
    const name = `${state}: ${row.scope} ${row.milestone} ${row.state}`;
    if (row.state !== 'RUNNING' && row.nextLightAt !== null) wrong.push(`${name} has a light`);
    if (!isLive(row) && row.pausedAt !== null) wrong.push(`${name} has a pause`);
    if (row.state === 'RUNNING' && row.pausedAt !== null) wrong.push(`${name} runs in a pause`);
    if (row.state === 'PAUSED' && (!isHeld(facts) || row.pausedAt === null)) wrong.push(`${name} is stuck`);
    if (row.state === 'RUNNING' && isHeld(facts) && row.scope === 'INNER' && row.policy.pausable)
      wrong.push(`${name} runs on`);
    if ((row.dueAt === null) !== (row.awaitingYear !== null)) wrong.push(`${name} has no due time`);
    if (row.state === 'RUNNING' && row.dueAt === null) wrong.push(`${name} runs to nowhere`);
  }
  return wrong;
}

function wrongOrder({ facts, events }: OrderLife): string[] {
  const wrong: string[] = [];
  if (facts.version !== events.length) wrong.push(`version ${facts.version} of ${events.length} events`);
  const { state, bound, cycle } = facts;
  const withUnit = state === 'IN_PROGRESS' || state === 'SUSPENDED' || (state === 'DISPATCHED' && bound);
  const owner = withUnit ? facts.leadUnitId : 'OFFICE';
  // A rework offered to another unit stays with the one that signed last until that signs.
  const isOffered = state === 'DISPATCHED' && cycle > 0;
  const mayDiffer = state === 'NEED_INFO' || state === 'WITHDRAWN' || (isOffered && !bound);
  if (facts.ownerUnitId === '' || facts.ownerUnitId === null) wrong.push('nobody owns it');
  if (!mayDiffer && facts.ownerUnitId !== owner) wrong.push(`${facts.state} owned by ${facts.ownerUnitId}`);
  if (state === 'NEED_INFO' && facts.resumeState === null) wrong.push('nothing to come back to');
  if ((state === 'MERGED') !== (facts.mergedInto !== null)) wrong.push('merged into nothing');
  if ((state === 'SUSPENDED') !== (facts.nextReportDay !== null)) wrong.push('no day of report');
  if (facts.leadUnits !== new Set(facts.ledBy.split(' ').filter(Boolean)).size)
    wrong.push('units miscounted');
  if (facts.turnId === null && facts.leadUnitId !== null && facts.outcome !== 'NOTED')
    wrong.push('a lead without a turn');
  return wrong;
}

const pathOf = (life: OrderLife) => life.events.map((event) => event.name.slice(6)).join(' ');

const seen = { steps: 0, states: new Set<string>(), done: new Set<string>() };
const FAR = makeCalendar([
  ...CALENDARS,
  ...[2027, 2028, 2029, 2030, 2031].map((year) => ({ year, version: 'V', offDays: [], workDays: [] })),
]);

interface Choice {
  pick: number;
  who: number;
  form: number;
  minutes: number;
  wild: boolean;
}

function newLife(kind: number): OrderLife {
  const presets: PresetName[][] = [[], ['2110', '2h2wd'], ['1235']];
  return new OrderLife({
    presets: presets[kind % 3],
    calendar: kind % 7 === 0 ? undefined : FAR,
    facts: {
      partyKind: kind % 2 === 0 ? 'PERSON' : 'ENTERPRISE',
      upperNo: kind % 5 === 4 ? 'HF-1' : null,
      filerId: kind % 11 === 10 || kind % 17 === 16 ? null : 'filer',
      source: kind % 17 === 16 ? 'PROACTIVE' : 'RESIDENT',
      requestType: kind % 4 === 3 ? 'PRAISE' : 'COMPLAINT',
      voice: kind % 3 === 1 ? 'BESIDE' : null,
    },
  });
}

/** Whether somebody's role carries the permission; who files, the system and effects need no role. */
function holds(n: number, { permission, relation }: Who): boolean {
  const roles = PEOPLE[n]?.grants.map((grant) => grant.role) ?? [];
  if (permission === 'system' || relation === 'self') return true;
  return roles.some((role) => ROLE_PERMISSIONS[role].includes(permission));
}

/** One step: legal by state or wild; ends of lives are chosen less often, so that lives get long. */
function step(life: OrderLife, choice: Choice, now: string): void {
  const before = life.facts;
  const fitting = ACTIONS.filter((action) => TRANSITIONS[action].from.includes(life.facts.state));
  const onward = fitting.filter((action) => ONWARD.includes(action));
  const mild = fitting.filter((action) => choice.minutes % 5 === 0 || !ENDING.includes(action));
  const pool =
    choice.wild || fitting.length === 0
      ? ACTIONS
      : choice.form % 3 === 0 && onward.length > 0
        ? onward
        : mild;
  const action = pool[choice.pick % pool.length] as ActionName;
  const standing = PEOPLE.findIndex((_, n) =>
    TRANSITIONS[action].who.some(
      (who) => (RELATIONS[n] as readonly string[]).includes(who.relation) && holds(n, who),
    ),
  );
  const at = choice.wild ? choice.who % PEOPLE.length : standing;
  const forms = FORMS[action] ?? [{}];
  const form = forms[choice.form % forms.length] ?? {};
  const refusal = life.attempt(action, now, form, PEOPLE[at] ?? STRANGER);
  seen.steps += 1;
  if (refusal === null) {
    seen.done.add(action);
    const related = TRANSITIONS[action].who.some(({ relation }) =>
      (RELATIONS[at] as readonly string[]).includes(relation),
    );
    if (!related || !TRANSITIONS[action].from.includes(before.state))
      throw new Error(`${action} from ${before.state}`);
  } else {
    expect(life.facts).toBe(before);
  }
  seen.states.add(life.facts.state);
}

describe('a random walk', () => {
  const choice = fc.record({
    pick: fc.nat(10_000),
    who: fc.nat(100),
    form: fc.nat(100),
    minutes: fc.oneof(fc.nat(90), fc.nat(3 * 24 * 60)),
    wild: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
  });

  it(`keeps every promise of the model over ${STEPS * LIVES} steps`, () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.array(choice, { minLength: STEPS, maxLength: STEPS }), (kind, choices) => {
        let [life, now, lives] = [newLife(kind), MONDAY, 0];
        for (const each of choices) {
          now = addMinutes(now, each.minutes);
          step(life, each, now);
          const wrong = [...wrongOrder(life), ...wrongClocks(life)];
          if (wrong.length > 0) throw new Error(`${wrong.join('; ')} after ${pathOf(life)}`);
          if (TERMINAL.includes(life.facts.state) || each.pick % 50 === 0) {
            expect(foldAll(life.events)).toEqual(life.facts);
          }
          if (!TERMINAL.includes(life.facts.state)) continue;
          const isOver = life.facts.state === 'WITHDRAWN' || life.facts.state === 'ARCHIVED';
          // A contest and an unmerge lead back: some lives wait for them.
          if (!isOver && each.pick % 4 !== 0) continue;
          const buttons = HANDS.flatMap((actor) => buttonsFor(life.world, actor, now));
          // The platform above may take its answer late: that is still written down.
          if (isOver) expect(buttons.filter((action) => action !== 'reportUp')).toEqual([]);
          lives += 1;
          [life, now] = [newLife(kind + lives), MONDAY];
        }
        expect(foldAll(life.events)).toEqual(life.facts);
      }),
      { numRuns: LIVES, endOnFailure: true },
    );
    expect(seen.steps).toBeGreaterThanOrEqual(STEPS * LIVES);
  });

  it('came through every state and did everything there is to do', () => {
    expect(Object.keys(STATES).filter((state) => !seen.states.has(state))).toEqual([]);
    expect(ACTIONS.filter((action) => !seen.done.has(action))).toEqual([]);
  });
});

describe('a decision', () => {
  it('puts free texts by their layer, photos apart, and codes into the event', () => {
    const life = new OrderLife().upTo('sign');
    const form = { outcome: 'SOLVED', publicText: PUBLIC_TEXT, photos: ['P1', 'P2'], note: '已拍照' };
    life.do('reply', after(0, 1), form);
    expect(life.events.at(-1)).toMatchObject({
      seq: 5,
      name: 'order.replied',
      actorId: GRID_WORKER.personId,
      actorUnitId: 'GRID',
      data: { outcome: 'SOLVED', photos: 2 },
    });
    expect(JSON.stringify(life.events.at(-1))).not.toContain('网格');
  });

  it('names the unit on whose behalf somebody acts, and none for the filer or the system', () => {
    const life = new OrderLife().do('accept').do('dispatch').do('urge').do('light');
    expect(life.events.map((event) => event.actorUnitId)).toEqual([null, 'OFFICE', 'OFFICE', null, null]);
  });
});

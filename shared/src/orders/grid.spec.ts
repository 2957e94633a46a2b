import {
  CLERK,
  EFFECT,
  FILER,
  GRID,
  GRID_WORKER,
  MONDAY,
  OFFICE,
  order,
  PATHS,
  STREET,
  SUPPORT,
  SYSTEM,
  staff,
} from '../../test/order-samples.ts';
import { ROLE_PERMISSIONS, ROLES, type Role } from '../permissions.ts';
import { type ActorFacts, allowedActions, refusalOf } from './allowed.ts';
import type { OrderFacts } from './facts.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { STATES, type State } from './model.ts';
import type { Who } from './table.ts';
import { ACTIONS, type ActionName, TRANSITIONS } from './transitions/index.ts';

const ALL_STATES = Object.keys(STATES) as State[];
const ROLE_NAMES = Object.keys(ROLES) as Role[];

/** The spec's own copy of model.md §2.2: from > to : who. S submitted, N need info, A accepted, … */
const SPEC: Record<ActionName, string> = {
  accept: 'S > A : accept@office system',
  decline: 'S A > X : accept@office',
  contest: 'X > S : file@self',
  praise: 'S > C : accept@office',
  answer: 'A > V : approve@office effect',
  classify: 'S N A D I > = : classify@office',
  transcribe: 'S N A D I R > = : accept@office',
  askInfo: 'S A I > N : accept@office handle@lead',
  addInfo: 'S N A D I R V H > resume : file@self fileFor@clerk',
  infoLapsed: 'N > resume : system',
  merge: 'S A > M : merge@office',
  unmerge: 'M > S : merge@office',
  mergedNews: 'M > = : system',
  join: 'S N A D I R V H > = : file@self classify@office effect',
  leave: 'S N A D I R V H > = : classify@office',
  withdraw: 'S N A D I H > W : file@self fileFor@clerk',
  recall: 'S N A D I R V H > W : system accept@office effect',
  dispatch: 'A > D : dispatch@office system effect',
  takeBack: 'D > A : dispatch@office',
  sign: 'D > I : sign@lead',
  nameHandler: 'I > = : sign@lead',
  assign: 'A D I > D I : decide@office effect',
  handOver: 'I > = : effect',
  unassign: 'D I > A : effect',
  lateReturn: 'D I > = : effect',
  contact: 'A D I R V H > = : handle@lead handle@support accept@office',
  arrive: 'A I > = : handle@lead handle@support',
  progress: 'I H > = : reply@lead approve@office',
  recordOutside: 'A I > = : handle@lead accept@office',
  note: 'S N A D I R V H C > = : handle@lead handle@support effect accept@office',
  reply: 'I N > R : reply@lead',
  sendBack: 'R > I : approve@office',
  approve: 'R > V : approve@office',
  tell: 'R V H C > = : approve@office reply@lead system effect',
  seen: 'V > = : file@self',
  reportUp: 'S N A D I R V H C Z M > = : system approve@office',
  restrict: 'S N A D I R V H C > = : file@self accept@office',
  rate: 'V C Z > = : file@self visit@office effect',
  confirmService: 'I R V > = : file@self',
  dispute: 'V C > I A : file@self fileFor@clerk',
  disputeAgain: 'V C > = : file@self fileFor@clerk',
  rework: 'V C > I D : visit@office supervise@office effect',
  close: 'V > C : close@office system effect',
  markCare: 'S N A D I R V H > = : seeVulnerable@lead seeVulnerable@office',
  analyse: 'C > = : classify@office handle@lead',
  urge: 'A D I R H > = : file@self supervise@office',
  suspend: 'I > H : effect',
  wake: 'H > I : effect system',
  pause: 'S N A D I R V H > = : effect',
  resume: 'S N A D I R V H > = : effect',
  moveDue: 'S N A D I R V H > = : effect',
  rebase: 'S N A D I R V H > = : clock:rebase@office',
  exclude: 'I R V C Z > = : effect',
  include: 'I R V C Z > = : effect',
  procedure: 'S N A D I R V H C Z X M W > = : effect',
  item: 'S N A D I R V H C Z X M W > = : effect',
  light: 'S N A D I R V H > = : system',
  climb: 'S N A D I R V H > = : system',
  calendarLoaded: 'S N A D I R V H C > = : system',
  archive: 'C > Z : system close@office',
};
const LETTERS: Record<State, string> = {
  SUBMITTED: 'S',
  NEED_INFO: 'N',
  DECLINED: 'X',
  ACCEPTED: 'A',
  DISPATCHED: 'D',
  IN_PROGRESS: 'I',
  REPLIED: 'R',
  TO_VISIT: 'V',
  SUSPENDED: 'H',
  CLOSED: 'C',
  MERGED: 'M',
  WITHDRAWN: 'W',
  ARCHIVED: 'Z',
};

function inLetters(action: ActionName): string {
  const { from, to, who } = TRANSITIONS[action];
  const states = typeof to === 'string' ? [to] : to;
  const target = states
    .map((state) => (state === 'SAME' ? '=' : state === 'RESUME' ? 'resume' : LETTERS[state]))
    .join(' ');
  const people = who.map(({ permission, relation }) =>
    permission === 'system' ? relation : `${permission.replace('order:', '')}@${relation}`,
  );
  return `${from.map((state) => LETTERS[state]).join(' ')} > ${target} : ${people.join(' ')}`;
}

/** What makes every standing guard of an action agree, so that only state and relation decide. */
const AGREEABLE: Partial<OrderFacts> = { leadUnitId: 'GRID', resumeState: 'IN_PROGRESS', outcome: 'SOLVED' };
const FOR_ACTION: Partial<Record<ActionName, Partial<OrderFacts>>> = {
  confirmService: { partyKind: 'ENTERPRISE' },
  disputeAgain: { disputes: DEFAULT_LIMITS.disputes },
  transcribe: { voice: 'ONLY' },
  close: { told: true, ratedCycle: 0, finalSolved: 'YES' },
  praise: { requestType: 'PRAISE' },
  leave: { problemId: 'PROBLEM' },
  recall: { upperNo: 'HF-1' },
  reportUp: { upperNo: 'HF-1' },
};

const PROBLEM = { id: 'PROBLEM', joinable: true, members: 2 };

function ask(action: ActionName, state: State, actor: ActorFacts): string | null {
  const facts = order({ ...AGREEABLE, ...FOR_ACTION[action], state });
  const asked = { facts, now: MONDAY, limits: DEFAULT_LIMITS, everLate: false, problem: PROBLEM };
  return refusalOf(action, actor, WITH_HELP, asked, null)?.code ?? null;
}

function expected(may: boolean, action: ActionName, state: State, isEffect: boolean): string | null {
  if (!may) return 'ACTION_NOT_ALLOWED';
  // An answer about an archived order comes from the platform above only.
  if (action === 'rate' && state === 'ARCHIVED' && !isEffect) return 'ACTION_WRONG_STATE';
  return TRANSITIONS[action].from.includes(state) ? null : 'ACTION_WRONG_STATE';
}

/** As if a section helped. */
const WITH_HELP = { ...PATHS, supportPaths: [SUPPORT] };

interface Persona {
  name: string;
  actor: ActorFacts;
  counts: (who: Who) => boolean;
}

/** Where a grant can lie: what it is above of, the order's office, its lead unit, a helping unit, or none. */
const PLACES: readonly { path: string; office: boolean; lead: boolean; support?: true }[] = [
  { path: STREET, office: true, lead: true, support: true },
  { path: SUPPORT, office: false, lead: false, support: true },
  { path: OFFICE, office: true, lead: false },
  { path: '/STREET/COMM/', office: false, lead: true },
  { path: GRID, office: false, lead: true },
  { path: '/STREET/COMM/GRID2/', office: false, lead: false },
  { path: '/STREET/COMM2/', office: false, lead: false },
  { path: `${GRID}BELOW/`, office: false, lead: false },
  { path: '/STREET2/', office: false, lead: false },
  { path: '/STREET2/OFFICE/', office: false, lead: false },
];

const STAFF_PERSONAS = ROLE_NAMES.flatMap((role) =>
  PLACES.map(
    ({ path, office, lead, support }): Persona => ({
      name: `${role} on ${path}`,
      actor: staff(role, path),
      counts: ({ permission, relation }) =>
        permission !== 'system' &&
        ROLE_PERMISSIONS[role].includes(permission) &&
        ((support && relation === 'support') ||
          (lead && relation === 'lead') ||
          (office && (relation === 'office' || relation === 'clerk'))),
    }),
  ),
);
const PERSONAS: Persona[] = [
  { name: 'the filer', actor: FILER, counts: (who) => who.relation === 'self' },
  {
    name: 'another resident',
    actor: { personId: 'other', system: false, grants: [] },
    counts: () => false,
  },
  { name: 'a procedure', actor: EFFECT, counts: (who) => who.relation === 'effect' },
  { name: 'the system', actor: SYSTEM, counts: (who) => who.relation === 'system' },
  ...STAFF_PERSONAS,
];

describe('the table is the one of the model', () => {
  it.each(ACTIONS)('%s', (action) => {
    expect(inLetters(action)).toBe(SPEC[action]);
  });
});

describe.each(PERSONAS)('every state × action: $name', ({ actor, counts }) => {
  it.each(ALL_STATES)('%s', (state) => {
    const answers = ACTIONS.map((action) => [action, ask(action, state, actor)]);
    const wanted = ACTIONS.map((action) => [
      action,
      expected(TRANSITIONS[action].who.some(counts), action, state, actor.effect === true),
    ]);
    expect(answers).toEqual(wanted);
  });
});

describe('who stands where', () => {
  it('knows nobody as filer of an order nobody filed', () => {
    const facts = order({ state: 'DISPATCHED', leadUnitId: 'GRID', filerId: null });
    const asked = { facts, now: MONDAY, limits: DEFAULT_LIMITS, everLate: false };
    expect(allowedActions(FILER, PATHS, asked)).toEqual([]);
  });

  it('lets no handler act on an order without a lead unit', () => {
    const asked = {
      facts: order({ state: 'IN_PROGRESS' }),
      now: MONDAY,
      limits: DEFAULT_LIMITS,
      everLate: false,
    };
    expect(allowedActions(GRID_WORKER, { ...PATHS, leadPath: null }, asked)).toEqual([]);
  });

  it('shows the desk and the handler their buttons', () => {
    const asked = {
      facts: order({ state: 'ACCEPTED' }),
      now: MONDAY,
      limits: DEFAULT_LIMITS,
      everLate: false,
    };
    expect(allowedActions(CLERK, { ...PATHS, leadPath: null }, asked)).toEqual([
      'addInfo',
      'withdraw',
      'urge',
      'restrict',
      'decline',
      'classify',
      'askInfo',
      'dispatch',
      'contact',
      'note',
      'answer',
      'merge',
      'recordOutside',
      'markCare',
    ]);
    const signed = { ...asked, facts: order({ state: 'IN_PROGRESS', leadUnitId: 'GRID' }) };
    expect(allowedActions(GRID_WORKER, PATHS, signed)).toEqual([
      'askInfo',
      'contact',
      'arrive',
      'progress',
      'note',
      'reply',
      'nameHandler',
      'recordOutside',
      'markCare',
    ]);
  });
});

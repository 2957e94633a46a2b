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
  SYSTEM,
  staff,
} from '../../test/order-samples.ts';
import { ROLE_PERMISSIONS, ROLES, type Role } from '../permissions.ts';
import { type ActorFacts, allowedActions, refusalOf } from './allowed.ts';
import type { OrderFacts } from './facts.ts';
import { DEFAULT_LIMITS } from './guards.ts';
import { STATES, type State } from './model.ts';
import type { Who } from './table.ts';
import { ACTIONS, type ActionName, TRANSITIONS } from './transitions/index.ts';

const ALL_STATES = Object.keys(STATES) as State[];
const ROLE_NAMES = Object.keys(ROLES) as Role[];

/** The spec's own copy of model.md §2.2: from > to : who. S submitted, N need info, A accepted, … */
const SPEC: Record<ActionName, string> = {
  accept: 'S > A : accept@office system',
  decline: 'S A > X : accept@office',
  classify: 'S N A D I > = : classify@office',
  transcribe: 'S N A D I R > = : accept@office',
  askInfo: 'S A I > N : accept@office handle@lead',
  addInfo: 'S N A D I R V > resume : file@self fileFor@clerk',
  infoLapsed: 'N > resume : system',
  withdraw: 'S N A D I > W : file@self fileFor@clerk',
  dispatch: 'A > D : dispatch@office system',
  takeBack: 'D > A : dispatch@office',
  sign: 'D > I : sign@lead',
  contact: 'A D I R V > = : handle@lead accept@office',
  arrive: 'I > = : handle@lead',
  progress: 'I > = : reply@lead',
  note: 'S N A D I R V C > = : handle@lead accept@office',
  reply: 'I N > R : reply@lead',
  sendBack: 'R > I : approve@office',
  approve: 'R > V : approve@office',
  tell: 'V C > = : approve@office reply@lead system',
  seen: 'V > = : file@self',
  restrict: 'S N A D I R V C > = : file@self accept@office',
  rate: 'V C > = : file@self visit@office',
  confirmService: 'I R V > = : file@self',
  dispute: 'V C > I : file@self fileFor@clerk',
  disputeAgain: 'V C > = : file@self fileFor@clerk',
  rework: 'V C > I : visit@office supervise@office',
  close: 'V > C : close@office system',
  urge: 'A D I R > = : file@self supervise@office',
  procedure: 'S N A D I R V H C Z > = : effect',
  item: 'S N A D I R V H C Z > = : effect',
  light: 'S N A D I R V > = : system',
  calendarLoaded: 'S N A D I R V C > = : system',
  archive: 'C > Z : system',
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
  const target = to === 'SAME' ? '=' : to === 'RESUME' ? 'resume' : LETTERS[to];
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
};

function ask(action: ActionName, state: State, actor: ActorFacts): string | null {
  const facts = order({ ...AGREEABLE, ...FOR_ACTION[action], state });
  const asked = { facts, now: MONDAY, limits: DEFAULT_LIMITS, everLate: false };
  return refusalOf(action, actor, PATHS, asked, null)?.code ?? null;
}

function expected(may: boolean, action: ActionName, state: State): string | null {
  if (!may) return 'ACTION_NOT_ALLOWED';
  return TRANSITIONS[action].from.includes(state) ? null : 'ACTION_WRONG_STATE';
}

interface Persona {
  name: string;
  actor: ActorFacts;
  counts: (who: Who) => boolean;
}

/** Where a grant can lie: what it is above of, the order's office, its lead unit, both or neither. */
const PLACES: readonly { path: string; office: boolean; lead: boolean }[] = [
  { path: STREET, office: true, lead: true },
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
    ({ path, office, lead }): Persona => ({
      name: `${role} on ${path}`,
      actor: staff(role, path),
      counts: ({ permission, relation }) =>
        permission !== 'system' &&
        ROLE_PERMISSIONS[role].includes(permission) &&
        ((lead && relation === 'lead') || (office && (relation === 'office' || relation === 'clerk'))),
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
      expected(TRANSITIONS[action].who.some(counts), action, state),
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
    ]);
    const signed = { ...asked, facts: order({ state: 'IN_PROGRESS', leadUnitId: 'GRID' }) };
    expect(allowedActions(GRID_WORKER, PATHS, signed)).toEqual([
      'askInfo',
      'contact',
      'arrive',
      'progress',
      'note',
      'reply',
    ]);
  });
});

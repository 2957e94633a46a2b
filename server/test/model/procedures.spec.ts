import {
  type ActionName,
  addMinutes,
  CALENDARS,
  dayOf,
  foldAll,
  foldRun,
  makeCalendar,
  PROCEDURES,
  type Role,
  type RunState,
  readEntries,
} from '@yihu/shared';
import fc from 'fast-check';
import {
  CLERK,
  FILER,
  GRID,
  GRID_WORKER,
  LEADER,
  MONDAY,
  OFFICE,
  STREET,
  SUPPORT,
  SYSTEM,
  staff,
} from '../../../shared/test/order-samples.ts';
import { pick, randomFrom } from '../seeded';
import { randomForm } from './forms';
import { ProcedureLife, UNITS } from './procedure-life';

/** 10^5 and more: MODEL_PURE_STEPS=100000 MODEL_SEED=…; CI takes a few thousand. */
const STEPS = 100;
const LIVES = Number(process.env.MODEL_PURE_STEPS ?? 6000) / STEPS;
const SEED = process.env.MODEL_SEED === undefined ? undefined : Number(process.env.MODEL_SEED);

const at = (role: Role, path: string) => staff(role, path);
const PEOPLE = [
  ...[FILER, CLERK, CLERK, GRID_WORKER, GRID_WORKER, LEADER, SYSTEM, at('LEADER_MAIN', STREET)],
  ...[at('SECTION_HANDLER', SUPPORT), at('MEDIATOR', SUPPORT), at('DEPUTY', SUPPORT)],
  ...[at('SUPERVISOR', OFFICE), at('VISITOR', OFFICE), at('GRID_WORKER', GRID)],
];
const ROAD: readonly ActionName[] = ['accept', 'dispatch', 'sign', 'reply', 'approve', 'rework'];
const FAR = makeCalendar([
  ...CALENDARS,
  ...[2027, 2028].map((year) => ({ year, version: 'V', offDays: [], workDays: [] })),
]);

/** What of the model the life breaks, in words. */
function wrongRuns({ order, runs, openRuns }: ProcedureLife): string[] {
  const wrong: string[] = [];
  const { facts, events } = order;
  if (facts.version !== events.length) wrong.push(`version ${facts.version} of ${events.length}`);
  const wanted = openRuns.map(({ run }) => `${run.kind}:${run.id}:${run.stage}`).sort();
  const entries = readEntries(facts.procedures).map((each) => `${each.kind}:${each.id}:${each.stage}`);
  if (entries.sort().join() !== wanted.join()) wrong.push(`entries [${entries}], open [${wanted}]`);
  const owed = openRuns.flatMap(({ tasks }) =>
    tasks.filter((task) => task.state === 'OPEN').map((task) => `${task.id}:${task.unitId}`),
  );
  const helpers = facts.helpers.split(' ').filter(Boolean);
  if (helpers.sort().join() !== owed.sort().join()) wrong.push(`helpers [${helpers}], owed [${owed}]`);
  for (const { state } of runs.values()) {
    const { run, tasks } = state;
    const stage = PROCEDURES[run.kind]?.stages[run.stage];
    if ((stage?.ends === undefined) !== (run.endedAt === null))
      wrong.push(`${run.kind} ends at ${run.stage}`);
    if (run.endedAt !== null && tasks.some((task) => task.state === 'OPEN'))
      wrong.push(`${run.kind} owes on`);
    if (run.endedAt !== null && run.openKey !== null) wrong.push(`${run.kind} keeps its key`);
  }
  const keys = openRuns.flatMap(({ run }) => (run.openKey === null ? [] : [run.openKey]));
  if (new Set(keys).size !== keys.length) wrong.push(`opened twice: ${keys}`);
  return wrong;
}

const seen = { steps: 0, kinds: new Set<string>() };

/** One attempt of somebody at something; mostly the order is brought on when nothing can be opened. */
function step(life: ProcedureLife, random: () => number, now: string): void {
  seen.steps += 1;
  const actor = pick(random, PEOPLE);
  if (random() < 0.15) {
    const action = pick(random, ROAD);
    try {
      if (life.openRuns.length === 0) life.order.do(action, now);
    } catch {
      // Not its turn on the road.
    }
    return;
  }
  const open = life.openRuns;
  const chosen = open.length > 0 && random() < 0.65 ? pick(random, open) : null;
  const names = Object.keys(PROCEDURES).filter((name) => {
    const kind = PROCEDURES[name];
    return kind?.home === 'order' && (random() < 0.1 || kind.from.includes(life.order.facts.state));
  });
  if (chosen === null && names.length === 0) return;
  const kindName = chosen?.run.kind ?? pick(random, names);
  const kind = PROCEDURES[kindName];
  const stepName = chosen === null ? null : pick(random, Object.keys(kind?.steps ?? {}));
  const spec = stepName === null ? kind?.open : kind?.steps[stepName];
  const choices = { units: UNITS, persons: PEOPLE.map(({ personId }) => personId), orderNos: [] };
  const form = randomForm(random, spec?.fields ?? [], { ...choices, today: dayOf(now) });
  const { facts } = life.order;
  const from = chosen?.run.stage ?? null;
  const refused = life.attempt(kindName, stepName, chosen?.run.id ?? null, actor, form, now);
  if (refused !== null) {
    expect(life.order.facts).toBe(facts);
    return;
  }
  seen.kinds.add(kindName);
  const isLegal =
    stepName === null
      ? kind?.from.includes(facts.state) === true
      : kind?.steps[stepName]?.from.includes(from ?? '') === true;
  if (!isLegal) throw new Error(`${kindName}.${stepName ?? 'open'} from ${from ?? facts.state}`);
}

describe('a random walk through procedures', () => {
  it(`keeps every promise of the model over ${STEPS * LIVES} steps`, () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31), fc.boolean(), (seed, isFirm) => {
        const random = randomFrom(seed);
        const facts = { partyKind: isFirm ? 'ENTERPRISE' : 'PERSON' } as const;
        const life = new ProcedureLife({ calendar: FAR, facts });
        let now = MONDAY;
        for (let n = 0; n < STEPS; n += 1) {
          now = addMinutes(now, Math.floor(random() * 90));
          step(life, random, now);
          expect(wrongRuns(life)).toEqual([]);
        }
        expect(foldAll(life.order.events)).toEqual(life.order.facts);
        for (const [id, { state, events }] of life.runs) {
          let folded: RunState | null = null;
          for (const event of events) folded = foldRun(folded, event, id);
          expect(folded).toEqual(state);
        }
      }),
      { numRuns: LIVES, endOnFailure: true, ...(SEED === undefined ? {} : { seed: SEED }) },
    );
    expect(seen.steps).toBeGreaterThanOrEqual(STEPS * LIVES);
    // Most kinds were opened, or the walk went nowhere.
    expect(seen.kinds.size).toBeGreaterThan(8);
  });
});

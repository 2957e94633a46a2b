import {
  type ActionName,
  blockedBy,
  calendarVersion,
  choiceOf,
  dayOf,
  decided,
  hasGoodAnswer,
  type OrderFacts,
  type Proposals,
} from '@yihu/shared';
import type { Command, World } from './decide';

/** What an effect hands over, by name: nobody fills it in. */
function picked(form: Command['form'], names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (form[name] === undefined ? [] : [[name, form[name]]])));
}

type Derive = (world: World, command: Command) => Record<string, unknown>;

/** What an action's event carries besides what was filled in. */
const DERIVED: Partial<Record<ActionName, Derive>> = {
  accept: proposed,
  classify: (world, command) => ({
    ...(world.firmId === undefined ? {} : { enterpriseId: world.firmId }),
    ...proposed(world, command),
  }),
  dispatch: (world, command) => ({ turnId: world.clockRules.newId(), ...proposed(world, command) }),
  // The unit that is to sign already keeps its turn.
  assign: ({ facts, clockRules }, { form }) => ({
    turnId: form.leadUnitId === facts.leadUnitId ? facts.turnId : clockRules.newId(),
  }),
  rework: ({ facts, clockRules }, { action, form }) =>
    choiceOf(action, facts, form) === 'DISPATCHED' ? { turnId: clockRules.newId() } : {},
  handOver: handedOver,
  approve: ({ facts }) => ({ upperNo: facts.upperNo }),
  answer: ({ facts }) => ({ upperNo: facts.upperNo }),
  progress: ({ facts }, { form }) => ({ to: form.to ?? 'PARTY', upperNo: facts.upperNo }),
  merge: (world, command) => ({
    targetId: world.asked.target?.id,
    targetNo: world.asked.target?.orderNo,
    ...proposed(world, command),
  }),
  mergedNews: (_, { form }) => picked(form, ['ofEvent', 'sameFiler']),
  join: ({ asked }) => ({ problemId: asked.problem?.id, members: (asked.problem?.members ?? 0) + 1 }),
  leave: ({ facts }) => ({ problemId: facts.problemId }),
  rebase: ({ clockRules }, { now }) => ({ calendar: calendarVersion(clockRules.calendar, dayOf(now)) }),
  unassign: (_, { form }) => picked(form, ['via', 'reasonCode', 'procedureId']),
  lateReturn: (_, { form }) => picked(form, ['procedureId', 'reasonCode', 'due']),
  suspend: (_, { form }) => picked(form, ['nextReportDay', 'procedureId']),
  wake: (_, { form }) => picked(form, ['procedureId', 'why']),
  pause: (_, { form }) => picked(form, ['procedureId', 'why']),
  resume: (_, { form }) => picked(form, ['procedureId', 'why']),
  moveDue: (_, { form }) =>
    picked(form, [
      ...['milestone', 'scope', 'amount', 'unit', 'toDay', 'askedAt'],
      ...['rule', 'approverId', 'procedureId'],
    ]),
  exclude: (_, { form }) => picked(form, ['figures', 'reasonCode', 'procedureId']),
  include: (_, { form }) => picked(form, ['figures', 'reasonCode', 'procedureId']),
  rate: ({ facts }, { form }) => ({
    ...picked(form, ['via']),
    // Met the promise of a visit before 23 November 2026: clocks promised until then keep the rule they were made under.
    good:
      blockedBy(facts, 'close') === null &&
      hasGoodAnswer({
        ...facts,
        ratedCycle: facts.cycle,
        finalSolved: (form.solved ?? null) as OrderFacts['finalSolved'],
        finalProcess: (form.process ?? null) as OrderFacts['finalProcess'],
        finalResult: (form.result ?? null) as OrderFacts['finalResult'],
      }),
  }),
  close: (_, { form }) => ({ silent: form.silent === true }),
  // The last call that need not be made: from here on not reaching her counts as having told her.
  tell: ({ facts, asked }, { form, now }) => {
    if (facts.state !== 'TO_VISIT' && facts.state !== 'CLOSED') return { result: false };
    if (form.reached === true)
      return { waits: facts.state === 'TO_VISIT' && facts.ratedCycle !== facts.cycle };
    const days = facts.tryDays + (dayOf(now) === facts.lastTryDay ? 0 : 1);
    const { limits } = asked;
    return facts.tries + 1 >= limits.tries && days >= limits.tryDays ? { exhausted: true } : {};
  },
  light: (_, { form }) => ({ lights: form.lights }),
  climb: (_, { form }) => picked(form, ['milestone', 'scope', 'cycle', 'hours', 'rungs', 'told']),
  procedure: (_, { form }) =>
    picked(form, [
      ...['procedureId', 'kind', 'form', 'step', 'stage', 'label', 'outcome', 'counts'],
      ...['opened', 'done', 'released', 'nextReportDay', 'photoPurpose'],
    ]),
  item: (_, { form }) => picked(form, ['itemId', 'kind', 'state', 'label']),
  arrive: (_, { form }) => (form.distance === undefined ? {} : { distance: form.distance }),
};

/** The accepting unit's turn. */
function handedOver({ clockRules }: World, { form }: Command): Record<string, unknown> {
  return { ...picked(form, ['leadUnitId', 'handlerId', 'procedureId']), turnId: clockRules.newId() };
}

/** What the rules proposed, as the server worked it out, beside what is chosen now (M95). */
function proposed({ facts, asked }: World, { form, actor }: Command): Record<string, unknown> {
  if (form.proposals === undefined) return {};
  const chosen = {
    classCode: (form.classCode as string | undefined) ?? facts.classCode,
    unitId: (form.leadUnitId as string | undefined) ?? facts.leadUnitId,
    orderId: asked.target?.id ?? null,
  };
  return { proposed: decided(form.proposals as Proposals, chosen, actor.system) };
}

/** What nobody fills in: ids of what begins, what an effect hands over, what the rules proposed. */
export function derived(world: World, command: Command): Record<string, unknown> {
  return DERIVED[command.action]?.(world, command) ?? {};
}

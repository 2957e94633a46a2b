import {
  type ActionName,
  type ActorFacts,
  type Asked,
  actionOfEvent,
  allowedActions,
  blockedBy,
  type ClockEffect,
  type ClockMove,
  calendarVersion,
  choiceOf,
  dayOf,
  type Field,
  type FormParts,
  fold,
  hasGoodAnswer,
  type Instant,
  nobodyComplained,
  type OrderEvent,
  type OrderFacts,
  type OrderPaths,
  type Refusal,
  refusalOf,
  relationFor,
  splitForm,
  type TextPart,
  TRANSITIONS,
} from '@yihu/shared';
import type { ClockRow, ListedClock } from '../../clocks/clock-row';
import { applyClocks, type ClockRules } from '../../clocks/rules/apply';
import { moveRefusal } from '../../clocks/rules/move';

/** Everything a decision depends on; time is in the command. */
export interface World {
  facts: OrderFacts;
  paths: OrderPaths;
  clocks: readonly ClockRow[];
  asked: Pick<Asked, 'limits' | 'publicNumbers' | 'needsPhotoAfter' | 'target' | 'problem'>;
  clockRules: ClockRules;
  /** The firm a corrected party makes it an order of; absent when that is not in question. */
  firmId?: string | null;
}

/** As much of it as buttons depend on. */
export type ShownWorld = Pick<World, 'facts' | 'paths' | 'asked'> & { clocks: readonly ListedClock[] };

export interface Command {
  action: ActionName;
  actor: ActorFacts;
  form: Readonly<Record<string, unknown>>;
  now: Instant;
  /** The unit that acts when the actor is an effect; null or absent for none. */
  unitId?: string | null;
}

/** What is to be written, all of it together. */
export interface Decision {
  action: ActionName;
  event: OrderEvent;
  facts: OrderFacts;
  clocks: ClockRow[];
  texts: TextPart[];
  photoIds: string[];
}

export type Verdict = { refused: Refusal } | { refused: null; decision: Decision };

/** Asks the table and the guards; when they agree, says what the order, its history and clocks become. Pure. */
export function decide(world: World, command: Command): Verdict {
  const { facts, paths } = world;
  const asked = askedOf(world, command.now);
  const refusal =
    refusalOf(command.action, command.actor, paths, asked, command.form) ?? refusedMove(world, command);
  if (refusal !== null) return { refused: refusal };
  const transition = TRANSITIONS[command.action];
  const { data, texts, photoIds } = split(transition.fields, command);
  const event: OrderEvent = {
    seq: facts.version + 1,
    name: transition.event,
    at: command.now,
    actorId: command.actor.personId,
    actorUnitId: unitOf(world, command),
    data: { ...data, ...chosen(world, command), ...derived(world, command) },
  };
  const after = fold(facts, event);
  const clocks = applyClocks(
    world.clocks,
    { event, effect: transition.clocks, facts: after },
    world.clockRules,
  );
  return {
    refused: null,
    decision: { action: command.action, event, facts: after, clocks, texts, photoIds },
  };
}

/** A promise may be moved only so far, and only when that was asked for in time. */
function refusedMove({ clocks, facts, clockRules }: World, { action, form, now, actor }: Command) {
  if (!TRANSITIONS[action].clocks.move) return null;
  const move = form as unknown as ClockMove;
  return moveRefusal(clocks, { move, facts, calendar: clockRules.calendar, now, by: actor.personId });
}

/** Which of several states it leads to, and from which, for history and for the clocks that depend on it. */
function chosen({ facts }: World, { action, form }: Command): Record<string, unknown> {
  const state = choiceOf(action, facts, form);
  return state === null ? {} : { state, stateBefore: facts.state };
}

/** Buttons for this actor, from the same table and guards. */
export function buttonsFor(world: ShownWorld, actor: ActorFacts, now: Instant): ActionName[] {
  return allowedActions(actor, world.paths, askedOf(world, now));
}

function askedOf(world: Omit<ShownWorld, 'paths'>, now: Instant): Asked {
  const everLate = world.clocks.some(
    (row) =>
      row.milestone === 'handle' &&
      (row.late || (row.state === 'RUNNING' && row.dueAt !== null && row.dueAt < now)),
  );
  return { ...world.asked, facts: world.facts, now, everLate };
}

function unitOf(world: World, command: Command): string | null {
  const relation = relationFor(command.action, command.actor, world.facts, world.paths);
  if (relation === 'effect') return command.unitId ?? null;
  if (relation === 'lead') return world.facts.leadUnitId;
  return relation === 'office' || relation === 'clerk' ? world.facts.officeUnitId : null;
}

/** What was filled in, by where it goes; an effect hands over texts and photos of its own. */
function split(fields: readonly Field[], { actor, form }: Command): FormParts {
  const parts = splitForm(fields, form);
  // What nobody filled in here was written and shown elsewhere, and comes with its layer.
  if (actor.effect !== true && !actor.system) return parts;
  const photoIds = [...parts.photoIds, ...((form.photoIds ?? []) as readonly string[])];
  return {
    data: photoIds.length > 0 ? { ...parts.data, photos: photoIds.length } : parts.data,
    texts: [...parts.texts, ...((form.texts ?? []) as readonly TextPart[])],
    photoIds,
  };
}

/** What an effect hands over, by name: nobody fills it in. */
function picked(form: Command['form'], names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (form[name] === undefined ? [] : [[name, form[name]]])));
}

type Derive = (world: World, command: Command) => Record<string, unknown>;

/** What an action's event carries besides what was filled in. */
const DERIVED: Partial<Record<ActionName, Derive>> = {
  classify: ({ firmId }) => (firmId === undefined ? {} : { enterpriseId: firmId }),
  dispatch: (world) => ({ turnId: world.clockRules.newId() }),
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
  merge: ({ asked }) => ({ targetId: asked.target?.id, targetNo: asked.target?.orderNo }),
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

function derived(world: World, command: Command): Record<string, unknown> {
  return DERIVED[command.action]?.(world, command) ?? {};
}

/**
 * The clocks of an order that has just been filed: `facts` is what the first event carries, `unitId` the unit of
 * whoever filed it for somebody else.
 */
export function firstDecision(
  facts: OrderFacts,
  now: Instant,
  rules: ClockRules,
  unitId: string = facts.officeUnitId,
): Pick<Decision, 'event' | 'clocks'> {
  const event: OrderEvent = {
    seq: 1,
    name: 'order.submitted',
    at: now,
    actorId: facts.registrarId ?? facts.filerId ?? 'SYSTEM',
    actorUnitId: facts.registrarId === null ? null : unitId,
    data: { facts },
  };
  const effect: ClockEffect = {};
  return { event, clocks: applyClocks([], { event, effect, facts }, rules) };
}

/** System actions that follow at once from what has just been decided. */
export function followUp(decision: Decision): ActionName | null {
  const { event, facts } = decision;
  const action = actionOfEvent(event.name);
  // An order nobody filed needs no telling and no visit.
  if (action === 'approve' && nobodyComplained(facts)) return 'close';
  return action === 'rate' && endsByAnswer(facts) ? 'close' : null;
}

/**
 * Her answer ends it, unless something that hangs on it (an entry of a ledger, a supervision) keeps it open. A firm is
 * called one to one first; its own rating does not stand in for that call.
 */
export function endsByAnswer(facts: OrderFacts): boolean {
  const isAnswered = facts.state === 'TO_VISIT' && facts.partyKind === 'PERSON' && hasGoodAnswer(facts);
  return isAnswered && blockedBy(facts, 'close') === null;
}

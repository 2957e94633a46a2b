import {
  type ActionName,
  type ActorFacts,
  type Asked,
  actionOfEvent,
  allowedActions,
  blockedBy,
  type ClockEffect,
  type ClockMove,
  choiceOf,
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
import { derived } from './derived';

/** Everything a decision depends on; time is in the command. */
export interface World {
  facts: OrderFacts;
  paths: OrderPaths;
  clocks: readonly ClockRow[];
  asked: Pick<Asked, 'limits' | 'publicNumbers' | 'needsPhotoAfter' | 'target' | 'problem'>;
  clockRules: ClockRules;
  /** Filed in this very transaction: nobody else knows of it yet. */
  isNew?: true;
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

/** What a filing says besides its facts. */
interface FirstWords {
  /** The unit of whoever filed it for somebody else; the office when absent. */
  unitId?: string;
  /** Which fields a registrar filled in. */
  record?: Readonly<Record<string, boolean>>;
}

/** The clocks of an order that has just been filed: `facts` is what the first event carries. */
export function firstDecision(
  facts: OrderFacts,
  now: Instant,
  rules: ClockRules,
  { unitId = facts.officeUnitId, record }: FirstWords = {},
): Pick<Decision, 'event' | 'clocks'> {
  const event: OrderEvent = {
    seq: 1,
    name: 'order.submitted',
    at: now,
    actorId: facts.registrarId ?? facts.filerId ?? 'SYSTEM',
    actorUnitId: facts.registrarId === null ? null : unitId,
    data: { facts, ...(record === undefined ? {} : { record }) },
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

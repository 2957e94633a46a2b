import { type Grant, type Permission, ROLE_PERMISSIONS } from '../permissions.ts';
import { blockedBy } from '../procedures/holds.ts';
import type { OrderFacts } from './facts.ts';
import type { GuardContext, Refusal } from './guard-context.ts';
import { refusedBy } from './guards.ts';
import { STATES } from './model.ts';
import type { Relation, Who } from './table.ts';
import { ACTIONS, type ActionName, TRANSITIONS } from './transitions/index.ts';

/** The part of an actor the rules need. */
export interface ActorFacts {
  personId: string;
  system: boolean;
  grants: readonly Grant[];
  /** A procedure or ledger item acts, by the hand of this person. */
  effect?: true;
}

/** Unit paths of the order, looked up by the server in today's tree. */
export interface OrderPaths {
  officePath: string;
  leadPath: string | null;
  /** Of units with another open task on it. */
  supportPaths: readonly string[];
}

/** True when one of the actor's roles has the permission at the unit that lies at `path`. */
export function holdsAt(actor: ActorFacts, permission: Permission, path: string): boolean {
  return actor.grants.some(
    (grant) => path.startsWith(grant.unitPath) && ROLE_PERMISSIONS[grant.role].includes(permission),
  );
}

/** Whether the actor stands so to the order, with the permission that goes with it. */
export function standsTo(who: Who, actor: ActorFacts, facts: OrderFacts, paths: OrderPaths): boolean {
  const { permission } = who;
  if (who.relation === 'effect') return actor.effect === true;
  if (who.relation === 'system' || permission === 'system') return actor.system;
  if (who.relation === 'self') return !actor.system && facts.filerId === actor.personId;
  if (who.relation === 'lead') return paths.leadPath !== null && holdsAt(actor, permission, paths.leadPath);
  if (who.relation === 'support') return paths.supportPaths.some((path) => holdsAt(actor, permission, path));
  return holdsAt(actor, permission, paths.officePath);
}

/** In which relation the actor may do the action at all, whatever the state; null when in none. */
export function relationFor(
  action: ActionName,
  actor: ActorFacts,
  facts: OrderFacts,
  paths: OrderPaths,
): Relation | null {
  const standing = TRANSITIONS[action].who.filter((each) => standsTo(each, actor, facts, paths));
  // What a procedure decided is carried out as its effect, whatever else the person who took the step may do.
  const who = standing.find(({ relation }) => relation === 'effect') ?? standing[0];
  return who?.relation ?? null;
}

export type Asked = Omit<GuardContext, 'relation' | 'form'>;

/** Why the action is refused, or null. The same question for the server's check and the client's buttons. */
export function refusalOf(
  action: ActionName,
  actor: ActorFacts,
  paths: OrderPaths,
  asked: Asked,
  form: GuardContext['form'],
): Refusal | null {
  const transition = TRANSITIONS[action];
  const { facts } = asked;
  const relation = relationFor(action, actor, facts, paths);
  if (relation === null) return { code: 'ACTION_NOT_ALLOWED', details: { label: transition.label } };
  if (!transition.from.includes(facts.state)) {
    return { code: 'ACTION_WRONG_STATE', details: { state: STATES[facts.state], label: transition.label } };
  }
  const block = blockedBy(facts, action);
  if (block !== null) {
    return { code: 'BLOCKED', details: { by: block.label, label: transition.label, id: block.id } };
  }
  return refusedBy(transition.guards, { ...asked, relation, form });
}

/** What the actor may do with the order now; clients draw their buttons from it. */
export function allowedActions(actor: ActorFacts, paths: OrderPaths, asked: Asked): ActionName[] {
  return ACTIONS.filter((action) => refusalOf(action, actor, paths, asked, null) === null);
}

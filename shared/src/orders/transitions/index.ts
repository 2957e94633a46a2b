import type { Transition } from '../table.ts';
import { ABOVE_TRANSITIONS } from './above.ts';
import { EFFECT_TRANSITIONS } from './effects.ts';
import { HANDLER_TRANSITIONS } from './handler.ts';
import { INTAKE_TRANSITIONS } from './intake.ts';
import { OFFICE_TRANSITIONS } from './office.ts';
import { RESIDENT_TRANSITIONS } from './resident.ts';
import { SYSTEM_TRANSITIONS } from './system.ts';

const TABLE = {
  ...RESIDENT_TRANSITIONS,
  ...OFFICE_TRANSITIONS,
  ...HANDLER_TRANSITIONS,
  ...INTAKE_TRANSITIONS,
  ...ABOVE_TRANSITIONS,
  ...SYSTEM_TRANSITIONS,
  ...EFFECT_TRANSITIONS,
};
export type ActionName = keyof typeof TABLE;

/** The one transition table. What is not in it is refused. Filing (`order.submitted`) makes version 1. */
export const TRANSITIONS: Readonly<Record<ActionName, Transition>> = TABLE;

export const ACTIONS = Object.keys(TABLE) as readonly ActionName[];

export function isAction(name: string): name is ActionName {
  return Object.hasOwn(TABLE, name);
}

const BY_EVENT = new Map(ACTIONS.map((action) => [TRANSITIONS[action].event as string, action]));

/** The action that writes an event; null for `order.submitted`. */
export function actionOfEvent(event: string): ActionName | null {
  return BY_EVENT.get(event) ?? null;
}

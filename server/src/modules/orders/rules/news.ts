import { type ActionName, type TextPart, TRANSITIONS } from '@yihu/shared';
import type { ClockRow } from '../../clocks/clock-row';
import type { Decision, World } from './decide';
import { clockFor } from './due-columns';

/** Field name under which the filled sentence for the resident's timeline is kept. */
export const RESIDENT_SENTENCE = '_resident';

/** Steps of her own that need no telling again. */
const HER_OWN: ReadonlySet<ActionName> = new Set([
  'addInfo',
  'urge',
  'restrict',
  'rate',
  'confirmService',
  'join',
]);

/** What an order's step says to those whose orders lie in it: its sentence, and a result that may be read. */
export function newsOf({ action, texts, facts }: Decision, sentence: string | null): TextPart[] {
  const said = sentence ?? texts.find(({ field }) => field === RESIDENT_SENTENCE)?.body ?? null;
  if (said === null || HER_OWN.has(action)) return [];
  const own = action === 'mergedNews' ? said : `合并办理的那件(${facts.orderNo}):${said}`;
  const shown = action === 'reply' ? [] : texts.filter(({ field }) => field === 'publicText');
  return [{ field: RESIDENT_SENTENCE, layer: 'PUBLIC', body: own }, ...shown];
}

/** False for an event that does not matter to the resident: her date did not move, or it is not meant for her. */
export function concernsResident(world: World, { action, facts, clocks, event }: Decision): boolean {
  const when = TRANSITIONS[action].residentWhen;
  if (when === 'forHer') return event.data.to !== 'UPPER';
  if (when === 'otherFiler') return event.data.sameFiler !== true;
  if (when !== 'dateMoved') return true;
  const day = (rows: readonly ClockRow[]) => clockFor(facts, rows, 'handle')?.dueDay ?? null;
  const before = day(world.clocks);
  return before !== null && before !== day(clocks);
}

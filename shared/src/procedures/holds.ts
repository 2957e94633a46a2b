import type { ActionName } from '../orders/transitions/index.ts';
import { readEntries } from './entries.ts';
import { PROCEDURES } from './kinds/index.ts';

/** True when an open procedure of that kind, at that stage, makes the order's inner clocks stand still. */
export function pausesClocks(kind: string, stage: string): boolean {
  return PROCEDURES[kind]?.stages[stage]?.pauses === true;
}

/** What an entry of a ledger forbids while it stands, by ledger kind. */
const ITEM_BLOCKS: Readonly<
  Record<string, { label: string; blocks: readonly ActionName[]; untilOneToOne?: true }>
> = {
  closedloop: { label: '专人+清单+闭环', blocks: ['close'], untilOneToOne: true },
};

/** Which open procedure or ledger entry makes the action wait, by the words people know it by; null when none. */
export function blockedBy(
  facts: { procedures: string; items: string; visited?: string },
  action: ActionName,
): { label: string; id: string } | null {
  for (const entry of readEntries(facts.procedures)) {
    const kind = PROCEDURES[entry.kind];
    if (kind?.stages[entry.stage]?.blocks?.includes(action)) {
      return { label: kind.stages[entry.stage]?.label ?? kind.label, id: entry.id };
    }
  }
  for (const entry of readEntries(facts.items)) {
    const item = ITEM_BLOCKS[entry.kind];
    if (item?.untilOneToOne === true && facts.visited === 'ONE_TO_ONE') continue;
    if (item?.blocks.includes(action)) return { label: item.label, id: entry.id };
  }
  return null;
}

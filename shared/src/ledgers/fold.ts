import type { ItemEvent, ItemFacts, ItemState } from './model.ts';
import { ITEM_ACTS, type ItemActName } from './table.ts';

const BY_EVENT = new Map(
  Object.entries(ITEM_ACTS).map(([name, act]) => [act.event as string, name as ItemActName]),
);

const ENDED: readonly ItemState[] = ['STRUCK', 'DROPPED'];
const COLUMNS = ['unitId', 'personId', 'dueDay', 'title', 'classCode'] as const;

/** The entry after one more event. Throws on a broken history. */
export function foldItem(item: ItemFacts | null, event: ItemEvent): ItemFacts {
  if (item === null) {
    if (event.name !== 'item.entered' || event.seq !== 1) throw new Error('history must begin by entering');
    return event.data.facts as ItemFacts;
  }
  if (event.seq !== item.version + 1) throw new Error(`gap in history of ${item.id} at ${event.seq}`);
  const name = BY_EVENT.get(event.name);
  if (name === undefined) throw new Error(`unknown event ${event.name}`);
  const act = ITEM_ACTS[name];
  if (!act.from.includes(item.state)) throw new Error(`${event.name} from ${item.state}`);
  const state = act.to === 'SAME' ? item.state : act.to;
  const values = (event.data.values ?? {}) as Record<string, unknown>;
  const columns = Object.fromEntries(
    COLUMNS.flatMap((column) => (values[column] === undefined ? [] : [[column, values[column]]])),
  );
  const isOver = ENDED.includes(state);
  return {
    ...item,
    ...columns,
    version: event.seq,
    state,
    openKey: isOver ? null : ((event.data.openKey as string | undefined) ?? item.openKey),
    ordersTotal: Number(event.data.ordersTotal ?? item.ordersTotal),
    ordersOpen: Number(event.data.ordersOpen ?? item.ordersOpen),
    struckById: state === 'STRUCK' ? event.actorId : null,
    endedAt: isOver ? event.at : null,
    values: { ...item.values, ...values },
  };
}

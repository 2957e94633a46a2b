import type { Field } from '../orders/fields.ts';
import type { Refusal } from '../orders/guard-context.ts';
import { ITEM_STATES, type ItemFacts, type ItemState, type LedgerKind } from './model.ts';

/** What the rules of a ledger must know besides the entry. */
export interface ItemContext {
  item: ItemFacts;
  kind: LedgerKind;
  actorId: string;
  /** Persons who handled any of its orders: they do not strike it off. */
  handlers: readonly string[];
  ordersOpen: number;
  ordersUnsolved: number;
  form: Readonly<Record<string, unknown>>;
}

export interface ItemAct {
  label: string;
  did: string;
  from: readonly ItemState[];
  to: ItemState | 'SAME';
  /** `enter`: whoever may enter; `leader`: the leader in charge; `lead`: staff of the unit that leads it. */
  by: readonly ('enter' | 'leader' | 'lead' | 'system')[];
  fields: (kind: LedgerKind) => readonly Field[];
  event: `item.${string}`;
  guard?: (context: ItemContext) => Refusal | null;
}

const NOTE = {
  name: 'note',
  label: '进展',
  kind: 'text',
  required: true,
  min: 2,
  max: 1000,
  layer: 'INTERNAL',
} as const satisfies Field;
const WHY = { ...NOTE, name: 'why', label: '为什么' } as const satisfies Field;
const RESULT = {
  ...NOTE,
  name: 'result',
  label: '办了什么、结果怎样',
  min: 6,
} as const satisfies Field;
const PHOTOS = {
  name: 'photos',
  label: '办理后照片',
  kind: 'photos',
  max: 6,
  purpose: 'AFTER',
} as const satisfies Field;
const ORDERS = {
  name: 'orders',
  label: '工单编号',
  kind: 'orders',
  required: true,
  max: 50,
} as const satisfies Field;

/** 销号 by somebody else: neither the person named, nor who handled, nor who asked for it. */
function strikeByOther({ item, actorId, handlers }: ItemContext): Refusal | null {
  const own = [item.personId, item.values.reviewAskedBy].includes(actorId) || handlers.includes(actorId);
  return own ? { code: 'STRIKE_BY_OTHER', details: {} } : null;
}

function mayStrike(context: ItemContext): Refusal | null {
  const { kind, ordersOpen, ordersUnsolved, form } = context;
  if ((kind.strike === 'ORDERS_CLOSED' || kind.strike === 'ORDERS_SOLVED') && ordersOpen > 0) {
    return { code: 'STRIKE_TOO_EARLY', details: { reason: `还有 ${ordersOpen} 件工单没有办结` } };
  }
  if (kind.strike === 'ORDERS_SOLVED' && ordersUnsolved > 0) {
    return { code: 'STRIKE_TOO_EARLY', details: { reason: `还有 ${ordersUnsolved} 件没有解决` } };
  }
  const photos = form.photos;
  if (kind.strike === 'PHOTO_AFTER' && !(Array.isArray(photos) && photos.length > 0)) {
    return { code: 'STRIKE_TOO_EARLY', details: { reason: '须附整改后的照片' } };
  }
  return strikeByOther(context);
}

const none = () => [] as const;
/** Lists of fields made once per kind, for a form is known by its list. */
const ONE = new WeakMap<LedgerKind, readonly Field[]>();
const strikeFields = (kind: LedgerKind): readonly Field[] => {
  const known = ONE.get(kind);
  if (known !== undefined) return known;
  const fields = kind.strike === 'PHOTO_AFTER' ? [RESULT, PHOTOS] : [RESULT];
  ONE.set(kind, fields);
  return fields;
};
const NOTES = [NOTE] as const;
const WHYS = [WHY] as const;
const LINKS = [ORDERS] as const;
const RESULTS = [RESULT] as const;

/** The one table of what can be done to an entry of any ledger. What is not in it is refused. */
const ITEM_TABLE = {
  confirm: {
    label: '列入',
    did: '确认列入',
    from: ['PROPOSED'],
    to: 'OPEN',
    by: ['enter', 'leader'],
    fields: (kind) => kind.fields,
    event: 'item.confirmed',
  },
  drop: {
    label: '不列入',
    did: '决定不列入',
    from: ['PROPOSED', 'OPEN'],
    to: 'DROPPED',
    by: ['enter', 'leader'],
    fields: () => WHYS,
    event: 'item.dropped',
  },
  edit: {
    label: '改牵头和期限',
    did: '调整了牵头、措施或期限',
    from: ['OPEN'],
    to: 'SAME',
    by: ['enter', 'leader'],
    fields: (kind) => kind.fields,
    event: 'item.edited',
  },
  progress: {
    label: '记进展',
    did: '记录了进展',
    from: ['OPEN', 'TO_REVIEW'],
    to: 'SAME',
    by: ['lead', 'enter', 'leader'],
    fields: () => NOTES,
    event: 'item.progressed',
  },
  link: {
    label: '加入工单',
    did: '加入了工单',
    from: ['PROPOSED', 'OPEN'],
    to: 'SAME',
    by: ['enter', 'system'],
    fields: () => LINKS,
    event: 'item.linked',
  },
  unlink: {
    label: '移出工单',
    did: '移出了工单',
    from: ['PROPOSED', 'OPEN'],
    to: 'SAME',
    by: ['enter'],
    fields: () => LINKS,
    event: 'item.unlinked',
  },
  review: {
    label: '申请销号',
    did: '申请销号',
    from: ['OPEN'],
    to: 'TO_REVIEW',
    by: ['lead', 'enter'],
    fields: () => RESULTS,
    event: 'item.review_asked',
  },
  strike: {
    label: '销号',
    did: '销号',
    from: ['TO_REVIEW'],
    to: 'STRUCK',
    by: ['enter', 'leader'],
    fields: strikeFields,
    event: 'item.struck',
    guard: mayStrike,
  },
  sendBack: {
    label: '不予销号',
    did: '不予销号',
    from: ['TO_REVIEW'],
    to: 'OPEN',
    by: ['enter', 'leader'],
    fields: () => WHYS,
    event: 'item.sent_back',
    guard: strikeByOther,
  },
  reopen: {
    label: '重新列入',
    did: '重新列入',
    from: ['STRUCK', 'TO_REVIEW'],
    to: 'OPEN',
    by: ['enter', 'leader', 'system'],
    fields: () => WHYS,
    event: 'item.reopened',
  },
  carry: {
    label: '转到下次会议',
    did: '把没有办完的转到了下次会议',
    from: ['OPEN', 'TO_REVIEW'],
    to: 'SAME',
    by: ['system'],
    fields: none,
    event: 'item.carried',
  },
  follow: {
    label: '工单进展',
    did: '工单进展',
    from: ['PROPOSED', 'OPEN', 'TO_REVIEW', 'STRUCK'],
    to: 'SAME',
    by: ['system'],
    fields: none,
    event: 'item.followed',
  },
} as const satisfies Record<string, ItemAct>;

export type ItemActName = keyof typeof ITEM_TABLE;
export const ITEM_ACTS: Readonly<Record<ItemActName, ItemAct>> = ITEM_TABLE;

export function isItemAct(name: string): name is ItemActName {
  return Object.hasOwn(ITEM_TABLE, name);
}

/** Why the act is refused, or null; asked of state first, then of the act's own rule. */
export function itemRefused(name: ItemActName, context: ItemContext, hasForm: boolean): Refusal | null {
  const act = ITEM_ACTS[name];
  if (!act.from.includes(context.item.state)) {
    return {
      code: 'ACTION_WRONG_STATE',
      details: { state: ITEM_STATES[context.item.state], label: act.label },
    };
  }
  return hasForm ? (act.guard?.(context) ?? null) : null;
}

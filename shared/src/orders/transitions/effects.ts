import type { State } from '../model.ts';
import type { Transition } from '../table.ts';

const EFFECT = { permission: 'system', relation: 'effect' } as const;
/** A procedure may be stepped on while the order is open, closed or in the archive. */
const STANDING: readonly State[] = [
  'SUBMITTED',
  'NEED_INFO',
  'ACCEPTED',
  'DISPATCHED',
  'IN_PROGRESS',
  'REPLIED',
  'TO_VISIT',
  'SUSPENDED',
  'CLOSED',
  'ARCHIVED',
];

/** What no person calls: procedures and ledger items do it when one of their steps decides so. */
export const EFFECT_TRANSITIONS = {
  procedure: {
    label: '程序进展',
    did: '办理了程序',
    from: STANDING,
    to: 'SAME',
    who: [EFFECT],
    fields: [],
    guards: [],
    clocks: {},
    event: 'order.procedure',
    told: [],
    decides: false,
    resident: null,
  },
  item: {
    label: '台账进展',
    did: '更新了台账',
    from: STANDING,
    to: 'SAME',
    who: [EFFECT],
    fields: [],
    guards: [],
    clocks: {},
    event: 'order.item',
    told: [],
    decides: false,
    resident: null,
  },
} as const satisfies Record<string, Transition>;

/** One act on many orders: tried out first, held for a while, then carried out one by one. */
import type { Instant } from '../clocks/index.ts';
import type { ErrorCode } from '../errors.ts';
import type { Field } from '../orders/fields.ts';
import type { Transition } from '../orders/table.ts';
import { ACTIONS, type ActionName, isAction, TRANSITIONS } from '../orders/transitions/index.ts';
import { isProcedure, PROCEDURES, type ProcedureKind, type Step } from '../procedures/index.ts';

/** Orders in one bulk. */
export const BULK_AT_MOST = 100;
/** Seconds a bulk is held, in which it can be undone as if it had never been. */
export const BULK_HOLD_SECONDS = 30;

/** How one order of a bulk is acted on. A step is taken in the procedure of that kind that is open on the order. */
export type BulkWay =
  | { do: 'act'; action: ActionName }
  | { do: 'open'; kind: string }
  | { do: 'step'; kind: string; step: string };

/** Something that may be done to many orders at once, because the tables say so. */
export interface BulkAct {
  /** `dispatch`, `extension.open`, `extension.approve`. */
  name: string;
  label: string;
  fields: readonly Field[];
  way: BulkWay;
}

type Known = BulkAct & { isBulk: boolean };

function ofAction(action: ActionName): Known {
  const { label, fields, bulk }: Transition = TRANSITIONS[action];
  return { name: action, label, fields, way: { do: 'act', action }, isBulk: bulk === true };
}

function ofKind(kindName: string, { open, steps }: ProcedureKind): Known[] {
  const opening: Known = {
    name: `${kindName}.open`,
    label: open.label,
    fields: open.fields,
    way: { do: 'open', kind: kindName },
    isBulk: open.bulk === true,
  };
  const taken = Object.entries<Step>(steps).map(
    ([step, { did, fields, bulk }]): Known => ({
      name: `${kindName}.${step}`,
      // Out of its procedure a step's own word may be 「不同意」 and no more.
      label: did,
      fields,
      way: { do: 'step', kind: kindName, step },
      isBulk: bulk === true,
    }),
  );
  return [opening, ...taken];
}

/** An act by its name, whether it may be done in bulk or not; null for one nobody knows. */
export function bulkActOf(name: string): Known | null {
  if (isAction(name)) return ofAction(name);
  const [kindName = ''] = name.split('.');
  const kind = isProcedure(kindName) ? PROCEDURES[kindName] : undefined;
  return (kind && ofKind(kindName, kind).find((act) => act.name === name)) ?? null;
}

/** Everything that may be done to many orders at once: actions first, then what procedures ask and answer. */
export const BULK_ACTS: readonly BulkAct[] = [
  ...ACTIONS.map(ofAction),
  ...Object.entries(PROCEDURES).flatMap(([kindName, kind]) => ofKind(kindName, kind)),
].filter(({ isBulk }) => isBulk);

/** An order as the screen shows it. */
export interface BulkTarget {
  id: string;
  version: number;
}

/** POST /api/desk/bulk/check */
export interface BulkCheckBody {
  /** Name of a `BulkAct`. */
  action: string;
  fields: Record<string, unknown>;
  orders: BulkTarget[];
}

/** POST /api/desk/bulk: the same id again is the same bulk. */
export interface BulkBody extends BulkCheckBody {
  bulkId: string;
}

export interface BulkRow {
  orderId: string;
  orderNo: string;
  /** null: not carried out yet. */
  ok: boolean | null;
  code: ErrorCode | null;
  /** Why not, in Chinese. */
  reason: string | null;
}

export interface BulkCheck {
  ok: number;
  refused: number;
  /** `23 可办, 2 不可: 工单现在是「待签收」,不能派单(2 件)`. */
  summary: string;
  rows: BulkRow[];
}

export const BULK_STATES = {
  HELD: '等待执行',
  RUNNING: '正在执行',
  DONE: '已执行',
  UNDONE: '已撤销',
} as const;
export type BulkState = keyof typeof BULK_STATES;

/** GET /api/desk/bulk/:id and the answer of POST /api/desk/bulk and …/undo. */
export interface BulkView extends BulkCheck {
  bulkId: string;
  action: string;
  label: string;
  state: BulkState;
  /** When it is carried out unless it is undone. */
  runAt: Instant;
  /** The server's clock, for a countdown that does not depend on the screen's. */
  now: Instant;
}

/** Counts and the sentence of a list of rows; equal reasons are said once, the most frequent first. */
export function summarise(rows: readonly BulkRow[]): Pick<BulkCheck, 'ok' | 'refused' | 'summary'> {
  const ok = rows.filter((row) => row.ok === true).length;
  const refused = rows.filter((row) => row.ok === false);
  const times = new Map<string, number>();
  for (const { reason } of refused) times.set(reason ?? '', (times.get(reason ?? '') ?? 0) + 1);
  const reasons = [...times].sort((a, b) => b[1] - a[1]).map(([why, n]) => (n > 1 ? `${why}(${n} 件)` : why));
  const summary =
    refused.length === 0 ? `${ok} 可办` : `${ok} 可办, ${refused.length} 不可: ${reasons.join(';')}`;
  return { ok, refused: refused.length, summary };
}

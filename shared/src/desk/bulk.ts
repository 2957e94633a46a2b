/** One act on many orders: tried out first, held for a while, then carried out one by one. */
import type { Instant } from '../clocks/index.ts';
import type { ErrorCode } from '../errors.ts';
import { ACTIONS, type ActionName, TRANSITIONS } from '../orders/transitions/index.ts';

/** Orders in one bulk. */
export const BULK_AT_MOST = 100;
/** Seconds a bulk is held, in which it can be undone as if it had never been. */
export const BULK_HOLD_SECONDS = 30;

/** Actions that may be done to many orders at once, as the transition table says. */
export const BULK_ACTIONS: readonly ActionName[] = ACTIONS.filter((action) => isBulk(action));

export function isBulk(action: ActionName): boolean {
  const { bulk } = TRANSITIONS[action] as { bulk?: true };
  return bulk === true;
}

/** An order as the screen shows it. */
export interface BulkTarget {
  id: string;
  version: number;
}

/** POST /api/desk/bulk/check */
export interface BulkCheckBody {
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
  action: ActionName;
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

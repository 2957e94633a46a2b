import type {
  ActBody,
  ItemSummary,
  LedgerCount,
  MorningCounts,
  MorningView,
  OrderSummary,
  OrderView,
  Page,
  ProcedureTaskLine,
  ProcedureView,
} from '@yihu/shared';
import { get, post } from './request';

/** Procedures of an order, newest first, and the kinds this reader may open on it. */
export interface OrderProcedures {
  items: ProcedureView[];
  openable: string[];
}

export const proceduresOf = (orderId: string) => get<OrderProcedures>(`/api/orders/${orderId}/procedures`);

export const procedureById = (id: string) => get<ProcedureView>(`/api/procedures/${id}`);

/** Opens a procedure on an order; `version` is the order's. */
export const openProcedure = (orderId: string, kind: string, body: ActBody) =>
  post<OrderView>(`/api/orders/${orderId}/procedures/${kind}`, body);

/** Takes one step; `version` is the procedure's. */
export const stepProcedure = (id: string, step: string, body: ActBody) =>
  post<ProcedureView>(`/api/procedures/${id}/steps/${step}`, body);

/** What my units owe in procedures, the most pressing first. */
export const procedureInbox = () => get<{ items: ProcedureTaskLine[] }>('/api/procedures/inbox');

export const morningCounts = () => get<MorningCounts>('/api/orders/morning');

export const morningOrders = (view: MorningView, after?: string) =>
  get<Page<OrderSummary>>('/api/orders/desk', { view, after });

export const ledgerCounts = () => get<{ items: LedgerCount[] }>('/api/ledgers');

export const ledgerItems = (kind: string) => get<{ items: ItemSummary[] }>(`/api/ledgers/${kind}`);

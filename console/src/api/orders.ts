import type { ActBody, ActionName, OrderView, ProcedureView, RevealedContact } from '@yihu/shared';
import { get, post } from './request';

export const orderById = (id: string) => get<OrderView>(`/api/orders/${id}`);

/** Does one action; 409 CONFLICT tells who did what meanwhile. */
export const act = (id: string, action: ActionName, body: ActBody) =>
  post<OrderView>(`/api/orders/${id}/actions/${action}`, body);

/** Shows the filer's number for a while; the look is recorded with the reason. */
export const revealContact = (id: string, reason: string) =>
  post<RevealedContact>(`/api/orders/${id}/contact`, { reason });

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

import type {
  ActBody,
  ActionName,
  DeskView,
  OrderSummary,
  OrderView,
  Page,
  Receipt,
  RevealedContact,
  SubmitOrder,
} from '@yihu/shared';
import { get, post } from './request';

/** Files an order once per `draftId`, for oneself or (a clerk) for a caller; a repeat gives the same receipt. */
export const submitOrder = (body: SubmitOrder, forCaller: boolean): Promise<Receipt> =>
  post<Receipt>(forCaller ? '/api/orders/for-caller' : '/api/orders', body);

export const myOrders = (after?: string) => get<Page<OrderSummary>>('/api/orders/mine', { after });

export type TaskState = 'TO_SIGN' | 'HANDLING' | undefined;

/** Orders my units must act on, soonest due first. */
export const myTasks = (state: TaskState, after?: string) =>
  get<Page<OrderSummary>>('/api/orders/tasks', { state, after });

export const deskOrders = (view: DeskView, after?: string) =>
  get<Page<OrderSummary>>('/api/orders/desk', { view, after });

export const deskCounts = () => get<Partial<Record<DeskView, number>>>('/api/orders/desk/counts');

export const orderById = (id: string) => get<OrderView>(`/api/orders/${id}`);

/** Does one action; 409 CONFLICT tells who did what meanwhile. */
export const act = (id: string, action: ActionName, body: ActBody) =>
  post<OrderView>(`/api/orders/${id}/actions/${action}`, body);

/** Shows the filer's number for a while; the look is recorded with the reason. */
export const revealContact = (id: string, reason: string) =>
  post<RevealedContact>(`/api/orders/${id}/contact`, { reason });

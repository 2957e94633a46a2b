import type {
  ActBody,
  ActionName,
  Channel,
  DeskView,
  OrderSummary,
  OrderView,
  Page,
  Receipt,
  RevealedContact,
  State,
  SubmitOrder,
} from '@yihu/shared';
import { get, post } from './request';

/** Files an order once per `draftId`; a repeat gives the same receipt. */
export const submitOrder = (body: SubmitOrder) => post<Receipt>('/api/orders', body);

/** The same by a clerk for somebody who came through another door. */
export const fileForCaller = (body: SubmitOrder, channel: Channel) =>
  post<Receipt>('/api/orders/for-caller', { ...body, channel });

export const myOrders = (after?: string) => get<Page<OrderSummary>>('/api/orders/mine', { after });

/** Orders of my units, soonest due first; without `state` all that are not over. */
export const myTasks = (state?: State, after?: string) =>
  get<Page<OrderSummary>>('/api/orders/tasks', { state, after });

/** What is open in my community and handled by others: to read. */
export const ordersAround = (after?: string) => get<Page<OrderSummary>>('/api/orders/around', { after });

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

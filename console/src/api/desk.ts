import type {
  DeskCounts,
  DeskPage,
  DeskQuery,
  DutyShiftView,
  LinkView,
  OrderContext,
  RosterView,
  SameMatter,
  TimelineEntry,
} from '@yihu/shared';
import { get } from './request';

/** One page of the workbench's list; `after` is `next` of the page before. */
export const deskOrders = (query: DeskQuery) => get<DeskPage>('/api/desk/orders', { ...query });

/** How many orders each built-in list holds. */
export const deskCounts = () => get<DeskCounts>('/api/desk/counts');

/** Orders of the same caller, place, firm and class. */
export const orderContext = (id: string) => get<OrderContext>(`/api/desk/orders/${id}/context`);

/** Orders of the same person that may be the same matter. */
export const sameMatter = (id: string) => get<{ items: SameMatter[] }>(`/api/intake/orders/${id}/same`);

/** What staff wrote to each other beside an order, oldest first. */
export const threadOf = (id: string) => get<{ items: TimelineEntry[] }>(`/api/orders/${id}/thread`);

/** The ten links of the practice an order went through. */
export const linksOf = (id: string) => get<{ items: LinkView[] }>(`/api/orders/${id}/links`);

/** Who is on duty at a unit now. */
export async function onDuty(unitId: string): Promise<DutyShiftView[]> {
  const { items } = await get<RosterView>('/api/duty', { unitId, days: 1 });
  return items.filter(({ isNow }) => isNow);
}

import type {
  DeskCounts,
  DeskPage,
  DeskQuery,
  DutyShiftView,
  LinkView,
  OrderContext,
  OrderSummary,
  Page,
  RosterView,
  SameMatter,
  TimelineEntry,
} from '@yihu/shared';
import { get } from './request';

/** One page of the workbench's list; `after` is `next` of the page before. */
export const deskOrders = (query: DeskQuery) =>
  get<DeskPage>('/api/desk/orders', { ...query }).catch(() => olderList(query));

async function olderList({ view, after }: DeskQuery): Promise<DeskPage> {
  const { items, next } = await get<Page<OrderSummary>>('/api/orders/desk', { view, after });
  const rows = items.map((item) => ({
    ...item,
    classCode: null,
    className: null,
    channel: 'MINI_PROGRAM' as const,
    channelLabel: '',
    source: 'RESIDENT' as const,
    requestType: 'HELP' as const,
    requestTypeLabel: '',
    partyKind: 'PERSON' as const,
    gridName: null,
    communityName: null,
    leadUnitId: null,
    upperNo: null,
    inner: null,
    outer: null,
    reworks: 0,
    disputes: 0,
    unhappy: 0,
    marks: [],
    vulnerable: null,
  }));
  return { items: rows, next, searchedAs: [], complete: true };
}

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

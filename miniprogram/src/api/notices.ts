import type {
  NoticesAnswer,
  NoticesReadAnswer,
  SubscriptionsAnswer,
  SubscriptionTapsBody,
  UnreadCountAnswer,
} from '@yihu/shared';
import { get, post } from './request';

/** Newest first; pass an answer's `next` as `before` for older ones. */
export const notices = (before?: string) => get<NoticesAnswer>('/api/notices', { before });

export const unreadCount = () => get<UnreadCountAnswer>('/api/notices/unread-count');

export const readNotice = (id: string) => post<NoticesReadAnswer>(`/api/notices/${id}/read`);

export const readAllNotices = () => post<NoticesReadAnswer>('/api/notices/read-all');

export const subscriptions = () => get<SubscriptionsAnswer>('/api/subscriptions');

export const reportTaps = (body: SubscriptionTapsBody) => post<unknown>('/api/subscriptions/taps', body);

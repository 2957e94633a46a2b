import type { PresenceView } from '@yihu/shared';
import { del, post } from './request';

/** This window still shows the order; answers who else does. */
export const beat = (orderId: string, editing: boolean) =>
  post<PresenceView>(`/api/desk/presence/${orderId}`, { editing });

export const leave = (orderId: string) => del<PresenceView>(`/api/desk/presence/${orderId}`);

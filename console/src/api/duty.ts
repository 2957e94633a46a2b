import type { Day, RosterBody, RosterView } from '@yihu/shared';
import { del, get, post } from './request';

export const ROSTER = ['duty'] as const;
export const roster = (unitId: string, fromDay: Day, days: number) =>
  get<RosterView>('/api/duty', { unitId, fromDay, days });
/** All shifts, or none of them. */
export const addShifts = (body: RosterBody) => post<RosterView>('/api/duty', body);
/** Takes a shift off; one that has begun ends now. */
export const endShift = (id: string) => del<RosterView>(`/api/duty/${id}`);

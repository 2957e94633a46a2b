import type { UnreachableAnswer, VisitScript, VisitsAnswer } from '@yihu/shared';
import { get } from './request';

export const VISITS = ['visits'] as const;
/** Who is to be called, the most pressing first. */
export const waitingVisits = () => get<VisitsAnswer>('/api/visits');
/** Whom WeChat does not reach. */
export const unreachable = () => get<UnreachableAnswer>('/api/visits/unreachable');
/** What is read out in one call. */
export const scriptOf = (procedureId: string) => get<VisitScript>(`/api/visits/${procedureId}/script`);

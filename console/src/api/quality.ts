import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type {
  ActBody,
  CallsAnswer,
  CallsBody,
  PeopleAnswer,
  ProposalsAnswer,
  ProposalsView,
  QualityAnswer,
} from '@yihu/shared';
import { FIGURES_KEY } from './figures';
import { get, post, type Query } from './request';

/** Asked anew with all other numbers. */
function useCounted<T>(path: string, query: Query) {
  return useQuery({
    queryKey: [...FIGURES_KEY, path, query],
    queryFn: () => get<T>(path, query),
    placeholderData: keepPreviousData,
  });
}

export const useQuality = (query: Query) => useCounted<QualityAnswer>('/api/desk/quality', query);
export const useCalls = (query: Query) => useCounted<CallsAnswer>('/api/desk/calls', query);
export const useAccuracy = (query: Query) => useCounted<ProposalsAnswer>('/api/desk/suggestions', query);
export const usePeople = (month: string) => useCounted<PeopleAnswer>('/api/desk/people-stats', { month });

/** Calls of lines and days, in place of what was filled in before. */
export const recordCalls = (body: CallsBody) => post<{ done: true }>('/api/desk/calls', body);

/** An appeal against a line of one's own. */
export const appealScore = (body: ActBody & { homeId: string }) =>
  post<{ done: true }>('/api/procedures/open/scoreAppeal', body);

/** What is proposed for one order, how sure it is and why. */
export const proposalsOf = (id: string) => get<ProposalsView>(`/api/desk/orders/${id}/proposals`);

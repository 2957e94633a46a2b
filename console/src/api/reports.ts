import { useQuery } from '@tanstack/react-query';
import type { MakeReportBody, ReportBrief, StreetReport } from '@yihu/shared';
import { get, post } from './request';

/** Key of the list of reports, for asking it anew. */
export const REPORTS_KEY = ['reports'] as const;

export const useReports = () =>
  useQuery({ queryKey: REPORTS_KEY, queryFn: () => get<{ items: ReportBrief[] }>('/api/desk/reports') });

/** A report never changes: once read it stays. */
export const useReport = (id: string | undefined) =>
  useQuery({
    queryKey: [...REPORTS_KEY, id],
    queryFn: () => get<StreetReport>(`/api/desk/reports/${id}`),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });

export const makeReport = (body: MakeReportBody) => post<StreetReport>('/api/desk/reports', body);

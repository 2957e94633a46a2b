import { useQuery } from '@tanstack/react-query';
import type {
  EditReportBody,
  MakeReportBody,
  PublishReportBody,
  ReportBrief,
  StreetReport,
} from '@yihu/shared';
import { get, post } from './request';

/** Key of the list of reports, for asking it anew. */
export const REPORTS_KEY = ['reports'] as const;

export const useReports = () =>
  useQuery({ queryKey: REPORTS_KEY, queryFn: () => get<{ items: ReportBrief[] }>('/api/desk/reports') });

/** Its figures never change; its sentences do until it is out, and somebody else may write them. */
export const useReport = (id: string | undefined) =>
  useQuery({
    queryKey: [...REPORTS_KEY, id],
    queryFn: () => get<StreetReport>(`/api/desk/reports/${id}`),
    enabled: id !== undefined,
  });

export const makeReport = (body: MakeReportBody) => post<StreetReport>('/api/desk/reports', body);

export const editReport = (id: string, body: EditReportBody) =>
  post<StreetReport>(`/api/desk/reports/${id}/texts`, body);

export const publishReport = (id: string, body: PublishReportBody) =>
  post<StreetReport>(`/api/desk/reports/${id}/publish`, body);

import type {
  AdminHealth,
  AuditPage,
  AuditReport,
  ModerationAnswer,
  ModerationDecided,
  ModerationDecision,
  OutboxAnswer,
  OutboxReplayAnswer,
  OutboxState,
  RetentionPlanRow,
  RetentionRow,
  WechatAdminAnswer,
} from '@yihu/shared';
import { get, post } from './request';

export interface AuditFilter {
  subject?: string;
  actor?: string;
  action?: string;
  /** `at,id` of the last row of the page before. */
  after?: string;
}
export const auditPage = (filter: AuditFilter) => get<AuditPage>('/api/admin/audit', { ...filter });
export const auditVerify = () => get<AuditReport>('/api/admin/audit/verify');

export const adminHealth = () => get<AdminHealth>('/api/admin/health');
export const outboxJobs = (state: OutboxState, before?: string) =>
  get<OutboxAnswer>('/api/admin/outbox', { state, before });
export const replayJob = (id: string) => post<OutboxReplayAnswer>(`/api/admin/outbox/${id}/replay`);
export const wechatAdmin = () => get<WechatAdminAnswer>('/api/admin/wechat');
export const retentionPlan = () => get<{ rows: RetentionPlanRow[] }>('/api/admin/retention');
export const setRetention = (rows: RetentionRow[]) =>
  post<{ rows: RetentionPlanRow[] }>('/api/admin/retention', { rows });

export const moderationQueue = (after?: string) => get<ModerationAnswer>('/api/moderation', { after });
export const moderate = (id: string, decision: ModerationDecision, note: string) =>
  post<ModerationDecided>(`/api/moderation/${id}`, { decision, note });

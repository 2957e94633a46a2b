import type {
  ActBody,
  AgendaAnswer,
  AgendaBody,
  EnterpriseBody,
  EnterpriseView,
  ItemActName,
  ItemSummary,
  ItemView,
  LedgerCount,
  LineFigures,
  MemberAct,
  MembersAnswer,
  OrderSummary,
  Page,
  PraiseLine,
  ProcedureTaskLine,
} from '@yihu/shared';
import { get, post } from './request';

export interface Span {
  from?: string;
  to?: string;
}

export const ENTERPRISES = ['enterprises'] as const;
export const enterprises = (q: string) => get<{ items: EnterpriseView[] }>('/api/enterprises', { q });
export const enterpriseOrders = (id: string, after?: string) =>
  get<Page<OrderSummary>>(`/api/enterprises/${id}/orders`, { after });
export const changeEnterprise = (id: string, body: EnterpriseBody) =>
  post<EnterpriseView>(`/api/enterprises/${id}`, body);

export const lineFigures = (span: Span) => get<{ items: LineFigures[] }>('/api/lines', { ...span });
export const lineOrders = (line: string, after?: string) =>
  get<Page<OrderSummary>>(`/api/lines/${line}/orders`, { after });
export const praises = (span: Span) => get<{ items: PraiseLine[] }>('/api/praises', { ...span });

/** What happens in her community and is led by others. */
export const ordersAround = (after?: string) => get<Page<OrderSummary>>('/api/orders/around', { after });

export const LEDGERS_KEY = ['ledgers'] as const;
export const ledgerCounts = () => get<{ items: LedgerCount[] }>('/api/ledgers');
export const ledgerItems = (kind: string, ended: boolean) =>
  get<{ items: ItemSummary[] }>(`/api/ledgers/${kind}`, ended ? { ended: '1' } : {});
export const ledgerItem = (id: string) => get<ItemView>(`/api/ledger-items/${id}`);
export const enterLedger = (kind: string, body: ActBody & { rootId: string; orderNos: string[] }) =>
  post<{ id: string }>(`/api/ledgers/${kind}`, body);
/** Orders, and the open ones of entries of ledgers, on the agenda of a meeting. */
export const putOnAgenda = (body: AgendaBody) => post<AgendaAnswer>('/api/agenda', body);
export const actOnItem = (id: string, act: ItemActName, body: ActBody) =>
  post<ItemView>(`/api/ledger-items/${id}/actions/${act}`, body);
/** One command to all open orders of a problem; `dryRun` only says what would become of each. */
export const actOnMembers = (
  id: string,
  act: MemberAct,
  body: ActBody & { dryRun: boolean; signFirst?: boolean },
) => post<MembersAnswer>(`/api/ledger-items/${id}/members/${act}`, body);

export const TASKS = ['procedure-inbox'] as const;
export const procedureInbox = () => get<{ items: ProcedureTaskLine[] }>('/api/procedures/inbox');

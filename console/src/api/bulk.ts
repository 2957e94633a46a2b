import type { BulkBody, BulkCheck, BulkCheckBody, BulkView } from '@yihu/shared';
import { get, post } from './request';

/** What would become of each order; nothing is written. */
export const checkBulk = (body: BulkCheckBody) => post<BulkCheck>('/api/desk/bulk/check', body);

/** Holds the bulk, then carries it out; the same id again is the same bulk. */
export const holdBulk = (body: BulkBody) => post<BulkView>('/api/desk/bulk', body);

export const bulkOf = (id: string) => get<BulkView>(`/api/desk/bulk/${id}`);
export const undoBulk = (id: string) => post<BulkView>(`/api/desk/bulk/${id}/undo`);

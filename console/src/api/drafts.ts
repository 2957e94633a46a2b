import type { DraftView, FilterBody, FiltersAnswer, TemplatesAnswer } from '@yihu/shared';
import { del, get, post } from './request';

const at = (key: string) => `/api/desk/drafts/${encodeURIComponent(key)}`;

export const draftOf = (key: string) => get<DraftView>(at(key));
export const saveDraft = (key: string, content: Record<string, unknown>) =>
  post<DraftView>(at(key), { content });
export const dropDraft = (key: string) => del<DraftView>(at(key));

/** Texts to begin from, made ready for the order; by the name of the form's action. */
export const templatesOf = (orderId: string, action: string) =>
  get<TemplatesAnswer>(`/api/desk/templates/${orderId}`, { action });

export const savedFilters = () => get<FiltersAnswer>('/api/desk/filters');
export const saveFilter = (body: FilterBody) => post<FiltersAnswer>('/api/desk/filters', body);
export const dropFilter = (id: string) => del<FiltersAnswer>(`/api/desk/filters/${id}`);

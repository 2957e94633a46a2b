import type { EditionsAnswer, EditionView } from '@yihu/shared';
import { get } from './request';

/** What is out of a street and may be read by whoever asks, the newest first; an answer's `next` as `before` for older. */
export const editions = (streetId: string, before?: string) =>
  get<EditionsAnswer>('/api/reports', { streetId, before });

export const edition = (id: string) => get<EditionView>(`/api/reports/${id}`);

import type { GeoPoint, NearProblem, Receipt, SubmitOrder } from '@yihu/shared';
import { get, post } from './request';

/** Open problems other people have reported near a point, the nearest first. */
export const problemsNear = ({ lat, lng, datum }: GeoPoint) =>
  get<{ items: NearProblem[] }>('/api/problems', { lat, lng, datum });

/** 我也遇到: files an order of one's own in that problem, once per `draftId`. */
export const alsoMine = (problemId: string, body: SubmitOrder) =>
  post<Receipt>(`/api/problems/${problemId}/orders`, body);

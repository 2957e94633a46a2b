import { useQuery } from '@tanstack/react-query';
import type {
  ChangeStickerBody,
  MakeStickersBody,
  ServicePointsAnswer,
  StickerBatchesAnswer,
  StickersAnswer,
  StickerView,
} from '@yihu/shared';
import { get, post } from './request';

export const STICKERS_KEY = ['stickers'] as const;

export const useStickers = (gridId: string | null) =>
  useQuery({
    queryKey: [...STICKERS_KEY, gridId],
    queryFn: () => get<StickersAnswer>('/api/admin/stickers', { gridId }),
    enabled: gridId !== null,
  });

export const useBatches = () =>
  useQuery({
    queryKey: [...STICKERS_KEY, 'batches'],
    queryFn: () => get<StickerBatchesAnswer>('/api/admin/stickers/batches'),
  });

export const makeStickers = (body: MakeStickersBody) => post<StickersAnswer>('/api/admin/stickers', body);
/** Moves a poster to another grid, renames it, takes it out of use or back. */
export const changeSticker = (id: string, body: ChangeStickerBody) =>
  post<StickerView>(`/api/admin/stickers/${id}`, body);
export const revokeBatch = (batch: string) =>
  post<StickerBatchesAnswer>(`/api/admin/stickers/batches/${batch}/revoke`);

export const useServicePoints = (streetId: string | undefined) =>
  useQuery({
    queryKey: ['service-points', streetId],
    queryFn: () => get<ServicePointsAnswer>(`/api/streets/${streetId}/points`),
    enabled: streetId !== undefined,
  });

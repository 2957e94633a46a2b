import { useQuery } from '@tanstack/react-query';
import type {
  ChangeUnitBody,
  DeskGridsAnswer,
  DeskUnitsAnswer,
  DrawGridBody,
  GridHistoryAnswer,
  GridPlan,
  ImportAnswer,
  ImportGridsBody,
  MapSettings,
  MergeGridsBody,
  MovedPeople,
  MoveUnitBody,
  NewUnitBody,
  ReshapeGridBody,
  RetireGridBody,
  RetireUnitBody,
  ServiceCard,
  ServiceCardBody,
  SplitGridBody,
} from '@yihu/shared';
import { get, post } from './request';

/** Keys of what a change of grids makes old. */
export const GRIDS_KEY = ['desk-grids'] as const;

export const useDeskGrids = (streetId?: string) =>
  useQuery({
    queryKey: [...GRIDS_KEY, streetId ?? ''],
    queryFn: () => get<DeskGridsAnswer>('/api/desk/grids', { streetId }),
  });

export const useGridHistory = (gridId: string | null) =>
  useQuery({
    queryKey: [...GRIDS_KEY, 'history', gridId],
    queryFn: () => get<GridHistoryAnswer>(`/api/desk/grids/${gridId}/history`),
    enabled: gridId !== null,
  });

export const useMapSettings = () =>
  useQuery({
    queryKey: ['map-settings'],
    queryFn: () => get<MapSettings>('/api/desk/map'),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const useDeskUnits = () =>
  useQuery({ queryKey: ['desk-units'], queryFn: () => get<DeskUnitsAnswer>('/api/desk/units') });

export const addUnit = (body: NewUnitBody) => post<DeskUnitsAnswer>('/api/desk/units', body);
export const changeUnit = (id: string, body: ChangeUnitBody) =>
  post<DeskUnitsAnswer>(`/api/desk/units/${id}`, body);
export const moveUnit = (id: string, body: MoveUnitBody) =>
  post<DeskUnitsAnswer>(`/api/desk/units/${id}/move`, body);
export const retireUnit = (id: string, body: RetireUnitBody) =>
  post<DeskUnitsAnswer>(`/api/desk/units/${id}/retire`, body);

export const drawGrid = (body: DrawGridBody) => post<GridPlan>('/api/desk/grids', body);
export const reshapeGrid = (id: string, body: ReshapeGridBody) =>
  post<GridPlan>(`/api/desk/grids/${id}/reshape`, body);
export const splitGrid = (id: string, body: SplitGridBody) =>
  post<GridPlan>(`/api/desk/grids/${id}/split`, body);
export const mergeGrids = (id: string, body: MergeGridsBody) =>
  post<GridPlan>(`/api/desk/grids/${id}/merge`, body);
export const retireGrid = (id: string, body: RetireGridBody) =>
  post<GridPlan>(`/api/desk/grids/${id}/retire`, body);
export const moveGridPeople = (id: string, to: string) =>
  post<MovedPeople>(`/api/desk/grids/${id}/people`, { to });
export const importGrids = (body: ImportGridsBody) => post<ImportAnswer>('/api/desk/grids/import', body);

export const useServiceCard = (gridId: string | null) =>
  useQuery({
    queryKey: ['service-card', gridId],
    queryFn: () => get<ServiceCard>(`/api/places/cards/${gridId}`),
    enabled: gridId !== null,
  });
export const saveServiceCard = (gridId: string, body: ServiceCardBody) =>
  post<ServiceCard>(`/api/desk/cards/${gridId}`, body);

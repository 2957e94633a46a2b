import {
  ADDED_KINDS,
  type AddedKind,
  type DeskUnit,
  type NewUnitBody,
  UNIT_KINDS,
  type UnitDetails,
  type UnitKind,
  type Wgs84Pair,
} from '@yihu/shared';

/** A unit with how deep it stands, in the order it is listed. */
export interface TreeRow {
  unit: DeskUnit;
  depth: number;
}

const ORDER = Object.keys(UNIT_KINDS);
/** Below what each kind stands: as the server has it. */
const PARENTS: Partial<Record<UnitKind, readonly UnitKind[]>> = {
  SECTION: ['STREET'],
  COMMUNITY: ['STREET'],
  EXTERNAL: ['STREET'],
  TASK_FORCE: ['STREET'],
  MEDIATION_POINT: ['STREET', 'COMMUNITY'],
  SERVICE_POINT: ['STREET', 'COMMUNITY'],
  GRID: ['COMMUNITY'],
};

/** The tree as lines: parents before what stands under them, kinds together, then by code. */
export function treeRows(units: readonly DeskUnit[]): TreeRow[] {
  const ids = new Set(units.map(({ id }) => id));
  const below = Map.groupBy(units, ({ parentId }) =>
    parentId !== null && ids.has(parentId) ? parentId : '',
  );
  const rows = (parent: string, depth: number): TreeRow[] =>
    [...(below.get(parent) ?? [])]
      .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.code < b.code ? -1 : 1))
      .flatMap((unit) => [{ unit, depth }, ...rows(unit.id, depth + 1)]);
  return rows('', 0);
}

/** Units that one of this kind may stand under. */
export function parentsFor(units: readonly DeskUnit[], kind: UnitKind): DeskUnit[] {
  const allowed = PARENTS[kind] ?? [];
  return units.filter((unit) => unit.active && allowed.includes(unit.kind));
}

export const isAddedKind = (kind: string): kind is AddedKind =>
  (ADDED_KINDS as readonly string[]).includes(kind);
/** Points are printed with address and hours; other units need none. */
export const isPoint = (kind: UnitKind): boolean => kind === 'SERVICE_POINT' || kind === 'MEDIATION_POINT';

/** What a form holds of a unit. */
export interface UnitDraft extends UnitDetails {
  code: string;
  name: string;
  shortName: string;
  at: Wgs84Pair | null;
}

export const NEW_UNIT: UnitDraft = {
  ...{ code: '', name: '', shortName: '', at: null },
  ...{ phone: '', dutyPhone: '', address: '', hours: '', form: '', head: '' },
};

export function draftOf(unit: DeskUnit): UnitDraft {
  const { code, name, shortName, at, phone, dutyPhone, address, hours, form, head } = unit;
  return { code, name, shortName, at, phone, dutyPhone, address, hours, form, head };
}

/** What keeps a draft from being sent, in words; null when nothing does. */
export function missingIn({ code, name, shortName }: UnitDraft): string | null {
  if (code.trim() === '') return '请填编号';
  if (name.trim() === '') return '请填名称';
  return shortName.trim() === '' ? '请填简称' : null;
}

export function bodyOf(draft: UnitDraft, kind: AddedKind, parentId: string): NewUnitBody {
  return { ...draft, kind, parentId };
}

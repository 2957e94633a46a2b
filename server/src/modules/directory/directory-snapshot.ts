import { checkRouteRows, type Instant, type Outline, type RouteRow } from '@yihu/shared';
import type { UnitEntity } from './directory.entity';
import type { DirectoryRows, OutlineRow } from './directory.query';
import type { GridIndex } from './rules/grid-index';
import { checkOutline } from './rules/outline-check';

/** A stored row the directory cannot use, for the log. */
export interface BadRow {
  table: 'outline' | 'policy';
  id: string;
  reason: string;
}

/** Units, outlines and duty lists as they were at one moment; lookups are by id or code. */
export interface DirectorySnapshot {
  readonly fingerprint: string;
  readonly units: ReadonlyMap<string, UnitEntity>;
  readonly children: ReadonlyMap<string, readonly UnitEntity[]>;
  /** Streets in use, whether a district stands above them or not, by code. */
  readonly streets: readonly UnitEntity[];
  /** Active units by `unitKey`. */
  readonly unitsByCode: ReadonlyMap<string, UnitEntity>;
  /** The active hotline office of each root. */
  readonly offices: ReadonlyMap<string, UnitEntity>;
  readonly gridsByCode: ReadonlyMap<string, readonly UnitEntity[]>;
  readonly outlines: ReadonlyMap<string, KnownOutline>;
  readonly dutyLists: ReadonlyMap<string, readonly RouteRow[]>;
  readonly nextChangeAt: Instant | null;
}

export interface KnownOutline {
  /** Id of the stored row: the same id means the same outline. */
  id: string;
  outline: Outline;
  note: string | null;
}

/** A unit's code is unique within its tenant only. */
export function unitKey(rootId: string, code: string): string {
  return `${rootId}/${code}`;
}

/** The form in which grid codes are compared: a sticker's code typed by hand, in any case, width or spacing. */
export function codeKey(code: string): string {
  return code.normalize('NFKC').replace(/\s/g, '').toUpperCase();
}

export function snapshotOf(
  rows: DirectoryRows,
  fingerprint: string,
  before: DirectorySnapshot | null,
): { snapshot: DirectorySnapshot; bad: BadRow[] } {
  const bad: BadRow[] = [];
  const outlines = new Map<string, KnownOutline>();
  for (const row of rows.outlines) {
    const known = before?.outlines.get(row.unit_id);
    const read = known?.id === row.id ? known : readOutline(row);
    if ('outline' in read) outlines.set(row.unit_id, read);
    else bad.push({ table: 'outline', id: row.id, reason: read.reason });
  }
  const dutyLists = new Map<string, readonly RouteRow[]>();
  for (const row of rows.dutyLists) {
    const checked = checkRouteRows(parse(row.body));
    if ('rows' in checked) dutyLists.set(row.unit_id, checked.rows);
    else
      bad.push({
        table: 'policy',
        id: row.id,
        reason: `第 ${checked.problem.row} 行:${checked.problem.reason}`,
      });
  }
  const active = rows.units.filter((unit) => unit.active === 1);
  const snapshot = {
    fingerprint,
    units: new Map(rows.units.map((unit) => [unit.id, unit])),
    children: groupBy(rows.units, (unit) => unit.parent_id ?? ''),
    streets: active.filter((unit) => unit.kind === 'STREET').sort((a, b) => (a.code < b.code ? -1 : 1)),
    unitsByCode: new Map(active.map((unit) => [unitKey(unit.root_id, unit.code), unit])),
    offices: new Map(
      active.filter((unit) => unit.kind === 'HOTLINE_OFFICE').map((unit) => [unit.root_id, unit]),
    ),
    gridsByCode: groupBy(
      active.filter((unit) => unit.kind === 'GRID'),
      (unit) => codeKey(unit.code),
    ),
    outlines,
    dutyLists,
    nextChangeAt: rows.nextChangeAt,
  };
  return { snapshot, bad };
}

/** Brings the index from what the earlier snapshot held to what this one holds, touching only what differs. */
export function bringUpToDate(
  index: GridIndex,
  before: DirectorySnapshot | null,
  after: DirectorySnapshot,
): void {
  for (const id of before?.outlines.keys() ?? []) {
    if (!isIndexed(after, id)) index.remove(id);
  }
  for (const [id, { outline, id: rowId }] of after.outlines) {
    const unit = after.units.get(id);
    if (unit === undefined || !isIndexed(after, id)) continue;
    const earlier = before?.units.get(id);
    const isSame =
      before !== null &&
      isIndexed(before, id) &&
      before.outlines.get(id)?.id === rowId &&
      earlier?.code === unit.code &&
      earlier.root_id === unit.root_id;
    if (!isSame) index.replace({ id, code: unit.code, rootId: unit.root_id, outline });
  }
}

function isIndexed(snapshot: DirectorySnapshot, id: string): boolean {
  const unit = snapshot.units.get(id);
  return snapshot.outlines.has(id) && unit?.kind === 'GRID' && unit.active === 1;
}

function readOutline(row: OutlineRow): KnownOutline | { reason: string } {
  const checked = checkOutline(parse(row.geojson));
  if ('problem' in checked) return { reason: `${checked.problem.ring}:${checked.problem.reason}` };
  return { id: row.id, outline: checked.outline, note: row.note };
}

/** Stored JSON, or undefined when it is none: the checks then name it as unusable. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

import { Injectable } from '@nestjs/common';
import type { GridChange, GridPlan, Outline, Position } from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { AuditStore } from '../audit/audit.store';
import type { UnitEntity } from '../directory';
import { DirectoryService, directoryStore, type Unit } from '../directory';
import { GeoStore } from './geo.store';
import { areaOf } from './rules/overlay';
import { type Ground, gapsBetween, overlapsOf, type Patch } from './rules/street-map';
import { type StreetState, StreetStateQuery } from './street-state.query';

/** One grid's part of a change. */
export interface Step {
  change: GridChange;
  /** As it was; null for a new grid. */
  before: UnitEntity | null;
  unit: UnitEntity;
  /** Its new outline; null when that stays. */
  outline: Outline | null;
  note: string | null;
  otherId: string | null;
  reason: string;
}

export interface Steps {
  steps: Step[];
  notes: string[];
  /** What else belongs to the change, in its transaction. */
  besides?: (tx: Tx) => Promise<void>;
}

interface Ask {
  dryRun?: boolean;
  confirmOverlap?: boolean;
}

const AUDITED: Record<GridChange, string> = {
  DRAWN: 'grid.draw',
  RESHAPED: 'grid.reshape',
  RENAMED: 'grid.rename',
  SPLIT: 'grid.split',
  MERGED: 'grid.merge',
  RETIRED: 'grid.retire',
  IMPORTED: 'grid.import',
};

/** True for whoever holds the permission on the unit or above it, or at the office beside it. */
export function isInCare(actor: Actor, unit: Unit, permission: 'grid:manage' | 'sticker:manage'): boolean {
  return pathsWith(actor, permission).some(
    (path) => unit.path.startsWith(path) || path.split('/').includes(unit.root_id),
  );
}

/** Carries out changes of a street's grids: looked at as a whole, written in one transaction, known at once. */
@Injectable()
export class GridWriter {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly state: StreetStateQuery,
    private readonly store: GeoStore,
    private readonly audit: AuditStore,
    private readonly directory: DirectoryService,
  ) {}

  /** The street, for whoever may change its grids. Throws NOT_FOUND. */
  street(actor: Actor, rootId: string): Unit {
    const street = this.directory.findStreet(rootId);
    if (street === null || !isInCare(actor, street, 'grid:manage')) throw new AppError('NOT_FOUND');
    return street;
  }

  /** An active unit of a street the actor cares for. Throws GRID_UNKNOWN. */
  grid(actor: Actor, id: string): Unit {
    const unit = this.directory.findUnit(id);
    if (unit === null || unit.active !== 1 || !['GRID', 'STREET'].includes(unit.kind)) {
      throw new AppError('GRID_UNKNOWN');
    }
    if (!isInCare(actor, unit, 'grid:manage')) throw new AppError('GRID_UNKNOWN');
    return unit;
  }

  /**
   * Says what `make` leads to, and does it unless it is a dry run. Throws GRID_OVERLAP, UNIT_MOVED,
   * UNIT_CODE_TAKEN, and whatever `make` throws.
   */
  async change(
    actor: Actor,
    rootId: string,
    { dryRun = false, confirmOverlap = false }: Ask,
    make: (state: StreetState, reader: Tx | Db) => Promise<Steps> | Steps,
  ): Promise<GridPlan> {
    this.street(actor, rootId);
    if (dryRun) {
      const state = await this.state.load(this.db, rootId);
      return planOf(state, await make(state, this.db), false);
    }
    const plan = await this.carryOut(rootId, async (tx, state) => {
      const made = await make(state, tx);
      const planned = planOf(state, made, true);
      if (planned.overlaps.length > 0 && !confirmOverlap) throw overlapError(planned);
      for (const step of made.steps) await this.write(tx, actor, state, step);
      await made.besides?.(tx);
      return planned;
    });
    await this.directory.reload();
    return plan;
  }

  private async carryOut(rootId: string, work: (tx: Tx, state: StreetState) => Promise<GridPlan>) {
    let codes: string[] = [];
    try {
      return await this.db.inTransaction(async (tx) => {
        await directoryStore.hold(tx, rootId);
        const plan = await work(tx, await this.state.load(tx, rootId));
        codes = plan.results.map(({ code }) => code);
        return plan;
      });
    } catch (error) {
      if (isDuplicate(error)) throw new AppError('UNIT_CODE_TAKEN', { code: codes.join('、') });
      throw error;
    }
  }

  private async write(tx: Tx, actor: Actor, state: StreetState, step: Step): Promise<void> {
    const { before, unit, outline, change, otherId, reason } = step;
    const at = this.clock.now();
    if (before === null) await directoryStore.insertUnits(tx, [unit]);
    else if (!(await directoryStore.updateUnit(tx, unit, before.version))) {
      throw new AppError('UNIT_MOVED', { name: before.name });
    }
    const version = outline === null ? null : (state.outlines.get(unit.id)?.version ?? 0) + 1;
    if (outline !== null && version !== null) {
      const geojson = JSON.stringify(outline);
      const row = { id: newId(), unit_id: unit.id, version, effective_at: at, datum: 'WGS84', geojson };
      await directoryStore.insertOutlines(tx, [{ ...row, note: step.note }]);
    }
    const row = {
      unit_id: unit.id,
      change_kind: change,
      outline_version: version,
      other_id: otherId,
      reason,
    };
    const actorId = actor.personId;
    await this.store.addChange(tx, { id: newId(), root_id: unit.root_id, ...row, actor_id: actorId, at });
    await this.audit.add(tx, {
      ...{ at, actorId, action: AUDITED[change], subjectKind: 'UNIT', subjectId: unit.id },
      facts: { code: unit.code, outlineVersion: version, other: otherId, active: unit.active === 1 },
    });
  }
}

/** A unit's version as the screen knew it. Throws UNIT_MOVED. */
export function requireVersion(unit: UnitEntity, version: number): void {
  if (unit.version !== version || unit.active !== 1) throw new AppError('UNIT_MOVED', { name: unit.name });
}

/** Where the street says its grids may lie. */
export function groundOf({ street, outlines }: StreetState): Ground {
  const center: Position | null =
    street.lat_e6 === null || street.lng_e6 === null ? null : [street.lng_e6 / 1e6, street.lat_e6 / 1e6];
  return { outline: outlines.get(street.id)?.outline ?? null, center };
}

/** The active grids that have outlines. */
export function patchesOf({ units, outlines }: StreetState): Patch[] {
  return [...units.values()].flatMap(({ id, name, kind, active }) => {
    const outline = kind === 'GRID' && active === 1 ? outlines.get(id)?.outline : undefined;
    return outline === undefined ? [] : [{ id, name, outline }];
  });
}

function planOf(state: StreetState, { steps, notes }: Steps, done: boolean): GridPlan {
  const after = new Map(patchesOf(state).map((patch) => [patch.id, patch]));
  for (const { unit, outline } of steps) {
    const drawn = outline ?? after.get(unit.id)?.outline;
    if (unit.kind !== 'GRID' || unit.active !== 1 || drawn === undefined) after.delete(unit.id);
    else after.set(unit.id, { id: unit.id, name: unit.name, outline: drawn });
  }
  const patches = [...after.values()];
  const touched = new Set(steps.filter(({ outline }) => outline !== null).map(({ unit }) => unit.id));
  const street = steps.find(({ unit }) => unit.id === state.street.id)?.outline ?? groundOf(state).outline;
  return {
    done,
    results: steps.map(({ unit, outline, before, change }) => {
      const drawn = outline ?? state.outlines.get(unit.id)?.outline ?? null;
      return {
        gridId: before === null && !done ? null : unit.id,
        ...{ code: unit.code, name: unit.name, outline: drawn, change },
        areaM2: drawn === null ? 0 : Math.round(areaOf(drawn)),
      };
    }),
    overlaps: overlapsOf(patches, touched),
    gaps: gapsBetween(patches, street),
    notes,
  };
}

function overlapError({ overlaps }: GridPlan): AppError {
  const names = overlaps.map(
    ({ gridName, otherName, m2 }) => `「${gridName}」和「${otherName}」${m2} 平方米`,
  );
  return new AppError('GRID_OVERLAP', { names: names.join(';'), overlaps });
}

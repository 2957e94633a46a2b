import { Injectable } from '@nestjs/common';
import {
  type AddedKind,
  type ChangeUnitBody,
  type DeskUnit,
  type DeskUnitsAnswer,
  type MoveUnitBody,
  type NewUnitBody,
  type RetireUnitBody,
  type ServicePointsAnswer,
  UNIT_KINDS,
  type UnitKind,
  type Wgs84Pair,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db, type Tx } from '../../platform/db/db';
import { isDuplicate } from '../../platform/db/engine-errors';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { AuditStore } from '../audit/audit.store';
import type { UnitEntity } from '../directory';
import { DirectoryService, directoryStore, refOf, type Unit } from '../directory';
import { GeoStore, NO_DETAILS, type StoredDetails } from './geo.store';
import { isInCare, requireVersion } from './grid-writer';
import { GridsQuery } from './grids.query';
import { type StreetState, StreetStateQuery } from './street-state.query';

/** Below what each kind stands. */
const PARENTS: Record<AddedKind | 'GRID', readonly UnitKind[]> = {
  SECTION: ['STREET'],
  COMMUNITY: ['STREET'],
  EXTERNAL: ['STREET'],
  TASK_FORCE: ['STREET'],
  MEDIATION_POINT: ['STREET', 'COMMUNITY'],
  SERVICE_POINT: ['STREET', 'COMMUNITY'],
  GRID: ['COMMUNITY'],
};
const POINTS: readonly string[] = ['SERVICE_POINT', 'MEDIATION_POINT'] satisfies UnitKind[];
const DETAILS = ['dutyPhone', 'address', 'hours', 'form', 'head'] as const;

/** A street's tree of units: added, renamed, moved, ended, with what is said of each. */
@Injectable()
export class UnitsService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly state: StreetStateQuery,
    private readonly store: GeoStore,
    private readonly audit: AuditStore,
    private readonly directory: DirectoryService,
    private readonly grids: GridsQuery,
  ) {}

  /** Throws NOT_FOUND. */
  async list(actor: Actor, streetId: string | undefined): Promise<DeskUnitsAnswer> {
    const street = this.grids.street(actor, streetId);
    const { units } = await this.state.load(this.db, street.id);
    const details = await this.store.details(this.db, [...units.keys()]);
    const posts = await this.state.posts(this.db, street.id);
    const orders = await this.state.openOrders(this.db, street.id);
    return {
      streetId: street.id,
      units: [...units.values()].map(
        (unit): DeskUnit => ({
          ...refOf(unit),
          ...(details.get(unit.id) ?? NO_DETAILS),
          ...{ parentId: unit.parent_id, active: unit.active === 1, version: unit.version },
          ...{ phone: unit.phone ?? '', population: unit.population, at: pairOf(unit) },
          posts: posts.get(unit.id) ?? [],
          openOrders: orders.get(unit.id) ?? 0,
        }),
      ),
      canManage: isInCare(actor, street, 'grid:manage'),
    };
  }

  /** Service and mediation points, for everybody. Throws NOT_FOUND. */
  async points(streetId: string): Promise<ServicePointsAnswer> {
    const street = this.directory.findStreet(streetId);
    if (street === null) throw new AppError('NOT_FOUND');
    const units = this.directory.unitsUnder(street.id).filter(({ kind }) => POINTS.includes(kind));
    const details = await this.store.details(
      this.db,
      units.map(({ id }) => id),
    );
    return {
      streetId: street.id,
      points: units.map((unit) => {
        const { form, address, hours, head } = details.get(unit.id) ?? NO_DETAILS;
        return { ...refOf(unit), form, address, hours, head, phone: unit.phone ?? '', at: pairOf(unit) };
      }),
    };
  }

  /** Throws UNIT_UNKNOWN, UNIT_PARENT, UNIT_CODE_TAKEN. */
  async add(actor: Actor, body: NewUnitBody): Promise<DeskUnitsAnswer> {
    const parent = this.own(actor, body.parentId);
    requireParent(body.kind, parent);
    const id = newId();
    const unit: UnitEntity = {
      ...{ id, kind: body.kind, parent_id: parent.id, root_id: parent.root_id },
      ...{ path: `${parent.path}${id}/`, code: body.code.trim(), name: body.name.trim() },
      ...{ short_name: body.shortName.trim(), phone: body.phone?.trim() || null, active: 1, version: 1 },
      ...{ population: body.population ?? null, ...pointOf(body.at ?? null) },
    };
    return this.write(actor, parent.root_id, 'unit.add', unit, async (tx) => {
      await directoryStore.insertUnits(tx, [unit]);
      await this.store.putDetails(tx, id, detailsOf(body, NO_DETAILS));
    });
  }

  /** Throws UNIT_UNKNOWN, UNIT_MOVED. */
  async change(actor: Actor, id: string, body: ChangeUnitBody): Promise<DeskUnitsAnswer> {
    const known = this.own(actor, id);
    return this.write(actor, known.root_id, 'unit.change', known, async (tx, { units }) => {
      const before = unitIn(units, id, body.version);
      const after: UnitEntity = {
        ...before,
        name: body.name?.trim() ?? before.name,
        short_name: body.shortName?.trim() ?? before.short_name,
        phone: body.phone === undefined ? before.phone : body.phone.trim() || null,
        population: body.population === undefined ? before.population : body.population,
        ...(body.at === undefined ? {} : pointOf(body.at)),
      };
      await this.update(tx, before, after);
      const details = (await this.store.details(tx, [id])).get(id) ?? NO_DETAILS;
      await this.store.putDetails(tx, id, detailsOf(body, details));
      if (before.kind === 'GRID' && before.name !== after.name) await this.noteRename(tx, actor, before);
    });
  }

  /** Puts a unit below another one, with all that stands under it. Throws UNIT_UNKNOWN, UNIT_PARENT, UNIT_MOVED. */
  async move(actor: Actor, id: string, body: MoveUnitBody): Promise<DeskUnitsAnswer> {
    const known = this.own(actor, id);
    const parent = this.own(actor, body.parentId);
    if (parent.root_id !== known.root_id) throw new AppError('UNIT_UNKNOWN');
    requireParent(known.kind, parent);
    return this.write(actor, known.root_id, 'unit.move', known, async (tx, { units }) => {
      const before = unitIn(units, id, body.version);
      const path = `${parent.path}${id}/`;
      await this.update(tx, before, { ...before, parent_id: parent.id, path });
      for (const below of units.values()) {
        if (below.id === id || !below.path.startsWith(before.path)) continue;
        await this.update(tx, below, { ...below, path: path + below.path.slice(before.path.length) });
      }
    });
  }

  /** Throws UNIT_UNKNOWN, UNIT_MOVED, UNIT_IN_USE. */
  async retire(actor: Actor, id: string, body: RetireUnitBody): Promise<DeskUnitsAnswer> {
    const known = this.own(actor, id);
    // Grids end with their ground (GridsService); without office or street nothing works.
    if (!Object.hasOwn(PARENTS, known.kind) || known.kind === 'GRID') throw new AppError('UNIT_UNKNOWN');
    return this.write(actor, known.root_id, 'unit.retire', known, async (tx, { units }) => {
      const before = unitIn(units, id, body.version);
      const below = [...units.values()].filter((unit) => unit.parent_id === id && unit.active === 1).length;
      const open = (await this.state.openOrders(tx, known.root_id)).get(id) ?? 0;
      const inUse = (reason: string) => new AppError('UNIT_IN_USE', { name: before.name, reason });
      if (below > 0) throw inUse(`下面还有 ${below} 个单位,请先移走或停用`);
      if (open > 0) throw inUse(`还有 ${open} 件在办工单,请先办完或改派`);
      await this.update(tx, before, { ...before, active: 0 });
    });
  }

  /** A unit of a street the actor cares for. Throws UNIT_UNKNOWN. */
  private own(actor: Actor, id: string): Unit {
    const unit = this.directory.findUnit(id);
    if (unit === null || unit.active !== 1 || !isInCare(actor, unit, 'grid:manage')) {
      throw new AppError('UNIT_UNKNOWN');
    }
    return unit;
  }

  private async write(
    actor: Actor,
    rootId: string,
    action: string,
    { id, code, kind }: Unit,
    work: (tx: Tx, state: StreetState) => Promise<void>,
  ): Promise<DeskUnitsAnswer> {
    try {
      await this.db.inTransaction(async (tx) => {
        await directoryStore.hold(tx, rootId);
        await work(tx, await this.state.load(tx, rootId));
        const at = this.clock.now();
        const subject = { subjectKind: 'UNIT', subjectId: id, facts: { code, kind } };
        await this.audit.add(tx, { at, actorId: actor.personId, action, ...subject });
      });
    } catch (error) {
      if (isDuplicate(error)) throw new AppError('UNIT_CODE_TAKEN', { code });
      throw error;
    }
    await this.directory.reload();
    return this.list(actor, rootId);
  }

  private async update(tx: Tx, before: UnitEntity, after: UnitEntity): Promise<void> {
    const done = await directoryStore.updateUnit(tx, after, before.version);
    if (!done) throw new AppError('UNIT_MOVED', { name: before.name });
  }

  private async noteRename(tx: Tx, actor: Actor, { id, root_id, name }: UnitEntity): Promise<void> {
    const change = { unit_id: id, change_kind: 'RENAMED', outline_version: null, other_id: null };
    const by = { actor_id: actor.personId, at: this.clock.now() };
    await this.store.addChange(tx, { id: newId(), root_id, ...change, reason: `原名「${name}」`, ...by });
  }
}

function requireParent(kind: string, parent: Unit): void {
  const allowed = Object.entries(PARENTS).find(([name]) => name === kind)?.[1] ?? [];
  if ((allowed as readonly string[]).includes(parent.kind)) return;
  throw new AppError('UNIT_PARENT', { kind: UNIT_KINDS[kind as UnitKind], parent: parent.name });
}

function unitIn(units: StreetState['units'], id: string, version: number): UnitEntity {
  const unit = units.get(id);
  if (unit === undefined) throw new AppError('UNIT_UNKNOWN');
  requireVersion(unit, version);
  return unit;
}

function detailsOf(body: Partial<StoredDetails>, before: StoredDetails): StoredDetails {
  const after = { ...before };
  for (const name of DETAILS) after[name] = body[name]?.trim() ?? before[name];
  return after;
}

function pointOf(at: Wgs84Pair | null): Pick<UnitEntity, 'lat_e6' | 'lng_e6'> {
  if (at === null) return { lat_e6: null, lng_e6: null };
  return { lat_e6: Math.round(at.lat * 1e6), lng_e6: Math.round(at.lng * 1e6) };
}

function pairOf({ lat_e6: lat, lng_e6: lng }: Unit): Wgs84Pair | null {
  return lat === null || lng === null ? null : { lat: lat / 1e6, lng: lng / 1e6 };
}

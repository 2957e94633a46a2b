import {
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
  type OnModuleInit,
} from '@nestjs/common';
import {
  classLeaf,
  type GeoPoint,
  type GridPlace,
  type PlaceAnswer,
  type RouteDecision,
  type RouteFacts,
  type RouteRow,
  routeFor,
} from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { Logger } from '../../platform/logger';
import type { UnitEntity } from './directory.entity';
import { DirectoryQuery } from './directory.query';
import { middleOf, refOf } from './directory.view';
import {
  bringUpToDate,
  codeKey,
  type DirectorySnapshot,
  type KnownOutline,
  snapshotOf,
  unitKey,
} from './directory-snapshot';
import { isPointInRange, toWgs84 } from './rules/datum';
import { GridIndex } from './rules/grid-index';

export type Unit = Readonly<UnitEntity>;

/** How soon a process notices that another one changed the directory. */
const POLL_MS = 5_000;

/** Used while a street has no duty list, or an unusable one: no order may be lost for that. */
const EVERYTHING_TO_DESK: readonly RouteRow[] = [
  { when: {}, to: 'DESK', autoAccept: false, autoDispatch: false, reason: '职责清单暂不可用,由热线办研判' },
];

/** What must be known of an order to ask where it goes, besides what the street itself says of place and class. */
type Asked = Omit<RouteFacts, 'hasGrid' | 'isDispute'>;

type IsDispute = (rootId: string, classCode: string) => boolean;

/** A duty list's answer for one order: the unit to dispatch to, or null when the desk decides. */
export interface RoutedOrder extends RouteDecision {
  unitId: string | null;
}

/**
 * Units, grids and duty lists of all tenants, held in memory. Answers are synchronous; a change made by any
 * process is seen within POLL_MS, one made by this process after `reload()`.
 */
@Injectable()
export class DirectoryService implements OnModuleInit, OnApplicationBootstrap, OnModuleDestroy {
  private readonly index = new GridIndex();
  private held: DirectorySnapshot | null = null;
  private loading: Promise<void> = Promise.resolve();
  private poll: NodeJS.Timeout | null = null;
  private isDispute: IsDispute = (_, code) => classLeaf(code)?.isDispute === true;

  constructor(
    private readonly query: DirectoryQuery,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.reload();
  }

  onApplicationBootstrap(): void {
    this.poll = setInterval(() => {
      // The last snapshot stays in use while the database is away; the next round tries again.
      this.refresh().catch((error: unknown) => this.logger.warn('directory.refresh_failed', { error }));
    }, POLL_MS);
    this.poll.unref();
  }

  onModuleDestroy(): void {
    if (this.poll !== null) clearInterval(this.poll);
  }

  /** Reads the tables again. Call after a transaction that changed them. */
  reload(): Promise<void> {
    return this.oneByOne(() => this.load());
  }

  /** Reads the tables again when they changed or a stored change has come into force. */
  refresh(): Promise<void> {
    return this.oneByOne(async () => {
      const next = this.held?.nextChangeAt ?? null;
      const isDue = next !== null && next <= this.clock.now();
      if (isDue || (await this.query.fingerprint()) !== this.held?.fingerprint) await this.load();
    });
  }

  /** The grid a point is in, searched over all tenants. Throws PLACE_OUT_OF_RANGE. */
  locate(point: GeoPoint): PlaceAnswer {
    if (!isPointInRange(point)) throw new AppError('PLACE_OUT_OF_RANGE');
    const wgs84 = toWgs84(point);
    const found = this.index.locate(wgs84.lng, wgs84.lat);
    if (found === null) return { inside: false, wgs84 };
    const note = this.outlineOf(found.id)?.note ?? null;
    return { inside: true, wgs84, note, ...this.placeOf(this.unit(found.id)) };
  }

  /** The grid of a sticker's code; with `rootId` only of that street. Null when unknown or ambiguous. */
  gridByCode(code: string, rootId?: string): GridPlace | null {
    const all = this.snapshot.gridsByCode.get(codeKey(code)) ?? [];
    const grids = rootId === undefined ? all : all.filter((grid) => grid.root_id === rootId);
    const [grid] = grids;
    return grid && grids.length === 1 ? this.placeOf(grid) : null;
  }

  /** The streets in use, by code. */
  streets(): Unit[] {
    return [...this.snapshot.streets];
  }

  /** A street in use, or null. */
  findStreet(id: string): Unit | null {
    return this.streets().find((street) => street.id === id) ?? null;
  }

  findUnit(id: string): Unit | null {
    return this.snapshot.units.get(id) ?? null;
  }

  /** Throws UNIT_UNKNOWN. */
  unit(id: string): Unit {
    const unit = this.findUnit(id);
    if (unit === null) throw new AppError('UNIT_UNKNOWN');
    return unit;
  }

  /** An active unit of the street by its code, or null. */
  findUnitByCode(rootId: string, code: string): Unit | null {
    return this.snapshot.unitsByCode.get(unitKey(rootId, code)) ?? null;
  }

  /** Active units of the subtree, the unit itself first, by path. */
  unitsUnder(unitId: string): Unit[] {
    const unit = this.findUnit(unitId);
    if (unit === null || unit.active !== 1) return [];
    const children = this.snapshot.children.get(unitId) ?? [];
    return [unit, ...children.flatMap((child) => this.unitsUnder(child.id))];
  }

  /** Every grid a street has or had. */
  gridsEver(rootId: string): Unit[] {
    return [...this.snapshot.units.values()].filter(
      (unit) => unit.root_id === rootId && unit.kind === 'GRID',
    );
  }

  /** The street's hotline office, which owns what nobody else owns; null when there is none. */
  findOffice(rootId: string): Unit | null {
    return this.snapshot.offices.get(rootId) ?? null;
  }

  /** As `findOffice`, for streets that take orders. Throws UNIT_UNKNOWN. */
  officeOf(rootId: string): Unit {
    const office = this.findOffice(rootId);
    if (office === null) throw new AppError('UNIT_UNKNOWN');
    return office;
  }

  /** The community of a grid, or of any unit below one. Throws UNIT_UNKNOWN. */
  communityOf(gridId: string): Unit {
    let unit = this.unit(gridId);
    while (unit.kind !== 'COMMUNITY' && unit.parent_id !== null) unit = this.unit(unit.parent_id);
    if (unit.kind !== 'COMMUNITY') throw new AppError('UNIT_UNKNOWN');
    return unit;
  }

  /** The outline in force of a unit, or null. */
  outlineOf(unitId: string): KnownOutline | null {
    return this.snapshot.outlines.get(unitId) ?? null;
  }

  /** The middle of a unit's outline in force, or null. */
  middleOf(unitId: string): GeoPoint | null {
    const known = this.outlineOf(unitId);
    return known && middleOf(known.outline);
  }

  /** Changes whenever any answer of this service may change; for caches. */
  get version(): string {
    return `${this.snapshot.fingerprint}.${this.snapshot.nextChangeAt ?? ''}`;
  }

  /**
   * Asks the street's duty list where an order goes. `gridId` is the grid of its place in this street, or null.
   * A row that names a unit the street does not have (any more) falls to the desk.
   */
  route(rootId: string, facts: Asked, gridId: string | null): RoutedOrder {
    const rows = this.snapshot.dutyLists.get(rootId) ?? EVERYTHING_TO_DESK;
    const decision = routeFor(rows, this.routeFacts(rootId, facts, gridId));
    const { to } = decision;
    if (to === 'DESK') return { ...decision, unitId: null };
    if (typeof to === 'object') {
      const unit = this.findUnitByCode(rootId, to.unitCode);
      if (unit !== null) return { ...decision, unitId: unit.id };
    } else if (gridId !== null) {
      return { ...decision, unitId: to === 'GRID' ? gridId : this.communityOf(gridId).id };
    }
    const reason = `${decision.reason};承办单位已不在册,由热线办研判`;
    return { ...decision, to: 'DESK', autoDispatch: false, reason, unitId: null };
  }

  /** Whether a row of the street's duty list, other than the last one for all the rest, decides (M66). */
  isListed(rootId: string, facts: Asked, gridId: string | null): boolean {
    const rows = this.snapshot.dutyLists.get(rootId);
    // A street that keeps no list has nothing off it.
    if (rows === undefined || rows.length < 2) return true;
    return routeFor(rows, this.routeFacts(rootId, facts, gridId)).row < rows.length;
  }

  /** Rules are kept elsewhere: whoever keeps them says here how a street's tree marks a class. */
  marksBy(isDispute: IsDispute): void {
    this.isDispute = isDispute;
  }

  private routeFacts(rootId: string, facts: Asked, gridId: string | null): RouteFacts {
    const { classCode } = facts;
    const isDispute = classCode !== null && this.isDispute(rootId, classCode);
    return { ...facts, hasGrid: gridId !== null, isDispute };
  }

  /** A grid with its community and street. */
  placeOf(grid: Unit): GridPlace {
    return {
      grid: refOf(grid),
      community: refOf(this.communityOf(grid.id)),
      street: refOf(this.unit(grid.root_id)),
    };
  }

  private get snapshot(): DirectorySnapshot {
    if (this.held === null) throw new AppError('UNAVAILABLE');
    return this.held;
  }

  private async load(): Promise<void> {
    // Taken first: a change that slips in while the rows are read makes the next poll read again.
    const fingerprint = await this.query.fingerprint();
    const rows = await this.query.load(this.clock.now());
    const { snapshot, bad } = snapshotOf(rows, fingerprint, this.held);
    bringUpToDate(this.index, this.held, snapshot);
    this.held = snapshot;
    for (const { table, id, reason } of bad) {
      const code = table === 'outline' ? 'OUTLINE_INVALID' : 'POLICY_INVALID';
      this.logger.error('directory.bad_row', { code, error: new Error(`${table} ${id} ${reason}`) });
    }
  }

  private oneByOne(work: () => Promise<void>): Promise<void> {
    const done = this.loading.then(work);
    this.loading = done.catch(() => undefined);
    return done;
  }
}

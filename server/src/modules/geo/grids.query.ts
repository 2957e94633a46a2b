import { Injectable } from '@nestjs/common';
import type {
  DeskGrid,
  DeskGridsAnswer,
  GridChange,
  GridGap,
  GridHistoryAnswer,
  GridOverlap,
  Outline,
} from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import type { UnitEntity } from '../directory';
import { centerOf, DirectoryService, refOf, type Unit } from '../directory';
import type { GridChangeEntity } from './geo.entity';
import { groundOf, isInCare, patchesOf } from './grid-writer';
import { areaOf } from './rules/overlay';
import { gapsBetween, overlapsOf } from './rules/street-map';
import { type StreetState, StreetStateQuery } from './street-state.query';

interface Weighed {
  version: string;
  overlaps: GridOverlap[];
  gaps: GridGap[];
}

const MOST_CHANGES = 200;

/** Grids as the map editor shows them. */
@Injectable()
export class GridsQuery {
  /** Overlaps and gaps by street: worked out again only when the directory changed. */
  private readonly weighed = new Map<string, Weighed>();

  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
    private readonly state: StreetStateQuery,
  ) {}

  /** A street whose units the actor may read; her own when none is named. Throws NOT_FOUND. */
  street(actor: Actor, streetId: string | undefined): Unit {
    const street = this.directory.findStreet(streetId ?? actor.rootId ?? '');
    const mayRead =
      street !== null &&
      pathsWith(actor, 'unit:read').some(
        (path) => path.startsWith(street.path) || street.path.startsWith(path),
      );
    if (!mayRead) throw new AppError('NOT_FOUND');
    return street;
  }

  async list(actor: Actor, streetId: string | undefined): Promise<DeskGridsAnswer> {
    const street = this.street(actor, streetId);
    const state = await this.state.load(this.db, street.id);
    const posts = await this.state.posts(this.db, street.id);
    const orders = await this.state.openOrders(this.db, street.id);
    const center = centerOf(state.street);
    const units = [...state.units.values()];
    const { overlaps, gaps } = this.weigh(state);
    return {
      street: {
        ...refOf(state.street),
        center: center && { lat: center.lat, lng: center.lng },
        outline: groundOf(state).outline,
        version: state.street.version,
      },
      communities: units.filter(({ kind, active }) => kind === 'COMMUNITY' && active === 1).map(refOf),
      grids: units
        .filter(({ kind }) => kind === 'GRID')
        .map((unit) => ({
          ...this.gridOf(state, unit),
          posts: posts.get(unit.id) ?? [],
          openOrders: orders.get(unit.id) ?? 0,
        })),
      overlaps,
      gaps,
      canManage: isInCare(actor, street, 'grid:manage'),
    };
  }

  /** What was done to a grid, newest first, with the outlines of then. Throws NOT_FOUND. */
  async history(actor: Actor, gridId: string): Promise<GridHistoryAnswer> {
    const grid = this.directory.findUnit(gridId);
    if (grid === null || grid.kind !== 'GRID') throw new AppError('NOT_FOUND');
    this.street(actor, grid.root_id);
    const rows = await this.db.read<GridChangeEntity & { name: string | null; geojson: string | null }>(
      `SELECT c.*, p.name, o.geojson FROM grid_change c
         LEFT JOIN person p ON p.id = c.actor_id
         LEFT JOIN outline o ON o.unit_id = c.unit_id AND o.version = c.outline_version
        WHERE c.unit_id = ? ORDER BY c.at DESC, c.id DESC LIMIT ${MOST_CHANGES}`,
      [gridId],
    );
    return {
      grid: refOf(grid),
      rows: rows.map((row) => {
        const other = row.other_id === null ? null : this.directory.findUnit(row.other_id);
        return {
          at: row.at,
          actorName: row.name ?? '',
          change: row.change_kind as GridChange,
          reason: row.reason,
          outlineVersion: row.outline_version,
          outline: row.geojson === null ? null : (JSON.parse(row.geojson) as Outline),
          other: other && refOf(other),
        };
      }),
    };
  }

  private gridOf({ units, outlines }: StreetState, unit: UnitEntity): Omit<DeskGrid, 'posts' | 'openOrders'> {
    const known = outlines.get(unit.id);
    const community = unit.parent_id === null ? undefined : units.get(unit.parent_id);
    return {
      ...refOf(unit),
      community: community === undefined ? null : refOf(community),
      active: unit.active === 1,
      version: unit.version,
      outline: known?.outline ?? null,
      outlineVersion: known?.version ?? 0,
      outlineSince: known?.since ?? null,
      note: known?.note ?? null,
      areaM2: known === undefined ? 0 : Math.round(areaOf(known.outline)),
    };
  }

  private weigh(state: StreetState): Weighed {
    const version = [...state.outlines]
      .map(([id, { version: v }]) => `${id}${v}${state.units.get(id)?.active}`)
      .join();
    const known = this.weighed.get(state.street.id);
    if (known?.version === version) return known;
    const patches = patchesOf(state);
    const gaps = gapsBetween(patches, groundOf(state).outline);
    const weighed = { version, overlaps: overlapsOf(patches), gaps };
    this.weighed.set(state.street.id, weighed);
    return weighed;
  }
}

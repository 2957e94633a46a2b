import { Injectable } from '@nestjs/common';
import {
  addDays,
  type ChangeStickerBody,
  dayOf,
  type GridCodeAnswer,
  type MakeStickersBody,
  type StickerBatchesAnswer,
  type StickersAnswer,
  type StickerView,
} from '@yihu/shared';
import { Env } from '../../config/env';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { AuditStore } from '../audit/audit.store';
import { DirectoryService, type Unit } from '../directory/directory.service';
import { labelsOf, linkOf, newStickerId, stickerIdOf } from './rules/sticker-id';
import { type StickerRow, StickersStore, type StickerWithScans } from './stickers.store';

/** Codes on walls that open the filing page with the grid filled in. */
@Injectable()
export class StickersService {
  constructor(
    private readonly env: Env,
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly store: StickersStore,
    private readonly directory: DirectoryService,
    private readonly audit: AuditStore,
  ) {}

  /** The grid a sticker stands for now, counting the scan. Throws STICKER_UNKNOWN, also for a revoked one. */
  async open(text: string): Promise<GridCodeAnswer> {
    const id = stickerIdOf(text);
    const row = id === null ? null : await this.store.find(id);
    const grid = row === null || row.active !== 1 ? null : this.directory.findUnit(row.grid_id);
    if (row === null || grid === null || grid.active !== 1) throw new AppError('STICKER_UNKNOWN');
    await this.db.inTransaction((tx) => this.store.countScan(tx, row.id, dayOf(this.clock.now())));
    return { ...this.directory.placeOf(grid), center: this.directory.middleOf(grid.id) };
  }

  /** Stickers of one grid, or of every grid in the actor's care, those that have ended too. Throws GRID_UNKNOWN. */
  async list(actor: Actor, gridId?: string): Promise<StickersAnswer> {
    const grids = gridId === undefined ? this.gridsOf(actor) : [this.anyGrid(actor, gridId)];
    const rows = await this.store.listFor(grids.map((grid) => grid.id));
    return { items: rows.map((row) => this.viewOf(row)) };
  }

  /** A batch for one grid. Throws GRID_UNKNOWN. */
  async make(actor: Actor, body: MakeStickersBody): Promise<StickersAnswer> {
    const grid = this.grid(actor, body.gridId);
    const now = this.clock.now();
    const batch = newId();
    const rows = labelsOf(body.label?.trim() || grid.name, body.count).map(
      (label): StickerRow => ({
        id: newStickerId(),
        grid_id: grid.id,
        root_id: grid.root_id,
        batch_id: batch,
        label,
        active: 1,
        created_at: now,
        created_by: actor.personId,
        image_key: null,
      }),
    );
    await this.db.inTransaction(async (tx) => {
      await this.store.insert(tx, rows);
      await this.audit.add(tx, {
        at: now,
        actorId: actor.personId,
        action: 'sticker.make',
        subjectKind: 'UNIT',
        subjectId: grid.id,
        facts: { batch, count: rows.length },
      });
    });
    return { items: rows.map((row) => this.viewOf({ ...row, scans: 0, last_day: null })) };
  }

  /** What was printed together in the grids in the actor's care, with its scans. */
  async batches(actor: Actor): Promise<StickerBatchesAnswer> {
    const since = addDays(dayOf(this.clock.now()), -6);
    const rows = await this.store.batchesFor(
      this.gridsOf(actor).map((grid) => grid.id),
      since,
    );
    return {
      items: rows.map((row) => ({
        batch: row.batch_id,
        gridId: row.grid_id,
        gridName: this.directory.findUnit(row.grid_id)?.name ?? '',
        label: row.label,
        createdAt: row.created_at,
        ...{ count: Number(row.n), active: Number(row.active) },
        ...{ scans: Number(row.scans), scans7d: Number(row.scans7d), lastScanDay: row.last_day },
      })),
    };
  }

  /** Switches off all stickers of a batch that hang in the actor's grids. Throws STICKER_UNKNOWN. */
  async revokeBatch(actor: Actor, batchId: string): Promise<StickerBatchesAnswer> {
    const held = new Set(this.gridsOf(actor).map((grid) => grid.id));
    const grids = (await this.store.gridsOf(batchId)).filter((id) => held.has(id));
    if (grids.length === 0) throw new AppError('STICKER_UNKNOWN');
    await this.db.inTransaction(async (tx) => {
      for (const gridId of grids) {
        const count = await this.store.revoke(tx, batchId, gridId);
        await this.audit.add(tx, {
          ...{ at: this.clock.now(), actorId: actor.personId, action: 'sticker.revokeBatch' },
          ...{ subjectKind: 'UNIT', subjectId: gridId, facts: { batch: batchId, count } },
        });
      }
    });
    return this.batches(actor);
  }

  /** Moves, renames, revokes or revives a sticker. Throws STICKER_UNKNOWN, GRID_UNKNOWN. */
  async change(actor: Actor, id: string, body: ChangeStickerBody): Promise<StickerView> {
    const row = await this.own(actor, id);
    const grid = body.gridId === undefined ? null : this.grid(actor, body.gridId);
    const to = {
      grid_id: grid?.id ?? row.grid_id,
      label: body.label?.trim() ?? row.label,
      active: body.active === undefined ? row.active : Number(body.active),
    };
    await this.db.inTransaction(async (tx) => {
      await this.store.change(tx, id, to);
      await this.audit.add(tx, {
        at: this.clock.now(),
        actorId: actor.personId,
        action: 'sticker.change',
        subjectKind: 'STICKER',
        subjectId: id,
        facts: { from: row.grid_id, to: to.grid_id, active: to.active === 1 },
      });
    });
    const [changed] = (await this.store.listFor([to.grid_id])).filter((each) => each.id === id);
    return this.viewOf(changed ?? { ...row, ...to, scans: 0, last_day: null });
  }

  /** The sticker, for somebody whose care its grid is in. Throws STICKER_UNKNOWN. */
  async own(actor: Actor, id: string): Promise<StickerRow> {
    const row = await this.store.find(id);
    const grid = row === null ? null : this.directory.findUnit(row.grid_id);
    if (row === null || grid === null || !isInCare(actor, grid)) throw new AppError('STICKER_UNKNOWN');
    return row;
  }

  /** A grid stickers may be made for or moved to. */
  private grid(actor: Actor, gridId: string): Unit {
    const grid = this.anyGrid(actor, gridId);
    if (grid.active !== 1) throw new AppError('GRID_UNKNOWN');
    return grid;
  }

  /** Also one that has ended: what still hangs there can be moved. */
  private anyGrid(actor: Actor, gridId: string): Unit {
    const grid = this.directory.findUnit(gridId);
    if (grid === null || grid.kind !== 'GRID' || !isInCare(actor, grid)) throw new AppError('GRID_UNKNOWN');
    return grid;
  }

  private gridsOf(actor: Actor): Unit[] {
    return this.directory
      .streets()
      .flatMap((street) => this.directory.gridsEver(street.id))
      .filter((unit) => isInCare(actor, unit));
  }

  private viewOf(row: StickerWithScans): StickerView {
    return {
      id: row.id,
      batch: row.batch_id,
      gridId: row.grid_id,
      gridName: this.directory.findUnit(row.grid_id)?.name ?? '',
      label: row.label,
      active: row.active === 1,
      createdAt: row.created_at,
      link: linkOf(this.env.publicUrl, row.id),
      scans: Number(row.scans),
      lastScanDay: row.last_day,
    };
  }
}

/** A street's office manages the street's stickers: its grant is on the office, the grids stand beside it. */
function isInCare(actor: Actor, grid: Unit): boolean {
  return pathsWith(actor, 'sticker:manage').some(
    (path) => grid.path.startsWith(path) || path.split('/').includes(grid.root_id),
  );
}

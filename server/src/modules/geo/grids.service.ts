import { Injectable } from '@nestjs/common';
import type {
  DrawGridBody,
  GridNames,
  GridPlan,
  MergeGridsBody,
  Outline,
  PostView,
  ReshapeGridBody,
  RetireGridBody,
  SplitGridBody,
  SplitPart,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import type { Db, Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import type { UnitEntity } from '../directory';
import { DirectoryService } from '../directory';
import { StickersStore } from '../stickers';
import { GridPeople, namesOf } from './grid-people.service';
import { GridWriter, groundOf, requireVersion, type Step } from './grid-writer';
import { splitBy, unionOf } from './rules/overlay';
import { checkGround, refusalOf, refusalText } from './rules/street-map';
import { type StreetState, StreetStateQuery } from './street-state.query';

/**
 * Grids by hand: drawn, reshaped, parted, joined, ended. Orders keep the grid they were filed in; the next one lands
 * in what is there then.
 */
@Injectable()
export class GridsService {
  constructor(
    private readonly writer: GridWriter,
    private readonly directory: DirectoryService,
    private readonly state: StreetStateQuery,
    private readonly stickers: StickersStore,
    private readonly people: GridPeople,
  ) {}

  /** Throws UNIT_UNKNOWN, OUTLINE_INVALID, GRID_OVERLAP, UNIT_CODE_TAKEN. */
  async draw(actor: Actor, body: DrawGridBody): Promise<GridPlan> {
    const community = this.directory.findUnit(body.communityId);
    if (community === null || community.kind !== 'COMMUNITY' || community.active !== 1) {
      throw new AppError('UNIT_UNKNOWN');
    }
    return this.writer.change(actor, community.root_id, body, (state) => {
      const outline = soundOutline(body.outline, state);
      const unit = gridUnder(community, body, state);
      const notes = [unmanned([unit], community)];
      return {
        steps: [{ ...blank('DRAWN', null, unit), outline, note: body.note?.trim() || null }],
        notes,
      };
    });
  }

  /** Also draws the street's own outline, against which its grids are checked. Throws GRID_UNKNOWN, UNIT_MOVED, OUTLINE_INVALID. */
  async reshape(actor: Actor, id: string, body: ReshapeGridBody): Promise<GridPlan> {
    const grid = this.writer.grid(actor, id);
    return this.writer.change(actor, grid.root_id, body, (state) => {
      const before = unitOf(state, id, body.version);
      const outline = soundOutline(body.outline, before.kind === 'STREET' ? null : state);
      const note =
        body.note === undefined ? (state.outlines.get(id)?.note ?? null) : body.note.trim() || null;
      return { steps: [{ ...blank('RESHAPED', before, before), outline, note }], notes: [] };
    });
  }

  /** Throws GRID_NOT_PARTED, GRID_PARTS, FIELD_INVALID (no line, nobody of the grid). */
  async split(actor: Actor, id: string, body: SplitGridBody): Promise<GridPlan> {
    if (!body.line.every(isPosition)) {
      throw new AppError('FIELD_INVALID', { field: 'line', reason: '每个点应是 [经度, 纬度]' });
    }
    const grid = this.writer.grid(actor, id);
    return this.writer.change(actor, grid.root_id, body, async (state, reader) => {
      const before = unitOf(state, id, body.version);
      const known = state.outlines.get(id);
      const community = before.parent_id === null ? undefined : state.units.get(before.parent_id);
      if (known === undefined || community === undefined) throw new AppError('GRID_UNKNOWN');
      const [largest, ...others] = splitBy(known.outline, body.line).map(
        (coordinates): Outline => ({ type: 'Polygon', coordinates }),
      );
      if (largest === undefined || others.length === 0) throw new AppError('GRID_NOT_PARTED');
      if (body.dryRun !== true && others.length !== body.parts.length) {
        throw new AppError('GRID_PARTS', { pieces: others.length + 1, wanted: others.length });
      }
      const { note } = known;
      const kept: Step = { ...blank('SPLIT', before, before), outline: largest, note };
      const fresh = others.map((outline, at): Step => {
        const names = body.parts[at] ?? { code: '', name: '', shortName: '' };
        const unit = gridUnder(community, names, state);
        return { ...blank('SPLIT', null, unit), outline, note, otherId: id };
      });
      const staff = (await this.people.postsOf(reader, grid.root_id)).get(id) ?? [];
      const going = fresh.map((step, at) => ({ unit: step.unit, ids: goingTo(body.parts[at], staff) }));
      const bare = going.filter(({ unit, ids }) => unit.name !== '' && ids.length === 0);
      const besides = async (tx: Tx) => {
        for (const { unit, ids } of going) await this.people.move(tx, actor, id, unit.id, ids);
      };
      const notes =
        bare.length === 0
          ? []
          : [
              unmanned(
                bare.map(({ unit }) => unit),
                community,
              ),
            ];
      return { steps: [kept, ...fresh], notes: [...notes, ...movesOf(going, staff)], besides };
    });
  }

  /** Stickers of the grids that end stand for this one, their people work in it. Throws GRID_UNKNOWN, UNIT_MOVED, FIELD_INVALID (nothing to join with). */
  async merge(actor: Actor, id: string, body: MergeGridsBody): Promise<GridPlan> {
    const grid = this.writer.grid(actor, id);
    const others = body.others.filter((other) => other.id !== id);
    if (others.length === 0)
      throw new AppError('FIELD_INVALID', { field: 'others', reason: '请选要并入的网格' });
    return this.writer.change(actor, grid.root_id, body, async (state, reader) => {
      const before = unitOf(state, id, body.version);
      const ended = others.map((other) => unitOf(state, other.id, other.version));
      const outlines = [before, ...ended].flatMap((unit) => state.outlines.get(unit.id)?.outline ?? []);
      const outline = unionOf(outlines);
      if (outline === null || outlines.length <= ended.length) throw new AppError('GRID_UNKNOWN');
      const note = state.outlines.get(id)?.note ?? null;
      const steps = ended.map((unit) => ({ ...endOf('MERGED', unit, ''), otherId: id }));
      const notes = await this.leftBehind(reader, grid.root_id, ended, before.name);
      if (outline.type === 'MultiPolygon') notes.unshift(`合并后有 ${outline.coordinates.length} 块互不相连`);
      const besides = async (tx: Tx) => {
        for (const unit of ended) {
          await this.stickers.moveAll(tx, unit.id, id);
          await this.people.move(tx, actor, unit.id, id);
        }
      };
      return { steps: [{ ...blank('MERGED', before, before), outline, note }, ...steps], notes, besides };
    });
  }

  /** Throws GRID_UNKNOWN, UNIT_MOVED, UNIT_UNKNOWN (where its people are to go). */
  async retire(actor: Actor, id: string, body: RetireGridBody): Promise<GridPlan> {
    const grid = this.writer.grid(actor, id);
    if (grid.kind !== 'GRID') throw new AppError('GRID_UNKNOWN');
    return this.writer.change(actor, grid.root_id, body, async (state, reader) => {
      const before = unitOf(state, id, body.version);
      const to = body.peopleTo === undefined ? null : this.people.target(before, body.peopleTo);
      const notes = await this.leftBehind(reader, grid.root_id, [before], to?.name ?? null);
      const besides = async (tx: Tx) => {
        if (to !== null) await this.people.move(tx, actor, id, to.id);
      };
      return { steps: [endOf('RETIRED', before, body.reason.trim())], notes, besides };
    });
  }

  /** What becomes of the orders and people of grids that end; `goTo` null: nobody said where they go. */
  private async leftBehind(
    reader: Tx | Db,
    rootId: string,
    ended: readonly UnitEntity[],
    goTo: string | null,
  ): Promise<string[]> {
    const orders = await this.state.openOrders(reader, rootId);
    const posts = await this.people.postsOf(reader, rootId);
    return ended.flatMap(({ id, name }) => {
      const open = orders.get(id) ?? 0;
      const people = namesOf(posts.get(id) ?? []).join('、');
      const goes = goTo === null ? `仍在「${name}」,请选转到哪里` : `转到「${goTo}」,须重新登录`;
      return [
        ...(open > 0 ? [`「${name}」还有 ${open} 件在办:停用后由坐席收回,改派到新网格`] : []),
        ...(people === '' ? [] : [`${people}${goes}`]),
      ];
    });
  }
}

/** A step that changes nothing yet. */
export function blank(change: Step['change'], before: UnitEntity | null, unit: UnitEntity): Step {
  return { change, before, unit, outline: null, note: null, otherId: null, reason: '' };
}

function isPosition(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [lng, lat] = value;
  return Math.abs(Number(lng)) <= 180 && Math.abs(Number(lat)) <= 90 && value.every(Number.isFinite);
}

/** Whom of the grid's people somebody chose for a piece. Throws FIELD_INVALID for anybody else. */
function goingTo(part: SplitPart | undefined, staff: readonly PostView[]): string[] {
  const chosen = [...new Set(part?.people ?? [])];
  if (chosen.some((personId) => !staff.some((each) => each.personId === personId))) {
    throw new AppError('FIELD_INVALID', { field: '人员', reason: '只能选原网格里的人' });
  }
  return chosen;
}

function movesOf(
  going: readonly { unit: UnitEntity; ids: readonly string[] }[],
  staff: readonly PostView[],
): string[] {
  return going
    .filter(({ ids }) => ids.length > 0)
    .map(({ unit, ids }) => {
      const people = staff.filter(({ personId }) => ids.includes(personId));
      return `${namesOf(people).join('、')}转到「${unit.name}」,须重新登录`;
    });
}

/** A new grid has nobody yet: until then its orders go to whoever stands above it. */
function unmanned(grids: readonly UnitEntity[], community: UnitEntity): string {
  const names = grids.map(({ name }) => `「${name}」`).join('');
  return `${names}还没有安排人员,在那之前的诉求由${community.name}接办`;
}

function endOf(change: Step['change'], before: UnitEntity, reason: string): Step {
  return { ...blank(change, before, { ...before, active: 0 }), reason };
}

function unitOf(state: StreetState, id: string, version: number): UnitEntity {
  const unit = state.units.get(id);
  if (unit === undefined || !['GRID', 'STREET'].includes(unit.kind)) throw new AppError('GRID_UNKNOWN');
  requireVersion(unit, version);
  return unit;
}

/** A street's own outline is asked nothing but to be sound: `state` null. */
function soundOutline(input: unknown, state: StreetState | null): Outline {
  const checked = checkGround(input, state === null ? { outline: null, center: null } : groundOf(state));
  if ('outline' in checked) return checked.outline;
  const refusal = refusalOf(checked.problem, null);
  throw new AppError('OUTLINE_INVALID', { ...refusal, reason: refusalText(refusal) });
}

/** The row of a new grid of a community. Throws UNIT_CODE_TAKEN. */
export function gridUnder(community: UnitEntity, names: GridNames, { units }: StreetState): UnitEntity {
  const code = names.code.trim();
  if ([...units.values()].some((unit) => unit.code === code)) throw new AppError('UNIT_CODE_TAKEN', { code });
  const id = newId();
  return {
    ...{ id, kind: 'GRID', parent_id: community.id, root_id: community.root_id },
    ...{ path: `${community.path}${id}/`, code, name: names.name.trim(), short_name: names.shortName.trim() },
    ...{ phone: null, population: null, lat_e6: null, lng_e6: null, active: 1, version: 1 },
  };
}

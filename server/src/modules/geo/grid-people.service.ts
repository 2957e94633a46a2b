import { Injectable } from '@nestjs/common';
import type { MovedPeople, PostView } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Db, type Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { UnitPosts } from '../accounts/unit-posts.service';
import { DirectoryService, type Unit } from '../directory';
import { isInCare } from './grid-writer';
import { StreetStateQuery } from './street-state.query';

/** Who works in grids that are joined, parted or ended, and where they work then. */
@Injectable()
export class GridPeople {
  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
    private readonly state: StreetStateQuery,
    private readonly posts: UnitPosts,
  ) {}

  /** The people of each unit of a street. */
  postsOf(reader: Tx | Db, rootId: string): Promise<Map<string, PostView[]>> {
    return this.state.posts(reader, rootId);
  }

  /** Part of a larger change: `personIds` null moves everybody. */
  move(tx: Tx, actor: Actor, fromId: string, toId: string, personIds: readonly string[] | null = null) {
    return this.posts.move(tx, actor.personId, fromId, toId, personIds);
  }

  /** Everybody of a grid, also of one that has ended, works elsewhere from now on. Throws GRID_UNKNOWN, UNIT_UNKNOWN. */
  async moveAll(actor: Actor, gridId: string, toId: string): Promise<MovedPeople> {
    const grid = this.directory.findUnit(gridId);
    if (grid === null || grid.kind !== 'GRID' || !isInCare(actor, grid, 'grid:manage')) {
      throw new AppError('GRID_UNKNOWN');
    }
    const to = this.target(grid, toId);
    const moved = await this.db.inTransaction(async (tx) => {
      const people = (await this.postsOf(tx, grid.root_id)).get(grid.id) ?? [];
      await this.move(tx, actor, grid.id, to.id);
      return namesOf(people);
    });
    return { moved };
  }

  /** Where people of a grid may go: a grid, community or section of its street that is in use. Throws UNIT_UNKNOWN. */
  target(from: Pick<Unit, 'id' | 'root_id'>, toId: string): Unit {
    const to = this.directory.findUnit(toId);
    const isThere = to !== null && to.active === 1 && to.root_id === from.root_id && to.id !== from.id;
    if (!isThere || !['GRID', 'COMMUNITY', 'SECTION'].includes(to.kind)) throw new AppError('UNIT_UNKNOWN');
    return to;
  }
}

/** Each name once: a person may hold two roles in a grid. */
export function namesOf(people: readonly PostView[]): string[] {
  return [...new Set(people.map(({ name }) => name))];
}

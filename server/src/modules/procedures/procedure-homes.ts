import { Injectable } from '@nestjs/common';
import type { ProcedureKind, Score } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import type { StepCommand } from './step-command';

/** What a new procedure hangs on. */
export type HomeRef = { orderIds: readonly string[] } | { homeId: string; rootId: string };

/** Finds a line of a report the actor may know of; null when there is none. */
type FindScore = (actor: Actor, id: string) => Promise<Score | null>;

/** What procedures hang on when that is no order: grids, units, and lines of reports that others keep. */
@Injectable()
export class ProcedureHomes {
  private readonly scores = new Map<string, FindScore>();

  constructor(private readonly directory: DirectoryService) {}

  /** Lines whose id begins with `prefix:` are found by that one. */
  keepScores(prefix: string, find: FindScore): void {
    this.scores.set(prefix, find);
  }

  /** Throws FIELD_INVALID, and what is unknown by its code: GRID_UNKNOWN, UNIT_UNKNOWN, NOT_FOUND. */
  async homeOf(actor: Actor, kind: ProcedureKind, home: HomeRef): Promise<StepCommand['home']> {
    checkHome(kind, home);
    if (!('homeId' in home)) return { kind: kind.home, id: null, rootId: '' };
    if (kind.home !== 'score') return { kind: kind.home, id: home.homeId, rootId: this.rootOf(kind, home) };
    const [prefix = ''] = home.homeId.split(':');
    const score = (await this.scores.get(prefix)?.(actor, home.homeId)) ?? null;
    if (score === null) throw new AppError('NOT_FOUND');
    return { kind: kind.home, id: home.homeId, rootId: score.rootId, score };
  }

  /** The street of what it is opened on. */
  private rootOf(kind: ProcedureKind, home: { homeId: string; rootId: string }): string {
    if (kind.home === 'unit') {
      const unit = this.directory.findUnit(home.homeId);
      if (unit === null || unit.active !== 1) throw new AppError('UNIT_UNKNOWN');
      return unit.root_id;
    }
    if (kind.home !== 'grid') return home.rootId;
    const grid = this.directory.findUnit(home.homeId);
    if (grid === null || grid.kind !== 'GRID' || grid.active !== 1) throw new AppError('GRID_UNKNOWN');
    return grid.root_id;
  }
}

/** What it is opened on must be what its kind hangs on. Throws FIELD_INVALID. */
function checkHome(kind: ProcedureKind, home: HomeRef): void {
  const isOnOrders = kind.home === 'order' || kind.home === 'orders';
  const orders = 'orderIds' in home ? home.orderIds.length : 0;
  if (isOnOrders !== orders > 0)
    throw new AppError('FIELD_INVALID', { field: '对象', reason: '这个程序不在它上面办' });
  if (kind.home === 'order' && kind.shares === undefined && orders > 1)
    throw new AppError('FIELD_INVALID', { field: '工单', reason: '这个程序一次只能办一件' });
}

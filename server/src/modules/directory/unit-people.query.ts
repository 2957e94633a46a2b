import { Injectable } from '@nestjs/common';
import { ROLES, type Role, type UnitPeopleAnswer } from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from './directory.service';

const AT_MOST = 500;

/** Who works at a unit, for forms that name a person: names and posts, nothing else. */
@Injectable()
export class UnitPeopleQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly directory: DirectoryService,
  ) {}

  /** Active staff with a post at exactly this unit, by name. Throws NOT_FOUND for a unit of another street. */
  async of(actor: Actor, unitId: string): Promise<UnitPeopleAnswer> {
    const unit = this.directory.findUnit(unitId);
    const street = unit && this.directory.findUnit(unit.root_id);
    // As with the units themselves: staff see their own street; a grant above it reaches down to it.
    const mayRead =
      street !== null &&
      pathsWith(actor, 'unit:read').some(
        (path) => path.startsWith(street.path) || street.path.startsWith(path),
      );
    if (unit === null || !mayRead) throw new AppError('NOT_FOUND');
    const now = this.clock.now();
    const posts = await this.db.read<{ id: string; name: string; role: Role }>(
      `SELECT p.id, p.name, g.role FROM role_grant g JOIN person p ON p.id = g.person_id
        WHERE g.unit_id = ? AND p.kind = 'STAFF' AND p.active = 1
          AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?)
        ORDER BY p.name, p.id, g.id LIMIT ${AT_MOST}`,
      [unit.id, now, now],
    );
    const people = [...Map.groupBy(posts, ({ id }) => id)].map(([id, held]) => ({
      id,
      name: held[0]?.name ?? '',
      roleLabel: [...new Set(held.map(({ role }) => ROLES[role] ?? role))].join('、'),
    }));
    return { people };
  }
}

import { Injectable } from '@nestjs/common';
import type { RoleOnUnit } from '@yihu/shared';
import { Clock } from '../../platform/clock';
import type { Tx } from '../../platform/db/db';
import { AuditStore } from '../audit/audit.store';
import { peopleStore } from './people.store';
import { SessionsService } from './sessions.service';
import { textOfRoles } from './staff-admin.service';

/** People of a unit who work in another from now on: the same roles, counting there. */
@Injectable()
export class UnitPosts {
  constructor(
    private readonly clock: Clock,
    private readonly audit: AuditStore,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Moves what these persons (null: everybody) do in a unit to another one, in the change it belongs to. Who is
   * moved signs in again, as after every change of roles. Answers how many were.
   */
  async move(
    tx: Tx,
    actorId: string,
    fromId: string,
    toId: string,
    personIds: readonly string[] | null,
  ): Promise<number> {
    const now = this.clock.now();
    const there = await peopleStore.peopleOf(tx, fromId, now);
    const chosen = there.filter((id) => personIds === null || personIds.includes(id));
    for (const personId of chosen) {
      const before = await peopleStore.rolesOf(tx, personId, now);
      const after = before.map(
        (each): RoleOnUnit => (each.unitId === fromId ? { ...each, unitId: toId } : each),
      );
      await peopleStore.setRoles(tx, personId, after, now);
      await this.sessions.endAll(tx, personId, actorId, 'ROLES');
      await this.audit.add(tx, {
        ...{ at: now, actorId, action: 'staff.roles', subjectKind: 'PERSON', subjectId: personId },
        facts: { before: textOfRoles(before), after: textOfRoles(after) },
      });
    }
    return chosen.length;
  }
}

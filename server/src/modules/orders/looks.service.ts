import { Injectable } from '@nestjs/common';
import { addMinutes, type Instant } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Db } from '../../platform/db/db';
import { AuditStore } from '../audit/audit.store';
import type { Standing } from './visibility';

/** Drawing the same page again within this time is one look: an action answers with the page as well. */
const ONE_LOOK_MINUTES = 30;
export const NARRATIVE_LOOK = 'narrative.view';

/** Who on the staff looked at what a resident told: the resident may read it (谁看过我的信息). */
@Injectable()
export class Looks {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditStore,
  ) {}

  /** Records that the order's page is shown to somebody of the staff; what cannot be recorded is not shown. */
  async note(actor: Actor, orderId: string, standing: Standing, now: Instant): Promise<void> {
    const [known] = await this.db.read(
      'SELECT id FROM audit WHERE subject_id = ? AND at > ? AND actor_id = ? AND action = ? LIMIT 1',
      [orderId, addMinutes(now, -ONE_LOOK_MINUTES), actor.personId, NARRATIVE_LOOK],
    );
    if (known !== undefined) return;
    await this.db.inTransaction((tx) =>
      this.audit.add(tx, {
        at: now,
        actorId: actor.personId,
        action: NARRATIVE_LOOK,
        subjectKind: 'ORDER',
        subjectId: orderId,
        facts: lookFacts(standing),
      }),
    );
  }
}

/** In which capacity somebody looked: the unit and the role that let her, as they were then. */
export function lookFacts({ reader, grant }: Standing): Record<string, string | null> {
  return { reader, unitId: grant?.unitId ?? null, role: grant?.role ?? null };
}

import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { newId } from '../../platform/ids';

export interface AuditEntry {
  at: Instant;
  actorId: string;
  /** `order.sign`, `contact.reveal`, … */
  action: string;
  subjectKind: string;
  subjectId: string;
  /** Codes and ids that tell what was done; never contact data or narrative. */
  facts: Readonly<Record<string, string | number | boolean | null>>;
}

/** The only writer of `audit`: rows commit with the change they tell of. */
@Injectable()
export class AuditStore {
  async add(tx: Tx, entry: AuditEntry): Promise<void> {
    tx.insertLate('audit', {
      id: newId(),
      at: entry.at,
      actor_id: entry.actorId,
      action: entry.action,
      subject_kind: entry.subjectKind,
      subject_id: entry.subjectId,
      facts: JSON.stringify(entry.facts),
    });
  }
}

import { Injectable } from '@nestjs/common';
import {
  MODERATION_LABELS,
  MODERATION_REASONS,
  MODERATION_STATES,
  type ModerationAnswer,
  type ModerationDecided,
  type ModerationDecision,
  type ModerationItem,
} from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { SignedLinks } from '../attachments/rules/signed-links';
import { AuditStore } from '../audit/audit.store';
import { ModerationQuery } from './moderation.query';
import { ModerationStore } from './moderation.store';
import type { ModerationRow } from './moderation-row';

/** What waits for a person, and the person's decision. Each desk sees its own street's. */
@Injectable()
export class ModerationDesk {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly query: ModerationQuery,
    private readonly store: ModerationStore,
    private readonly links: SignedLinks,
    private readonly audit: AuditStore,
  ) {}

  async list(actor: Actor, after: string | undefined, limit: number): Promise<ModerationAnswer> {
    const rows = await this.query.waiting(rootsOf(actor), after, limit);
    const items = rows.slice(0, limit).map((row) => this.itemOf(row));
    return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }

  /** Throws NOT_FOUND for another street's, MODERATION_DECIDED when nothing waits there. */
  async decide(
    actor: Actor,
    id: string,
    decision: ModerationDecision,
    note: string,
  ): Promise<ModerationDecided> {
    const now = this.clock.now();
    const state = decision === 'ALLOW' ? 'PASS' : 'RISKY';
    const roots = rootsOf(actor);
    await this.db.inTransaction(async (tx) => {
      const row = await this.store.find(tx, id);
      if (row === null || !roots.includes(row.root_id)) throw new AppError('NOT_FOUND');
      const own = { state, by: actor.personId, note: note === '' ? null : note, now } as const;
      if (!(await this.store.decide(tx, id, own))) throw new AppError('MODERATION_DECIDED');
      await this.audit.add(tx, {
        at: now,
        actorId: actor.personId,
        action: 'moderation.decide',
        subjectKind: 'MODERATION',
        subjectId: id,
        facts: { decision, was: row.state, subjectKind: row.subject_kind, subject: row.subject_id },
      });
    });
    return { id, state };
  }

  private itemOf(row: ModerationRow): ModerationItem {
    return {
      id: row.id,
      kind: row.kind,
      subjectKind: row.subject_kind,
      subjectId: row.subject_id,
      state: row.state,
      stateLabel: MODERATION_STATES[row.state],
      reason: row.reason === null ? '' : MODERATION_REASONS[row.reason],
      label: row.label === 0 ? '' : (MODERATION_LABELS[row.label] ?? String(row.label)),
      text: row.content ?? '',
      url: row.attachment_id === null ? null : this.links.sign(row.attachment_id, 'main', this.clock.now()),
      askedAt: row.asked_at ?? row.created_at,
    };
  }
}

/** The tenants in which the actor approves: the first unit of each path. */
function rootsOf(actor: Actor): string[] {
  const roots = pathsWith(actor, 'order:approve').map((path) => path.split('/')[1] ?? '');
  return [...new Set(roots)].filter((root) => root !== '');
}

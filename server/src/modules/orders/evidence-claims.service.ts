import { Injectable } from '@nestjs/common';
import { TRANSITIONS } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { Outbox } from '../../platform/outbox';
import { AttachmentsService } from '../attachments/attachments.service';
import { EVIDENCE } from '../attachments/rules/upload-form';
import { DirectoryService } from '../directory/directory.service';
import { EvidenceChecks } from './evidence-checks.service';
import { MARK_TOPIC } from './evidence-marks.service';
import { OrdersStore } from './orders.store';
import type { Decision } from './rules/decide';

/** Takes the photos of an action into the order. */
@Injectable()
export class EvidenceClaims {
  constructor(
    private readonly store: OrdersStore,
    private readonly attachments: AttachmentsService,
    private readonly directory: DirectoryService,
    private readonly evidence: EvidenceChecks,
    private readonly outbox: Outbox,
  ) {}

  /** Photos of handlers are evidence: each gets its mark, drawn after the commit. */
  async claim(tx: Tx, { action, event, facts, photoIds }: Decision): Promise<void> {
    const field = TRANSITIONS[action].fields.find(({ kind }) => kind === 'photos');
    const own = field?.kind === 'photos' ? field.purpose : 'ADD';
    // A step of a procedure says itself what its photos show.
    const purpose = (event.data.photoPurpose as typeof own | undefined) ?? own;
    const nameOf = (id: string | null) =>
      id === null ? '' : (this.directory.findUnit(id)?.short_name ?? '');
    const place = [nameOf(facts.communityId), nameOf(facts.gridId)].filter((name) => name !== '').join(' ');
    const mark = { purpose, place: place === '' ? '网格外' : place, orderNo: facts.orderNo };
    const claim = { orderId: facts.id, uploaderId: event.actorId, eventSeq: event.seq };
    const isEvidence = EVIDENCE.includes(purpose);
    const rows = await this.attachments.claim(
      tx,
      photoIds,
      isEvidence ? { ...claim, evidence: mark } : claim,
    );
    if (isEvidence) await this.evidence.refuseReused(tx, rows, facts, purpose);
    if (purpose === 'AFTER' && action === 'reply') {
      const stored = await this.store.find(tx, facts.id);
      if (stored !== null) this.evidence.refuseFar(rows, facts, stored, { now: event.at });
    }
    for (const { id } of isEvidence ? rows : []) {
      await this.outbox.add(tx, {
        topic: MARK_TOPIC,
        effectKey: `mark:${id}`,
        subjectId: id,
        payload: { attachmentId: id },
        now: event.at,
      });
    }
  }
}

import { Injectable } from '@nestjs/common';
import type { Instant } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { PoliciesService } from './policies.service';

/** Whom a leader named for a class of matters, and on which order. */
export interface Precedent {
  unitId: string;
  orderNo: string;
}

interface Matter {
  rootId: string;
  classCode: string | null;
  communityId: string | null;
}

const KIND = 'precedent';

/**
 * Decisions of leaders where the duty list had no answer or a wrong one (M66, R1), kept as versions of policies named
 * by class: the last one is offered the next time. Where the unit is a community or lies in one, for that community.
 */
@Injectable()
export class Precedents {
  constructor(
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
  ) {}

  /** Saves it in the caller's transaction; in force at once, seen by every process within seconds. */
  async keep(
    tx: Tx,
    matter: Matter,
    precedent: Precedent & { leaderId: string; now: Instant },
  ): Promise<void> {
    if (matter.classCode === null) return;
    const { unitId, orderNo, leaderId, now } = precedent;
    await this.policies.add(tx, {
      unitId: matter.rootId,
      kind: KIND,
      name: this.isLocal(unitId) ? `${matter.classCode}@${matter.communityId ?? ''}` : matter.classCode,
      effectiveAt: now,
      body: { unitId, orderNo } satisfies Precedent,
      authorId: leaderId,
    });
  }

  /** The last decision on such a matter whose unit is still in use, or null. */
  offered({ rootId, classCode, communityId }: Matter, now: Instant): Precedent | null {
    if (classCode === null) return null;
    for (const name of [`${classCode}@${communityId ?? ''}`, classCode]) {
      const found = this.policies.ownInForce<Precedent>(rootId, KIND, now, name);
      if (found !== null && this.directory.findUnit(found.unitId)?.active === 1) return found;
    }
    return null;
  }

  private isLocal(unitId: string): boolean {
    for (let unit = this.directory.findUnit(unitId); unit !== null; ) {
      if (unit.kind === 'COMMUNITY') return true;
      unit = unit.parent_id === null ? null : this.directory.findUnit(unit.parent_id);
    }
    return false;
  }
}

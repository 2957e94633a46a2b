import { Injectable } from '@nestjs/common';
import {
  type EmergencyCall,
  type EmergencyRow,
  emergencyCalls,
  type Instant,
  type IntakeCheck,
  type IntakeCheckBody,
} from '@yihu/shared';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { OrderProposals } from '../orders';
import { intakeOf } from '../orders/rules/first-facts';
import { SubmitService } from '../orders/submit.service';
import { PoliciesService } from '../policies/policies.service';

/** What should be known before a matter is filed: numbers to call first, how open it will be, what its channel sets. */
@Injectable()
export class IntakeCheckService {
  constructor(
    private readonly clock: Clock,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
    private readonly submits: SubmitService,
    private readonly proposals: OrderProposals,
  ) {}

  /** Throws STREET_UNKNOWN. */
  async check(body: IntakeCheckBody): Promise<IntakeCheck> {
    await this.policies.refresh();
    if (this.directory.findUnit(body.streetId)?.kind !== 'STREET') throw new AppError('STREET_UNKNOWN');
    const now = this.clock.now();
    const rules = this.submits.intakeRules(body.streetId, now);
    const begins = intakeOf({ ...body, confidentiality: 'SURNAME' }, body.channel, rules);
    return {
      emergency: this.emergency(body.streetId, body.text, now),
      confidentiality: { level: begins.confidentiality, reason: begins.reason },
      proposed: this.proposed(body, now),
      classCode: begins.classCode,
      urgency: begins.urgency,
      line: begins.line,
    };
  }

  private proposed({ streetId, text }: IntakeCheckBody, now: Instant): IntakeCheck['proposed'] {
    const found = this.proposals.classFor(streetId, text, now);
    return found === null ? null : { ...found, name: this.policies.leaf(streetId, found.code)?.name ?? '' };
  }

  /** Numbers to call first for what was said (R16). */
  emergency(rootId: string, text: string, now: Instant): EmergencyCall[] {
    const policy = this.policies.inForce<{ rows: EmergencyRow[] }>(rootId, 'emergency', now);
    return emergencyCalls(text, policy?.rows ?? []);
  }
}

import { Injectable } from '@nestjs/common';
import { type OrderFacts, TRANSITIONS } from '@yihu/shared';
import { DirectoryService } from '../directory/directory.service';
import { PoliciesService } from '../policies/policies.service';
import type { Decision, World } from './rules/decide';
import { concernsResident } from './rules/news';
import { fill } from './rules/tell';

/** Fills what residents read with the names of units and matters. */
@Injectable()
export class ResidentWords {
  constructor(
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
  ) {}

  /** The sentence an action puts before the resident; null for none. */
  sentenceOf(decision: Decision, world: World): string | null {
    const { resident: template } = TRANSITIONS[decision.action];
    if (template === null || !concernsResident(world, decision)) return null;
    const title = this.policies.titleOf(decision.facts.rootId, decision.facts.classCode);
    return fill(
      template,
      decision.facts,
      decision.clocks,
      decision.event,
      this.blanksFor(decision.facts, world.facts, title, decision),
    );
  }

  /** Names for the blanks: the unit that leads now or led until now, else the office. */
  blanksFor(facts: OrderFacts, before: OrderFacts, what: string, decision: Decision | null) {
    const leadId = facts.leadUnitId ?? before.leadUnitId;
    const office = this.directory.findUnit(facts.officeUnitId);
    const officeName = office?.short_name ?? '热线办';
    const acting = decision?.event.actorUnitId ?? null;
    const unitId = decision?.action === 'askInfo' ? acting : leadId;
    const toOffice = decision?.action === 'disputeAgain';
    return {
      unit:
        toOffice || unitId === null
          ? officeName
          : (this.directory.findUnit(unitId)?.short_name ?? officeName),
      office: officeName,
      what,
      where: decision?.texts.find((text) => text.field === 'whereToGo')?.body ?? '',
      disputeDays: this.policies.limits(facts.rootId, facts.receivedAt).disputeDays,
    };
  }
}

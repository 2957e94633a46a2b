import { Injectable } from '@nestjs/common';
import {
  type Instant,
  isUnhappy,
  type OrderFacts,
  type Satisfaction,
  type State,
  type Told,
  TRANSITIONS,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { StaffQuery } from '../directory/staff.query';
import { Notices } from '../notifications/notices.service';
import type { Decision } from './rules/decide';
import { type Blanks, messageOf } from './rules/tell';

export interface Telling {
  concernsResident: boolean;
  before: OrderFacts;
  decision: Pick<Decision, 'action' | 'event' | 'facts' | 'clocks'>;
  title: string;
  blanks: Blanks;
}

/** States in which the lead unit is waited for; in all others it is the office. */
const LEAD_OWES: ReadonlySet<State> = new Set(['DISPATCHED', 'IN_PROGRESS', 'SUSPENDED']);

function isDue(told: Told, { concernsResident, decision }: Telling): boolean {
  const { process, result } = decision.event.data as Record<string, Satisfaction | undefined>;
  if (told.when === 'unhappy') return isUnhappy(process ?? null) || isUnhappy(result ?? null);
  return told.to !== 'resident' || concernsResident;
}

/** Whom an action's event tells: the table says in which role, the directory says which persons. */
@Injectable()
export class OrderNotices {
  constructor(
    private readonly staff: StaffQuery,
    private readonly notices: Notices,
  ) {}

  async tellAbout(tx: Tx, telling: Telling): Promise<void> {
    const { decision } = telling;
    for (const told of TRANSITIONS[decision.action].told) {
      if (isDue(told, telling)) await this.tell(tx, telling, told);
    }
  }

  private async tell(tx: Tx, { before, decision, title, blanks }: Telling, told: Told): Promise<void> {
    const { facts, event, clocks } = decision;
    const recipients = (await this.recipients(tx, told, facts, before, event.at)).filter(
      (id) => id !== event.actorId,
    );
    if (recipients.length === 0) return;
    const message = messageOf(told, facts, clocks, event, blanks);
    await this.notices.tell(tx, {
      eventRef: `${facts.id}:${event.seq}`,
      orderId: facts.id,
      orderNo: facts.orderNo,
      recipients: recipients.map((personId) => ({ personId })),
      phrase: message.phrase,
      thing: message.thing,
      templateKind: told.template,
      title,
      page:
        told.to === 'resident' ? `resident/order/index?id=${facts.id}` : `handler/order/index?id=${facts.id}`,
      now: event.at,
    });
  }

  private async recipients(
    tx: Tx,
    told: Told,
    facts: OrderFacts,
    before: OrderFacts,
    now: Instant,
  ): Promise<string[]> {
    if (told.to === 'resident') return facts.filerId === null ? [] : [facts.filerId];
    if (told.to === 'handler') return facts.handlerId === null ? [] : [facts.handlerId];
    if (told.to === 'office') return this.staff.answering(tx, facts.officeUnitId, 'order:accept', now);
    if (told.to === 'owing' && !LEAD_OWES.has(facts.state))
      return this.staff.answering(tx, facts.officeUnitId, 'order:accept', now);
    const unitId = told.to === 'previousLead' ? before.leadUnitId : facts.leadUnitId;
    return unitId === null ? [] : this.staff.answering(tx, unitId, 'order:sign', now);
  }
}

import { Injectable } from '@nestjs/common';
import {
  blanksOf,
  classLeaf,
  DEFAULT_TEMPLATES,
  dayOf,
  fillTemplate,
  type Instant,
  type OrderFacts,
  type TemplateRow,
  type TemplatesAnswer,
  type TemplateVariable,
  templatesFor,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { DirectoryService } from '../directory/directory.service';
import { OrdersStore, Visibility } from '../orders';
import { PoliciesService } from '../policies/policies.service';

/** Texts to begin from, made ready for one order. */
@Injectable()
export class TemplatesService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly orders: OrdersStore,
    private readonly visibility: Visibility,
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
  ) {}

  /** Throws NOT_FOUND for an order the actor may not see. */
  async forOrder(actor: Actor, orderId: string, action: string): Promise<TemplatesAnswer> {
    await this.policies.refresh();
    const stored = await this.orders.find(this.db, orderId);
    if (stored === null || !this.visibility.maySee(actor, stored.facts)) throw new AppError('NOT_FOUND');
    const { facts } = stored;
    const now = this.clock.now();
    const known = this.knownOf(facts, actor, now, await this.dueDayOf(facts.id));
    const items = templatesFor(this.rowsOf(facts.rootId, now), action, facts).map((row) => {
      const text = fillTemplate(row.text, known);
      return { name: row.name, field: row.field, text, blanks: blanksOf(text).length };
    });
    return { items };
  }

  private rowsOf(rootId: string, now: Instant): readonly TemplateRow[] {
    return this.policies.inForce<{ rows: TemplateRow[] }>(rootId, 'template', now)?.rows ?? DEFAULT_TEMPLATES;
  }

  private knownOf(
    facts: OrderFacts,
    actor: Actor,
    now: Instant,
    due: string,
  ): Partial<Record<TemplateVariable, string>> {
    const name = (id: string | null) => (id === null ? '' : (this.directory.findUnit(id)?.short_name ?? ''));
    const { grant } = this.visibility.standingOf(actor, facts) ?? { grant: null };
    return {
      orderNo: facts.orderNo,
      class: facts.classCode === null ? '' : (classLeaf(facts.classCode)?.name ?? ''),
      place: name(facts.gridId ?? facts.communityId),
      unit: name(facts.leadUnitId),
      office: name(facts.officeUnitId),
      me: name(grant?.unitId ?? null),
      today: monthDay(dayOf(now)),
      due,
      cycle: String(facts.cycle),
    };
  }

  /** The day by which she was promised an answer; empty while nothing is promised. */
  private async dueDayOf(orderId: string): Promise<string> {
    const [row] = await this.db.read<{ due: Instant | null }>(
      `SELECT MAX(due_at) AS due FROM clock
        WHERE order_id = ? AND milestone = 'handle' AND scope = 'INNER' AND state = 'RUNNING'`,
      [orderId],
    );
    return row?.due == null ? '' : monthDay(dayOf(row.due));
  }
}

/** `2026-11-24` → `11月24日`. */
function monthDay(day: string): string {
  const [, month, date] = day.split('-').map(Number);
  return `${month}月${date}日`;
}

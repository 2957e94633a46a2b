import { Injectable } from '@nestjs/common';
import {
  type CallerLookup,
  isOpen,
  type KnownBody,
  type KnownMatter,
  type OrderFacts,
  type SameMatter,
} from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { BlindIndex, normalisePhone } from '../../platform/crypto';
import { Db } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { AuditStore } from '../audit/audit.store';
import { FinalReplies, OrdersStore, Visibility } from '../orders';
import { type Earlier, EarlierOrdersQuery } from './earlier-orders.query';

/** "The same matter" is looked for so far back (domain.md C33). */
const SAME_WITHIN_MINUTES = 365 * 24 * 60;

/** Who is calling, and whether she has said it before: by the number's blind index, never by the number itself. */
@Injectable()
export class CallersService {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly index: BlindIndex,
    private readonly earlier: EarlierOrdersQuery,
    private readonly finals: FinalReplies,
    private readonly orders: OrdersStore,
    private readonly visibility: Visibility,
    private readonly audit: AuditStore,
  ) {}

  /**
   * Earlier orders of a caller, newest first, and who looked is written down. Throws PHONE_INVALID. Orders whose filer
   * is anonymous carry no number, and so are never among them.
   */
  async lookUp(actor: Actor, phone: string): Promise<CallerLookup> {
    const number = normalisePhone(phone);
    if (number === null) throw new AppError('PHONE_INVALID');
    const roots = this.visibility.rootsWith(actor, 'caller:lookUp');
    const found = await this.earlier.ofPhone(roots, this.index.phone(number));
    const knows = this.visibility.rootsWith(actor, 'order:seeVulnerable').length > 0;
    await this.noteLook(actor, roots, found);
    return {
      items: found.map(({ vulnerable: _, ...shown }) => shown),
      vulnerable: knows ? found.some(({ vulnerable }) => vulnerable) : null,
    };
  }

  /**
   * What is known of a matter before it is filed: the caller's own orders of the class, and final replies it may be
   * answered from. A look at a caller is written down as every other. Throws NOT_FOUND for a street that is not hers.
   */
  async known(actor: Actor, { streetId, phone, classCode, gridId }: KnownBody): Promise<KnownMatter> {
    const roots = this.visibility.rootsWith(actor, 'caller:lookUp').filter((root) => root === streetId);
    if (roots.length === 0) throw new AppError('NOT_FOUND');
    const number = phone === null ? null : normalisePhone(phone);
    const whose = { phone: number === null ? null : this.index.phone(number), filerId: null };
    const matter = { ...whose, id: '', rootId: streetId, classCode, receivedAt: this.clock.now() };
    const [found, finalReplies] = await Promise.all([
      this.earlier.ofMatter(matter, SAME_WITHIN_MINUTES),
      this.finals.of({ ...whose, except: '', rootId: streetId, classCode, place: gridId }),
    ]);
    if (found.length > 0) await this.noteLook(actor, roots, found);
    return { same: found.map(sameOf), finalReplies };
  }

  private async noteLook(actor: Actor, roots: readonly string[], found: readonly Earlier[]): Promise<void> {
    await this.db.inTransaction((tx) =>
      this.audit.add(tx, {
        at: this.clock.now(),
        actorId: actor.personId,
        action: 'caller.lookUp',
        subjectKind: 'STREET',
        subjectId: roots[0] ?? '',
        // Which orders were shown says whom it was about; the number is written down nowhere.
        facts: { found: found.length, newest: found[0]?.orderNo ?? null },
      }),
    );
  }

  /** Orders that may be the same matter of the same person (M77), newest first. Throws NOT_FOUND. */
  async sameMatter(actor: Actor, orderId: string): Promise<SameMatter[]> {
    const stored = await this.orders.find(this.db, orderId);
    const mayMerge = (facts: OrderFacts) =>
      this.visibility.rootsWith(actor, 'order:merge').includes(facts.rootId);
    if (stored === null || !this.visibility.maySee(actor, stored.facts) || !mayMerge(stored.facts)) {
      throw new AppError('NOT_FOUND');
    }
    const { facts } = stored;
    if (facts.classCode === null) return [];
    const found = await this.earlier.sameMatter(facts, SAME_WITHIN_MINUTES);
    return found.map(sameOf);
  }
}

function sameOf({ vulnerable: _, byAccount, ...shown }: Earlier): SameMatter {
  return { ...shown, samePerson: byAccount ? 'ACCOUNT' : 'PHONE', isOpen: isOpen(shown.state) };
}

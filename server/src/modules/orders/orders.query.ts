import { Injectable } from '@nestjs/common';
import {
  careLines,
  DESK_VIEWS,
  type DeskView,
  type MorningCounts,
  type MorningView,
  type OrderFacts,
  type OrderSummary,
  type OrderView,
  type Page,
  STATES,
  type State,
  type TimelineEntry,
} from '@yihu/shared';
import { type Actor, pathsWith } from '../../platform/auth/actor';
import { Clock } from '../../platform/clock';
import { FieldCipher } from '../../platform/crypto';
import { Db } from '../../platform/db/db';
import { missingOrder } from '../../platform/db/restored';
import { AppError } from '../../platform/errors';
import { AttachmentsService } from '../attachments/attachments.service';
import { ClocksStore } from '../clocks/clocks.store';
import { DutyService } from '../duty/duty.service';
import { ReachabilityQuery } from '../notifications/reachability.query';
import { PoliciesService } from '../policies/policies.service';
import { EvidenceChecks } from './evidence-checks.service';
import { FinalReplies } from './final-replies.query';
import { Looks } from './looks.service';
import { MorningQuery } from './morning.query';
import { type ListPage, OrderRowsQuery } from './order-rows.query';
import { type OrderParts, OrderViews } from './order-view';
import { OrderWriter } from './order-writer';
import { OrdersStore } from './orders.store';
import { PeopleQuery } from './people.query';
import { buttonsFor } from './rules/decide';
import { evidenceAsked } from './rules/evidence-asked';
import { Visibility } from './visibility';

const PAGE = 20;
/** Merges deeper than this do not come about. */
const MERGE_HOPS = 20;
const ALL_STATES = Object.keys(STATES) as State[];
const TASK_STATES: readonly State[] = [
  'DISPATCHED',
  'IN_PROGRESS',
  'NEED_INFO',
  'REPLIED',
  'TO_VISIT',
  'SUSPENDED',
];

/** The read side: lists and the order's page, filtered and mapped for who asks. */
@Injectable()
export class OrdersQuery {
  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly rows: OrderRowsQuery,
    private readonly finals: FinalReplies,
    private readonly evidence: EvidenceChecks,
    private readonly mornings: MorningQuery,
    private readonly store: OrdersStore,
    private readonly clocks: ClocksStore,
    private readonly policies: PoliciesService,
    private readonly attachments: AttachmentsService,
    private readonly people: PeopleQuery,
    private readonly writer: OrderWriter,
    private readonly views: OrderViews,
    private readonly visibility: Visibility,
    private readonly reach: ReachabilityQuery,
    private readonly cipher: FieldCipher,
    private readonly looks: Looks,
    private readonly duty: DutyService,
  ) {}

  async mine(actor: Actor, after?: string): Promise<Page<OrderSummary>> {
    return this.summaries(await this.rows.mine(actor.personId, after, PAGE), true);
  }

  /** Orders of the units the actor works for, the most pressing first. */
  async tasks(actor: Actor, state?: State, after?: string): Promise<Page<OrderSummary>> {
    const states = state === undefined ? TASK_STATES : [state];
    const units = this.visibility.leadUnitIds(actor);
    return this.summaries(await this.rows.byLead(units, states, after, PAGE), false);
  }

  /** Open orders in her communities that other units lead, the most pressing first (M04). */
  async around(actor: Actor, after?: string): Promise<Page<OrderSummary>> {
    const place = this.visibility.communitiesOf(actor);
    const own = this.visibility.leadUnitIds(actor);
    return this.summaries(await this.rows.around(place, own, after, PAGE), false);
  }

  /** Orders of the office's inbox. Whoever keeps watch has looked now. */
  async desk(actor: Actor, view: DeskView, after?: string): Promise<Page<OrderSummary>> {
    await this.duty.opened(actor);
    const roots = this.visibility.deskRootIds(actor);
    return this.summaries(await this.rows.byRoot(roots, DESK_VIEWS[view], after, PAGE), false);
  }

  /** Orders behind one of the morning's figures. */
  async morningOrders(actor: Actor, view: MorningView, after?: string): Promise<Page<OrderSummary>> {
    const page = { after, limit: PAGE };
    const roots = this.visibility.deskRootIds(actor);
    return this.summaries(await this.mornings.list(roots, view, this.clock.now(), page), false);
  }

  morning(actor: Actor): Promise<MorningCounts> {
    return this.mornings.counts(this.visibility.deskRootIds(actor), this.clock.now());
  }

  deskCounts(actor: Actor): Promise<Record<DeskView, number>> {
    return this.rows.deskCounts(this.visibility.deskRootIds(actor));
  }

  /** Orders of one line of these streets, or of one firm, the most pressing first. */
  async among(column: 'line' | 'enterprise_id', value: string, rootIds: readonly string[], after?: string) {
    const { sql, params } = Visibility.among('root_id', rootIds);
    const scope = { sql: `${sql} AND ${column} = ?`, params: [...params, value] };
    return this.summaries(await this.rows.byDue(scope, ALL_STATES, after, PAGE), false);
  }

  /** Throws NOT_FOUND for an order the actor may not see. */
  async order(actor: Actor, orderId: string): Promise<OrderView> {
    await this.policies.refresh();
    const stored = await this.store.find(this.db, orderId);
    if (stored === null) throw await missingOrder(this.db, orderId);
    const standing = this.visibility.standingOf(actor, stored.facts);
    if (standing === null) throw new AppError('NOT_FOUND');
    const { facts } = stored;
    const { reader } = standing;
    const isFiler = reader === 'FILER';
    const now = this.clock.now();
    if (!isFiler) await this.looks.note(actor, orderId, standing, now);
    const [own, clocks, events, texts, files] = await Promise.all([
      this.rows.privateOf(orderId),
      this.clocks.shownOf(this.db, orderId, !isFiler),
      this.store.eventsOf(this.db, orderId),
      this.rows.textsOf(orderId),
      this.attachments.ofOrder(orderId),
    ]);
    const names = isFiler
      ? await this.people.names(this.db, facts.handlerId === null ? [] : [facts.handlerId])
      : await this.people.names(
          this.db,
          events.flatMap(({ actorId, data }) =>
            Array.isArray(data.told) ? [actorId, ...data.told] : actorId,
          ),
        );
    const { limits } = this.writer.askedFor(facts, now);
    const world = { facts, paths: this.writer.pathsOf(facts), clocks, asked: { limits } };
    const actorFacts = { personId: actor.personId, system: false, grants: actor.grants };
    return this.views.page({
      stored,
      reader,
      own,
      phone: own.phoneCipher === null || isFiler ? null : this.cipher.decrypt(own.phoneCipher),
      clocks,
      events,
      texts,
      photos: files.photos,
      recording: this.visibility.mayListen(actor, facts, reader) ? files.recording : null,
      names,
      target: await this.targetOf(facts),
      evidence: isFiler
        ? []
        : evidenceAsked({
            facts,
            needs: this.evidence.needsOf(facts, now),
            limits,
            photos: files.photos,
            events,
          }),
      finalReplies: reader === 'OFFICE' ? await this.finals.sameMatter(facts) : [],
      allowed: buttonsFor(world, actorFacts, now),
      canReveal: standing.watches !== true && pathsWith(actor, 'contact:reveal').length > 0,
      watches: standing.watches === true,
      reachability: isFiler ? null : await this.reachability(facts.filerId),
      disputeDays: limits.disputeDays,
      care: isFiler || !this.visibility.seesCare(actor, facts) ? null : careLines(this.writer.careOf(facts)),
      readerId: actor.personId,
      now,
    });
  }

  /** Where a merged order has gone: the one at the end of the chain. */
  private async targetOf(facts: OrderFacts): Promise<OrderParts['target']> {
    let at = facts.mergedInto;
    for (let hops = 0; at !== null && hops < MERGE_HOPS; hops += 1) {
      const stored = await this.store.find(this.db, at);
      if (stored === null) return null;
      at = stored.facts.mergedInto;
      if (at === null) {
        const clocks = await this.clocks.shownOf(this.db, stored.facts.id, false);
        return { facts: stored.facts, clocks };
      }
    }
    return null;
  }

  /** What the units involved said to each other beside the order (M52), oldest first, as far as the actor may read. */
  async thread(actor: Actor, orderId: string): Promise<TimelineEntry[]> {
    const { timeline, isOwn } = await this.order(actor, orderId);
    return isOwn ? [] : timeline.filter(({ event }) => event === 'order.noted').reverse();
  }

  private async reachability(filerId: string | null): Promise<OrderView['reachability']> {
    if (filerId === null) return 'UNBOUND';
    return (await this.reach.of(filerId)).wechat;
  }

  private async summaries(page: ListPage, isFiler: boolean): Promise<Page<OrderSummary>> {
    const now = this.clock.now();
    const photos = await this.attachments.listForOrders(page.items.map((item) => item.order.id));
    const thumbs = new Map(
      photos
        .filter((photo) => photo.seq === 1)
        .reverse()
        .map((photo) => [photo.orderId, photo.thumbUrl]),
    );
    const items = page.items.map((item) =>
      this.views.summary(
        { ...item, facts: item.order, title: item.order.title },
        thumbs.get(item.order.id) ?? null,
        isFiler,
        now,
      ),
    );
    return { items, next: page.next };
  }
}

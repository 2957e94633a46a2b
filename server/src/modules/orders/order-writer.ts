import { Injectable } from '@nestjs/common';
import {
  type ActionName,
  type ActorFacts,
  type CareRow,
  HANDLING_KINDS,
  type Instant,
  type OrderFacts,
  type OrderPaths,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { Metrics } from '../../platform/http/metrics';
import { AuditStore } from '../audit/audit.store';
import type { ClockRow } from '../clocks/clock-row';
import { ClocksStore } from '../clocks/clocks.store';
import { DirectoryService } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { EnterprisesService } from '../enterprises/enterprises.service';
import { PoliciesService } from '../policies/policies.service';
import { EvidenceChecks } from './evidence-checks.service';
import { EvidenceClaims } from './evidence-claims.service';
import { OrderLinks } from './order-links';
import { OrderNotices } from './order-notices';
import { OrderWorlds } from './order-worlds';
import { type NewOrder, OrdersStore, type StoredOrder } from './orders.store';
import { ResidentWords } from './resident-words';
import { type Command, type Decision, decide, followUp, type World } from './rules/decide';
import { concernsResident, newsOf, RESIDENT_SENTENCE } from './rules/news';

export { RESIDENT_SENTENCE } from './rules/news';

/** Somebody else changed the order between our read and our write. */
export class StaleVersionError extends Error {}

/**
 * Whoever has to do something whenever something happened to an order, in the same transaction: procedures that end
 * with it, triggers. Answers the order as it stands afterwards when it changed it.
 */
export interface OrderFollower {
  follow(tx: Tx, before: OrderFacts, decision: Decision): Promise<Pick<Decision, 'facts' | 'clocks'> | null>;
  /** The same of an order that has just been filed. */
  filed?(
    tx: Tx,
    facts: OrderFacts,
    clocks: readonly ClockRow[],
    now: Instant,
    order: NewOrder,
  ): Promise<Pick<Decision, 'facts' | 'clocks'> | null>;
}

/** Carries one action out inside a transaction: order, event, texts, turn, clocks, photos, notices, audit. */
@Injectable()
export class OrderWriter {
  private readonly followers: OrderFollower[] = [];

  constructor(
    private readonly store: OrdersStore,
    private readonly clocks: ClocksStore,
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
    private readonly notices: OrderNotices,
    private readonly links: OrderLinks,
    private readonly staff: StaffQuery,
    private readonly audit: AuditStore,
    private readonly metrics: Metrics,
    private readonly firms: EnterprisesService,
    private readonly evidence: EvidenceChecks,
    private readonly worlds: OrderWorlds,
    private readonly claims: EvidenceClaims,
    private readonly words: ResidentWords,
  ) {}

  /** Paths of the order's office, lead unit and helpers in today's tree. */
  pathsOf(facts: OrderFacts): OrderPaths {
    return this.worlds.pathsOf(facts);
  }

  /** All that rules ask about: the order with its clocks, its units, the street's numbers. */
  worldOf(tx: Tx, stored: StoredOrder, now: Instant): Promise<World> {
    return this.worlds.worldOf(tx, stored, now);
  }

  /** What the street does besides for who needs care. */
  careOf(facts: OrderFacts): readonly CareRow[] {
    return this.worlds.careOf(facts);
  }

  /** What guards need to know of the street besides the order. */
  askedFor(facts: OrderFacts, now: Instant): World['asked'] {
    return this.worlds.askedFor(facts, now);
  }

  /**
   * Decides and writes. Throws AppError when the rules refuse, StaleVersionError when the order moved on since
   * it was read (run the whole use case again).
   */
  async carryOut(tx: Tx, given: World, command: Command, commandId: string | null): Promise<Decision> {
    const { classCode } = command.form;
    if (classCode !== given.facts.classCode) this.policies.checkClass(given.facts.rootId, classCode);
    const world = await this.withFirm(tx, await this.withTarget(tx, given, command), command);
    const verdict = decide(world, command);
    if (verdict.refused !== null) throw new AppError(verdict.refused.code, verdict.refused.details);
    const { decision } = verdict;
    this.checkLead(world.facts, decision.facts);
    await this.checkHandler(tx, decision);
    const sentence = this.words.sentenceOf(decision, world);
    await this.write(tx, world, decision, sentence, commandId);
    // Of what has just been filed nobody knows, so nothing can lie in it.
    if (world.isNew !== true) await this.passOn(tx, decision, sentence);
    const after = await this.followed(tx, world.facts, decision);
    const next = followUp(after);
    if (next === null) return after;
    const nextWorld: World = {
      ...world,
      facts: after.facts,
      clocks: after.clocks,
      paths: this.pathsOf(after.facts),
    };
    return this.carryOut(tx, nextWorld, systemCommand(next, {}, command.now), null);
  }

  /** What the resident reads of an event whose sentence could only be filled once more had been done. */
  async say(tx: Tx, decision: Decision, sentence: string): Promise<void> {
    const { event, facts } = decision;
    const text = { field: RESIDENT_SENTENCE, layer: 'PUBLIC' as const, body: sentence };
    await this.store.addTexts(tx, facts.id, event.seq, [text]);
    await this.passOn(tx, decision, sentence);
  }

  /** From now on the follower is told of everything that happens to any order. */
  join(follower: OrderFollower): void {
    this.followers.push(follower);
  }

  /** Tells everybody who follows orders of a new one; answers it as it stands afterwards. */
  async filed(
    tx: Tx,
    facts: OrderFacts,
    clocks: readonly ClockRow[],
    now: Instant,
    order: NewOrder,
  ): Promise<{ facts: OrderFacts; clocks: readonly ClockRow[] }> {
    let after: { facts: OrderFacts; clocks: readonly ClockRow[] } = { facts, clocks };
    for (const follower of this.followers) {
      after = (await follower.filed?.(tx, after.facts, after.clocks, now, order)) ?? after;
    }
    return after;
  }

  private async followed(tx: Tx, before: OrderFacts, decision: Decision): Promise<Decision> {
    let after = decision;
    for (const follower of this.followers) {
      const changed = await follower.follow(tx, before, after);
      if (changed !== null) after = { ...after, facts: changed.facts, clocks: changed.clocks };
    }
    return after;
  }

  /** The order another one is to be merged into, held as it is until both are written. */
  private async withTarget(tx: Tx, world: World, { action, form }: Command): Promise<World> {
    const [orderNo] = action === 'merge' ? (form.targets as readonly string[]) : [];
    if (orderNo === undefined) return world;
    const target = await this.links.target(tx, world.facts, orderNo);
    if (target !== null && !(await this.store.isStill(tx, target))) throw new StaleVersionError();
    return { ...world, asked: { ...world.asked, target } };
  }

  /** Corrected, the party makes it an order of the firm that was named at filing, or of none (M42). */
  private async withFirm(tx: Tx, world: World, { action, form, now }: Command): Promise<World> {
    const { id, rootId, partyKind } = world.facts;
    if (action !== 'classify' || form.partyKind === undefined || form.partyKind === partyKind) return world;
    if (form.partyKind !== 'ENTERPRISE') return { ...world, firmId: null };
    const name = await this.store.companyOf(tx, id);
    const firm = await this.firms.findOrMake(tx, { rootId, name, creditCode: null, byStaff: true, now });
    return { ...world, firmId: firm?.id ?? null };
  }

  /** Who filed an order that lies in this one reads the same steps, without a word of who else filed. */
  private async passOn(tx: Tx, decision: Decision, sentence: string | null): Promise<void> {
    const { facts, event } = decision;
    const news = newsOf(decision, sentence);
    if (news.length === 0) return;
    for (const id of await this.links.mergedInto(tx, facts.id)) {
      const stored = await this.store.find(tx, id);
      if (stored === null || stored.facts.state !== 'MERGED') continue;
      const sameFiler = stored.facts.filerId !== null && stored.facts.filerId === facts.filerId;
      const form = { texts: news, ofEvent: event.name, sameFiler };
      const merged = await this.worldOf(tx, stored, event.at);
      await this.carryOut(tx, merged, systemCommand('mergedNews', form, event.at), null);
    }
  }

  /** Whoever is named must work in the lead unit. Throws PERSON_NOT_OF_UNIT. */
  private async checkHandler(tx: Tx, { action, facts, event }: Decision): Promise<void> {
    if (action !== 'nameHandler' || facts.leadUnitId === null) return;
    const staff = await this.staff.staffOf(tx, facts.leadUnitId, 'order:handle', event.at);
    if (!staff.includes(String(facts.handlerId))) throw new AppError('PERSON_NOT_OF_UNIT');
  }

  /** A new lead must be a handling unit of the order's street that is still in use. Throws UNIT_UNKNOWN. */
  private checkLead(before: OrderFacts, after: OrderFacts): void {
    if (after.leadUnitId === null || after.leadUnitId === before.leadUnitId) return;
    const unit = this.directory.findUnit(after.leadUnitId);
    const fits = unit !== null && unit.active === 1 && unit.root_id === after.rootId;
    if (!fits || !HANDLING_KINDS.some((kind) => kind === unit.kind)) throw new AppError('UNIT_UNKNOWN');
  }

  private async write(
    tx: Tx,
    world: World,
    decision: Decision,
    sentence: string | null,
    commandId: string | null,
  ): Promise<void> {
    const { facts, event, clocks } = decision;
    const title = this.policies.titleOf(facts.rootId, facts.classCode);
    if (!(await this.store.update(tx, world.facts, facts, title, clocks))) throw new StaleVersionError();
    await this.store.addEvent(tx, facts.id, event, commandId);
    const texts =
      sentence === null
        ? decision.texts
        : [...decision.texts, { field: RESIDENT_SENTENCE, layer: 'PUBLIC' as const, body: sentence }];
    await this.store.addTexts(tx, facts.id, event.seq, texts);
    const transcript = decision.texts.find(({ field }) => field === 'transcript');
    if (transcript !== undefined) await this.store.addWords(tx, facts.id, transcript.body);
    await this.store.followTurn(tx, world.facts, event);
    await this.links.follow(tx, facts.id, event, world.facts);
    await this.clocks.write(tx, world.clocks, clocks);
    if (decision.photoIds.length > 0) {
      await this.claims.claim(tx, decision);
    }
    if (decision.action === 'reply' && facts.outcome === 'SOLVED') {
      await this.evidence.refuseLacking(tx, facts, event.at);
    }
    await this.notices.tellAbout(tx, {
      concernsResident: concernsResident(world, decision),
      before: world.facts,
      decision,
      title,
      blanks: this.words.blanksFor(decision.facts, world.facts, title, decision),
    });
    this.metrics.acted(tx, event.name, world.facts.state, facts.state);
    await this.audit.add(tx, {
      at: event.at,
      actorId: event.actorId,
      action: event.name,
      subjectKind: 'ORDER',
      subjectId: facts.id,
      facts: { seq: event.seq, from: world.facts.state, to: facts.state },
    });
  }
}

export const SYSTEM_FACTS: ActorFacts = { personId: 'SYSTEM', system: true, grants: [] };

export function systemCommand(action: ActionName, form: Command['form'], now: Instant): Command {
  return { action, actor: SYSTEM_FACTS, form, now };
}

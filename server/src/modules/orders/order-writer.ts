import { Injectable } from '@nestjs/common';
import {
  type ActionName,
  type ActorFacts,
  type CareRow,
  DEFAULT_CARE_ROWS,
  HANDLING_KINDS,
  type Instant,
  type OrderFacts,
  type OrderPaths,
  TRANSITIONS,
  withCare,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { Metrics } from '../../platform/http/metrics';
import { Outbox } from '../../platform/outbox';
import { AttachmentsService } from '../attachments/attachments.service';
import { EVIDENCE } from '../attachments/rules/upload-form';
import { AuditStore } from '../audit/audit.store';
import type { ClockRow } from '../clocks/clock-row';
import { ClocksStore } from '../clocks/clocks.store';
import { DirectoryService } from '../directory/directory.service';
import { StaffQuery } from '../directory/staff.query';
import { EnterprisesService } from '../enterprises/enterprises.service';
import { PoliciesService } from '../policies/policies.service';
import { EvidenceChecks } from './evidence-checks.service';
import { MARK_TOPIC } from './evidence-marks.service';
import { OrderLinks } from './order-links';
import { OrderNotices } from './order-notices';
import { OrdersStore, type StoredOrder } from './orders.store';
import { type Command, type Decision, decide, followUp, type World } from './rules/decide';
import { concernsResident, newsOf, RESIDENT_SENTENCE } from './rules/news';
import { fill } from './rules/tell';

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
  ): Promise<Pick<Decision, 'facts' | 'clocks'> | null>;
}

/** Carries one action out inside a transaction: order, event, texts, turn, clocks, photos, notices, audit. */
@Injectable()
export class OrderWriter {
  private readonly followers: OrderFollower[] = [];
  private readonly phones = new Map<string, { version: string; numbers: readonly string[] }>();

  constructor(
    private readonly store: OrdersStore,
    private readonly clocks: ClocksStore,
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
    private readonly attachments: AttachmentsService,
    private readonly notices: OrderNotices,
    private readonly links: OrderLinks,
    private readonly staff: StaffQuery,
    private readonly audit: AuditStore,
    private readonly metrics: Metrics,
    private readonly outbox: Outbox,
    private readonly firms: EnterprisesService,
    private readonly evidence: EvidenceChecks,
  ) {}

  /** Paths of the order's office, lead unit and helpers in today's tree. */
  pathsOf(facts: OrderFacts): OrderPaths {
    const office = this.directory.findUnit(facts.officeUnitId);
    if (office === null) throw new Error(`office of ${facts.id} is gone`);
    const lead = facts.leadUnitId === null ? null : this.directory.findUnit(facts.leadUnitId);
    const helpers = facts.helpers
      .split(' ')
      .map((entry) => this.directory.findUnit(entry.split(':')[1] ?? ''));
    return {
      officePath: office.path,
      leadPath: lead?.path ?? null,
      supportPaths: helpers.flatMap((unit) => (unit === null ? [] : [unit.path])),
    };
  }

  async worldOf(tx: Tx, stored: StoredOrder, now: Instant): Promise<World> {
    const { facts } = stored;
    return {
      facts,
      paths: this.pathsOf(facts),
      clocks: await this.clocks.ofOrder(tx, facts.id),
      asked: this.askedFor(facts, now),
      clockRules: this.clockRulesOf(facts),
    };
  }

  /** Who needs care is waited for longer, by the rules her order was received under. */
  private clockRulesOf(facts: OrderFacts): World['clockRules'] {
    const rules = this.policies.clockRules(facts.rootId, facts.receivedAt);
    return facts.vulnerable ? { ...rules, rows: withCare(rules.rows, this.careOf(facts)) } : rules;
  }

  /** What the street does besides for who needs care. */
  careOf(facts: OrderFacts): readonly CareRow[] {
    const policy = this.policies.inForce<{ rows: CareRow[] }>(facts.rootId, 'care', facts.receivedAt);
    return policy?.rows ?? DEFAULT_CARE_ROWS;
  }

  /** What guards need to know of the street besides the order. */
  askedFor(facts: OrderFacts, now: Instant): World['asked'] {
    const visit = this.policies.visitRow(facts, now);
    const limits = this.policies.limits(facts.rootId, now);
    return {
      limits: visit === null ? limits : { ...limits, tries: visit.tries, tryDays: visit.tryDays },
      publicNumbers: this.phonesOf(facts.rootId),
      needsPhotoAfter: this.evidence.needsOf(facts, now).includes('PHOTO_AFTER'),
    };
  }

  /** Telephones of the street's units; worked out once per state of the directory. */
  private phonesOf(rootId: string): readonly string[] {
    const known = this.phones.get(rootId);
    if (known?.version === this.directory.version) return known.numbers;
    const units = this.directory.unitsUnder(rootId);
    const numbers = units.flatMap(({ phone }) => (phone === null ? [] : [phone]));
    this.phones.set(rootId, { version: this.directory.version, numbers });
    return numbers;
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
    await this.write(tx, world, decision, commandId);
    await this.passOn(tx, decision, this.residentSentence(decision, world));
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
  ): Promise<{ facts: OrderFacts; clocks: readonly ClockRow[] }> {
    let after: { facts: OrderFacts; clocks: readonly ClockRow[] } = { facts, clocks };
    for (const follower of this.followers) {
      after = (await follower.filed?.(tx, after.facts, after.clocks, now)) ?? after;
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

  private async write(tx: Tx, world: World, decision: Decision, commandId: string | null): Promise<void> {
    const { facts, event, clocks } = decision;
    const title = this.policies.titleOf(facts.rootId, facts.classCode);
    if (!(await this.store.update(tx, world.facts, facts, title, clocks))) throw new StaleVersionError();
    await this.store.addEvent(tx, facts.id, event, commandId);
    const sentence = this.residentSentence(decision, world);
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
      await this.claimPhotos(tx, decision);
    }
    if (decision.action === 'reply' && facts.outcome === 'SOLVED') {
      await this.evidence.refuseLacking(tx, facts, event.at);
    }
    await this.notices.tellAbout(tx, {
      concernsResident: concernsResident(world, decision),
      before: world.facts,
      decision,
      title,
      blanks: this.blanksFor(decision.facts, world.facts, title, decision),
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

  /** Photos of handlers are evidence: each gets its mark, drawn after the commit. */
  private async claimPhotos(tx: Tx, { action, event, facts, photoIds }: Decision): Promise<void> {
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

  private residentSentence(decision: Decision, world: World): string | null {
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

export const SYSTEM_FACTS: ActorFacts = { personId: 'SYSTEM', system: true, grants: [] };

export function systemCommand(action: ActionName, form: Command['form'], now: Instant): Command {
  return { action, actor: SYSTEM_FACTS, form, now };
}

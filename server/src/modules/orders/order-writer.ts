import { Injectable } from '@nestjs/common';
import {
  type ActionName,
  type ActorFacts,
  classLeaf,
  type Instant,
  type OrderFacts,
  type OrderPaths,
  TRANSITIONS,
  type UnitKind,
} from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { Metrics } from '../../platform/http/metrics';
import { AttachmentsService } from '../attachments/attachments.service';
import { Outbox } from '../../platform/outbox';
import { AuditStore } from '../audit/audit.store';
import { EVIDENCE } from '../attachments/rules/upload-form';
import type { ClockRow } from '../clocks/clock-row';
import { ClocksStore } from '../clocks/clocks.store';
import { DirectoryService } from '../directory/directory.service';
import { PoliciesService } from '../policies/policies.service';
import { OrderNotices } from './order-notices';
import { OrdersStore, type StoredOrder } from './orders.store';
import { MARK_TOPIC } from './evidence-marks.service';
import { OrderLinks } from './order-links';
import { type Command, type Decision, decide, followUp, type World } from './rules/decide';
import { clockFor } from './rules/due-columns';
import { fill } from './rules/tell';

/** Somebody else changed the order between our read and our write. */
export class StaleVersionError extends Error {}

/** Field name under which the filled sentence for the resident's timeline is kept. */
export const RESIDENT_SENTENCE = '_resident';

/** Units that handle orders; the office and the street itself hand them out. */
const HANDLING: readonly UnitKind[] = ['SECTION', 'COMMUNITY', 'GRID', 'EXTERNAL', 'TASK_FORCE'];

/** Class name for lists; never words of the resident. */
export function titleOf(classCode: string | null): string {
  return (classCode === null ? undefined : classLeaf(classCode)?.name) ?? '待分类诉求';
}

/** Carries one action out inside a transaction: order, event, texts, turn, clocks, photos, notices, audit. */
@Injectable()
export class OrderWriter {
  private readonly phones = new Map<string, { version: string; numbers: readonly string[] }>();

  constructor(
    private readonly store: OrdersStore,
    private readonly clocks: ClocksStore,
    private readonly policies: PoliciesService,
    private readonly directory: DirectoryService,
    private readonly attachments: AttachmentsService,
    private readonly notices: OrderNotices,
    private readonly audit: AuditStore,
    private readonly metrics: Metrics,
  ) {}

  /** Paths of the order's office, lead unit and helpers in today's tree. */
  pathsOf(facts: OrderFacts): OrderPaths {
    private readonly outbox: Outbox,
    const office = this.directory.findUnit(facts.officeUnitId);
    if (office === null) throw new Error(`office of ${facts.id} is gone`);
    const lead = facts.leadUnitId === null ? null : this.directory.findUnit(facts.leadUnitId);
    const helpers = facts.helpers.split(' ').map((entry) => this.directory.findUnit(entry.split(':')[1] ?? ''));
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
      clockRules: this.policies.clockRules(facts.rootId, now),
    };
  }

  /** What guards need to know of the street besides the order. */
  askedFor(facts: OrderFacts, now: Instant): World['asked'] {
    return { limits: this.policies.limits(facts.rootId, now), publicNumbers: this.phonesOf(facts.rootId) };
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
  async carryOut(tx: Tx, world: World, command: Command, commandId: string | null): Promise<Decision> {
    const verdict = decide(world, command);
    if (verdict.refused !== null) throw new AppError(verdict.refused.code, verdict.refused.details);
    const { decision } = verdict;
    this.checkLead(world.facts, decision.facts);
    await this.write(tx, world, decision, commandId);
    const next = followUp(decision);
    if (next === null) return decision;
    const nextWorld: World = {
      ...world,
      facts: decision.facts,
      clocks: decision.clocks,
      paths: this.pathsOf(decision.facts),
    };
    return this.carryOut(tx, nextWorld, systemCommand(next, {}, command.now), null);
  }

  /** A new lead must be a handling unit of the order's street that is still in use. Throws UNIT_UNKNOWN. */
  private checkLead(before: OrderFacts, after: OrderFacts): void {
    if (after.leadUnitId === null || after.leadUnitId === before.leadUnitId) return;
    const unit = this.directory.findUnit(after.leadUnitId);
    const fits = unit !== null && unit.active === 1 && unit.root_id === after.rootId;
    if (!fits || !HANDLING.some((kind) => kind === unit.kind)) throw new AppError('UNIT_UNKNOWN');
  }

  private async write(tx: Tx, world: World, decision: Decision, commandId: string | null): Promise<void> {
    const { facts, event, clocks } = decision;
    const title = titleOf(facts.classCode);
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
    await this.clocks.write(tx, world.clocks, clocks);
    if (decision.photoIds.length > 0) {
      await this.claimPhotos(tx, decision);
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

  private residentSentence(decision: Decision, world: World): string | null {
    const { resident: template } = TRANSITIONS[decision.action];
    if (template === null || !concernsResident(world, decision)) return null;
    const title = titleOf(decision.facts.classCode);
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

/** False for an event that only matters to the resident when her date moved, and it did not. */
function concernsResident(world: World, { action, facts, clocks }: Decision): boolean {
  if (TRANSITIONS[action].residentWhen !== 'dateMoved') return true;
  const day = (rows: readonly ClockRow[]) => clockFor(facts, rows, 'handle')?.dueDay ?? null;
  const before = day(world.clocks);
  return before !== null && before !== day(clocks);
}
  /** Photos of handlers are evidence: each gets its mark, drawn after the commit. */
  private async claimPhotos(tx: Tx, { action, event, facts, photoIds }: Decision): Promise<void> {
    const field = TRANSITIONS[action].fields.find(({ kind }) => kind === 'photos');
    const purpose = field?.kind === 'photos' ? field.purpose : 'ADD';
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


export const SYSTEM_FACTS: ActorFacts = { personId: 'SYSTEM', system: true, grants: [] };

export function systemCommand(action: ActionName, form: Command['form'], now: Instant): Command {
  return { action, actor: SYSTEM_FACTS, form, now };
}

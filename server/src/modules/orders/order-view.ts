import { Injectable } from '@nestjs/common';
import {
  type ActionName,
  type GeoPoint,
  type Instant,
  type OrderEvent,
  type OrderFacts,
  type OrderSummary,
  type OrderView,
  redactNarrative,
  STATES,
  staffLabel,
} from '@yihu/shared';
import { maskPhone } from '../../platform/crypto';
import type { ExplainedClock, ListedClock } from '../clocks/clock-row';
import { DirectoryService } from '../directory/directory.service';
import { PoliciesService } from '../policies/policies.service';
import type { ListedFacts, StoredOrder } from './order-columns';
import type { PrivateRow } from './order-rows.query';
import { OrderProposals } from './proposals.service';
import { clockLine, listClock, visibleClocks } from './rules/clock-view';
import { contactView } from './rules/contact-view';
import { lastText, resultOfTarget } from './rules/last-text';
import type { PhotoOfEvent, Reader, TextRow } from './rules/reader';
import { headlineOf, stationsOf } from './rules/stations';
import { dateFor, isPast } from './rules/tell';
import { photoView, type TimelineParts, timelineOf } from './rules/timeline';

/** Everything read for one order's page. */
export interface OrderParts {
  stored: StoredOrder;
  reader: Reader;
  own: PrivateRow;
  phone: string | null;
  /** Without how they came about where the reader is not told. */
  clocks: ExplainedClock[];
  events: OrderEvent[];
  texts: TextRow[];
  photos: PhotoOfEvent[];
  /** Null for who may not listen. */
  recording: OrderView['recording'];
  names: Map<string, string>;
  /** The order this one was merged into, at the end of the chain; null when it is in none. */
  target: { facts: OrderFacts; clocks: ExplainedClock[] } | null;
  /** For the desk: final replies of the same matter, to answer from. */
  finalReplies: OrderView['finalReplies'];
  evidence: OrderView['evidence'];
  allowed: ActionName[];
  canReveal: boolean;
  watches: boolean;
  reachability: OrderView['reachability'];
  disputeDays: number;
  /** What is done besides for who needs care; null for who may not know of it. */
  care: string[] | null;
  readerId: string;
  now: Instant;
}

/** What a summary is made of. */
interface Summed {
  facts: ListedFacts;
  title: string;
  clocks: readonly ListedClock[];
  content: string;
}

const EXCERPT = 40;

/** Maps what is stored to what one reader may see, field by field. */
@Injectable()
export class OrderViews {
  constructor(
    private readonly directory: DirectoryService,
    private readonly proposals: OrderProposals,
    private readonly policies: PoliciesService,
  ) {}

  summary(listed: Summed, thumbUrl: string | null, isFiler: boolean, now: Instant): OrderSummary {
    const { facts, clocks, content } = listed;
    const words = isFiler ? content : redactNarrative(content).text;
    const clock = listClock(facts, clocks, isFiler);
    const view = clock === null ? null : clockLine(clock, now);
    return {
      id: facts.id,
      orderNo: facts.orderNo,
      version: facts.version,
      state: facts.state,
      stateLabel: isFiler ? STATES[facts.state] : staffLabel(facts),
      title: listed.title,
      excerpt: words === '' && facts.voice !== null ? '(录音)' : words.slice(0, EXCERPT),
      voice: facts.voice,
      urgency: facts.urgency,
      placeLabel: this.placeLabel(facts),
      outside: facts.outside,
      receivedAt: facts.receivedAt,
      cycle: facts.cycle,
      dueAt: view?.dueAt ?? null,
      dueText: view?.dueText ?? '',
      dueLabel: view?.label ?? '',
      late: view?.late ?? false,
      light: view?.light ?? null,
      thumbUrl,
      leadUnitName: this.nameOf(facts.leadUnitId),
    };
  }

  /** The order's page for one reader. */
  page(parts: OrderParts): OrderView {
    const { stored, reader, own, now } = parts;
    const { facts } = stored;
    const isFiler = reader === 'FILER';
    const text = this.narrativeFor(reader, own.content);
    const address = this.addressFor(parts);
    const thumb = parts.photos.find((photo) => photo.purpose === 'REPORT')?.thumbUrl ?? null;
    const summary = this.summary(
      { facts, title: stored.title, clocks: parts.clocks, content: own.content },
      thumb,
      isFiler,
      now,
    );
    const office = this.directory.findUnit(facts.officeUnitId);
    const lead = facts.leadUnitId === null ? null : this.directory.findUnit(facts.leadUnitId);
    const timeline: TimelineParts = {
      ...parts,
      ...{ facts, place: stored, seesCare: parts.care !== null },
      unitName: (id) => this.nameOf(id),
    };
    return {
      ...summary,
      requestType: facts.requestType,
      partyKind: facts.partyKind,
      complexity: facts.complexity,
      channel: facts.channel,
      source: facts.source,
      line: facts.line,
      upperSystem: facts.upperSystem,
      upperNo: facts.upperNo,
      intakeName: this.nameOf(facts.intakeUnitId),
      enterpriseId: isFiler ? null : facts.enterpriseId,
      vulnerable: parts.care === null ? null : facts.vulnerable,
      care: facts.vulnerable ? (parts.care ?? []) : [],
      bound: facts.bound,
      classCode: facts.classCode,
      className: this.policies.leaf(facts.rootId, facts.classCode)?.path.join(' › ') ?? null,
      outcome: isFiler && facts.approvedAt === null ? null : facts.outcome,
      text: text.text,
      redacted: text.redacted || address.redacted,
      address: address.text,
      point: pointOf(stored),
      gridId: facts.gridId,
      gridName: this.nameOf(facts.gridId),
      communityName: this.nameOf(facts.communityId),
      leadUnitId: facts.leadUnitId,
      leadPhone: lead?.phone ?? null,
      officeName: office?.name ?? '街道热线办',
      officePhone: office?.phone ?? null,
      handlerName: facts.handlerId === null ? null : (parts.names.get(facts.handlerId) ?? null),
      publicReply: this.publicReply(parts),
      photos: parts.photos.filter((photo) => photo.seq === 1).map(photoView),
      recording: parts.recording,
      clocks: isFiler ? [] : visibleClocks(parts.clocks, now),
      timeline: timelineOf(timeline),
      stations: stationsOf(facts, this.nameOf(facts.leadUnitId)),
      headline: this.headline(facts, parts.clocks, parts, now),
      question: facts.state === 'NEED_INFO' ? lastText(parts, 'order.info_asked', 'question') : null,
      rating: this.ratingFor(facts),
      contact: isFiler
        ? null
        : contactView({ ...parts, maskedPhone: parts.phone === null ? null : maskPhone(parts.phone) }),
      reachability: isFiler ? null : parts.reachability,
      suggestedUnit: reader === 'OFFICE' ? this.suggestion(facts, now) : null,
      finalReplies: parts.finalReplies,
      evidence: parts.evidence,
      allowed: parts.allowed,
      isOwn: isFiler,
    };
  }

  /** Raw for the filer and the desk; masked by rule for everybody else. */
  private narrativeFor(reader: Reader, text: string): { text: string; redacted: boolean } {
    if (reader !== 'HANDLER') return { text, redacted: false };
    const masked = redactNarrative(text);
    return { text: masked.text, redacted: masked.found.length > 0 };
  }

  /**
   * Where the problem is, door included, is what the unit that signed needs to get there. Before that, and where
   * the filer wants to stay unknown to it, a door number could give her away and is masked.
   */
  private addressFor({ stored, reader, own }: OrderParts): { text: string; redacted: boolean } {
    const { facts } = stored;
    const isOnItsWay = facts.signedAt !== null && facts.confidentiality === 'SURNAME';
    return reader === 'HANDLER' && isOnItsWay
      ? { text: own.address, redacted: false }
      : this.narrativeFor(reader, own.address);
  }

  /** An order that lies in another one says how that one stands; nothing else of it. */
  private headline(
    facts: OrderFacts,
    clocks: readonly ExplainedClock[],
    parts: OrderParts,
    now: Instant,
  ): string {
    const { target, disputeDays } = parts;
    const office = this.directory.findUnit(facts.officeUnitId);
    const said = headlineOf(facts, {
      unit: this.nameOf(facts.leadUnitId) ?? office?.name ?? '承办单位',
      office: office?.name ?? '街道热线办',
      officePhone: office?.phone ?? null,
      date: dateFor(facts, clocks, disputeDays),
      isPast: isPast(facts, clocks, now),
    });
    if (facts.state !== 'MERGED' || target === null) return said;
    const there = this.headline(target.facts, target.clocks, { ...parts, target: null }, now);
    return `已与您反映的另一件(${target.facts.orderNo})合并办理。那一件:${there}`;
  }

  /** The filer reads a reply when the office has approved it; staff read the unit's words at once. */
  private publicReply(parts: OrderParts): string | null {
    const { facts } = parts.stored;
    if (facts.state === 'DECLINED') return lastText(parts, 'order.declined', 'publicText');
    if (facts.state === 'MERGED') return resultOfTarget(parts);
    const approved =
      facts.approvedAt === null
        ? null
        : lastText(parts, facts.turnId === null ? 'order.answered' : 'order.approved', 'publicText');
    if (approved !== null) return approved;
    return parts.reader === 'FILER' || facts.repliedAt === null
      ? null
      : lastText(parts, 'order.replied', 'publicText');
  }

  private ratingFor(facts: OrderFacts): OrderView['rating'] {
    if (facts.ratedCycle !== facts.cycle) return null;
    return { solved: facts.finalSolved, process: facts.finalProcess, result: facts.finalResult };
  }

  private suggestion(facts: OrderFacts, now: Instant): OrderView['suggestedUnit'] {
    if (facts.state !== 'ACCEPTED' && facts.state !== 'SUBMITTED') return null;
    const unit = this.proposals.unitFor(facts, now);
    return unit === null ? null : { ...unit, name: this.nameOf(unit.unitId) ?? '' };
  }

  private placeLabel(facts: ListedFacts): string {
    if (facts.outside) return '辖区外';
    const names = [this.nameOf(facts.communityId), this.nameOf(facts.gridId)];
    const known = names.filter((name) => name !== null);
    return known.length === 0 ? '地点待核实' : known.join(' ');
  }

  private nameOf(unitId: string | null): string | null {
    return unitId === null ? null : (this.directory.findUnit(unitId)?.short_name ?? null);
  }
}

function pointOf({ givenLatE6, givenLngE6, givenDatum }: StoredOrder): GeoPoint | null {
  if (givenLatE6 === null || givenLngE6 === null) return null;
  return { lat: givenLatE6 / 1e6, lng: givenLngE6 / 1e6, datum: givenDatum === 'GCJ02' ? 'GCJ02' : 'WGS84' };
}

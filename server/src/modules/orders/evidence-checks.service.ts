import { Injectable } from '@nestjs/common';
import { type ClockWhen, dayOf, firstMatch, type Instant, type OrderFacts } from '@yihu/shared';
import type { Tx } from '../../platform/db/db';
import { AppError } from '../../platform/errors';
import { PoliciesService } from '../policies/policies.service';
import { distanceM } from './rules/distance';
import type { Need } from './rules/evidence-asked';

interface EvidenceRow {
  when: ClockWhen;
  need: readonly Need[];
}

interface Shown {
  id: string;
  sha256: string;
  taken_lat_e6: number | null;
  taken_lng_e6: number | null;
}

/** What is looked for among the order's photos: the need, what such a photo is for, and the refusal without one. */
const ON_THE_WAY = [
  ['PHOTO_BEFORE', 'BEFORE', 'EVIDENCE_BEFORE'],
  ['PAPER', 'ADD', 'EVIDENCE_PAPER'],
] as const;

/** What makes 虚假办结 hard: a photo is used once, and where it was taken is held against the order's place (R8). */
@Injectable()
export class EvidenceChecks {
  constructor(private readonly policies: PoliciesService) {}

  /** What the street's rules ask for of this order. */
  needsOf(facts: OrderFacts, now: Instant): readonly Need[] {
    const rows = this.policies.inForce<{ rows: EvidenceRow[] }>(facts.rootId, 'evidence', now)?.rows ?? [];
    return firstMatch(rows, facts)?.need ?? [];
  }

  /**
   * Photos just claimed for an order as evidence. Throws EVIDENCE_REUSED naming where the same picture lies already:
   * with another order, or with this one as what was there before it was handled.
   */
  async refuseReused(tx: Tx, photos: readonly Shown[], facts: OrderFacts, purpose: string): Promise<void> {
    if (photos.length === 0) return;
    const marks = photos.map(() => '?').join(',');
    const [used] = await tx.query<{
      owner_id: string;
      order_no: string | null;
      root_id: string;
      at: Instant;
    }>(
      `SELECT a.owner_id, w.order_no, w.root_id, a.created_at AS at FROM attachment a
         LEFT JOIN work_order w ON w.id = a.owner_id
        WHERE a.sha256 IN (${marks}) AND a.id NOT IN (${marks}) AND a.owner_kind <> 'DRAFT'
          AND (a.owner_id <> ? OR (a.purpose <> 'AFTER' AND ? = 'AFTER'))
          AND (w.problem_id IS NULL OR w.problem_id <> ?) ORDER BY a.created_at LIMIT 1`,
      [
        ...photos.map(({ sha256 }) => sha256),
        ...photos.map(({ id }) => id),
        ...[facts.id, purpose, facts.problemId ?? ''],
      ],
    );
    if (used === undefined) return;
    const isOurs = used.root_id === facts.rootId && used.order_no !== null;
    throw new AppError('EVIDENCE_REUSED', {
      where: isOurs ? `工单 ${used.order_no} ` : '别处',
      date: dayOf(used.at),
    });
  }

  /**
   * What the rules ask for besides the reply's own photos before "solved" is believed: the place as it was, shown by
   * whoever went there, and papers, left by staff on the way. Throws EVIDENCE_BEFORE, EVIDENCE_PAPER.
   */
  async refuseLacking(tx: Tx, facts: OrderFacts, now: Instant): Promise<void> {
    const needs = this.needsOf(facts, now);
    for (const [need, purpose, code] of ON_THE_WAY) {
      if (!needs.includes(need)) continue;
      const [found] = await tx.query(
        `SELECT id FROM attachment WHERE owner_id = ? AND owner_kind = 'ORDER' AND purpose = ?
            AND uploader_id <> ? LIMIT 1`,
        [facts.id, purpose, facts.filerId ?? ''],
      );
      if (found === undefined) throw new AppError(code);
    }
  }

  /**
   * Where the rules ask for it, a photo that says where it was taken must have been taken near the place; one that
   * does not say it stands only beside a check-in. Throws FAR_FROM_PLACE, EVIDENCE_NO_PLACE.
   */
  refuseFar(
    photos: readonly Shown[],
    facts: OrderFacts,
    place: { latE6: number | null; lngE6: number | null },
    rule: { now: Instant },
  ): void {
    if (!this.needsOf(facts, rule.now).includes('NEAR_PLACE')) return;
    const limit = this.policies.limits(facts.rootId, rule.now).evidenceMetres;
    const distances = photos.flatMap(({ taken_lat_e6: lat, taken_lng_e6: lng }) => {
      if (lat === null || lng === null) return [];
      const distance = distanceM({ lat: lat / 1e6, lng: lng / 1e6, datum: 'WGS84' }, place);
      return distance === null ? [] : [distance];
    });
    const far = distances.find((distance) => distance > limit);
    if (far !== undefined) throw new AppError('FAR_FROM_PLACE', { distance: far, limit });
    if (distances.length === 0 && facts.arrivedAt === null && place.latE6 !== null) {
      throw new AppError('EVIDENCE_NO_PLACE');
    }
  }
}

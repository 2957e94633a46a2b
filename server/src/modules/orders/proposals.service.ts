import { Injectable } from '@nestjs/common';
import {
  type ActionName,
  type Alike,
  addMinutes,
  type ClassProposal,
  DECIDING,
  type DoubleProposal,
  type Instant,
  OPEN_STATES,
  type OrderFacts,
  type Proposals,
  proposeClass,
  proposeDouble,
  UNIT_CONFIDENCE,
  type UnitProposal,
} from '@yihu/shared';
import { type Db, type Row, readRows, type SqlValue, type Tx } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { PoliciesService } from '../policies/policies.service';
import { Precedents } from '../policies/precedents.service';
import type { StoredOrder } from './order-columns';
import { distanceM } from './rules/distance';

/** Older ones are another matter. [R] */
const WITHIN_MINUTES = 30 * 24 * 60;
const LOOKED_AT = 20;

type Matter = Pick<OrderFacts, 'rootId' | 'classCode'>;

/** What the street's rules propose for an order: its class, its unit, the order it may be a double of (M95). */
@Injectable()
export class OrderProposals {
  constructor(
    private readonly directory: DirectoryService,
    private readonly policies: PoliciesService,
    private readonly precedents: Precedents,
  ) {}

  /** All of them for an action at which somebody takes or leaves them; null for any other. */
  async at(
    reader: Tx | Db,
    action: ActionName,
    stored: StoredOrder,
    now: Instant,
  ): Promise<Proposals | null> {
    return DECIDING.includes(action) ? this.of(reader, stored, now) : null;
  }

  /** From what was said, where it lies, and what else is open. */
  async of(reader: Tx | Db, stored: StoredOrder, now: Instant): Promise<Proposals> {
    const { facts } = stored;
    const [own] = await readRows(reader, 'SELECT content, phone_bidx FROM order_private WHERE order_id = ?', [
      facts.id,
    ]);
    const ofClass = this.classFor(facts.rootId, String(own?.content ?? ''), now);
    const double = await this.doubleFor(reader, stored, own?.phone_bidx ?? null, now);
    return { ...this.ruled(facts, ofClass, now), ...(double === null ? {} : { double }) };
  }

  /** The same without a look at other orders, for what the rules carry out by themselves. */
  atFiling(facts: OrderFacts, text: string, now: Instant): Proposals {
    return this.ruled(facts, this.classFor(facts.rootId, text, now), now);
  }

  /** The class whose words were said, of the street's tree. */
  classFor(rootId: string, text: string, now: Instant): ClassProposal | null {
    return proposeClass(text, this.policies.classes(rootId, now));
  }

  /** The unit a leader named for such a matter, or the duty list gives; by the class proposed while it has none. */
  unitFor(facts: OrderFacts, now: Instant, proposed: ClassProposal | null = null): UnitProposal | null {
    const isGuess = facts.classCode === null && proposed !== null;
    const matter = isGuess ? { ...facts, classCode: proposed.code } : facts;
    const sure = (confidence: number) =>
      isGuess ? Math.round((confidence * proposed.confidence) / 100) : confidence;
    const before = this.precedents.offered(matter, now);
    if (before !== null) {
      const reason = `同类的 ${before.orderNo} 由领导指定${this.nameOf(before.unitId)}承办`;
      return { unitId: before.unitId, reason, confidence: sure(UNIT_CONFIDENCE.LEADER) };
    }
    const route = this.directory.route(facts.rootId, matter, facts.gridId);
    if (route.unitId === null) return null;
    const { LISTED, BY_ITSELF } = UNIT_CONFIDENCE;
    const said = isGuess ? `按建议的分类「${this.className(matter, now)}」:${route.reason}` : route.reason;
    return {
      unitId: route.unitId,
      reason: said,
      confidence: sure(route.autoDispatch ? BY_ITSELF : LISTED),
    };
  }

  private ruled(facts: OrderFacts, ofClass: ClassProposal | null, now: Instant): Proposals {
    const unit = this.unitFor(facts, now, ofClass);
    return { ...(ofClass === null ? {} : { class: ofClass }), ...(unit === null ? {} : { unit }) };
  }

  private className({ rootId, classCode }: Matter, now: Instant): string {
    return this.policies.classes(rootId, now).find(({ code }) => code === classCode)?.name ?? '';
  }

  private async doubleFor(
    reader: Tx | Db,
    { facts, latE6, lngE6 }: StoredOrder,
    phone: unknown,
    now: Instant,
  ): Promise<DoubleProposal | null> {
    if (facts.classCode === null) return null;
    const near: [string, SqlValue][] = [];
    if (facts.gridId !== null) near.push(['w.grid_id = ?', facts.gridId]);
    if (facts.filerId !== null) near.push(['w.filer_id = ?', facts.filerId]);
    if (typeof phone === 'string') near.push(['p.phone_bidx = ?', phone]);
    if (near.length === 0) return null;
    const rows = await readRows(
      reader,
      `SELECT w.id, w.order_no, w.problem_id, w.received_at, w.filer_id, w.lat_e6, w.lng_e6, p.phone_bidx
         FROM work_order w JOIN order_private p ON p.order_id = w.id
        WHERE w.root_id = ? AND w.class_code = ? AND w.received_at > ? AND w.id <> ?
          AND (${near.map(([sql]) => sql).join(' OR ')}) AND w.state IN (${OPEN_STATES.map(() => '?').join(',')})
        ORDER BY w.received_at DESC, w.id DESC LIMIT ?`,
      [
        ...[facts.rootId, facts.classCode, addMinutes(now, -WITHIN_MINUTES), facts.id],
        ...near.map(([, value]) => value),
        ...[...OPEN_STATES, LOOKED_AT],
      ],
    );
    const here = latE6 === null || lngE6 === null ? null : wgs84(latE6, lngE6);
    const isHers = (row: Row) =>
      (facts.filerId !== null && row.filer_id === facts.filerId) ||
      (typeof phone === 'string' && row.phone_bidx === phone);
    return proposeDouble(
      rows.map(
        (row): Alike => ({
          orderId: String(row.id),
          orderNo: String(row.order_no),
          problemId: row.problem_id === null ? null : String(row.problem_id),
          receivedAt: String(row.received_at),
          samePerson: isHers(row),
          metres: here === null ? null : distanceM(here, placed(row)),
        }),
      ),
      now,
    );
  }

  private nameOf(unitId: string): string {
    return this.directory.findUnit(unitId)?.short_name ?? '';
  }
}

const wgs84 = (latE6: number, lngE6: number) => ({ lat: latE6 / 1e6, lng: lngE6 / 1e6, datum: 'WGS84' });
const placed = (row: Row) => ({
  latE6: row.lat_e6 === null ? null : Number(row.lat_e6),
  lngE6: row.lng_e6 === null ? null : Number(row.lng_e6),
});

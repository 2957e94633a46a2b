import { Injectable } from '@nestjs/common';
import type { FinalReplyLine, OrderFacts, State } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';

/** While it can still be answered without being handed out. */
const ANSWERABLE: readonly State[] = ['SUBMITTED', 'NEED_INFO', 'ACCEPTED'];
const MOST = 5;

interface Found {
  id: string;
  order_no: string;
  ended_at: string;
  opener_unit_id: string | null;
  filer_id: string | null;
  phone_bidx: string | null;
}

/** Whose matter it is and where; null for what is not known. */
export interface Matter {
  /** The order itself; '' while there is none. */
  except: string;
  rootId: string;
  classCode: string;
  filerId: string | null;
  /** Blind index of a number. */
  phone: string | null;
  place: string | null;
}

/** Final replies an order may be answered from: of the same party or place, in a matter of the same class (R7). */
@Injectable()
export class FinalReplies {
  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
  ) {}

  /** Newest first; the same party's before those of the place. Nothing for an order that is being handled already. */
  async sameMatter(facts: OrderFacts): Promise<FinalReplyLine[]> {
    if (facts.classCode === null || !ANSWERABLE.includes(facts.state)) return [];
    const [own] = await this.db.read<{ phone_bidx: string | null; place_key: string | null }>(
      `SELECT p.phone_bidx, w.place_key FROM work_order w JOIN order_private p ON p.order_id = w.id WHERE w.id = ?`,
      [facts.id],
    );
    const { phone_bidx: phone = null, place_key: place = null } = own ?? {};
    const { id, rootId, classCode, filerId } = facts;
    return this.of({ except: id, rootId, classCode, filerId, phone, place });
  }

  /** The same of a matter nobody has filed yet. */
  async of({ except, rootId, classCode, filerId, phone, place }: Matter): Promise<FinalReplyLine[]> {
    const rows = await this.db.read<Found>(
      `SELECT w.id, w.order_no, r.ended_at, r.opener_unit_id, w.filer_id, p.phone_bidx
         FROM procedure_run r JOIN work_order w ON w.id = r.order_id JOIN order_private p ON p.order_id = w.id
        WHERE r.root_id = ? AND r.kind = 'finalreply' AND r.stage = 'issued' AND w.class_code = ? AND w.id <> ?
          AND (w.filer_id = ? OR p.phone_bidx = ? OR w.place_key = ?)
        ORDER BY r.ended_at DESC, r.id DESC LIMIT ${MOST * 4}`,
      [rootId, classCode, except, filerId, phone, place],
    );
    const isParty = (row: Found) =>
      (filerId !== null && row.filer_id === filerId) || (phone !== null && row.phone_bidx === phone);
    const newest = rows.filter((row, at) => rows.findIndex(({ id }) => id === row.id) === at);
    const sorted = [...newest.filter(isParty), ...newest.filter((row) => !isParty(row))].slice(0, MOST);
    return Promise.all(sorted.map((row) => this.lineOf(row, isParty(row) ? 'PERSON' : 'PLACE')));
  }

  private async lineOf(row: Found, same: FinalReplyLine['same']): Promise<FinalReplyLine> {
    const texts = await this.db.read<{ field: string; body: string }>(
      "SELECT field, body FROM event_text WHERE stream_id = ? AND field IN ('finalText', 'remedy') ORDER BY seq",
      [row.id],
    );
    const last = (field: string) => texts.findLast((text) => text.field === field)?.body ?? '';
    const unit = row.opener_unit_id === null ? null : this.directory.findUnit(row.opener_unit_id);
    return {
      orderId: row.id,
      orderNo: row.order_no,
      issuedAt: row.ended_at,
      unitName: unit?.short_name ?? '',
      same,
      text: last('finalText'),
      remedy: last('remedy'),
    };
  }
}

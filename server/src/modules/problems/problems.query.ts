import { Injectable } from '@nestjs/common';
import {
  type ClassLeaf,
  ITEM_STATES,
  isPublicClass,
  isPublicMember,
  type NearProblem,
  type OrderFacts,
  roundedPlace,
} from '@yihu/shared';
import { Db, type Tx } from '../../platform/db/db';
import { PoliciesService } from '../policies/policies.service';
import { distanceBetweenM } from './rules/near';

/** How far around a place problems are shown, in degrees of latitude (about 1 km) and of longitude. */
const LAT_E6 = 9_000;
const LNG_E6 = 11_000;
const MOST = 20;

interface Row {
  id: string;
  rootId: string;
  classCode: string;
  latE6: number;
  lngE6: number;
  requestType: OrderFacts['requestType'];
  confidentiality: OrderFacts['confidentiality'];
}

interface Member extends Row {
  leaf: ClassLeaf | undefined;
}

/** Open problems as the public may see them (R17): class, rounded place, count and state, nothing else. */
@Injectable()
export class ProblemsQuery {
  constructor(
    private readonly db: Db,
    private readonly policies: PoliciesService,
  ) {}

  /** The nearest first, at most 20. Only members everybody may know of are looked at. */
  async near(latE6: number, lngE6: number): Promise<NearProblem[]> {
    const rows = await this.db.read<Row>(
      `SELECT DISTINCT i.id, i.class_code AS classCode, i.root_id AS rootId, w.lat_e6 AS latE6, w.lng_e6 AS lngE6,
              w.request_type AS requestType, w.confidentiality, w.id AS orderId
         FROM ledger_item i JOIN order_link l ON l.target_id = i.id AND l.target_kind = 'ITEM'
         JOIN work_order w ON w.id = l.order_id
        WHERE i.kind = 'problem' AND i.state = 'OPEN' AND w.state NOT IN ('DECLINED', 'MERGED', 'WITHDRAWN')
          AND w.lat_e6 BETWEEN ? AND ? AND w.lng_e6 BETWEEN ? AND ?`,
      [latE6 - LAT_E6, latE6 + LAT_E6, lngE6 - LNG_E6, lngE6 + LNG_E6],
    );
    const members = new Map<string, Member[]>();
    for (const row of rows) {
      const leaf = this.policies.leaf(row.rootId, row.classCode);
      if (isPublicMember(row, leaf)) members.set(row.id, [...(members.get(row.id) ?? []), { ...row, leaf }]);
    }
    const near = [...members].map(([id, own]) => shown(id, own, latE6, lngE6));
    return near.sort((a, b) => a.distanceM - b.distanceM || (a.id < b.id ? -1 : 1)).slice(0, MOST);
  }

  /** How an open problem may be joined: its class and how many other orders are in it; null when it may not. */
  async joinable(
    reader: Tx,
    itemId: string,
    orderId: string,
  ): Promise<{ classCode: string; rootId: string; members: number } | null> {
    const [row] = await reader.query<{ classCode: string | null; rootId: string; members: number }>(
      `SELECT class_code AS classCode, root_id AS rootId,
              (SELECT COUNT(DISTINCT l.order_id) FROM order_link l WHERE l.target_id = ledger_item.id
                  AND l.target_kind = 'ITEM' AND l.order_id <> ?) AS members
         FROM ledger_item WHERE id = ? AND kind = 'problem' AND state = 'OPEN'`,
      [orderId, itemId],
    );
    if (
      row === undefined ||
      row.classCode === null ||
      !isPublicClass(this.policies.leaf(row.rootId, row.classCode))
    )
      return null;
    return { classCode: row.classCode, rootId: row.rootId, members: Number(row.members) };
  }
}

/** The middle of its members, rounded. */
function shown(id: string, own: readonly Member[], latE6: number, lngE6: number): NearProblem {
  const middle = (of: (row: Member) => number) => own.reduce((sum, row) => sum + of(row), 0) / own.length;
  const place = roundedPlace(
    middle((row) => Number(row.latE6)),
    middle((row) => Number(row.lngE6)),
  );
  const metres = distanceBetweenM({ lat: latE6 / 1e6, lng: lngE6 / 1e6 }, place);
  return {
    id,
    className: own[0]?.leaf?.name ?? '',
    stateLabel: ITEM_STATES.OPEN,
    count: own.length,
    ...place,
    distanceM: Math.round(metres / 100) * 100,
  };
}

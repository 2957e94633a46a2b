import { Injectable } from '@nestjs/common';
import { type PlaceHit, redactNarrative } from '@yihu/shared';
import { Db } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { askedWords, holdsAll, keyOf, partsOf } from '../order-index/rules/terms';

/** Orders looked at, newest first: more would only say the same again. */
const LOOKED_AT = 300;
/** Terms that are asked of the index; what is left of a long text is compared with the addresses found. */
const TERMS_ASKED = 4;
/** What stands where a redacted address named a door or a person. */
const MASK = /〔[^〕]*〕/g;

interface Filed {
  address: string;
  grid_id: string | null;
  lat_e6: number | null;
  lng_e6: number | null;
}

/** Addresses that orders of a street came from, by the words of the order index. */
@Injectable()
export class PlacesQuery {
  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
  ) {}

  /** Distinct addresses without doors, names and numbers, the most frequent first; nothing for a text without a word. */
  async earlier(rootId: string, text: string, limit: number): Promise<PlaceHit[]> {
    const { pieces, terms } = askedWords(text);
    const [first, ...others] = terms.slice(0, TERMS_ASKED).map((term) => keyOf(rootId, term));
    if (first === undefined) return [];
    const held = others.map(
      () => 'AND EXISTS (SELECT 1 FROM order_term o WHERE o.term = ? AND o.order_id = t.order_id)',
    );
    const rows = await this.db.read<Filed>(
      `SELECT p.address, w.grid_id, w.lat_e6, w.lng_e6
         FROM (SELECT t.order_id FROM order_term t WHERE t.term = ? ${held.join(' ')}
                ORDER BY t.order_id DESC LIMIT ?) found
         JOIN work_order w ON w.id = found.order_id JOIN order_private p ON p.order_id = w.id
        WHERE w.root_id = ? AND p.address <> '' ORDER BY w.id DESC`,
      [first, ...others, LOOKED_AT, rootId],
    );
    const hits = new Map<string, PlaceHit>();
    for (const row of rows) this.count(hits, row, pieces);
    return [...hits.values()].sort((a, b) => b.times - a.times).slice(0, limit);
  }

  private count(hits: Map<string, PlaceHit>, row: Filed, pieces: readonly string[]): void {
    const label = redactNarrative(row.address).text.replace(MASK, '').trim();
    const parts = partsOf(label);
    if (label === '' || !holdsAll(parts, pieces)) return;
    const key = `${parts} ${row.grid_id ?? ''}`;
    const known = hits.get(key);
    if (known !== undefined) {
      known.times += 1;
      return;
    }
    const grid = row.grid_id === null ? null : this.directory.findUnit(row.grid_id);
    const isMarked = row.lat_e6 !== null && row.lng_e6 !== null;
    hits.set(key, {
      kind: 'EARLIER',
      label,
      gridId: grid?.id ?? null,
      gridCode: grid?.code ?? null,
      gridName: grid === null ? '' : `${this.directory.communityOf(grid.id).short_name} ${grid.short_name}`,
      at: isMarked ? { lat: Number(row.lat_e6) / 1e6, lng: Number(row.lng_e6) / 1e6 } : null,
      times: 1,
    });
  }
}

import { Injectable } from '@nestjs/common';
import { STATES, type State, type UnreachableAnswer, type UnreachableLine, VISITS_SHOWN } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Db, type Row } from '../../platform/db/db';
import { DirectoryService } from '../directory/directory.service';
import { ReachabilityQuery } from '../notifications/reachability.query';
import { Visibility } from '../orders';

/** Orders whose filer waits for word are looked through in portions, for most of them are reached. */
const PORTION = 400;
const PORTIONS = 5;

/** Whom WeChat does not reach (无法通知): somebody has to call. */
@Injectable()
export class UnreachableQuery {
  constructor(
    private readonly db: Db,
    private readonly directory: DirectoryService,
    private readonly visibility: Visibility,
    private readonly reach: ReachabilityQuery,
  ) {}

  /** Orders of the actor's streets that wait for their filer to know something she has not been told, soonest first. */
  async list(actor: Actor): Promise<UnreachableAnswer> {
    const roots = this.visibility.rootsWith(actor, 'order:visit');
    const items: UnreachableLine[] = [];
    let after: Row | null = null;
    for (let portion = 0; portion < PORTIONS; portion += 1) {
      const rows: Row[] = await this.untold(roots, after);
      items.push(...(await this.unreached(rows)));
      if (rows.length < PORTION || items.length > VISITS_SHOWN) {
        return { items: items.slice(0, VISITS_SHOWN), more: items.length > VISITS_SHOWN };
      }
      after = rows.at(-1) ?? null;
    }
    return { items, more: true };
  }

  private untold(roots: readonly string[], after: Row | null): Promise<Row[]> {
    const among = Visibility.among('open_root', roots);
    const from = after === null ? '' : 'AND (next_due_at > ? OR (next_due_at = ? AND id > ?))';
    const due = String(after?.next_due_at ?? '');
    return this.db.read(
      `SELECT id, order_no, title, state, filer_id, has_phone, tries, last_try_day, received_at, lead_unit_id, next_due_at
         FROM work_order
        WHERE ${among.sql} AND (state = 'NEED_INFO' OR (state = 'TO_VISIT' AND told = 0)) ${from}
        ORDER BY next_due_at, id LIMIT ?`,
      [...among.params, ...(after === null ? [] : [due, due, String(after.id)]), PORTION],
    );
  }

  private async unreached(rows: readonly Row[]): Promise<UnreachableLine[]> {
    const filers = rows.flatMap(({ filer_id }) => (filer_id === null ? [] : [String(filer_id)]));
    const reached = await this.reach.ofMany(filers);
    return rows.flatMap((row) => {
      const why = row.filer_id === null ? 'UNBOUND' : (reached.get(String(row.filer_id)) ?? 'UNBOUND');
      if (why === 'OK') return [];
      const state = String(row.state) as State;
      const lead = row.lead_unit_id === null ? null : this.directory.findUnit(String(row.lead_unit_id));
      return [
        {
          orderId: String(row.id),
          orderNo: String(row.order_no),
          title: String(row.title),
          state,
          stateLabel: STATES[state],
          untold: state === 'NEED_INFO' ? 'INFO' : 'RESULT',
          why,
          hasPhone: Number(row.has_phone) === 1,
          tries: Number(row.tries),
          lastTryDay: row.last_try_day === null ? null : String(row.last_try_day),
          receivedAt: String(row.received_at),
          leadUnitName: lead?.short_name ?? null,
        },
      ];
    });
  }
}

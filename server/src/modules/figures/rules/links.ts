import { type Instant, type OrderEvent, TEN_LINKS, type TenLink, toMillis } from '@yihu/shared';
import { linkOf } from '../../orders/rules/links';

/** One link of one order. */
export interface LinkPassed {
  link: TenLink;
  times: number;
  firstAt: Instant | null;
  lastAt: Instant | null;
  /** `unit:person` of those who acted, each once, in their order. */
  who: { unitId: string | null; personId: string }[];
  /** Time that led up to its events: each since the link before it, or the filing. Whole minutes. */
  minutes: number;
}

const MINUTE = 60_000;

/**
 * All ten links of an order, in the street's order of naming. The time from filing to the last link is shared out
 * among them without gap or overlap: what an event waited for belongs to its link.
 */
export function linksOf(events: readonly OrderEvent[]): LinkPassed[] {
  const passed = new Map<TenLink, LinkPassed & { ms: number }>(
    TEN_LINKS.map((link) => [
      link,
      { link, times: 0, firstAt: null, lastAt: null, who: [], minutes: 0, ms: 0 },
    ]),
  );
  let since = events[0]?.at ?? '';
  for (const event of events) {
    const link = linkOf(event);
    const row = link === null ? undefined : passed.get(link);
    if (row === undefined) continue;
    row.times += 1;
    row.firstAt ??= event.at;
    row.lastAt = event.at;
    row.ms += toMillis(event.at) - toMillis(since);
    const { actorUnitId: unitId, actorId: personId } = event;
    if (!row.who.some((each) => each.unitId === unitId && each.personId === personId)) {
      row.who.push({ unitId, personId });
    }
    since = event.at;
  }
  return [...passed.values()].map(({ ms, ...row }) => ({ ...row, minutes: Math.floor(ms / MINUTE) }));
}

/** What each link took over many orders: how many went through it, how many did not, and the mean. */
export function linkReport(orders: readonly (readonly LinkPassed[])[]) {
  return TEN_LINKS.map((link) => {
    const rows = orders.flatMap((links) => links.filter((row) => row.link === link && row.times > 0));
    const total = rows.reduce((sum, { minutes }) => sum + minutes, 0);
    return {
      link,
      orders: rows.length,
      lacking: orders.length - rows.length,
      times: rows.reduce((sum, { times }) => sum + times, 0),
      minutes: rows.length === 0 ? null : Math.floor((2 * total + rows.length) / (2 * rows.length)),
    };
  });
}

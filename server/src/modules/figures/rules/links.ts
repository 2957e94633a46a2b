import { type Instant, type OrderEvent, TEN_LINKS, type TenLink, toMillis } from '@yihu/shared';
import { linkOf } from '../../orders/rules/links';
import type { Measures } from './measures';

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

/** What one order adds to the links of many. */
export function linkMeasures(links: readonly LinkPassed[]): Measures {
  const found: Measures = {};
  for (const [at, link] of TEN_LINKS.entries()) {
    const row = links.find((each) => each.link === link);
    if (row === undefined || row.times === 0) continue;
    found[`link${at}_orders`] = 1;
    found[`link${at}_times`] = row.times;
    found[`link${at}_minutes`] = row.minutes;
  }
  return found;
}

/** What each link took, from what was measured of many orders: how many went through it, how many not, the mean. */
export function linkMeans(measures: Measures) {
  return TEN_LINKS.map((link, at) => {
    const of = (name: string) => measures[`link${at}_${name}`] ?? 0;
    const [orders, total] = [of('orders'), of('minutes')];
    return {
      link,
      orders,
      lacking: (measures.received ?? 0) - orders,
      times: of('times'),
      minutes: orders === 0 ? null : Math.floor((2 * total + orders) / (2 * orders)),
    };
  });
}

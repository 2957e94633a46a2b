import { type ClockPolicyRow, type Instant, isLate, matchRows, type OrderFacts, rowKey } from '@yihu/shared';
import { type ClockRow, isLive } from '../clock-row';
import { type ClockRules, clockFactsOf, promised, promisedAnew, type Step } from './promised';

interface Start {
  policy: ClockPolicyRow;
  at: Instant;
}

const FILED = 'order.submitted';

/**
 * The clocks of an order whose class, type, urgency or party was corrected. A running promise whose rule no longer
 * fits is made anew from its own start, or from the start the new rule counts from; one without a rule is ended; and
 * what the right class would have started at filing is started from there.
 */
export function reclassify(rows: readonly ClockRow[], step: Step, rules: ClockRules): ClockRow[] {
  const { facts, event } = step;
  const wanted = startsOf(rows, facts, rules);
  const result = rows.map((row) => corrected(row, wanted, step, rules));
  for (const { policy, at } of wanted.filter((start) => start.policy.from === FILED)) {
    const index = result.findIndex(
      (row) => row.cycle === facts.cycle && rowKey(row.policy) === rowKey(policy),
    );
    const old = result[index];
    const fresh = evident(promised(policy, at, facts, rules), facts);
    if (old === undefined) result.push(fresh);
    else if (old.state === 'CANCELLED') {
      const again = promisedAnew({ ...old, state: fresh.state }, policy, at, event.at, rules.calendar);
      result[index] = evident({ ...again, pausedAt: fresh.pausedAt }, facts);
    }
  }
  return result;
}

/** What the order's facts start now, for each moment of its present cycle that promises count from. */
function startsOf(rows: readonly ClockRow[], facts: OrderFacts, rules: ClockRules): Start[] {
  const moments = new Map<string, { at: Instant; data: Record<string, unknown> }>();
  if (facts.cycle === 0) moments.set(FILED, { at: facts.receivedAt, data: {} });
  for (const row of rows) {
    const { from } = row.policy;
    if (row.cycle !== facts.cycle || from === FILED) continue;
    moments.set(from, { at: row.startedAt, data: { ...moments.get(from)?.data, ...startedWith(row) } });
  }
  const clockFacts = clockFactsOf(facts);
  return [...moments].flatMap(([from, { at, data }]) =>
    matchRows(rules.rows, clockFacts, from, data).map((policy) => ({ policy, at })),
  );
}

/** What the starting event of a row must have carried, for rows that start only on some of them. */
function startedWith({ policy }: ClockRow): Record<string, unknown> {
  const wanted = Object.entries(policy.fromWhere ?? {});
  return Object.fromEntries(wanted.map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]));
}

function corrected(row: ClockRow, wanted: readonly Start[], step: Step, rules: ClockRules): ClockRow {
  const { facts, event } = step;
  if (!isLive(row) || row.cycle !== facts.cycle) return row;
  const mine = wanted.filter(({ policy }) => rowKey(policy) === rowKey(row.policy));
  const same = mine.find(({ policy }) => policy.from === row.policy.from);
  const start = same === undefined ? mine[0] : { policy: same.policy, at: row.startedAt };
  if (start === undefined) return ended(row, event.at);
  if (start.policy.name === row.policy.name) return row;
  return promisedAnew(row, start.policy, start.at, event.at, rules.calendar);
}

function ended(row: ClockRow, at: Instant): ClockRow {
  const line = { at, rule: 'repromise', text: '分类调整后不再适用' };
  return { ...row, state: 'CANCELLED', pausedAt: null, proof: [...row.proof, line] };
}

/** Somebody has been there already: the evidence is older than the promise. */
function evident(row: ClockRow, { arrivedAt }: OrderFacts): ClockRow {
  if (row.milestone !== 'arrive' || arrivedAt === null) return row;
  return { ...row, state: 'MET', metAt: arrivedAt, pausedAt: null, late: isLate(row.dueAt, arrivedAt) };
}

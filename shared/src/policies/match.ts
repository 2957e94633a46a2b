import { type ClockFacts, type ClockWhen, whenHolds } from '../clocks/index.ts';

/** The first row whose conditions hold for an order, or null. Rows are those of a `{ rows }` policy with `when`. */
export function firstMatch<Row extends { when: ClockWhen }>(
  rows: readonly Row[],
  facts: ClockFacts,
): Row | null {
  return rows.find((row) => whenHolds(row.when, facts)) ?? null;
}

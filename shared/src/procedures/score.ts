import type { Instant } from '../time.ts';

/**
 * A line of a report somebody may appeal against: whose it is, what it said, and which orders it counts. Found by
 * whoever keeps the report, never taken from the one who asks.
 */
export interface Score {
  /** `person:<id>:<month>:<figure>`, at most 64 characters. */
  id: string;
  rootId: string;
  /** The office that settles appeals in that street. */
  officeUnitId: string;
  /** The person whose line it is; null for a unit's. */
  personId: string | null;
  /** What the line is called, to be named in refusals. */
  label: string;
  /** The value as it was printed. */
  first: string;
  /** Numbers of the orders it counts. */
  orderNos: readonly string[];
  /** The last moment of what it counts. */
  endsAt: Instant;
}

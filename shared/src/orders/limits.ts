/** Numbers nobody gave us, as policy data (domain.md §4.3); a tenant's `limit` policy overrides them. */
export interface Limits {
  asksPerCycle: number;
  disputes: number;
  disputeDays: number;
  urgeHours: number;
  tries: number;
  tryDays: number;
  /** Days after a refusal to take it in which that can be contested, and how often. */
  contestDays: number;
  contests: number;
  /** Class code prefixes whose "solved" needs a photo taken afterwards. */
  evidenceClasses: readonly string[];
  /** Class code prefixes whose "solved" asks for a sweep of the same kind first (举一反三). */
  sweepClasses: readonly string[];
  /** Class code prefixes whose orders are archived only once their cause is written down. */
  causeClasses: readonly string[];
  /** How far from the place a photo of evidence may have been taken, where the rules hold it against that. */
  evidenceMetres: number;
}

export const DEFAULT_LIMITS: Limits = {
  asksPerCycle: 2,
  disputes: 2,
  disputeDays: 14,
  urgeHours: 24,
  tries: 3,
  tryDays: 2,
  contestDays: 7,
  contests: 1,
  evidenceClasses: [],
  sweepClasses: [],
  causeClasses: [],
  evidenceMetres: 200,
};

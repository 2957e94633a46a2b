import type { Milestone } from '../clocks/index.ts';
import type { Light, LightLevel } from '../clocks/lights.ts';
import { MILESTONE_LABELS } from '../orders/labels.ts';
import type { Permission } from '../permissions.ts';
import { addMinutes, type Instant } from '../time.ts';

/** Rungs of the ladder from below (M02), with what the people on each may do, by which they are found. */
export const LADDER_RUNGS = {
  /** Whoever handles it, or who may at that unit. */
  HANDLER: { label: '经办人', permission: null },
  UNIT_HEAD: { label: '部门负责人', permission: 'order:signFinal' },
  LEADER_DEPUTY: { label: '分管领导', permission: 'order:decide' },
  LEADER_MAIN: { label: '主要领导', permission: 'order:decideMain' },
} as const satisfies Record<string, { label: string; permission: Permission | null }>;
export type LadderRung = keyof typeof LADDER_RUNGS;

/** A row of the `ladder` policy: so many hours after a light, these are told. Without a milestone: of every one. */
export interface LadderRow {
  milestone?: Milestone;
  light: LightLevel;
  afterHours: number;
  tell: readonly LadderRung[];
}

/** [R] Late: the unit's head at once, the leader in charge after four hours, the main leader after a day. */
export const DEFAULT_LADDER: readonly LadderRow[] = [
  { light: 'RED', afterHours: 0, tell: ['UNIT_HEAD'] },
  { light: 'RED', afterHours: 4, tell: ['LEADER_DEPUTY'] },
  { light: 'RED', afterHours: 24, tell: ['LEADER_MAIN'] },
];

/** Waits that end by themselves, and windows: nobody is late with them. */
const NOBODY_OWES: readonly Milestone[] = [
  'return_window',
  'silence',
  'info_wait',
  'next_report',
  'watch7d',
  'archive',
];
/** What somebody owes by a moment, and is asked for higher up when he does not. */
export const CLIMBING: readonly Milestone[] = (Object.keys(MILESTONE_LABELS) as Milestone[]).filter(
  (milestone) => !NOBODY_OWES.includes(milestone),
);

/** What was to be told of so long ago is history: whether it was told is not remembered for ever. */
const OLD_MINUTES = 20 * 24 * 60;

/** Steps of the ladder a clock has come to at `now`; a row that names its milestone stands before the general ones. */
export function rungsReached(
  rows: readonly LadderRow[],
  clock: { milestone: Milestone; lights: readonly Light[] },
  now: Instant,
): LadderRow[] {
  const own = rows.filter(({ milestone }) => milestone === clock.milestone);
  const those = own.length > 0 ? own : rows.filter(({ milestone }) => milestone === undefined);
  return those.filter(({ light, afterHours }) => {
    const lit = clock.lights.find(({ level }) => level === light);
    if (lit === undefined) return false;
    const at = addMinutes(lit.at, afterHours * 60);
    return at <= now && at > addMinutes(now, -OLD_MINUTES);
  });
}

/** Names a step among those of one clock. */
export const rungKey = ({ light, afterHours }: LadderRow): string => `${light}+${afterHours}`;

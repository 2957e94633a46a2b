import { DEFAULT_SCRIPTS, DEFAULT_TEMPLATES } from '../desk/index.ts';
import type { ReportKind } from '../desk/reports.ts';
import { DEFAULT_CARE_ROWS } from '../intake/care.ts';
import { DEFAULT_CHANNEL_ROWS } from '../intake/channel.ts';
import { DEFAULT_CONFIDENTIALITY_ROWS } from '../intake/confidentiality.ts';
import type { Role } from '../permissions.ts';
import { PROCEDURES } from '../procedures/kinds/index.ts';
import { DEFAULT_LADDER, type LadderRung } from '../triggers/ladder.ts';
import type { ProcedureDueRow, ProcedureLimitRow } from './kinds/procedure.ts';
import type { PolicyKindName } from './kinds.ts';

/** One card of supervision as the `cards` policy states it: workdays before (negative) or after the due day. */
export interface CardRow {
  card: 'YELLOW' | 'RED';
  workdays: number;
  tell: readonly LadderRung[];
}

/** R10: yellow one workday before, red on the first workday after. */
export const DEFAULT_CARDS: readonly CardRow[] = [
  { card: 'YELLOW', workdays: -1, tell: ['HANDLER', 'UNIT_HEAD'] },
  { card: 'RED', workdays: 1, tell: ['HANDLER', 'UNIT_HEAD', 'LEADER_DEPUTY', 'LEADER_MAIN'] },
];

/** When a report is made, and who reads it: a row of the `schedule` policy. */
export interface ScheduledRow {
  report: ReportKind;
  at: string;
  weekday?: number;
  monthDay?: number;
  readers: readonly Role[];
}
const OFFICE: readonly Role[] = ['LEADER_MAIN', 'LEADER_DEPUTY', 'CLERK', 'SUPERVISOR', 'VISITOR'];
const HANDLERS: readonly Role[] = [
  'GRID_WORKER',
  'GRID_HEAD',
  'COMMUNITY_HEAD',
  'SECTION_HANDLER',
  'UNIT_HEAD',
  'MEDIATOR',
  'DEPUTY',
];
const EVERYBODY: readonly Role[] = ['RESIDENT', ...OFFICE, ...HANDLERS];

/** What holds for a street that has set nothing: the day is the office's own, week and month are everybody's. */
export const DEFAULT_SCHEDULE: readonly ScheduledRow[] = [
  { report: 'DAILY_NOTE', at: '07:40', readers: OFFICE },
  { report: 'WEEKLY_FLASH', at: '07:40', weekday: 1, readers: EVERYBODY },
  { report: 'MONTHLY_BULLETIN', at: '07:40', monthDay: 1, readers: EVERYBODY },
];

/** Built-in rows that a street's own rule takes the place of: its first version begins with them. */
const replaced = (): Partial<Record<PolicyKindName, readonly unknown[]>> => ({
  care: DEFAULT_CARE_ROWS,
  ladder: DEFAULT_LADDER,
  template: DEFAULT_TEMPLATES,
  cards: DEFAULT_CARDS,
  schedule: DEFAULT_SCHEDULE,
});

/** What a street that has no rule of a kind begins with when it writes the first; null: nothing is built in. */
export function standardRows(kind: PolicyKindName): readonly unknown[] | null {
  return replaced()[kind] ?? null;
}

/** Built-in rows that go on counting behind a street's own, by the section of the body they belong to. */
export function rowsBehind(
  kind: PolicyKindName,
): Readonly<Partial<Record<'rows' | 'limits', readonly unknown[]>>> {
  switch (kind) {
    case 'channel':
      return { rows: DEFAULT_CHANNEL_ROWS };
    case 'confidentiality':
      return { rows: DEFAULT_CONFIDENTIALITY_ROWS };
    case 'script':
      return { rows: DEFAULT_SCRIPTS };
    case 'procedure':
      return { rows: procedureDues(), limits: procedureLimits() };
    default:
      return {};
  }
}

function procedureDues(): ProcedureDueRow[] {
  return Object.entries(PROCEDURES).flatMap(([procedure, { clocks = [] }]) =>
    clocks.flatMap(({ milestone, due }) => ('amount' in due ? [{ procedure, milestone, ...due }] : [])),
  );
}

function procedureLimits(): ProcedureLimitRow[] {
  return Object.entries(PROCEDURES).flatMap(([procedure, { limits }]) =>
    limits === undefined ? [] : [{ procedure, ...limits }],
  );
}

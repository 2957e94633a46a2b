export * from '../time.ts';
export * from './calendar.ts';
export * from './calendar-data.ts';
export * from './change.ts';
export {
  type Counted,
  type CountOptions,
  countDue,
  type Due,
  endOfDay,
  type ProofLine,
  promise,
  settled,
} from './count.ts';
export { awaitingText, type ClockUnit, formatDue, UNIT_TEXT } from './explain.ts';
export * from './lights.ts';
export {
  ANCHORS,
  anchorLabelOf,
  type ClockFacts,
  type ClockPolicyRow,
  type ClockWhen,
  type EventWhere,
  type MetBy,
  MILESTONES,
  type Milestone,
  matchRows,
  metByMatches,
  promiseRow,
  rowKey,
  type Scope,
  whenHolds,
} from './policy.ts';
export { PRESETS, type PresetName, presetRows } from './presets.ts';
export { CLOCK_EVENTS, longerThanAbove, type PolicyFault, validatePolicy } from './validate.ts';

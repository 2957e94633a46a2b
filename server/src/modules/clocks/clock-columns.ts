import { Mapping } from '../../platform/db/mapping';
import type { ClockRow, ExplainedClock, ListedClock } from './clock-row';

/** Every property of a clock, stored under its name in snake_case. */
const COLUMNS: readonly (keyof ClockRow)[] = [
  'id',
  'orderId',
  'rootId',
  'subjectId',
  'cycle',
  'scope',
  'milestone',
  'state',
  'startedAt',
  'amount',
  'unit',
  'dueAt',
  'dueDay',
  'awaitingYear',
  'rev',
  'pausedAt',
  'metAt',
  'metSeq',
  'late',
  'nextLightAt',
  'fired',
  'policy',
  'proof',
];
export const CLOCK = new Mapping<ClockRow>(COLUMNS, { flags: ['late'], json: ['policy', 'proof'] });

const LISTED_COLUMNS: readonly (keyof ListedClock)[] = [
  'orderId',
  'cycle',
  'scope',
  'milestone',
  'state',
  'startedAt',
  'dueAt',
  'dueDay',
  'awaitingYear',
  'metAt',
  'late',
  'fired',
];
/** What lists read of a clock. */
export const LISTED = new Mapping<ListedClock>(LISTED_COLUMNS, { flags: ['late'] });
/** What an order's page reads of a clock for those who are told how it came about. */
export const EXPLAINED = new Mapping<ExplainedClock>([...LISTED_COLUMNS, 'proof'], {
  flags: ['late'],
  json: ['proof'],
});

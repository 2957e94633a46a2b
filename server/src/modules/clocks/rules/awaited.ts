import type { Milestone, State } from '@yihu/shared';

/** The step every open order waits for, and the clock that must run for it (model.md §2.1). */
export const AWAITED: Partial<Record<State, Milestone>> = {
  SUBMITTED: 'accept',
  NEED_INFO: 'info_wait',
  ACCEPTED: 'dispatch',
  DISPATCHED: 'handle',
  IN_PROGRESS: 'handle',
  REPLIED: 'check',
  TO_VISIT: 'visit',
  SUSPENDED: 'next_report',
  CLOSED: 'archive',
};

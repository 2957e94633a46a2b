import { defineKind } from '../model.ts';
import { ASKED } from '../texts.ts';
import { taskforce } from './taskforce.ts';

/**
 * 研判专班: many of one problem in a short time; the leader in charge sets up one task force over all its open orders,
 * or writes why not (M71).
 */
export const taskforceFit = defineKind({
  label: '研判专班',
  rank: 34,
  home: 'item',
  from: [],
  once: 'home',
  endedBy: 'survives',
  open: { label: '研判专班', did: '建议成立专班', to: 'proposed', by: ['system'], fields: [] },
  stages: {
    proposed: {
      label: '待研判专班',
      // Opened in the office's name: it is the office's leaders who decide.
      tasks: [{ role: 'DECIDE', label: '研判成立专班', unit: 'opener', permission: 'order:decide' }],
    },
    set: {
      label: '已成立专班',
      ends: 'SET',
      tellsOpener: { phrase: '已成立', thing: '领导已决定成立专班' },
    },
    waived: { label: '不成立专班', ends: 'WAIVED' },
  },
  steps: {
    set: {
      label: '成立专班',
      did: '决定成立专班',
      from: ['proposed'],
      to: 'set',
      by: [{ task: 'DECIDE' }],
      fields: taskforce.open.fields,
      guards: taskforce.open.guards,
      effects: ({ form }) => [{ open: 'taskforce', form, onMembers: true }],
    },
    waive: {
      label: '不成立专班',
      did: '决定不成立专班',
      from: ['proposed'],
      to: 'waived',
      by: [{ task: 'DECIDE' }],
      fields: [ASKED.why],
    },
  },
  clocks: [
    { milestone: 'decide', label: '研判专班', stages: ['proposed'], due: { amount: 1, unit: 'workday' } },
  ],
});

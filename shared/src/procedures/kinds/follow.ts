import { defineKind } from '../model.ts';
import { ASKED } from '../texts.ts';

/** 首问跟进: the unit that had the order first stays on it through every hand-over, to the end (M57). */
export const follow = defineKind({
  label: '首问跟进',
  rank: 1,
  home: 'order',
  from: ['DISPATCHED', 'IN_PROGRESS', 'SUSPENDED'],
  once: 'home',
  endedBy: 'terminal',
  open: {
    label: '首问跟进',
    did: '转出后继续跟进',
    to: 'following',
    by: ['system'],
    fields: [ASKED.unit],
  },
  stages: {
    following: {
      label: '首问跟进',
      tasks: [{ role: 'FOLLOW', label: '跟进', unit: { field: 'unitId' }, permission: 'order:handle' }],
    },
    released: { label: '不再跟进', ends: 'RELEASED' },
  },
  steps: {
    release: {
      label: '不必再跟进',
      did: '免去了首问跟进',
      from: ['following'],
      to: 'released',
      by: [{ permission: 'order:dispatch', relation: 'office' }],
      fields: [ASKED.why],
    },
  },
});

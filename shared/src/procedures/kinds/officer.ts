import { OPEN_STATES } from '../../orders/model.ts';
import { defineKind } from '../model.ts';
import { ASKED } from '../texts.ts';

/** 企业专员: the person named for a firm stays on each of its orders to the end (M90). */
export const officer = defineKind({
  label: '企业专员',
  rank: 1,
  home: 'order',
  from: [...OPEN_STATES],
  once: 'home',
  endedBy: 'terminal',
  open: {
    label: '企业专员',
    did: '由企业专员跟进',
    to: 'serving',
    by: ['system'],
    fields: [ASKED.unit, { name: 'officerId', label: '专员', kind: 'person', required: true }],
  },
  stages: {
    serving: {
      label: '企业专员',
      tasks: [
        {
          role: 'OFFICER',
          label: '专员跟进',
          unit: { field: 'unitId' },
          person: { field: 'officerId' },
          permission: 'order:readUnit',
        },
      ],
    },
    replaced: { label: '已换专员', ends: 'REPLACED' },
  },
  steps: {
    replace: {
      label: '更换专员',
      did: '更换了企业专员',
      from: ['serving'],
      to: 'replaced',
      by: ['system'],
      fields: [],
    },
  },
});

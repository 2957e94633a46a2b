import { defineKind, type TaskSpec } from '../model.ts';

export const CALLED = {
  UNIT: '承办单位值班人',
  LEADER: '分管领导',
  ORGAN: '110、119、120 等',
  RESIDENT: '诉求人',
} as const;

const CALL: TaskSpec = {
  role: 'CALL',
  label: '电话通知',
  unit: 'office',
  permission: 'order:accept',
  tells: { phrase: '请打电话', thing: '紧急诉求,请立即打电话通知承办单位' },
};

/**
 * 电话通知: an urgent matter does not wait for somebody to look at a screen; the person on duty phones and signs for
 * it (M80). A call nobody took is kept, and the task stays.
 */
export const call = defineKind({
  label: '电话通知',
  rank: 85,
  home: 'order',
  from: ['ACCEPTED', 'DISPATCHED', 'IN_PROGRESS'],
  once: 'home',
  endedBy: ['answer', 'reply'],
  open: {
    label: '安排电话通知',
    did: '安排值班人电话通知',
    to: 'calling',
    by: ['system', { permission: 'order:accept', relation: 'office' }],
    fields: [],
  },
  stages: {
    calling: { label: '待电话通知', tasks: [CALL] },
    // Nobody took the last call: the same is owed again.
    again: { label: '待再打电话', tasks: [CALL] },
    called: { label: '已电话通知', ends: 'CALLED' },
  },
  steps: {
    sign: {
      label: '登记通话',
      did: '登记了电话通知',
      from: ['calling', 'again'],
      to: ({ form, run }) =>
        form.reached === true ? 'called' : run?.stage === 'calling' ? 'again' : 'calling',
      by: [{ task: 'CALL' }],
      fields: [
        { name: 'whom', label: '打给谁', kind: 'choice', required: true, options: CALLED },
        { name: 'reached', label: '已接通', kind: 'flag', required: false },
        {
          name: 'note',
          label: '说了什么',
          kind: 'text',
          required: true,
          min: 2,
          max: 200,
          layer: 'INTERNAL',
        },
      ],
    },
  },
  clocks: [
    {
      milestone: 'call',
      label: '电话通知',
      stages: ['calling', 'again'],
      due: { amount: 15, unit: 'minute' },
    },
  ],
});

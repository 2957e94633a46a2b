import { redLight } from './firms.ts';
import type { OrderTrigger, Seen } from './model.ts';

const TURN_ENDS = [
  ...['order.unassigned', 'order.handed_over', 'order.assigned', 'order.reworked', 'order.disputed'],
] as const;
const reached =
  (fact: 'roundsFailed' | 'leadUnits' | 'reworks' | 'unhappy') =>
  ({ before, after }: Seen, { times }: { times: number }) =>
    before[fact] < times && after[fact] >= times;

/** Orders that go round without being solved: hard list, supervision, the leader told (M22, M99, R9). */
export const ROUND_TRIGGERS = {
  hardRounds: {
    on: TURN_ENDS,
    defaults: { times: 2 },
    where: reached('roundsFailed'),
    effects: (_, { times }) => [
      { addItem: 'hard', form: { measures: `已交办 ${times} 轮仍未解决,请定牵头人、措施和期限` } },
      {
        open: 'supervision',
        form: { form: 'NORMAL', ground: `已交办 ${times} 轮仍未解决,列入疑难清单督办` },
      },
    ],
  },
  hardUnits: {
    on: ['order.signed', 'order.handed_over', 'order.assigned'],
    defaults: { times: 3 },
    where: reached('leadUnits'),
    effects: (_, { times }) => [
      { addItem: 'hard', form: { measures: `已有 ${times} 个单位办理过仍未解决,请定牵头人、措施和期限` } },
    ],
  },
  reworkThird: {
    on: ['order.reworked', 'order.disputed'],
    defaults: { times: 3 },
    where: reached('reworks'),
    effects: (_, { times }) => [
      { open: 'supervision', form: { form: 'NORMAL', ground: `第 ${times} 次重办,按规定列入督办` } },
    ],
  },
  bounce: {
    on: ['order.light_fired'],
    defaults: { times: 3 },
    where: (seen) =>
      seen.after.state === 'DISPATCHED' && seen.after.firstUnitId === null && redLight(seen, 'sign'),
    count: 'unitsDispatched',
    effects: (_, __, { n }) => [
      { open: 'raise', form: { level: 'MAIN', report: `先后派给 ${n} 个单位,均未签收,请确定牵头单位` } },
    ],
  },
  unhappyTwice: {
    on: ['order.rated'],
    defaults: { times: 2 },
    where: reached('unhappy'),
    effects: (_, { times }) => [
      { tell: ['leader'], phrase: '仍不满意', thing: `重办后第 ${times} 次评价不满意,请过问` },
    ],
  },
} as const satisfies Record<string, OrderTrigger>;

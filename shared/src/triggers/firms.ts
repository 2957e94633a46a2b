import { isUnhappy, type Satisfaction } from '../orders/model.ts';
import { readEntries } from '../procedures/entries.ts';
import type { OrderTrigger, Seen } from './model.ts';
import { TRIGGER_LABELS } from './names.ts';

const isFirm = ({ after }: Seen) => after.partyKind === 'ENTERPRISE';
const listed = ({ after }: Seen) => readEntries(after.items).some(({ kind }) => kind === 'closedloop');
const answers = ({ event }: Seen) =>
  [event.data.process, event.data.result].map((answer) => (answer ?? null) as Satisfaction | null);

const redLight = ({ event }: Seen, milestone: string): boolean =>
  ((event.data.lights ?? []) as readonly { milestone: string; level: string }[]).some(
    (light) => light.milestone === milestone && light.level === 'RED',
  );
const toList = (name: 'firmUnhappy' | 'firmRepeat' | 'firmSevenDays') => () =>
  [
    { addItem: 'closedloop', form: { measures: `${TRIGGER_LABELS[name]}:由专人一对一跟到办结` } },
    { tell: ['leader', 'owner'], phrase: '专人清单', thing: `${TRIGGER_LABELS[name]},已列入专人清单` },
  ] as const;

/** 专人+清单+闭环 of enterprises (M91): any one of the three, at the moment it becomes true. */
export const FIRM_TRIGGERS = {
  firmUnhappy: {
    on: ['order.rated'],
    defaults: { times: 1 },
    where: (seen, { times }) =>
      isFirm(seen) &&
      answers(seen).some(isUnhappy) &&
      seen.before.unhappy < times &&
      seen.after.unhappy >= times,
    effects: toList('firmUnhappy'),
  },
  firmRepeat: {
    on: ['order.accepted', 'order.classified'],
    defaults: { times: 2, within: 365, unit: 'day' },
    where: (seen) => isFirm(seen) && seen.after.state !== 'SUBMITTED' && seen.after.classCode !== null,
    count: 'sameFirmAndClass',
    effects: toList('firmRepeat'),
  },
  // The hours are those of the street's watch7d clock: 168, never paused. An order closed after its end while nobody
  // looked was open at that moment all the same.
  firmSevenDays: {
    on: ['order.light_fired', 'order.closed'],
    defaults: {},
    where: (seen) =>
      isFirm(seen) &&
      (seen.event.name === 'order.light_fired'
        ? redLight(seen, 'watch7d')
        : !listed(seen) && seen.clocks.some(({ milestone, late }) => milestone === 'watch7d' && late)),
    effects: toList('firmSevenDays'),
  },
  // 难办点 (M84): what firms ask for and cannot be had yet; of one class all of them are one entry.
  firmUnsolved: {
    on: ['order.approved'],
    defaults: {},
    where: (seen) => isFirm(seen) && ['UNSOLVED', 'PARTLY'].includes(String(seen.after.outcome)),
    effects: ({ leaf }) => [
      {
        addItem: 'difficulty',
        form: {
          title: `企业难办:${leaf?.name ?? '待分类诉求'}`,
          measures: '企业反映一时办不成,请定牵头单位、方案和期限',
        },
      },
    ],
  },
} as const satisfies Record<string, OrderTrigger>;

export { redLight };

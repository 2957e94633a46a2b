import type { ItemTrigger, OrderTrigger } from './model.ts';

/** Share of members that makes disputes a matter of the problem, however few they are. */
const DISPUTED_SHARE = 0.25;

/** Many orders of one matter (M34, M49, M55, M71). */
export const PROBLEM_TRIGGERS = {
  cluster: {
    on: ['order.accepted', 'order.classified'],
    defaults: { times: 3, within: 30, unit: 'day' },
    where: ({ after }) => after.state !== 'SUBMITTED' && after.classCode !== null && after.problemId === null,
    count: 'samePlaceAndClass',
    effects: (_, { within }, { n, where }) => [
      { addItem: 'problem', form: { measures: `${where} ${within} 天内已有 ${n} 件同类诉求,请研判` } },
    ],
  },
  problemDisputed: {
    on: ['order.disputed', 'order.disputed_again'],
    defaults: { times: 3 },
    where: () => true,
    count: 'disputesOfMembers',
    fires: ({ n, of }, { times }) => n > 0 && (n >= times || n >= of * DISPUTED_SHARE),
    effects: (_, __, { n, of }) => [
      { reopen: true, why: `统一答复后 ${of} 件中有 ${n} 件提出异议` },
      { tell: ['itemLead', 'office'], phrase: '有异议', thing: `统一答复的 ${of} 件中 ${n} 件有异议,请重办` },
    ],
  },
} as const satisfies Record<string, OrderTrigger>;

export const ITEM_TRIGGERS = {
  surge: {
    once: true,
    on: ['item.entered', 'item.followed', 'item.confirmed'],
    ledger: 'problem',
    defaults: { times: 10, within: 7, unit: 'day' },
    count: 'membersOfProblem',
    effects: ({ within }, { n }) => [
      {
        tell: ['office'],
        phrase: '建议专班',
        thing: `${within} 天内同一问题 ${n} 件,建议成立专班`,
      },
      // The leader in charge answers it: one tap sets it up over all orders of the problem.
      { open: 'taskforceFit', form: {} },
    ],
  },
  recurrence: {
    on: ['item.entered', 'item.reopened'],
    ledger: 'problem',
    defaults: { times: 3, within: 365, unit: 'day' },
    count: 'problemsOfPlace',
    effects: ({ within }, { n, where }) => [
      {
        addItem: 'project',
        form: { measures: `${where} ${within} 天内第 ${n} 次列入问题台账,请定根治里程碑` },
      },
      { tell: ['leader'], phrase: '建议根治', thing: `${where}同类问题第 ${n} 次发生,建议立根治项目` },
    ],
  },
  /**
   * Children of a project that was proposed hang under it once it is confirmed with its day: one approval of the main
   * leader covers them all (R5). Who enters one by hand asks for it in his own words.
   */
  hangUnder: {
    on: ['item.confirmed'],
    ledger: 'project',
    defaults: {},
    effects: (_, __, { title, dueDay }) =>
      dueDay === null
        ? []
        : [
            {
              open: 'suspension',
              form: {
                publicReason: '这一处同类问题反复发生,已立项从根上治理',
                plan: `列入根治项目「${title}」,按项目里程碑办理`,
                nextReportDay: dueDay,
              },
            },
          ],
  },
  projectDone: {
    on: ['item.struck'],
    ledger: 'project',
    defaults: {},
    effects: () => [{ step: 'wake', of: 'suspension' }],
  },
} as const satisfies Record<string, ItemTrigger>;

import type { Milestone } from '../clocks/index.ts';
import type { State } from './model.ts';

/** What a milestone is called where people read it. */
export const MILESTONE_LABELS: Readonly<Record<Milestone, string>> = {
  accept: '受理',
  dispatch: '派单',
  sign: '签收',
  return_window: '退单窗口',
  contact: '先行联系',
  arrive: '到场',
  opinion_party: '答复企业',
  opinion_upper: '答复平台',
  handle: '办理答复',
  check: '审核',
  visit: '回访',
  silence: '等待评价',
  told: '告知诉求人',
  info_wait: '等待补充',
  next_report: '挂账报告',
  watch7d: '七日办结',
  archive: '归档',
};

export interface DeskList {
  label: string;
  states: readonly State[];
  /** Only orders whose recording nobody has written down yet. */
  voice?: true;
}

/** Built-in lists of the office; each is a set of states. */
export const DESK_VIEWS = {
  TO_ACCEPT: { label: '待受理', states: ['SUBMITTED'] },
  TO_WRITE: {
    label: '语音待听写',
    states: ['SUBMITTED', 'NEED_INFO', 'ACCEPTED', 'DISPATCHED', 'IN_PROGRESS', 'REPLIED'],
    voice: true,
  },
  TO_DISPATCH: { label: '待派单', states: ['ACCEPTED'] },
  TO_SIGN: { label: '待签收', states: ['DISPATCHED'] },
  HANDLING: { label: '办理中', states: ['IN_PROGRESS', 'NEED_INFO', 'SUSPENDED'] },
  TO_CHECK: { label: '待审核', states: ['REPLIED'] },
  TO_VISIT: { label: '待回访', states: ['TO_VISIT'] },
  CLOSED: { label: '已办结', states: ['CLOSED'] },
} as const satisfies Record<string, DeskList>;
export type DeskView = keyof typeof DESK_VIEWS;

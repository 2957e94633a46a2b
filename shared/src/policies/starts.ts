import type { PolicyKindName } from './kinds.ts';

/** A practice as a set of policies a street may start from; every body passes its own kind's check. */
export interface PolicyStart {
  title: string;
  about: string;
  policies: Readonly<Partial<Record<PolicyKindName, unknown>>>;
}

const leaders = (rows: readonly unknown[]) => ({ rows });
const COMPLEX_TO_MAIN = {
  when: { complexity: 'COMPLEX' },
  by: 'LEADER_MAIN',
  later: false,
  reason: '复杂件由主要领导批示后派单',
};
const URGENT_LATER = {
  when: { urgency: 'L1' },
  by: 'LEADER_MAIN',
  later: true,
  reason: '紧急件先派单,随后补批',
};
const OFF_LIST = {
  when: { offList: true },
  by: 'LEADER_DEPUTY',
  later: true,
  reason: '清单外事项由分管领导研判派件',
};
const CARDS = {
  rows: [
    { card: 'YELLOW', workdays: -1, tell: ['HANDLER', 'UNIT_HEAD'] },
    { card: 'RED', workdays: 1, tell: ['UNIT_HEAD', 'LEADER_DEPUTY'] },
  ],
};

/** Five practices. Numbers are the model's; what a source leaves open keeps the product's default. */
export const POLICY_STARTS = {
  '2110': {
    title: '2110 + 2小时2工作日',
    about: '企业 2 小时到场、1 工作日答复、10 工作日办结;其他紧急 2 小时、一般 2 工作日',
    policies: {
      clock: { presets: ['2110', '2h2wd'] },
      instruction: leaders([URGENT_LATER, OFF_LIST, COMPLEX_TO_MAIN]),
      visit: {
        rows: [
          { when: { partyKind: 'ENTERPRISE' }, form: 'ONE_TO_ONE', tries: 3, tryDays: 2 },
          { when: {}, form: 'SERVICE', tries: 3, tryDays: 2 },
        ],
      },
    },
  },
  '1235': {
    title: '1235',
    about: '咨询建议当日,复杂 2 日;其他 3 日,复杂 5 日(默认按工作日)',
    policies: { clock: { presets: ['1235'] }, limit: { evidenceClasses: ['1001'] } },
  },
  shandong: {
    title: '退单 2 日、办理 5 日',
    about: '退单 2 工作日内附理由,办理 5 工作日,延期一次不超过 10 工作日,黄牌前 1 日、红牌后 1 日',
    policies: {
      clock: { presets: ['shandong'] },
      procedure: { rows: [], limits: [{ procedure: 'extension', max: 1, amounts: { days: 10 } }] },
      cards: CARDS,
    },
  },
  lvliang: {
    title: '退单 1 日、办理 3/5 日',
    about: '退单 1 工作日;紧急 30 分钟内联系;咨询 3 工作日,其他 5 工作日;延期最多 3 次,每次 3 工作日',
    policies: {
      clock: { presets: ['lvliang'] },
      procedure: { rows: [], limits: [{ procedure: 'extension', max: 3, amounts: { days: 3 } }] },
    },
  },
  daninglu: {
    title: '街道 1/5/15 日',
    about: '咨询建议 1 工作日,求助投诉 5 工作日,复杂件经领导批准 15 工作日,重办 3 工作日',
    policies: {
      clock: { presets: ['daninglu'] },
      instruction: leaders([
        {
          when: { complexity: 'COMPLEX' },
          by: 'LEADER_DEPUTY',
          later: false,
          reason: '复杂件 15 工作日须经批准',
        },
      ]),
    },
  },
} as const satisfies Record<string, PolicyStart>;
export type PolicyStartName = keyof typeof POLICY_STARTS;

import { CLASS_TABLE } from '../class-table.ts';
import { CLASS_LEAVES } from '../classes.ts';
import { type ClockPolicyRow, PRESETS } from '../clocks/index.ts';
import { type PolicyContext, policyFaultText } from './fault.ts';
import { POLICY_KIND_NAMES, type PolicyKindName, policyKind, policyNameOf } from './kinds.ts';
import { POLICY_STARTS } from './starts.ts';

const CONTEXT: PolicyContext = {
  classes: CLASS_LEAVES,
  unitCodes: new Set(['NQ-CG']),
  outerAbove: [],
  prefixesTaken: new Set(['BY']),
  previous: null,
};
const faults = (kind: PolicyKindName, body: unknown, more: Partial<PolicyContext> = {}) =>
  policyKind(kind)
    .check(body, { ...CONTEXT, ...more })
    .map(policyFaultText);

/** One body of each kind that may be saved. */
const GOOD: Readonly<Record<PolicyKindName, unknown>> = {
  clock: { presets: ['2110', '2h2wd'] },
  limit: { tries: 3, tryDays: 2, evidenceClasses: ['1001', '020104'] },
  calendar: {
    year: 2027,
    version: '国办发明电〔2026〕1号',
    offDays: Array.from({ length: 10 }, (_, n) => `2027-02-${String(n + 5).padStart(2, '0')}`),
    workDays: ['2027-02-20'],
  },
  route: [
    {
      when: { classPrefix: '0101' },
      to: { unitCode: 'NQ-CG' },
      autoAccept: true,
      autoDispatch: true,
      reason: '市容',
    },
    { when: {}, to: 'DESK', autoAccept: false, autoDispatch: false, reason: '其余' },
  ],
  numbering: { prefix: 'NQ' },
  instruction: {
    rows: [
      { when: { urgency: 'L1' }, by: 'LEADER_MAIN', later: true, reason: '补批' },
      { when: { complexity: 'COMPLEX' }, by: 'LEADER_DEPUTY', later: false, reason: '复杂件' },
    ],
  },
  evidence: {
    rows: [{ when: { classPrefix: '1001' }, need: ['PHOTO_BEFORE', 'PHOTO_AFTER'], reason: '消防' }],
  },
  channel: { rows: [{ channel: 'HOTLINE_12345', urgency: 'L3', line: 'YHJY' }] },
  class: { table: CLASS_TABLE },
  watch: { rows: [{ name: '占道经营', classes: ['010102'], weekly: 5, growthPercent: 30, least: 5 }] },
  ladder: {
    rows: [
      { milestone: 'handle', light: 'YELLOW', afterHours: 0, tell: ['HANDLER'] },
      { milestone: 'handle', light: 'RED', afterHours: 0, tell: ['HANDLER', 'UNIT_HEAD'] },
      { milestone: 'handle', light: 'RED', afterHours: 24, tell: ['LEADER_DEPUTY'] },
    ],
  },
  visit: {
    rows: [
      { when: { partyKind: 'ENTERPRISE' }, form: 'ONE_TO_ONE', tries: 3, tryDays: 2 },
      { when: {}, form: 'SERVICE', tries: 3, tryDays: 2 },
    ],
  },
  cards: { rows: [{ card: 'RED', workdays: 1, tell: ['UNIT_HEAD'] }] },
  procedure: {
    rows: [{ procedure: 'return', milestone: 'judge', amount: 4, unit: 'hour' }],
    limits: [{ procedure: 'extension', max: 1, amounts: { days: 10 } }],
  },
  trigger: { rows: [{ name: 'cluster', on: true, times: 3, within: 30, unit: 'day' }] },
  care: { rows: [{ need: 'LONGER_WAIT', amount: 10, unit: 'workday' }, { need: 'PHONE_FIRST' }] },
  confidentiality: { rows: [{ when: { requestType: 'REPORT' }, level: 'DESK_ONLY', reason: '举报' }] },
  emergency: { rows: [{ words: ['着火', '冒烟'], number: '119', text: '请先拨打 119' }] },
  schedule: {
    rows: [
      { report: 'DAILY_NOTE', at: '17:30', readers: ['LEADER_MAIN'] },
      { report: 'WEEKLY_FLASH', at: '09:00', weekday: 1, readers: ['LEADER_MAIN', 'CLERK'] },
    ],
  },
  template: {
    rows: [
      {
        name: '常规',
        action: 'dispatch',
        field: 'note',
        states: ['ACCEPTED'],
        text: '请{unit}在{due}前答复,核实____',
      },
      { name: '占道', action: 'approve', field: 'publicText', classes: ['0101'], text: '{unit}已劝离【】' },
    ],
  },
  script: {
    rows: [
      {
        name: '占道',
        classes: ['0101'],
        outcomes: ['SOLVED'],
        form: 'SERVICE',
        text: '{unit}来过吗?\n还有吗?',
      },
      { name: '其他', text: '您好,这里是{office}' },
    ],
  },
};
const SINGLE: readonly PolicyKindName[] = ['limit', 'numbering', 'calendar', 'class', 'clock', 'procedure'];
const LISTS = POLICY_KIND_NAMES.filter((kind) => !SINGLE.includes(kind) && kind !== 'route');
const rowsOf = (kind: PolicyKindName) => (GOOD[kind] as { rows: Record<string, unknown>[] }).rows;

describe('every kind of policy', () => {
  it.each(POLICY_KIND_NAMES)('%s takes what is right', (kind) => {
    expect(faults(kind, GOOD[kind])).toEqual([]);
    expect(policyNameOf(kind, GOOD[kind])).toMatch(/^(default|duty-list|2027)$/);
  });

  it.each(POLICY_KIND_NAMES)('%s refuses what is no policy at all, in words', (kind) => {
    for (const body of [null, 7, 'x', [], [null], { rows: 7 }, { rows: [null] }, { rows: [[]] }, { $x: 1 }]) {
      const found = faults(kind, body);
      expect([kind, JSON.stringify(body), found.length > 0]).toEqual([kind, JSON.stringify(body), true]);
      expect(found.join()).toMatch(/[\u4e00-\u9fff]/);
    }
  });

  it.each(LISTS)('%s names the row and the field of a blank and of a word nobody knows', (kind) => {
    const [first] = rowsOf(kind);
    const fields = Object.keys(first ?? {});
    for (const field of fields) {
      const second = { ...first, [field]: '?' };
      const [fault] = policyKind(kind).check({ rows: [first, second] }, CONTEXT);
      // A text may be any text; everything else knows its words.
      if (fault !== undefined && fault.field === field) expect(fault.line).toBe(2);
      else expect(['reason', 'text', 'name']).toContain(field);
    }
    expect(faults(kind, { rows: [{ ...first, weather: 'rain' }] })).toEqual([
      '第 1 行 weather: 不认识这一项',
    ]);
    const twice = faults(kind, { rows: [first, first] });
    expect(twice).toHaveLength(1);
    expect(twice[0]).toMatch(/^第 2 行 .*(与第 1 行重复|与第 1 行条件相同,分不出先后)$/);
  });

  it.each(Object.entries(POLICY_STARTS))('the practice %s passes its own checks', (_, { policies }) => {
    for (const [kind, body] of Object.entries(policies))
      expect(faults(kind as PolicyKindName, body)).toEqual([]);
  });
});

describe('clock', () => {
  const own = (more: object) => ({
    ...PRESETS['2h2wd'].findLast((row) => row.from === 'order.dispatched'),
    name: 'own',
    ...more,
  });
  const check = (...rows: object[]) => faults('clock', { presets: [], rows });
  it.each<[string, object, string]>([
    ['half a day', { amount: 1.5 }, '第 1 行 handle: 时限不可能: 1.5 工作日'],
    ['more than a year', { amount: 251 }, '第 1 行 handle: 时限不可能: 251 工作日'],
    ['an unknown milestone', { milestone: 'dream' }, '第 1 行 dream: 环节不认识: dream'],
    ['an unknown event', { metBy: ['order.done'] }, '第 1 行 handle: 引用了不存在的事件: order.done'],
    ['an unknown channel', { when: { channel: 'PIGEON' } }, '第 1 行 when: 条件「channel」不认识: PIGEON'],
    [
      'a light after the due time',
      { lights: { yellow: { kind: 'share', num: 3, den: 2 }, orange: null, red: null } },
      '第 1 行 lights: yellow 应早于到期',
    ],
    [
      'a day that ends at 25 o’clock',
      { dayEndsAt: '25:00' },
      '第 1 行 dayEndsAt: 应是时刻,例如 17:30: 25:00',
    ],
    ['no pause rule', { pausable: 'yes' }, '第 1 行 pausable: 应是 true 或 false'],
  ])('refuses %s', (_, more, words) => {
    expect(check(own(more))[0]?.startsWith(words)).toBe(true);
  });

  it('lets a street’s row stand before a preset’s, and a shorter platform limit with it', () => {
    expect(faults('clock', { presets: ['2h2wd'], rows: [own({ amount: 1 })] })).toEqual([]);
    const outer = PRESETS.daninglu.find((row) => row.scope === 'OUTER');
    expect(
      faults('clock', {
        presets: [],
        rows: [own({ amount: 4 }), { ...outer, name: 'outer', when: {}, amount: 4 }],
      }),
    ).toEqual([]);
    expect(faults('clock', { presets: ['2h2wd', 'shandong'] })[0]).toContain('分不出先后');
  });

  it('is no longer than what the unit above grants', () => {
    const above = [
      { ...PRESETS.daninglu.find((row) => row.scope === 'OUTER'), when: {}, amount: 3 },
    ] as ClockPolicyRow[];
    expect(faults('clock', { presets: [], rows: [own({ amount: 4 })] }, { outerAbove: above })).toEqual([
      '第 1 行 handle: 内部时限 4 工作日长于上级时限 3 工作日(上级单位的规则)',
    ]);
    expect(faults('clock', { presets: [], rows: [own({ amount: 3 })] }, { outerAbove: above })).toEqual([]);
  });
});

describe('class tree', () => {
  const check = (...lines: string[]) => faults('class', { table: lines.join('\n') });
  it.each<[string, string[], string]>([
    [
      'a code of five digits',
      ['01|城市', '0101|市容', '01010|x|名|L3'],
      '第 3 行 code: 编码应是 2、4 或 6 位数字: 01010',
    ],
    ['a code twice', ['01|城市', '01|乡村'], '第 2 行 code: 01 与第 1 行重复'],
    ['a leaf without its branch', ['01|城市', '010101|aa|名|L3'], '第 2 行 code: 没有上级分类 0101'],
    [
      'a service code twice',
      ['01|城市', '0101|市容', '010101|aa|甲|L3', '010102|aa|乙|L3'],
      '第 4 行 service_code: aa 与第 3 行重复',
    ],
    [
      'a Chinese service code',
      ['01|城市', '0101|市容', '010101|甲|甲|L3'],
      '第 3 行 service_code: 应是小写英文: 甲',
    ],
    [
      'an unknown urgency',
      ['01|城市', '0101|市容', '010101|aa|甲|L9'],
      '第 3 行 urgency: 紧急程度应是 L1 到 L4: L9',
    ],
    ['an unknown mark', ['01|城市', '0101|市容', '010101|aa|甲|L3|Q'], '第 3 行 marks: 标记只有 D、C、E: Q'],
    ['no leaf', ['01|城市'], 'table: 没有一个三级分类'],
  ])('refuses %s', (_, lines, words) => {
    expect(check(...lines)).toContain(words);
  });

  it('never gives a code that was used to something else', () => {
    const table = '01|城市\n0101|市容\n010101|other|别的事|L3';
    expect(faults('class', { table }, { previous: { table: CLASS_TABLE } })).toEqual([
      '第 3 行 code: 010101 已用于 street_vendors,不能改作他用',
    ]);
  });
});

describe('limits, numbers, calendars and procedures', () => {
  it.each<[PolicyKindName, unknown, string]>([
    ['limit', { tries: -1 }, 'tries: 不能是负数: -1'],
    ['limit', { tries: 2, tryDays: 3 }, 'tryDays: 2 次联系分不到 3 天'],
    ['limit', { evidenceClasses: ['99'] }, 'evidenceClasses: 没有以 99 开头的分类'],
    ['limit', { patience: 1 }, 'patience: 不认识这一项'],
    ['numbering', { prefix: 'nq' }, 'prefix: 应是 2 到 6 个大写字母: nq'],
    ['numbering', { prefix: 'BY' }, 'prefix: BY 已是另一个街道的编号开头'],
    [
      'calendar',
      { ...(GOOD.calendar as object), workDays: ['2027-02-08'] },
      '第 1 行 workDays: 2027-02-08 既是放假又是上班',
    ],
    [
      'calendar',
      { ...(GOOD.calendar as object), workDays: ['2027-03-01'] },
      '第 1 行 workDays: 2027-03-01 本来就是工作日,不用写在 workDays 里',
    ],
    [
      'calendar',
      { ...(GOOD.calendar as object), offDays: ['2027-02-30'] },
      '第 1 行 offDays: 「2027-02-30」不是日期',
    ],
    ['calendar', { ...(GOOD.calendar as object), version: '' }, 'version: 应写明通知的文号'],
    [
      'procedure',
      { rows: [{ procedure: 'dance', milestone: 'judge', amount: 1, unit: 'hour' }], limits: [] },
      '第 1 行 procedure: 不认识: dance',
    ],
    [
      'procedure',
      { rows: [{ procedure: 'return', milestone: 'dream', amount: 1, unit: 'hour' }], limits: [] },
      '第 1 行 milestone: 这个程序没有这一步: dream',
    ],
    [
      'procedure',
      { rows: [{ procedure: 'return', milestone: 'judge', amount: 9_000, unit: 'hour' }], limits: [] },
      '第 1 行 amount: 时限超过一年: 9000',
    ],
    [
      'procedure',
      { rows: [], limits: [{ procedure: 'extension', amounts: { days: -1 } }] },
      '第 1 行 limits amounts: 「days」应是正整数',
    ],
    [
      'route',
      [
        { when: { classPrefix: '88' }, to: 'GRID', autoAccept: true, autoDispatch: true, reason: '?' },
        (GOOD.route as unknown[])[1],
      ],
      '第 1 行 when: 没有以 88 开头的分类',
    ],
  ])('%s %j', (kind, body, words) => {
    expect(faults(kind, body).some((text) => text.startsWith(words))).toBe(true);
  });
});

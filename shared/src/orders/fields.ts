import type { UnitKind } from '../places.ts';
import { REPLY_OUTCOMES, SATISFACTION, SOLVED_ANSWERS } from './model.ts';

/**
 * Who may read a free text: everybody who sees the order (PUBLIC); the desk as it is and handlers redacted
 * (NARRATIVE); staff only (INTERNAL).
 */
export type TextLayer = 'PUBLIC' | 'NARRATIVE' | 'INTERNAL';

interface FieldBase {
  name: string;
  label: string;
  required?: boolean;
  hint?: string;
  /** Asked for, and then needed, only while that other field has one of these values. */
  askedIf?: { field: string; is: readonly string[] };
}

/**
 * One thing an action must or may carry. Clients render forms from these, the server validates with them, and
 * texts are stored by their layer: an action's form is stated once.
 */
export type Field =
  | (FieldBase & { kind: 'text'; min?: number; max: number; layer: TextLayer })
  | (FieldBase & { kind: 'choice'; options: Readonly<Record<string, string>> })
  | (FieldBase & { kind: 'flag' })
  | (FieldBase & { kind: 'photos'; max: number; purpose: 'BEFORE' | 'AFTER' | 'ADD' | 'ARRIVE' })
  /** `atOnce`: who opens the form stands there, so the phone is asked without a tap. */
  | (FieldBase & { kind: 'point'; atOnce?: true })
  /** `of`: only units of these kinds; absent: those that handle orders. */
  | (FieldBase & { kind: 'unit'; of?: readonly UnitKind[] })
  /** Somebody of the lead unit. */
  | (FieldBase & { kind: 'person' })
  | (FieldBase & { kind: 'class' })
  | (FieldBase & { kind: 'number'; min: number; max: number; unit: string })
  | (FieldBase & { kind: 'day' })
  | (FieldBase & { kind: 'units'; max: number; of?: readonly UnitKind[] })
  | (FieldBase & { kind: 'orders'; max: number })
  /** Several of the street's staff, whatever their units. */
  | (FieldBase & { kind: 'people'; max: number })
  /** Each point answered 是, 否 or 不适用. */
  | (FieldBase & { kind: 'checks'; items: Readonly<Record<string, string>> });

/** Answers to one point of a check list. */
export const CHECK_ANSWERS = { YES: '是', NO: '否', NA: '不适用' } as const;
export type CheckAnswer = keyof typeof CHECK_ANSWERS;

export const DECLINE_REASONS = {
  OTHER_STREET: '不在本街道辖区',
  OTHER_ORGAN: '依法由其他机关处理',
  IN_COURT: '已进入诉讼、仲裁、复议或纪检程序',
  NO_MATTER: '没有具体事项',
  PRANK: '恶意或虚假反映',
} as const;

/** What an order can be restricted to afterwards; 匿名 is chosen at filing or not at all. */
export const RESTRICTIONS = { DESK_ONLY: '仅热线办可见', SURNAME: '公开姓氏' } as const;

export const WITHDRAW_REASONS = {
  SOLVED: '已经解决了',
  MISTAKE: '反映错了',
  OTHER: '其他原因',
} as const;

export const DISPUTE_REASONS = {
  NOT_SOLVED: '没有解决',
  PARTLY: '只解决了一部分',
  RETURNED: '又出现了',
  UNTRUE: '答复与实际不符',
  NOT_CONTACTED: '没有人联系我',
} as const;

export const CONTACT_WAYS = { PHONE: '电话', VISIT: '上门', WECHAT: '微信', ONSITE: '现场' } as const;

export const UNSOLVED_REASONS = {
  NO_POLICY: '没有政策依据',
  NEEDS_MONEY: '需立项或资金',
  OTHER_PARTY: '需其他单位或业主配合',
  LONG_TERM: '需较长时间',
  UNREASONABLE: '诉求不合理',
} as const;

/** What an answer given without handing the matter out rests on. */
export const ANSWER_BASES = {
  KNOWLEDGE: '知识库',
  POLICY_TEXT: '政策文件',
  FINAL_REPLY: '已有最终答复',
} as const;

/** Why the platform above has the order again. */
export const RECALL_REASONS = { RECALLED: '上级收回', RETURNED_UP: '已退回上级' } as const;

/** What of an order was reported to the platform above. */
export const REPORTS = { OPINION: '办理意见', RESULT: '办理结果' } as const;

/** For whom a report of progress is meant. */
export const PROGRESS_FOR = { PARTY: '诉求人', UPPER: '上级平台', BOTH: '诉求人和上级平台' } as const;

/** Whom else something was reported to, with a number of their own. */
export const OUTSIDE_ORGANS = {
  POLICE_110: '110报警',
  FIRE_119: '119消防',
  RESCUE_120: '120急救',
  UTILITY: '水电气热单位',
  TELECOM: '通信运营商',
  OTHER_ORGAN_TOLD: '其他机关',
} as const;

/** Who of the staff reads a note: everybody who has to do with the order, or the office alone. */
export const NOTE_READERS = { UNITS: '参与办理的单位', OFFICE: '仅热线办' } as const;

const PUBLIC_REPLY_MAX = 2000;

export const FIELDS = {
  upperRef: {
    name: 'upperRef',
    label: '上级平台的回执号或文号',
    kind: 'text',
    required: true,
    min: 2,
    max: 64,
    layer: 'INTERNAL',
  },
  reason: {
    name: 'reason',
    label: '原因',
    kind: 'text',
    required: true,
    min: 2,
    max: 500,
    layer: 'INTERNAL',
  },
  photosAdd: { name: 'photos', label: '照片', kind: 'photos', max: 9, purpose: 'ADD' },
  classCode: { name: 'classCode', label: '分类', kind: 'class', required: true },
  lead: { name: 'leadUnitId', label: '承办单位', kind: 'unit', required: true },
  replyText: {
    name: 'publicText',
    label: '给诉求人的答复',
    kind: 'text',
    required: true,
    min: 10,
    max: PUBLIC_REPLY_MAX,
    layer: 'PUBLIC',
    hint: '写明哪个单位、哪天、做了什么、结果怎样',
  },
  outcome: { name: 'outcome', label: '办理结果', kind: 'choice', required: true, options: REPLY_OUTCOMES },
  solved: { name: 'solved', label: '解决了吗', kind: 'choice', options: SOLVED_ANSWERS },
  process: { name: 'process', label: '服务过程', kind: 'choice', options: SATISFACTION },
  result: { name: 'result', label: '办理结果', kind: 'choice', options: SATISFACTION },
} as const satisfies Record<string, Field>;

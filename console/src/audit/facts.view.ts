import {
  CHANNELS,
  formatLocal,
  ITEM_STATES,
  isProcedure,
  LEDGERS,
  MODERATION_DECISIONS,
  MODERATION_STATES,
  POLICY_KINDS,
  PROCEDURES,
  ROLES,
  SEARCH_KINDS,
  STATES,
} from '@yihu/shared';

type Value = string | number | boolean | null;
type Words = Readonly<Record<string, string>>;

/** What the facts of an entry are called. */
const FACTS: Words = {
  seq: '第几条经过',
  reader: '以什么身份',
  unitId: '所在单位',
  unit: '单位',
  streetId: '街道',
  before: '原来',
  after: '改为',
  roles: '角色',
  role: '角色',
  way: '方式',
  why: '原因',
  reason: '理由',
  kind: '种类',
  name: '名称',
  version: '版本',
  from: '从',
  to: '到',
  channel: '渠道',
  count: '数量',
  code: '代码',
  ended: '结束了几处登录',
  outcome: '看到了吗',
  found: '查到几件',
  newest: '最近一件',
  by: '按什么查',
  decision: '决定',
  was: '原来的判断',
  subjectKind: '对什么',
  subject: '编号',
  days: '保存几天',
  rows: '几条',
  upTo: '到链上第几条',
  hash: '链头指纹',
  batch: '批次',
  active: '在用',
  outlineVersion: '边界版本',
  other: '相关网格',
  volunteers: '志愿者人数',
  officer: '服务专员',
  phone: '电话有改动',
  kinds: '撤回的同意',
  phonesOnOrders: '工单上的电话',
  photos: '照片',
  day: '日期',
  offered: '来电',
  answered: '接通',
  waitSeconds: '等待秒数',
  offeredBefore: '原来的来电',
  answeredBefore: '原来的接通',
  waitBefore: '原来的等待秒数',
  edition: '哪一版',
  editionId: '版本编号',
  revision: '修订',
  readers: '给谁看',
  face: '版面',
  format: '格式',
  madeAt: '备份时间',
  held: '扣下的消息',
  year: '年份',
  off: '放假天数',
  work: '调休上班天数',
  ids: '编号',
  jobs: '几条消息',
};

const READERS: Words = { FILER: '诉求人本人', OFFICE: '热线办', HANDLER: '承办单位' };
const WAYS: Words = { WECHAT: '微信登录', PASSWORD: '密码和动态码', DEMO: '演示登录' };
const ENDS: Words = {
  SIGNED_OUT: '本人退出',
  KILLED: '管理员结束',
  REUSED: '旧凭据被再次使用',
  DISABLED: '账号停用',
  ROLES: '角色或单位变了',
  PASSWORD: '换了密码',
  RESET: '密码被重置',
  ERASED: '注销',
};
const OUTCOMES: Words = { SHOWN: '看到了', NONE: '没有留电话', DESK_ONLY: '仅热线办可见,没有看到' };
const DECISIONS: Words = { ...MODERATION_STATES, ...MODERATION_DECISIONS };
const titles = (kinds: Readonly<Record<string, { title?: string; label?: string }>>): Words =>
  Object.fromEntries(Object.entries(kinds).map(([code, { title, label }]) => [code, title ?? label ?? code]));

/** Codes of a fact in words, where its values are codes. */
const CODES: Readonly<Record<string, Words>> = {
  from: STATES,
  to: STATES,
  channel: CHANNELS,
  reader: READERS,
  why: ENDS,
  way: WAYS,
  outcome: OUTCOMES,
  decision: DECISIONS,
  was: DECISIONS,
  by: SEARCH_KINDS,
  kind: { ...titles(POLICY_KINDS), ...titles(LEDGERS), ...titles(PROCEDURES) },
};
const SAID_ONCE = 64;
const ID = /[0-9A-HJKMNP-TV-Z]{26}/g;
const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;
const ROLE = /\b[A-Z]+(?:_[A-Z]+)*(?=@|\s|$)/g;

/** The facts of an entry, one sentence each: codes and ids by their words, the rest as it was written. */
export function factTexts(facts: Readonly<Record<string, Value>>, names: Words = {}): string[] {
  return Object.entries(facts).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [`${wordOf(name, value)}:${sayFact(name, value, facts, names)}`],
  );
}

/** `before` is a moment where rows were deleted, and a value where one was changed. */
function wordOf(name: string, value: Value): string {
  return name === 'before' && INSTANT.test(String(value)) ? '早于' : (FACTS[name] ?? name);
}

function sayFact(
  name: string,
  value: Exclude<Value, null>,
  facts: Readonly<Record<string, Value>>,
  names: Words,
): string {
  if (typeof value === 'boolean') return value ? '是' : '否';
  const text = String(value);
  if (INSTANT.test(text)) return formatLocal(text);
  const stage = name === 'to' ? stageOf(String(facts.kind ?? ''), text) : undefined;
  const word = stage ?? CODES[name]?.[text];
  if (word !== undefined) return word;
  // `ROLE@unit` pairs, and ids anywhere in the text.
  const roles = text.replace(ROLE, (code) => (ROLES as Words)[code] ?? code);
  return roles.replace(ID, (id) => names[id] ?? id).slice(0, SAID_ONCE * 4);
}

/** A stage of a procedure, or a state of an entry in a list. */
function stageOf(kind: string, to: string): string | undefined {
  if (isProcedure(kind)) return PROCEDURES[kind]?.stages[to]?.label;
  if (LEDGERS[kind] !== undefined) return LEDGERS[kind].states?.[to as 'OPEN'] ?? (ITEM_STATES as Words)[to];
  return undefined;
}

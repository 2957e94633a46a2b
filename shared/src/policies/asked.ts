import { TRIGGER_LABELS } from '../triggers/names.ts';

/** What a value of a policy may be, as data: a form can be drawn from it. The check beside it has the last word. */
export type Asked =
  | { kind: 'text'; max: number }
  | { kind: 'whole'; min: number; max: number }
  | { kind: 'flag' }
  /** A short text of a certain form, named in words. */
  | { kind: 'pattern'; wanted: string }
  /** `literal`: its codes spell JSON values, as `true` and `null`. */
  | { kind: 'choice'; options: Readonly<Record<string, string>>; literal?: true }
  /** The beginning of a class code: two, four or six digits. */
  | { kind: 'class' }
  | { kind: 'list'; of: Asked }
  /** One value or several. */
  | { kind: 'oneOrMore'; of: Asked }
  /** Conditions, each by its name; none holds always. `of` what, where it is not an order, decides the words. */
  | { kind: 'when'; of?: 'event' | 'amounts'; conditions: Readonly<Record<string, Asked>> }
  /** What is asked follows from another field of the row. */
  | { kind: 'by'; field: string; cases: Readonly<Record<string, Asked>> }
  /** Events, each with conditions on its data. */
  | {
      kind: 'evidence';
      events: Readonly<Record<string, string>>;
      conditions: Readonly<Record<string, Asked>>;
    }
  /** When the yellow, orange and red lights of a promise go on. */
  | { kind: 'lights' }
  /** Where a duty list sends an order. */
  | { kind: 'target' }
  /** Written as JSON only. */
  | { kind: 'raw' };

/** Words for codes that are listed without a label table of their own. */
const CODE_WORDS: Readonly<Record<string, string>> = {
  LEADER_MAIN: '主要领导',
  LEADER_DEPUTY: '分管领导',
  PHOTO_AFTER: '办理后照片',
  PHOTO_BEFORE: '办理前照片',
  NEAR_PLACE: '在现场附近拍摄',
  PAPER: '书面材料',
  YELLOW: '黄',
  ORANGE: '橙',
  RED: '红',
  SERVICE: '服务式回访',
  ONE_TO_ONE: '一对一回访',
  NONE: '不回访',
  PHONE_FIRST: '先打电话',
  LONGER_WAIT: '多等补充材料',
  RELIEF: '救助转介',
  HOME_VISIT: '上门',
  DAILY_NOTE: '日小结',
  WEEKLY_FLASH: '周快报',
  MONTHLY_BULLETIN: '月通报',
  DAILY_SWEEP: '每日清点',
  minute: '分钟',
  hour: '小时',
  day: '天',
  workday: '工作日',
  restart: '重办时重新计时',
  keep: '重办时继续计时',
  ...TRIGGER_LABELS,
  idleWatch: '无人盯守',
  lookbackDue: '回头看到期',
  sameKind: '同类诉求',
};

/** Codes with their words: of a label table, of a table whose entries bear a label, or of a bare list. */
export function optionsOf(
  known: Readonly<Record<string, unknown>> | readonly string[],
): Readonly<Record<string, string>> {
  const entries: [string, unknown][] = Array.isArray(known)
    ? known.map((code: string) => [code, null])
    : Object.entries(known);
  return Object.fromEntries(entries.map(([code, label]) => [code, wordOf(code, label)]));
}

function wordOf(code: string, label: unknown): string {
  if (typeof label === 'string' && label !== code) return label;
  const own = typeof label === 'object' && label !== null && 'label' in label ? label.label : undefined;
  return typeof own === 'string' ? own : (CODE_WORDS[code] ?? code);
}

/** Words that call for an emergency number, and words in a reply that promise nothing. */

export type EmergencyNumber = '110' | '119' | '120' | '122';
export interface EmergencyWord {
  word: string;
  number: EmergencyNumber;
}

const EMERGENCIES: readonly (readonly [EmergencyNumber, RegExp])[] = [
  [
    '119',
    /着火|起火|失火|火灾|大火|浓烟|(?:燃气|煤气|天然气|液化气)(?:正在|大量|严重)?(?:泄漏|泄露|漏气)|爆炸|被困|掉进井|坠井|溺水|落水/g,
  ],
  ['110', /打架|斗殴|打人|持刀|砍人|杀人|抢劫|绑架|入室盗窃|小偷|家暴|跳楼|轻生|自杀|割腕|走失|失踪/g],
  [
    '120',
    /昏迷|晕倒|昏倒|休克|心梗|心脏病发|食物中毒|煤气中毒|一氧化碳中毒|触电|大出血|血流不止|没有呼吸|呼吸困难|摔伤|受伤/g,
  ],
  ['122', /车祸|撞车|撞人|被车撞|交通事故|追尾|肇事/g],
];
/** The clause speaks of what might happen, not of what does. */
const MIGHT =
  /(?:万一|一旦|如果|要是|假如|若是|倘若|害怕|担心|怕|防止|预防|避免|容易|极易|可能|以免)[^。!！?？;；\n]{0,12}$/;
const NOT_NOW = /^(?:隐患|风险|危险性|演练|预案|应急|险)/;

/**
 * Words of a narrative that speak of a danger going on, each with the number to call first (domain.md R16).
 * One entry per word. 火灾隐患, 万一着火 and their like are worries, not emergencies, and are left out.
 */
export function emergencyWords(text: string): EmergencyWord[] {
  const found = new Map<string, EmergencyWord>();
  for (const [number, pattern] of EMERGENCIES) {
    for (const match of text.matchAll(pattern)) {
      if (isNow(text, match.index, match[0].length)) found.set(match[0], { word: match[0], number });
    }
  }
  return [...found.values()];
}

function isNow(text: string, at: number, length: number): boolean {
  const end = at + length;
  const might = MIGHT.test(text.slice(Math.max(0, at - 16), at));
  return !might && !NOT_NOW.test(text.slice(end, end + 4));
}

/** Whether a text speaks of the word as going on, somewhere in it. */
export function saysNow(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (isNow(text, at, word.length)) return true;
  }
  return false;
}

/** Who, when, or both: what a reply must name to make up for the phrase. */
const WHO = /相关部门|有关部门|相关单位|有关单位|有关方面|相关人员/;
const WHEN = /尽快|尽早|近期|择期|适时|逐步/;
const BOTH =
  /已转|已知悉|已收悉|已悉知|高度重视|正在协调|研究处理|加强管理|加大力度|予以关注|持续关注|积极处理/;

const DATE =
  /\d{1,2}\s?月\s?\d{1,2}\s?[日号]|\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\d{1,3}\s?个?(?:工作日|小时|天|日)[内前]|(?:今|明|昨|后)[天日]|本周[一二三四五六日末]|下周[一二三四五六日]/;
const UNIT =
  /(?:街道办?|社区|居委会|村委会|网格员?|物业|热线办|[\p{Script=Han}]{1,8}(?:科|局|所|中心|大队|中队|公司|集团|办公室|支队|委|站))/u;

/**
 * The first phrase of a reply that promises nothing, or null. A phrase about who (相关部门) is forgiven when a unit
 * is named, one about when (尽快) when a date is, one about neither (已转, 高度重视) when both are.
 */
export function emptyPhrase(text: string): string | null {
  const rest = text.replace(new RegExp(WHO, 'g'), '…');
  const unit = UNIT.test(rest);
  const date = DATE.test(rest);
  const first = (pattern: RegExp, forgiven: boolean) => (forgiven ? null : (pattern.exec(text)?.[0] ?? null));
  return first(WHO, unit) ?? first(WHEN, date) ?? first(BOTH, unit && date);
}

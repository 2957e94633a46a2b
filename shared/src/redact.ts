/**
 * Finds what identifies a person in free text (domain.md R15). Pure and linear: every pattern has a bounded
 * length, so a 7,000-character text costs a few milliseconds whatever it holds. Texts come in as typed:
 * full-width digits and letters are compared in their half-width form, positions are those of the original.
 */
export { type EmergencyNumber, type EmergencyWord, emergencyWords, emptyPhrase } from './reply-words.ts';

import { type NameSpan, namesAfterCues } from './redact-names.ts';

export const PRIVATE_KINDS = {
  PHONE: { label: '电话号码', mask: '〔电话〕' },
  ID: { label: '证件号码', mask: '〔证件号〕' },
  CARD: { label: '银行卡号', mask: '〔银行卡号〕' },
  PLATE: { label: '车牌号', mask: '〔车牌〕' },
  EMAIL: { label: '电子邮箱', mask: '〔邮箱〕' },
  IM: { label: '微信或QQ号', mask: '〔社交账号〕' },
  NAME: { label: '姓名', mask: '〔姓名〕' },
  DOOR: { label: '门牌号', mask: '〔门牌〕' },
} as const;
export type PrivateKind = keyof typeof PRIVATE_KINDS;

/** A stretch of the original text, `end` exclusive, in UTF-16 units. */
export interface PrivateSpan {
  kind: PrivateKind;
  start: number;
  end: number;
}

/** Full-width ASCII and the ideographic space to their half-width form, one character for one. */
function halfWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E\u3000]/g, (char) =>
    char === '\u3000' ? ' ' : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
  );
}

const HAN_DIGITS: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  一: '1',
  幺: '1',
  二: '2',
  三: '3',
  四: '4',
  五: '5',
  六: '6',
  七: '7',
  八: '8',
  九: '9',
};

type Detector = (text: string) => { start: number; end: number }[];

/** A detector from a pattern; group 1, when the pattern has one, is the private part. `keep` may veto a match. */
function matching(pattern: RegExp, keep: (value: string, before: string) => boolean = () => true): Detector {
  return (text) => {
    const spans: { start: number; end: number }[] = [];
    // `matchAll` copies its pattern for every text, which is dearer than looking.
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const value = match[1] ?? match[0];
      const start = match.index + match[0].length - value.length;
      if (keep(value, text.slice(Math.max(0, start - 8), start)))
        spans.push({ start, end: start + value.length });
    }
    return spans;
  };
}

/** A word before a long number that says it is the number of a thing, not of a person. */
const NUMBER_OF_A_THING = /(?:单号|编号|流水号|订单|工单|票号|案号|信用代码|单据号)[^0-9]{0,3}$/;

function digitsOf(value: string): string {
  return value.replace(/[^0-9]/g, '');
}

/** GB 11643: province, birthday and the ISO 7064 check character of an 18-character id. */
function isId18(value: string): boolean {
  if (!isBirthday(value.slice(6, 14)) || !/^[1-6]/.test(value)) return false;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(value[at]), 0);
  return '10X98765432'[sum % 11] === value[17]?.toUpperCase();
}

/** The old 15-digit id has no check digit: province and birthday must make sense, and it is no order number. */
function isId15(value: string, before: string): boolean {
  return /^[1-6]/.test(value) && isBirthday(`19${value.slice(6, 12)}`) && !NUMBER_OF_A_THING.test(before);
}

function isBirthday(day: string): boolean {
  return /^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(day);
}

/** Luhn's check, as bank cards carry it. */
function isCard(value: string, before: string): boolean {
  const digits = digitsOf(value);
  if (!/^[34569]/.test(digits) || NUMBER_OF_A_THING.test(before)) return false;
  let sum = 0;
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = digit * 2;
    sum += at % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** 11-digit mobiles written or half-written in 汉字 (一三八零零…), as people do to pass filters. */
function hanMobiles(text: string): { start: number; end: number }[] {
  const digits = text.replace(/[零〇一幺二三四五六七八九]/g, (char) => HAN_DIGITS[char] ?? char);
  return digits === text ? [] : mobiles(digits);
}
const mobiles = matching(/(?<![\dA-Za-z.])1[3-9]\d{9}(?!\d)/g);

const GAP = '[-\\s.·—_]{0,2}';
const MOBILE = [
  `1[3-9]\\d${GAP}\\d{4}${GAP}\\d{4}`,
  `1[3-9]\\d{2}${GAP}\\d{3}${GAP}\\d{4}`,
  `1[3-9]\\d{2}${GAP}\\d{4}${GAP}\\d{3}`,
  `1[3-9]\\d${GAP}\\d{3}${GAP}\\d{5}`,
].join('|');
const EXTENSION = '(?:\\s{0,2}(?:-|转|分机号?|ext\\.?)\\s{0,2}\\d{1,6}(?!\\d))?';
const AREA = '0(?:10|2\\d|[3-9]\\d{2})';

const NUM = '(?:\\d{1,3}|[一二三四五六七八九十]{1,3})';
const BUILDING = `(?:${NUM}\\s?(?:#|号)?\\s?(?:栋|幢|座|楼栋|号楼|#楼)|${NUM}\\s?(?:#楼|号楼|#)|[A-Za-z]\\d?\\s?(?:栋|座|幢))`;
const STAIRS = `(?:\\d{1,4}|[一二三四五六七八九十甲乙丙丁东西]{1,2})\\s?单元`;
/** Counts and measures after digits: then they are no room number. */
const ROOM =
  '\\d{3,4}(?:-\\d{1,2})?(?:室|房间?|号房?)?(?![\\d.:年月日号户人家个名辆元平米万块次天小分度%多余起栋幢楼层路])';
const SIDE = '\\d{1,2}[楼层]\\s?[东西南北中左右](?:边|手)?[户门侧]';
const SEP = '[\\s,、，-]{0,2}';

/** Without one of these a text holds nothing the detector looks for: most texts need few detectors. */
const AT = /@/;
const DIGIT = /\d/;
const LATIN = /[A-Za-z\d]/;
const HAN_DIGIT = /[零〇一幺二三四五六七八九]/;
const STAIR = /单元/;

/** In order of precedence: a stretch found by an earlier detector is not looked at again. */
const DETECTORS: readonly (readonly [PrivateKind, RegExp, Detector])[] = [
  ['EMAIL', AT, matching(/(?<![\w.%+-])[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}/g)],
  ['ID', DIGIT, matching(/(?<![0-9A-Za-z])\d{17}[\dXx](?![0-9A-Za-z])/g, isId18)],
  // After its cue an id is masked even when mistyped (O for 0, wrong check digit): it still points at somebody.
  ['ID', LATIN, matching(/(?:身份证|证件)(?:号码?)?[\s:：是为]{0,3}([\dOoIlXx]{15,18})(?![0-9A-Za-z])/g)],
  ['ID', DIGIT, matching(/(?<![0-9A-Za-z])\d{15}(?![0-9A-Za-z])/g, isId15)],
  [
    'CARD',
    DIGIT,
    matching(/(?<![0-9A-Za-z])\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{4}(?:[ -]?\d{1,3})?(?![0-9A-Za-z])/g, isCard),
  ],
  ['CARD', DIGIT, matching(/(?:卡号|银行卡|账号|账户|户头)[\s:：是为]{0,3}(\d{12,19})(?!\d)/g)],
  [
    'PHONE',
    DIGIT,
    matching(new RegExp(`(?<![\\dA-Za-z.])(?:(?:\\+|00)?86[-\\s]{0,2})?(?:${MOBILE})(?!\\d)`, 'g')),
  ],
  ['PHONE', DIGIT, matching(new RegExp(`\\+86[-\\s]{0,2}(?:${MOBILE})(?!\\d)`, 'g'))],
  ['PHONE', HAN_DIGIT, hanMobiles],
  [
    'PHONE',
    DIGIT,
    matching(
      new RegExp(
        `(?<![\\d.-])(?:\\(${AREA}\\)|${AREA})[-\\s]{0,2}[2-8]\\d{2,3}[-\\s]?\\d{4}(?!\\d)${EXTENSION}`,
        'g',
      ),
    ),
  ],
  [
    'PHONE',
    DIGIT,
    matching(
      new RegExp(
        `(?:电话|座机|固话|手机|联系方式|号码|致电|拨打|回电)[\\s:：是为]{0,3}([2-8]\\d{2,3}[-\\s]?\\d{4}(?!\\d)${EXTENSION})`,
        'g',
      ),
    ),
  ],
  [
    'IM',
    LATIN,
    matching(
      /(?:微信|薇信|威信|[Ww]e[Cc]hat|(?<![A-Za-z])(?:[Vv][Xx]|[Ww][Xx]|[Qq]{2})|扣扣)(?:号码?|群号?)?[\s:：是为]{0,3}([A-Za-z][-_A-Za-z0-9]{5,19}|\d{5,12}(?!\d))/g,
    ),
  ],
  [
    'PLATE',
    DIGIT,
    matching(
      /[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Za-hj-np-z][·\s.-]?[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳](?![A-Za-z0-9])/g,
      (value) => digitsOf(value).length >= 2,
    ),
  ],
  [
    'DOOR',
    DIGIT,
    matching(
      new RegExp(`${BUILDING}${SEP}(?:${STAIRS}${SEP})?(?:${SIDE}|(?:\\d{1,2}[楼层]\\s?)?${ROOM})`, 'g'),
    ),
  ],
  [
    'DOOR',
    DIGIT,
    matching(
      new RegExp(`(?:${BUILDING}${SEP})?${STAIRS}${SEP}(?:${SIDE}|(?:\\d{1,2}[楼层]\\s?)?${ROOM})`, 'g'),
    ),
  ],
  ['DOOR', STAIR, matching(new RegExp(`${BUILDING}${SEP}${STAIRS}`, 'g'))],
  ['DOOR', DIGIT, matching(/(?<![\d-])\d{1,3}-\d{1,2}-\d{3,4}(?![\d-])/g)],
  [
    'DOOR',
    DIGIT,
    matching(
      /(?:住在?|住址|家在|我家|小区|花园|公寓|新村|[苑园庭府城里村])[\s:：是]{0,2}(\d{1,3}-\d{3,4}(?:室|房)?)(?![\d-])/g,
    ),
  ],
  ['DOOR', DIGIT, matching(/(?:住在?|家在|我家是?|业主|户主|号)\s?(\d{3,4}(?:室|房间?))/g)],
];

/** All stretches that identify a person, in the order of the text, none overlapping another. */
export function privateSpans(text: string): PrivateSpan[] {
  const plain = halfWidth(text);
  const taken = new Uint8Array(plain.length);
  const spans: PrivateSpan[] = [];
  const take = (kind: PrivateKind, { start, end }: NameSpan) => {
    if (taken.subarray(start, end).includes(1)) return;
    taken.fill(1, start, end);
    spans.push({ kind, start, end });
  };
  for (const [kind, needed, detect] of DETECTORS) {
    if (!needed.test(plain)) continue;
    for (const span of detect(plain)) take(kind, span);
  }
  for (const span of namesAfterCues(plain)) take('NAME', span);
  return spans.sort((a, b) => a.start - b.start);
}

/**
 * The narrative as a handler may read it: each private stretch replaced by a mask that says what stood there.
 * `found` gives the stretches in the original text. Roads and their numbers (望江路100号), order numbers,
 * dates, prices and bus lines are places and facts, and stay.
 */
export function redactNarrative(text: string): { text: string; found: PrivateSpan[] } {
  const found = privateSpans(text);
  let masked = '';
  let at = 0;
  for (const span of found) {
    masked += text.slice(at, span.start) + PRIVATE_KINDS[span.kind].mask;
    at = span.end;
  }
  return { text: masked + text.slice(at), found };
}

/**
 * Chinese names of the private kinds in a text that strangers will read; empty when there are none.
 * `publicNumbers` are the telephone numbers the units publish themselves, which a reply may name.
 */
export function findPrivate(text: string, publicNumbers: readonly string[] = []): string[] {
  const published = new Set(publicNumbers.map((number) => digitsOf(halfWidth(number))));
  const kinds = privateSpans(text)
    .filter(
      (span) =>
        span.kind !== 'PHONE' || !published.has(digitsOf(halfWidth(text.slice(span.start, span.end)))),
    )
    .map((span) => PRIVATE_KINDS[span.kind].label);
  return [...new Set(kinds)];
}

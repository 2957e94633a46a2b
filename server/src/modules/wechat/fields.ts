import { type Day, type Instant, toInstant, toMillis } from '@yihu/shared';

/** Types of template keys the product can fill (发送订阅消息, 参数值内容限制说明). A template with others is refused. */
const TEXT_TYPES = { thing, character_string: asciiOnly, phrase, name } as const;
const MOMENT_TYPES = { time: timeValue, date: dateValue } as const;

const EMOJI =
  /[\p{Extended_Pictographic}\p{Emoji_Presentation}\p{Emoji_Modifier}]|\p{Variation_Selector}|\u20e3/gu;
/** Line and paragraph ends and tabs part words; other invisible characters do not. */
const BREAKS = /[\p{Zl}\p{Zp}\p{Cc}]+/gu;
const INVISIBLE = /\p{C}/gu;

const THING_MAX = 20;
const ASCII_MAX = 32;
const PHRASE_MAX = 5;
const NAME_MAX = 10;
const NUMBER_MAX = 32;
const CUT_MARK = '...';
const SHANGHAI_MS = 8 * 3_600_000;

/** `thing5` → `thing`. */
export function typeOfKey(key: string): string {
  return key.replace(/\d+$/, '');
}

/** True when `fieldValue` can fill the key. Enum keys need the template's own list. */
export function canFill(key: string): boolean {
  const type = typeOfKey(key);
  return type in TEXT_TYPES || type in MOMENT_TYPES || type === 'number' || type.startsWith('enum');
}

/**
 * The value to send under a template key: never empty and always inside WeChat's limits, so that a resident's text
 * cannot make a message fail. Text is shortened and cleaned; what cannot be repaired truthfully throws RangeError.
 * @param value text; for `time` an Instant, for `date` an Instant or a Day
 * @param enumValues the template's list, for enum keys
 */
export function fieldValue(key: string, value: string, enumValues: readonly string[] = []): string {
  const type = typeOfKey(key);
  if (type in TEXT_TYPES) return TEXT_TYPES[type as keyof typeof TEXT_TYPES](value);
  if (type in MOMENT_TYPES) return MOMENT_TYPES[type as keyof typeof MOMENT_TYPES](value);
  if (type === 'number' && value.length <= NUMBER_MAX && /^\d+(\.\d+)?$/.test(value)) return value;
  if (type.startsWith('enum') && enumValues.includes(value)) return value;
  throw new RangeError(`no value for template key ${key}`);
}

/** `2026年11月22日 14:00`, Beijing time. */
export function timeValue(at: Instant): string {
  const local = toInstant(toMillis(at) + SHANGHAI_MS);
  return `${dateText(local.slice(0, 10))} ${local.slice(11, 16)}`;
}

/** `2026年11月22日`, Beijing time. */
export function dateValue(at: Instant | Day): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(at))
    return dateText(toInstant(Date.parse(`${at}T00:00:00.000Z`)).slice(0, 10));
  return dateText(toInstant(toMillis(at) + SHANGHAI_MS).slice(0, 10));
}

function dateText(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** Text without emoji, control and invisible characters, with single spaces. */
function clean(text: string): string {
  return text
    .normalize('NFC')
    .replace(BREAKS, ' ')
    .replace(EMOJI, '')
    .replace(INVISIBLE, '')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The first `max` UTF-16 units, without half a character at the end. */
function cut(text: string, max: number): string {
  const head = text.slice(0, max);
  return /[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head;
}

function thing(text: string): string {
  const cleaned = clean(text);
  if (cleaned === '') return '详见小程序';
  if (cleaned.length <= THING_MAX) return cleaned;
  return `${cut(cleaned, THING_MAX - CUT_MARK.length).trimEnd()}${CUT_MARK}`;
}

function asciiOnly(text: string): string {
  const ascii = text.normalize('NFKC').replace(/[^\x21-\x7e]/g, '');
  return ascii.slice(0, ASCII_MAX) || '-';
}

function phrase(text: string): string {
  const han = [...text].filter((char) => char.length === 1 && /\p{Script=Han}/u.test(char));
  return han.slice(0, PHRASE_MAX).join('') || '有更新';
}

function name(text: string): string {
  return cut(clean(text).replace(/\p{Nd}/gu, ''), NAME_MAX).trim() || '工作人员';
}

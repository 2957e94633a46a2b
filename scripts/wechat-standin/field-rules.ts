/**
 * The platform's rules for the values of a subscription message, by key prefix (发送订阅消息, 参数值内容限制说明).
 * Where the documentation leaves room the strictest reading is taken, so that what passes here passes there.
 */

const CONTROL = /\p{Cc}/u;
const EMOJI = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Cs}|[\u200d\ufe0f\u20e3]/u;
const HAN = /\p{Script=Han}/u;

const CLOCK = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?`;
const MONTH = '(?:0?[1-9]|1[0-2])';
const DAY = String.raw`(?:0?[1-9]|[12]\d|3[01])`;
const FULL_DATE = String.raw`\d{4}年${MONTH}月${DAY}日|\d{4}([-/.])${MONTH}\1${DAY}`;
const SHORT_DATE = String.raw`${MONTH}月${DAY}日|\d{4}年${MONTH}月|\d{4}[-/.]${MONTH}|${MONTH}[-/.]${DAY}`;

/** One moment, or two joined by an ASCII tilde. Groups inside `one` are numbered, so each half is tested alone. */
function momentOrRange(one: RegExp, value: string): boolean {
  const halves = value.split('~').map((half) => half.trim());
  return halves.length <= 2 && halves.every((half) => one.test(half));
}

const TIME = new RegExp(`^(?:(?:${FULL_DATE}) ?)?${CLOCK}$`);
const DATE = new RegExp(`^(?:${FULL_DATE}|${SHORT_DATE})(?: ?${CLOCK})?$`);

const RULES: Record<string, (value: string) => boolean> = {
  thing: (v) => v.length <= 20,
  short_thing: (v) => v.length <= 4,
  number: (v) => v.length <= 32 && /^\d+(\.\d+)?$/.test(v),
  letter: (v) => /^[A-Za-z]{1,32}$/.test(v),
  symbol: (v) => v.length <= 5 && !/[\p{Script=Han}A-Za-z0-9]/u.test(v),
  character_string: (v) => /^[\x20-\x7e]{1,32}$/.test(v),
  time: (v) => momentOrRange(TIME, v),
  date: (v) => momentOrRange(DATE, v),
  amount: (v) => /^[¥￥$€£]?\d{1,10}(\.\d+)?元?$/.test(v),
  phone_number: (v) => /^[\d+-]{1,17}$/.test(v),
  car_number: (v) => /^[\p{Script=Han}A-Za-z0-9][A-Za-z0-9]{0,6}[\p{Script=Han}A-Za-z0-9]?$/u.test(v),
  name: (v) => !/\d/.test(v) && v.length <= (HAN.test(v) ? 10 : 20),
  phrase: (v) => /^\p{Script=Han}{1,5}$/u.test(v),
};

/** The type of a template key: `thing5` → `thing`, `enum_string2` → `enum_string`. */
export function typeOfKey(key: string): string {
  return key.replace(/\d+$/, '');
}

/**
 * Whether `value` may stand under `key`. Empty values are the caller's business ("is empty" is another text).
 * @param enumValues the template's list for enum keys; an enum key without a list admits nothing
 */
export function valueAllowed(key: string, value: string, enumValues: readonly string[] = []): boolean {
  if (CONTROL.test(value) || EMOJI.test(value)) return false;
  const type = typeOfKey(key);
  if (type === 'enum' || type === 'enum_string') return enumValues.includes(value);
  const rule = RULES[type];
  return rule?.(value) ?? false;
}

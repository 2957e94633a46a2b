import { addDays, CHECK_ANSWERS, CLASS_LEAVES, type Day, type Field } from '@yihu/shared';
import { pick } from '../seeded';

/** What a random form may name. */
export interface Choices {
  units: readonly string[];
  persons: readonly string[];
  orderNos: readonly string[];
  today: Day;
}

type Random = () => number;

const WORDS = '丁香01网格已于当日上午到现场查看,清走三号楼通道内六辆电动车,并约定每日十七时巡查一次。';
/** How often a field that may be left out is filled in, and one that may not is forgotten. */
const [OPTIONAL, FORGOTTEN] = [0.5, 0.02];

function wordsOf({ min = 1, max }: { min?: number; max: number }): string {
  const enough = WORDS.repeat(Math.ceil(min / WORDS.length) || 1);
  return enough.slice(0, Math.min(max, Math.max(min, WORDS.length)));
}

function some<T>(random: Random, list: readonly T[], max: number): T[] {
  const count = 1 + Math.floor(random() * Math.min(max, 3));
  return [...new Set(Array.from({ length: count }, () => pick(random, list)))];
}

function valueFor(random: Random, field: Field, from: Choices): unknown {
  switch (field.kind) {
    case 'text':
      return wordsOf(field);
    case 'choice':
      return pick(random, Object.keys(field.options));
    case 'flag':
      return random() < 0.5;
    case 'photos':
      // Evidence is a matter of its own: the walk has none, and is refused where it is asked for.
      return undefined;
    case 'point':
      return { lat: 31.8395 + random() / 50, lng: 117.2334, datum: 'WGS84' };
    case 'unit':
      return pick(random, from.units);
    case 'person':
      return pick(random, from.persons);
    case 'class':
      return pick(random, CLASS_LEAVES).code;
    case 'number':
      return field.min + Math.floor(random() ** 3 * (field.max - field.min + 1));
    case 'day':
      return addDays(from.today, Math.floor(random() * 12) - 1);
    case 'units':
      return some(random, from.units, field.max);
    case 'orders':
      return some(random, from.orderNos, field.max);
    case 'checks':
      return Object.fromEntries(
        Object.keys(field.items).map((code) => [code, pick(random, Object.keys(CHECK_ANSWERS))]),
      );
  }
}

/** A form as anybody might fill it in: mostly whole, now and then with something missing. */
export function randomForm(random: Random, fields: readonly Field[], from: Choices): Record<string, unknown> {
  const form: Record<string, unknown> = {};
  for (const field of fields) {
    const isAsked =
      field.askedIf === undefined || field.askedIf.is.includes(String(form[field.askedIf.field]));
    const isNeeded = field.required === true || field.askedIf !== undefined;
    if (!isAsked || random() < (isNeeded ? FORGOTTEN : 1 - OPTIONAL)) continue;
    const value = valueFor(random, field, from);
    if (value !== undefined) form[field.name] = value;
  }
  return form;
}

import type { Instant } from '@yihu/shared';

/** What a message says, before it is put into a template. */
export interface Content {
  orderNo: string;
  title: string;
  phrase: string;
  thing: string;
  at: Instant;
}

/**
 * The raw text for each key of a template, by the key's type. The layout to register is character_string1 (order
 * number), phrase2 (状态), time3 (时间), thing4 (说明); others are filled as well as they go: of several `thing`
 * keys the first is the order's title and the last the news. null: no honest value for some key.
 */
export function fill(
  keys: readonly string[],
  enums: Readonly<Record<string, readonly string[]>>,
  content: Content,
): Record<string, string> | null {
  const things = keys.filter((key) => typeOf(key) === 'thing');
  const values: Record<string, string> = {};
  for (const key of keys) {
    const value = wordsFor(key, things, enums[key] ?? [], content);
    if (value === null) return null;
    values[key] = value;
  }
  return values;
}

function wordsFor(
  key: string,
  things: readonly string[],
  list: readonly string[],
  content: Content,
): string | null {
  switch (typeOf(key)) {
    case 'character_string':
      return content.orderNo;
    case 'phrase':
      return content.phrase;
    case 'time':
    case 'date':
      return content.at;
    case 'thing':
      if (key === things.at(-1)) return content.thing;
      return key === things[0] ? content.title : '';
    case 'enum':
    case 'enum_string':
      return list.includes(content.phrase) ? content.phrase : null;
    default:
      return null;
  }
}

function typeOf(key: string): string {
  return key.replace(/\d+$/, '');
}

import { emergencyWords, saysNow } from '../reply-words.ts';

/** A row of the `emergency` policy: words of a street's own, or the wording for a number. */
export interface EmergencyRow {
  words: readonly string[];
  number: string;
  text: string;
}

/** A number to call before anything is filed (domain.md R16). */
export interface EmergencyCall {
  number: string;
  /** What to say: one plain sentence. */
  text: string;
  words: string[];
}

const TEXTS: Readonly<Record<string, string>> = {
  '110': '有人正受到伤害或有人要轻生,请先拨打 110',
  '119': '着火、燃气泄漏或有人被困,请先拨打 119',
  '120': '有人受伤或突发疾病,请先拨打 120',
  '122': '道路交通事故,请先拨打 122',
};

/** Numbers to call first for what was said: the built-in words, and the street's own. */
export function emergencyCalls(text: string, rows: readonly EmergencyRow[]): EmergencyCall[] {
  const said = new Map<string, Set<string>>();
  const add = (number: string, word: string) => said.set(number, (said.get(number) ?? new Set()).add(word));
  for (const { number, word } of emergencyWords(text)) add(number, word);
  for (const { number, words } of rows) for (const word of words) if (saysNow(text, word)) add(number, word);
  return [...said].map(([number, words]) => ({
    number,
    text: rows.find((row) => row.number === number)?.text ?? TEXTS[number] ?? `请先拨打 ${number}`,
    words: [...words],
  }));
}

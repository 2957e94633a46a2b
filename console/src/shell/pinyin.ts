import { pinyin } from 'pinyin-pro';

/** What a Chinese text is found by when typed in letters: its initials (`thsh`) and its whole reading (`tuihuishenhe`). */
export function lettersOf(text: string): { initials: string; whole: string } {
  const options = { toneType: 'none', type: 'array', nonZh: 'consecutive' } as const;
  const syllables = pinyin(text, options).map((part) => part.toLowerCase().replace(/[^a-z0-9]/g, ''));
  return { initials: syllables.map((part) => part.charAt(0)).join(''), whole: syllables.join('') };
}

/**
 * How well a text answers what was typed: 0 not at all, higher is better. Chinese words count as they stand, letters
 * as initials (`pd` for 派单) or as the reading.
 */
export function matchOf(text: string, query: string): number {
  const asked = query.trim().toLowerCase();
  if (asked === '') return 1;
  const plain = text.toLowerCase();
  if (plain.startsWith(asked)) return 5;
  if (plain.includes(asked)) return 4;
  if (!/^[a-z0-9]+$/.test(asked)) return 0;
  const { initials, whole } = lettersOf(text);
  if (initials.startsWith(asked)) return 3;
  if (initials.includes(asked) || whole.startsWith(asked)) return 2;
  return whole.includes(asked) ? 1 : 0;
}

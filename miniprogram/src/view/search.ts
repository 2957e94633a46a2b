export interface Choice {
  value: string;
  label: string;
  /** A second, smaller line; it is searched too. */
  hint?: string;
  /** More words to be found by, never shown. */
  keywords?: string[];
}

/** Choices that contain every blank-separated word of `query`; those whose label starts with it come first. */
export function searchChoices(choices: readonly Choice[], query: string): Choice[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...choices];
  const first = words[0] ?? '';
  const found = choices.filter((choice) => {
    const text = [choice.label, choice.hint ?? '', ...(choice.keywords ?? [])].join('\n').toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const rank = (choice: Choice) => (choice.label.toLowerCase().startsWith(first) ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}

/** Fills `{blank}`s of a text; null stays null. A blank nobody knows is left out. */
export function sentenceOf(template: string | null, blanks: Readonly<Record<string, string>>): string | null {
  if (template === null) return null;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => blanks[name] ?? '');
}

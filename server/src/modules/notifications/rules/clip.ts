/** At most `max` UTF-16 units of a line of text, without half a character at the end; nothing invisible. */
export function clip(text: string, max: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, max);
  return /[\ud800-\udbff]$/.test(line) ? line.slice(0, -1) : line;
}

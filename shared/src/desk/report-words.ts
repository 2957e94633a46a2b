import type { ReportSection } from './reports.ts';

/** A number somebody counted: 12 件, 98.5%, 第 3 名; dates, years and house numbers are none. */
const COUNTED = /第?\s?([+-]?\d+(?:\.\d+)?)\s?(%|件次|件|个百分点|名|个单位)/g;

/** Full-width digits and signs are typed by Chinese keyboards; spaces and thousands' commas say nothing. */
function plain(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/(\d),(?=\d{3})/g, '$1');
}

function countsIn(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [whole, number = '', unit = ''] of plain(text).matchAll(COUNTED)) {
    const key = `${Number(number)}${unit === '件次' ? '件' : unit}`;
    if (!found.has(key)) found.set(key, whole.trim());
  }
  return found;
}

/**
 * Counted numbers of a changed sentence that are none of the report's: figures are fixed when it is made, and no
 * sentence may say another. `sections`: the whole report of that face, for a sentence may quote another section.
 */
export function strayFigures(
  text: string,
  sections: readonly Pick<ReportSection, 'text' | 'lines'>[],
): string[] {
  const known = new Set(
    sections.flatMap((section) =>
      [section.text, ...section.lines.map((line) => line.text)].flatMap((each) => [...countsIn(each).keys()]),
    ),
  );
  return [...countsIn(text)].filter(([key]) => !known.has(key)).map(([, words]) => words);
}

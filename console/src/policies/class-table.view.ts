/** One line of a class table as its columns. */
export interface ClassLine {
  code: string;
  name: string;
  /** Leaves only. */
  serviceCode: string;
  urgency: string;
  marks: string;
  words: string;
}

/** The lines of a class table, as they stand; a level above a leaf has a code and a name only. */
export function linesOf(table: string): ClassLine[] {
  return table
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [code = '', ...cells] = line.split('|');
      if (code.length < 6) return { ...EMPTY, code, name: cells[0] ?? '' };
      const [serviceCode = '', name = '', urgency = '', marks = '', words = ''] = cells;
      return { code, name, serviceCode, urgency, marks, words };
    });
}

const EMPTY: ClassLine = { code: '', name: '', serviceCode: '', urgency: '', marks: '', words: '' };

/** The lines back as a table, in the order of their codes, so that a level stands before what is below it. */
export function tableOf(lines: readonly ClassLine[]): string {
  const sorted = [...lines].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  return sorted.map(textOf).join('\n');
}

function textOf({ code, name, serviceCode, urgency, marks, words }: ClassLine): string {
  return code.length < 6 ? `${code}|${name}` : [code, serviceCode, name, urgency, marks, words].join('|');
}

/** Marks in words: D dispute, C shown to the office only, E asked by enterprises. */
export const MARKS = { D: '纠纷,可调解', C: '默认仅热线办可见', E: '企业诉求' } as const;

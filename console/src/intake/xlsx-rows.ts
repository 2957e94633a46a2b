import readXlsxFile, { type CellValue } from 'read-excel-file/browser';

type Read = CellValue<string> | null;

/** A cell as it stands on the screen: dates as days, telephone numbers and long codes digit by digit. */
function textOf(value: Read): string {
  if (value === null) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return String(value);
}

/** Numbers as they were written; only those in powers of ten are worked out. */
const asWritten = (text: string) => (/^-?\d+(\.\d+)?$/.test(text) ? text : String(Number(text)));

const quoted = (cell: string) => (/["\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/**
 * The first sheet of a workbook as spreadsheets put it on the clipboard, so that a file goes the same way as what is
 * pasted. Empty rows stay, for a row is named by its number in the sheet. Throws for a file that is no workbook.
 */
export async function pastedOf(file: File): Promise<string> {
  const [sheet] = await readXlsxFile(file, { parseNumber: asWritten });
  return (sheet?.data ?? []).map((row) => row.map((cell) => quoted(textOf(cell))).join('\t')).join('\n');
}

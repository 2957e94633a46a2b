import writeExcelFile from 'write-excel-file/node';

/** A workbook of one sheet as somebody might hand in: numbers as numbers, null for an empty cell. */
export function workbook(rows: readonly (readonly (string | number | null)[])[]): Promise<Buffer> {
  return writeExcelFile(rows.map((row) => [...row])).toBuffer();
}

import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { addMinutes, type Instant, toMillis } from '@yihu/shared';
import type { Cell, Table } from './rules/table';

/** A cell as it is handed to the thread that writes. */
export type PlainCell = {
  value: string | number | Date;
  type: 'text' | 'number' | 'date';
  format?: string;
  fontWeight?: 'bold';
  backgroundColor?: string;
  wrap?: boolean;
} | null;

export interface PlainSheet {
  sheet: string;
  data: PlainCell[][];
  columns: { width: number }[];
  stickyRowsCount?: number;
}

const WORKER = path.join(__dirname, `xlsx-worker${path.extname(__filename)}`);

/** Spreadsheets know no time zones: what they print is local time in China. */
const CHINA_MINUTES = 8 * 60;
const HEAD = { fontWeight: 'bold', backgroundColor: '#E8EEF5', wrap: true } as const;

/** A workbook: the tables, a sheet each, and what a reader must know of them on the last one. */
export function xlsxOf(tables: readonly Table[]): Promise<Buffer> {
  const sheets = tables.map(
    (table, at): PlainSheet => ({
      sheet: sheetName(table.title, at),
      data: [
        table.columns.map(({ label }) => ({ value: label, type: 'text' as const, ...HEAD })),
        ...table.rows.map((row) => row.map(cellOf)),
      ],
      columns: table.columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
    }),
  );
  const notes = tables.flatMap(({ title, notes: own }) => [title, ...own]);
  const about: PlainSheet = {
    sheet: '说明',
    data: notes.map((note) => [{ value: note, type: 'text', wrap: true }]),
    columns: [{ width: 80 }],
  };
  return written([...sheets, about]);
}

function written(sheets: readonly PlainSheet[]): Promise<Buffer> {
  return new Promise((done, failed) => {
    // Nothing of this process's secrets.
    const worker = new Worker(WORKER, { workerData: sheets, env: {} });
    worker.once('message', (bytes: Uint8Array) => done(Buffer.from(bytes)));
    worker.once('error', failed);
    worker.once('exit', () => failed(new Error('the workbook was not written')));
  });
}

/**
 * Text is written as text, whatever it begins with: a spreadsheet calculates only what is written as a formula, and
 * numbers of twenty digits, telephone numbers and codes with leading zeros stay as they are.
 */
export function cellOf(cell: Cell): PlainCell {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'string') return { value: printable(cell), type: 'text', format: '@' };
  if (typeof cell === 'number') return { value: cell, type: 'number' };
  if ('instant' in cell) {
    return cell.instant === null ? null : dateCell(cell.instant, 'yyyy-mm-dd hh:mm');
  }
  if ('day' in cell) {
    return cell.day === null
      ? null
      : dateCell(addMinutes(`${cell.day}T00:00:00.000Z`, -CHINA_MINUTES), 'yyyy-mm-dd');
  }
  const { num, den } = cell.share;
  return den === 0 ? { value: '—', type: 'text' } : { value: num / den, type: 'number', format: '0.00%' };
}

function dateCell(instant: Instant, format: string): PlainCell {
  return { value: new Date(toMillis(addMinutes(instant, CHINA_MINUTES))), type: 'date', format };
}

/** XML 1.0 knows no control characters, and a cell holds 32,767 characters at most. */
function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').slice(0, 32_767);
}

/** At most 31 characters, none of those Excel keeps for itself, no two alike. */
function sheetName(title: string, at: number): string {
  const name = title.replace(/[[\]:*?/\\']/g, ' ').slice(0, 28);
  return at === 0 ? name : `${name}${at + 1}`;
}

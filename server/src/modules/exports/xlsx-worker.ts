/**
 * Writes one workbook in a thread of its own: ten thousand rows take seconds, and everybody else's requests would wait.
 *
 * Started by `xlsx.ts` as a file of its own: `xlsx-worker.js` in the build, this very file in tests (Node removes the
 * types). Hence `require`, types only, and no import from beside it.
 */
import type * as Threads from 'node:worker_threads';
import type { Cell } from 'write-excel-file/node';
import type { PlainCell, PlainSheet } from './xlsx';

const { parentPort, workerData }: typeof Threads = require('node:worker_threads');
const { default: writeExcelFile } = require('write-excel-file/node');

/** What a cell is cannot be handed from thread to thread but by its name. */
const TYPES = { text: String, number: Number, date: Date } as const;
const cellOf = (cell: PlainCell): Cell => (cell === null ? null : { ...cell, type: TYPES[cell.type] });

const sheets = (workerData as PlainSheet[]).map((sheet) => ({
  ...sheet,
  data: sheet.data.map((row) => row.map(cellOf)),
}));
writeExcelFile(sheets)
  .toBuffer()
  .then((bytes: Buffer) => parentPort?.postMessage(bytes));

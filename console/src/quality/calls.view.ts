import { CALL_CHANNELS, CALLS_AT_MOST, type CallChannel, type CallsRow, CHANNELS } from '@yihu/shared';

/** Lines and days as they were pasted, and what could not be read, by line from 1. */
export interface Pasted {
  rows: CallsRow[];
  faults: string[];
}

const CELLS = 5;
const NUMBERS = ['来电数', '接通数', '等待秒数'] as const;

function channelOf(cell: string): CallChannel | undefined {
  return CALL_CHANNELS.find((channel) => channel === cell || CHANNELS[channel] === cell);
}

/** `2026/11/3` and `2026-11-3` as they are written everywhere; null for what is no day. */
function dayOfCell(cell: string): string | null {
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(cell) ?? [];
  return year === undefined || month === undefined || day === undefined
    ? null
    : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

function readLine(line: string, at: number): CallsRow | string {
  const cells = line.split(/[\t,,]/).map((cell) => cell.trim());
  if (cells.length !== CELLS) return `第 ${at} 行:应有 ${CELLS} 列,读到 ${cells.length} 列`;
  const [dayCell = '', channelCell = '', ...numbers] = cells;
  const day = dayOfCell(dayCell);
  if (day === null) return `第 ${at} 行:「${dayCell}」不是日期`;
  const channel = channelOf(channelCell);
  if (channel === undefined) return `第 ${at} 行:没有「${channelCell}」这条线路`;
  const wrong = numbers.findIndex((cell) => !/^\d{1,8}$/.test(cell));
  if (wrong >= 0) return `第 ${at} 行:${NUMBERS[wrong]}应是整数`;
  const [offered = 0, answered = 0, waitSeconds = 0] = numbers.map(Number);
  if (answered > offered) return `第 ${at} 行:接通数不能多于来电数`;
  return { day, channel, offered, answered, waitSeconds };
}

/** What was copied from a table: day, line, calls, answered, seconds waited; a heading is skipped. */
export function readPasted(text: string): Pasted {
  const lines = text.split('\n').map((line, at) => ({ line: line.trim(), at: at + 1 }));
  const full = lines.filter(({ line, at }) => line !== '' && !(at === 1 && /日期/.test(line)));
  const read = full.map(({ line, at }) => readLine(line, at));
  const rows = read.filter((row): row is CallsRow => typeof row !== 'string');
  const faults = read.filter((row): row is string => typeof row === 'string');
  const tooMany = rows.length > CALLS_AT_MOST ? [`一次最多 ${CALLS_AT_MOST} 行,读到 ${rows.length} 行`] : [];
  return { rows, faults: [...faults, ...tooMany] };
}

import { OUTCOMES, type Outcome, UPPER_SYSTEMS, type UpperBatch, type UpperItem } from '@yihu/shared';

export const REPORTS = { OPINION: '答复意见', RESULT: '办理结果' } as const;

const isOutcome = (code: string): code is Outcome => Object.hasOwn(OUTCOMES, code);

/** A cell that no spreadsheet takes for a formula or rounds as a number. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** The batch as a file: UTF-8 with a mark, as spreadsheets expect; numbers as text, for they may have twenty digits. */
export function fileOf({ lines }: UpperBatch): string {
  const heads = ['上级编号', '工单编号', '报送内容', '结果', '正文', '时间', '唯一标识'];
  const rows = lines.map((line) => [
    `\t${line.upperNo}`,
    line.orderNo,
    REPORTS[line.report],
    line.outcome !== null && isOutcome(line.outcome) ? OUTCOMES[line.outcome] : '',
    line.text,
    line.at,
    line.key,
  ]);
  const [head, ...body] = [heads, ...rows].map((cells) =>
    cells.map((text, at) => (at === 0 ? `"${text.replaceAll('"', '""')}"` : cell(text))).join(','),
  );
  return `\uFEFF${[head, ...body].join('\r\n')}\r\n`;
}

/** How many reports wait for each platform, and the batches whose word is still missing. */
export function bySystem(items: readonly UpperItem[]) {
  return [...Map.groupBy(items, ({ upperSystem }) => upperSystem)].map(([system, own]) => ({
    system,
    name: Object.hasOwn(UPPER_SYSTEMS, system) ? UPPER_SYSTEMS[system as keyof typeof UPPER_SYSTEMS] : system,
    items: own,
    waiting: own.filter(({ state }) => state === 'WAITING').length,
    batches: [...new Set(own.flatMap(({ batchId }) => (batchId === null ? [] : [batchId])))],
  }));
}

import type { MonthVerdict } from './verdict-shape.ts';

/** The result of one replay as its run wrote it. */
export interface ReplayTold extends MonthVerdict {
  log: { filed: number; acts: number; refused: Record<string, number>; pace: number[] };
  seconds: number;
  /** Of them on the processor: what is left of them on a machine that does other things besides. */
  processor: number;
}

const rate = (part: number, whole: number) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What was replayed and what came of it, as Markdown tables. */
export function tableOf(
  title: string,
  { log, seconds, processor, events, procedures, items, figures, problems }: ReplayTold,
): string {
  const perMinute = (took: number) => Math.round((log.filed * 60) / Math.max(1, took));
  const counts: [string, number | string][] = [
    ['orders', log.filed],
    ['acts and steps of people', log.acts],
    ['refused by rule', Object.values(log.refused).reduce((sum, count) => sum + count, 0)],
    ...Object.entries(log.refused)
      .sort((a, b) => b[1] - a[1])
      .slice(0, 5)
      .map(([code, n]): [string, number] => [`of them ${code}`, n]),
    ['events', events],
    ['procedures', procedures],
    ['ledger entries', items],
    ['seconds', seconds.toFixed(0)],
    ['of them on the processor', processor.toFixed(0)],
    ['orders per minute', perMinute(seconds)],
    ['orders per minute of the processor', perMinute(processor)],
    ...(log.pace.length > 1 ? [['seconds of each 30 days', log.pace.join(' ')] as [string, string]] : []),
    ['broken promises of the model', problems.length],
  ];
  const rows = figures.map((each) => [
    each.street,
    each.orders,
    rate(each.ended, each.orders),
    rate(each.handled - each.handledLate, each.handled),
    rate(each.returned, each.dispatched),
    rate(each.extended, each.dispatched),
    rate(each.cohandled, each.dispatched),
    rate(each.reworked, each.orders),
    rate(each.disputed, each.orders),
    rate(each.rated, each.orders),
    rate(each.satisfied, each.rated),
  ]);
  const heads = ['street', 'orders', 'ended', 'handled in time', 'returned', 'extended', 'co-handled'];
  return [
    `### ${title}`,
    '',
    table(['what', 'count'], counts),
    '',
    table([...heads, 'reworked', 'disputed', 'answered', 'of them satisfied'], rows),
  ].join('\n');
}

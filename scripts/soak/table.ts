/** The result of one soak as its run wrote it. */
export interface SoakTold {
  log: {
    filed: number;
    reached: Record<string, number>;
    repeated: number;
    cutOff: number;
    refusedForNow: number;
    conflicts: number;
  };
  strikes: Record<string, number>;
  verdict: {
    orders: number;
    events: number;
    photos: number;
    messages: number;
    resent: number;
    problems: Record<string, string[]>;
  };
  drains: number[];
}

/** What happened and what was found, as Markdown tables. */
export function tableOf(
  { engine, minutes, seed }: { engine: string; minutes: string; seed: string },
  { log, strikes, verdict, drains }: SoakTold,
): string {
  const counts: [string, number | string][] = [
    ['orders acknowledged', log.filed],
    ['orders stored', verdict.orders],
    ['events', verdict.events],
    ...Object.entries(log.reached)
      .filter(([state]) => state !== 'filed')
      .map(([state, count]): [string, number] => [`orders brought to ${state}`, count]),
    ['drafts filed once more later', log.repeated],
    ['photos', verdict.photos],
    ['calls cut off without an answer', log.cutOff],
    ['answers 503', log.refusedForNow],
    ['answers 409', log.conflicts],
    ['WeChat messages delivered', verdict.messages],
    ['of them sent again, as allowed', verdict.resent],
    ['longest end of a server when asked (s)', (Math.max(0, ...drains) / 1000).toFixed(1)],
  ];
  return [
    `### ${engine}, ${minutes} minutes, seed ${seed}`,
    '',
    table(['disaster', 'times'], Object.entries(strikes).sort()),
    '',
    table(['what happened', 'count'], counts),
    '',
    table(
      ['check', 'found'],
      Object.entries(verdict.problems).map(([name, found]) => [name, found.length]),
    ),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

/** What one phase of load measured: one operation against one program. */
export interface Phase {
  ops: number;
  failed: number;
  seconds: number;
  /** Milliseconds of each answered request. */
  latencies: number[];
  /** CPU of the program and its children, in microseconds. */
  cpuUs: number;
}

export interface Figures {
  opsPerS: number;
  p50: number;
  p95: number;
  p99: number;
  /** CPU per operation, microseconds. */
  cpuUs: number;
}

/** The value below which a share `p` (0…1) of the values lies, by nearest rank; NaN of nothing. */
export function percentile(values: readonly number[], p: number): number {
  if (values.length === 0) return Number.NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(p * sorted.length)));
  return sorted[rank - 1] ?? Number.NaN;
}

/** The middle value; the mean of the two middle ones of an even number. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? Number.NaN : (upper + lower) / 2;
}

/** Median over the alternations of each figure; percentiles over all requests together. */
export function figuresOf(phases: readonly Phase[]): Figures {
  const all = phases.flatMap((phase) => phase.latencies);
  return {
    opsPerS: median(phases.map((phase) => phase.ops / phase.seconds)),
    p50: percentile(all, 0.5),
    p95: percentile(all, 0.95),
    p99: percentile(all, 0.99),
    cpuUs: median(phases.map((phase) => phase.cpuUs / phase.ops)),
  };
}

/**
 * How near ours comes to the bare program in CPU: bare CPU per operation over ours, alternation by alternation
 * (1 = as cheap, 0.5 = twice as dear). `least` is the worst alternation.
 */
export function nearness(
  ours: readonly Phase[],
  bare: readonly Phase[],
): { least: number; median: number } | null {
  const ratios = ours.flatMap((phase, at) => {
    const other = bare[at];
    if (other === undefined || other.ops === 0 || phase.ops === 0 || phase.cpuUs === 0) return [];
    return [other.cpuUs / other.ops / (phase.cpuUs / phase.ops)];
  });
  return ratios.length === 0 ? null : { least: Math.min(...ratios), median: median(ratios) };
}

/** A Markdown table; cells are aligned to the right but for the first column. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = heads.map((_, at) => (at === 0 ? '---' : '---:'));
  return [line(heads), line(rule), ...rows.map(line)].join('\n');
}

/** A number for the table: no decimals from 100 on, two below 10; a dash for what was not measured. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

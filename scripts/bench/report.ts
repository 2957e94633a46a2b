import { type Figures, figuresOf, markdownTable, nearness, type Phase, shown } from './stats.ts';

/** One operation of one run. */
export interface Line {
  name: string;
  kind: 'write' | 'read';
  ours: Figures;
  bare: Figures | null;
  near: { least: number; median: number } | null;
  failed: number;
}

export interface Result {
  engine: string;
  orders: number;
  /** Grid look-ups a second among 10,000 polygons, without HTTP. */
  routingPerS: number;
  lines: Line[];
}

export function lineOf(
  name: string,
  kind: Line['kind'],
  ours: readonly Phase[],
  bare: readonly Phase[],
): Line {
  return {
    name,
    kind,
    ours: figuresOf(ours),
    bare: bare.length === 0 ? null : figuresOf(bare),
    near: nearness(ours, bare),
    failed: [...ours, ...bare].reduce((sum, phase) => sum + phase.failed, 0),
  };
}

const HEADS = [
  'operation',
  'ops/s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'CPU µs/op',
  'bare ops/s',
  'bare p99 ms',
  'bare CPU µs/op',
  'bare÷ours CPU, median',
  'least',
];

/** The run as Markdown; `before` is a run of the same engine with fewer orders, for the growth. */
export function tableOf(result: Result, before: Result | null): string {
  const growthHead = before === null ? [] : [`CPU ÷ CPU at ${before.orders}`];
  const rows = result.lines.map((line) => {
    const { ours, bare, near } = line;
    const small = before?.lines.find((each) => each.name === line.name);
    const growth = small === undefined ? Number.NaN : ours.cpuUs / small.ours.cpuUs;
    return [
      line.failed === 0 ? line.name : `${line.name} (${line.failed} failed)`,
      ...[ours.opsPerS, ours.p50, ours.p95, ours.p99, ours.cpuUs].map(shown),
      ...[bare?.opsPerS, bare?.p99, bare?.cpuUs].map((value) => shown(value ?? Number.NaN)),
      ...[near?.median, near?.least].map((value) => shown(value ?? Number.NaN)),
      ...(before === null ? [] : [shown(growth)]),
    ];
  });
  const table = markdownTable([...HEADS, ...growthHead], rows);
  const routing = `Routing in-process, 10,000 polygons: ${(result.routingPerS / 1e6).toFixed(2)} million look-ups/s.`;
  return `${result.engine}, ${result.orders} orders\n\n${table}\n\n${routing}`;
}

import { figuresOf, markdownTable, median, nearness, type Phase, percentile, shown } from './stats.ts';

const phase = (ops: number, cpuUs: number, latencies: number[] = []): Phase => ({
  ops,
  failed: 0,
  seconds: 2,
  latencies,
  cpuUs,
});

it('takes percentiles by nearest rank, whatever the order', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at);
  expect([0.5, 0.95, 0.99, 1].map((p) => percentile(values, p))).toEqual([50, 95, 99, 100]);
  expect(percentile([7], 0.01)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});

it('takes the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([5])]).toEqual([2, 2.5, 5]);
  expect(median([])).toBeNaN();
});

it('compares alternation by alternation and names the worst', () => {
  const ours = [phase(100, 200_000), phase(100, 100_000), phase(50, 50_000)];
  const bare = [phase(100, 100_000), phase(100, 80_000), phase(100, 90_000)];
  expect(nearness(ours, bare)).toEqual({ least: 0.5, median: 0.8 });
  expect(nearness(ours, [])).toBeNull();
  expect(nearness([phase(0, 0)], [phase(1, 1)])).toBeNull();
});

it('sums a run up', () => {
  expect(figuresOf([phase(200, 400_000, [1, 3]), phase(400, 400_000, [2, 4])])).toEqual({
    opsPerS: 150,
    p50: 2,
    p95: 4,
    p99: 4,
    cpuUs: 1500,
  });
});

it('writes Markdown', () => {
  expect(markdownTable(['a', 'b'], [['x', shown(1.234)]])).toBe('| a | b |\n| --- | ---: |\n| x | 1.23 |');
  expect([shown(123.4), shown(12.34), shown(Number.NaN)]).toEqual(['123', '12.3', '–']);
});

import { PolicyIndex, policyFromRow } from './policy-index';

const row = (version: number, effective: string, more: Record<string, string | number | null> = {}) =>
  policyFromRow({
    id: `P${version}`,
    unit_id: 'S',
    kind: 'limit',
    name: 'default',
    version,
    effective_at: effective,
    body: JSON.stringify({ version }),
    author_id: null,
    approver_id: null,
    approved_at: null,
    created_at: null,
    needs_second: null,
    note: null,
    ...more,
  });
const at = (index: PolicyIndex, instant: string) =>
  index.inForce('S', 'limit', 'default', instant)?.version ?? null;

describe('which version is in force', () => {
  it.each<[string, ReturnType<typeof row>[], [string, number | null][]]>([
    [
      'one from its day on',
      [row(1, '2026-01-02')],
      [
        ['2026-01-01', null],
        ['2026-01-02', 1],
        ['2027-01-01', 1],
      ],
    ],
    [
      'the later day',
      [row(1, '2026-01-02'), row(2, '2026-03-01')],
      [
        ['2026-02-28', 1],
        ['2026-03-01', 2],
      ],
    ],
    ['of one day the later version', [row(1, '2026-01-02'), row(2, '2026-01-02')], [['2026-01-02', 2]]],
    [
      'a planned one on its day, whatever was saved since for before',
      [row(1, '2026-01-01'), row(2, '2026-03-01'), row(3, '2026-02-01')],
      [
        ['2026-02-01', 3],
        ['2026-03-01', 2],
      ],
    ],
    [
      'none that waits for its second person',
      [row(1, '2026-01-01'), row(2, '2026-02-01', { needs_second: 1 })],
      [['2026-02-01', 1]],
    ],
    [
      'one agreed to before its day, on its day',
      [row(1, '2026-02-01', { needs_second: 1, approved_at: '2026-01-15' })],
      [
        ['2026-01-31', null],
        ['2026-02-01', 1],
      ],
    ],
    [
      'one agreed to after its day, from then on',
      [row(1, '2026-02-01', { needs_second: 1, approved_at: '2026-02-15' })],
      [
        ['2026-02-14', null],
        ['2026-02-15', 1],
      ],
    ],
  ])('%s', (_, rows, expected) => {
    for (const order of [rows, [...rows].reverse()]) {
      const index = new PolicyIndex(order);
      expect(expected.map(([instant]) => [instant, at(index, instant)])).toEqual(expected);
    }
  });

  it('keeps units, kinds and names apart', () => {
    const index = new PolicyIndex([row(1, '2026-01-01'), row(7, '2026-01-01', { name: 'other' })]);
    expect(index.inForce('S', 'limit', 'other', '2026-02-01')?.version).toBe(7);
    expect(index.inForce('T', 'limit', 'default', '2026-02-01')).toBeNull();
    expect(index.inForce('S', 'clock', 'default', '2026-02-01')).toBeNull();
    expect(index.first('S', 'limit', 'default')?.version).toBe(1);
    expect(index.ofKind('limit')).toHaveLength(2);
  });
});

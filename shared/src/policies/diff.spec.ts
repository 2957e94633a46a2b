import { diffBodies } from './diff.ts';

describe('the difference of two versions', () => {
  const row = (name: string, amount: number) => ({ name, amount });
  it.each<[string, unknown, unknown, [string, string | null, string | null][]]>([
    ['nothing', { a: 1, rows: [row('x', 1)] }, { a: 1, rows: [row('x', 1)] }, []],
    ['a number', { a: 1 }, { a: 2 }, [['a', '1', '2']]],
    [
      'a field more and one less',
      { a: 1 },
      { b: 2 },
      [
        ['a', '1', null],
        ['b', null, '2'],
      ],
    ],
    [
      'a row changed',
      { rows: [row('x', 1), row('y', 2)] },
      { rows: [row('x', 1), row('y', 3)] },
      [['rows 第 2 行.amount', '2', '3']],
    ],
    [
      'a row put in front',
      { rows: [row('x', 1)] },
      { rows: [row('w', 0), row('x', 1)] },
      [['rows 第 1 行', null, '{"name":"w","amount":0}']],
    ],
    [
      'a row taken out',
      { rows: [row('w', 0), row('x', 1)] },
      { rows: [row('x', 1)] },
      [['原rows 第 1 行', '{"name":"w","amount":0}', null]],
    ],
    [
      'a line of a table',
      { table: '01|城\n02|乡' },
      { table: '01|城\n02|村' },
      [['table 第 2 行', '02|乡', '02|村']],
    ],
    ['a bare list', [1, 2], [1, 3], [['第 2 行', '2', '3']]],
    ['everything', 1, { a: 1 }, [['', '1', '{"a":1}']]],
  ])('%s', (_, before, after, expected) => {
    expect(diffBodies(before, after).map((change) => [change.path, change.before, change.after])).toEqual(
      expected,
    );
  });

  it('stays short and fast on long lists', () => {
    const long = Array.from({ length: 900 }, (_, n) => row(`r${n}`, n));
    const moved = [...long.slice(1), row('new', 1)];
    expect(diffBodies({ rows: long }, { rows: moved })).toHaveLength(300);
  });
});

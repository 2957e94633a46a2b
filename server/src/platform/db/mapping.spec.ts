import { columnOf, Mapping, updateOf } from './mapping';

interface Thing {
  id: string;
  dueAt: string | null;
  latE6: number | null;
  late: boolean;
  lines: { text: string }[];
}
const THING = new Mapping<Thing>(['id', 'dueAt', 'latE6', 'late', 'lines'], {
  flags: ['late'],
  json: ['lines'],
});
const thing: Thing = { id: 'a', dueAt: null, latE6: 7, late: true, lines: [{ text: '收单' }] };

describe('rows and objects', () => {
  it('spells columns', () => {
    expect(['id', 'dueAt', 'latE6', 'nextDueAt'].map(columnOf)).toEqual([
      'id',
      'due_at',
      'lat_e6',
      'next_due_at',
    ]);
    expect(THING.select).toBe('id, due_at AS dueAt, lat_e6 AS latE6, late, lines');
  });

  it('stores flags as 1 and 0 and objects as JSON, and reads what it stored', () => {
    const row = THING.row(thing);
    expect(row).toEqual({ id: 'a', due_at: null, lat_e6: 7, late: 1, lines: '[{"text":"收单"}]' });
    const read = { id: row.id ?? null, dueAt: null, latE6: 7, late: 1, lines: row.lines ?? null };
    expect(THING.read(read)).toEqual(thing);
    expect(THING.row({ ...thing, late: false }).late).toBe(0);
  });

  it('names the columns that differ, and no others', () => {
    expect(THING.changes(thing, { ...thing })).toEqual({});
    expect(THING.changes(thing, { ...thing, lines: [{ text: '收单' }] })).toEqual({});
    expect(THING.changes(thing, { ...thing, late: false, dueAt: 'b' })).toEqual({ late: 0, due_at: 'b' });
    expect(THING.changes({ ...thing, dueAt: 'b' }, thing)).toEqual({ due_at: null });
    expect(THING.changes(thing, { ...thing, lines: [] })).toEqual({ lines: '[]' });
  });

  it('writes an UPDATE of them', () => {
    expect(updateOf('thing', { late: 0, due_at: null }, 'id = ?', ['a'])).toEqual([
      'UPDATE thing SET late = ?, due_at = ? WHERE id = ?',
      [0, null, 'a'],
    ]);
  });
});

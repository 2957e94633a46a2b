import { type MigrationInterface, type QueryRunner, Table, TableIndex } from 'typeorm';

const text = (name: string, length: string, more: { isPrimary?: boolean; isNullable?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length,
  ...more,
});
const primary = { isPrimary: true } as const;

const TALLIES = new Table({
  name: 'order_tally',
  columns: [
    text('root_id', '26', primary),
    text('dim', '8', primary),
    text('period', '10', primary),
    text('bucket', '26', primary),
    text('channel', '20', primary),
    text('source', '20', primary),
    { name: 'n', type: 'integer' },
  ],
});

const ENTRIES = new Table({
  name: 'tally_entry',
  columns: [
    text('id', '26', primary),
    text('root_id', '26'),
    text('day', '10'),
    text('hour', '2'),
    text('class_code', '6'),
    text('grid_id', '26'),
    text('channel', '20'),
    text('source', '20'),
    { name: 'n', type: 'integer' },
  ],
  indices: [{ name: 'ix_tally_entry', columnNames: ['root_id', 'day'] }],
});

const MORNINGS = new Table({
  name: 'morning_page',
  columns: [
    text('root_id', '26', primary),
    text('day', '10', primary),
    text('taken_at', '24'),
    { name: 'body', type: 'text' },
  ],
});

const REPORTS = new Table({
  name: 'street_report',
  columns: [
    text('id', '26', primary),
    text('root_id', '26'),
    text('kind', '20'),
    text('from_day', '10'),
    text('to_day', '10'),
    { name: 'version', type: 'integer' },
    text('as_of', '24'),
    text('made_by', '26', { isNullable: true }),
    { name: 'body', type: 'text' },
  ],
  indices: [
    {
      name: 'uq_street_report',
      columnNames: ['root_id', 'kind', 'from_day', 'to_day', 'version'],
      isUnique: true,
    },
  ],
});

/** What counts by class, by grid, of what comes back to a place and of who was unhappy twice ask for. */
const COUNTING = [
  new TableIndex({
    name: 'ix_order_class',
    columnNames: ['root_id', 'class_code', 'received_at', 'grid_id', 'channel', 'source'],
  }),
  new TableIndex({
    name: 'ix_order_grid',
    columnNames: ['root_id', 'grid_id', 'received_at', 'class_code', 'channel', 'source'],
  }),
  new TableIndex({ name: 'ix_order_unhappy', columnNames: ['root_id', 'unhappy'] }),
  new TableIndex({
    name: 'ix_order_heat',
    columnNames: ['root_id', 'received_at', 'place_key', 'class_code'],
  }),
];

/** Counts of orders by day, and the morning as it was kept. What there is already is counted by the first round. */
export class Tallies1764163000000 implements MigrationInterface {
  readonly name = 'Tallies1764163000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [TALLIES, ENTRIES, MORNINGS, REPORTS]) await runner.createTable(table);
    for (const index of COUNTING) await runner.createIndex('work_order', index);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const index of COUNTING) await runner.dropIndex('work_order', index);
    for (const table of [REPORTS, MORNINGS, ENTRIES, TALLIES]) await runner.dropTable(table);
  }
}

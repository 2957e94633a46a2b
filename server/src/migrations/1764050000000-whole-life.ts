import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const text = (name: string, length: string) => ({ name, type: 'varchar', length });
const orNull = (name: string, length: string) => new TableColumn({ ...text(name, length), isNullable: true });
const flag = (name: string) => new TableColumn({ name, type: 'smallint', default: 0 });
const count = (name: string) => new TableColumn({ name, type: 'integer', default: 0 });
const listing = (name: string, length = '1000') => new TableColumn({ ...text(name, length), default: "''" });

const COLUMNS = [
  orNull('line', '20'),
  orNull('upper_system', '20'),
  flag('vulnerable'),
  flag('legal_matter'),
  flag('bound'),
  orNull('problem_id', '26'),
  orNull('merged_into', '26'),
  orNull('declined_at', '24'),
  orNull('cause_code', '20'),
  orNull('next_report_day', '10'),
  count('contests'),
  count('returns'),
  count('offers_refused'),
  count('extensions'),
  count('rounds_failed'),
  count('lead_units'),
  listing('led_by'),
  listing('excluded', '200'),
  listing('procedures'),
  listing('items'),
  listing('helpers'),
];

const INDICES = [
  // Orders without a number of a platform above are many: an empty place is equal to none other.
  new TableIndex({
    name: 'uq_order_upper',
    columnNames: ['root_id', 'upper_system', 'upper_no'],
    isUnique: true,
  }),
  new TableIndex({ name: 'ix_order_problem', columnNames: ['problem_id', 'state'] }),
];

const LINK = new Table({
  name: 'order_link',
  columns: [
    { ...text('order_id', '26'), isPrimary: true },
    { ...text('rel', '20'), isPrimary: true },
    { ...text('target_id', '26'), isPrimary: true },
    text('target_kind', '12'),
    text('at', '24'),
  ],
  indices: [{ name: 'ix_order_link_target', columnNames: ['target_id', 'rel', 'order_id'] }],
});

/** What folding their histories gives orders that were there before: until now one unit led an order to its end. */
const BACKFILL = [
  'UPDATE work_order SET led_by = first_unit_id, lead_units = 1 WHERE first_unit_id IS NOT NULL',
  'UPDATE work_order SET rounds_failed = reworks WHERE reworks > 0',
  "UPDATE work_order SET declined_at = (SELECT MAX(e.at) FROM event e WHERE e.stream_id = work_order.id AND e.name = 'order.declined') WHERE state = 'DECLINED'",
];

/** Everything an order can go through: counters, what hangs on it, its number above, and its links to others. */
export class WholeLife1764050000000 implements MigrationInterface {
  name = 'WholeLife1764050000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('work_order', COLUMNS);
    await runner.createIndices('work_order', INDICES);
    await runner.createTable(LINK);
    for (const sql of BACKFILL) await runner.query(sql);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(LINK);
    for (const index of INDICES) await runner.dropIndex('work_order', index);
    await runner.dropColumns('work_order', COLUMNS);
  }
}

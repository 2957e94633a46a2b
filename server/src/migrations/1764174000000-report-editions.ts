import { type MigrationInterface, type QueryRunner, Table, TableColumn } from 'typeorm';

interface More {
  isPrimary?: boolean;
  isNullable?: boolean;
}
const text = (name: string, length: string, more: More = {}) => ({ name, type: 'varchar', length, ...more });
const whole = (name: string) => ({ name, type: 'integer' });
const long = (name: string, more: More = {}) => ({ name, type: 'text', ...more });
const KEY = { isPrimary: true };
const NULL = { isNullable: true };

const TEXTS = new Table({
  name: 'report_text',
  columns: [
    text('id', '26', KEY),
    text('report_id', '26'),
    whole('revision'),
    text('face', '8'),
    whole('section'),
    long('body'),
    text('edited_by', '26'),
    text('edited_at', '24'),
  ],
  indices: [{ name: 'uq_report_text', columnNames: ['report_id', 'revision'], isUnique: true }],
});

const EDITIONS = new Table({
  name: 'report_edition',
  columns: [
    text('id', '26', KEY),
    text('root_id', '26'),
    text('report_id', '26'),
    text('kind', '20'),
    text('from_day', '10'),
    text('to_day', '10'),
    whole('edition'),
    text('replaces_id', '26', NULL),
    text('correction', '200', NULL),
    text('as_of', '24'),
    whole('revision'),
    text('readers', '400'),
    long('body'),
    long('public_body', NULL),
    text('published_by', '26'),
    text('published_at', '24'),
  ],
  indices: [
    {
      name: 'uq_report_edition',
      columnNames: ['root_id', 'kind', 'from_day', 'to_day', 'edition'],
      isUnique: true,
    },
    { name: 'ix_report_edition_out', columnNames: ['root_id', 'published_at'] },
    { name: 'ix_report_edition_of', columnNames: ['report_id', 'edition'] },
  ],
});

/** What a report says to residents; its sentences as somebody changed them; what was published of it. */
export class ReportEditions1764174000000 implements MigrationInterface {
  readonly name = 'ReportEditions1764174000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [TEXTS, EDITIONS]) await runner.createTable(table);
    // Null for reports from before: to publish one of those to residents it is made again.
    await runner.addColumn('street_report', new TableColumn(long('public_body', NULL)));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn('street_report', 'public_body');
    for (const table of [EDITIONS, TEXTS]) await runner.dropTable(table);
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

interface More {
  isPrimary?: boolean;
  isNullable?: boolean;
}
const text = (name: string, length: string, more: More = {}) => ({ name, type: 'varchar', length, ...more });
const whole = (name: string, more: More = {}) => ({ name, type: 'integer', ...more });
const small = (name: string, more: More = {}) => ({ name, type: 'smallint', ...more });
const long = (name: string) => ({ name, type: 'text' });
const KEY = { isPrimary: true };
const NULL = { isNullable: true };

const TABLES = [
  new Table({
    name: 'feed_item',
    columns: [
      text('id', '26', KEY),
      whole('seq', NULL),
      text('kind', '12'),
      text('root_id', '26', NULL),
      text('subject_id', '64'),
      text('person_id', '26', NULL),
      text('actor_id', '26', NULL),
      text('name', '40'),
      text('ref', '64'),
      text('note', '12'),
      text('left_unit_id', '26', NULL),
      text('at', '24'),
    ],
    indices: [
      { name: 'ix_feed_seq', columnNames: ['seq'] },
      { name: 'ix_feed_at', columnNames: ['at'] },
    ],
  }),
  new Table({ name: 'feed_head', columns: [whole('id', KEY), whole('seq')] }),
  new Table({
    name: 'presence',
    columns: [
      text('order_id', '26', KEY),
      text('person_id', '26', KEY),
      text('unit_id', '26'),
      small('editing'),
      text('until_at', '24'),
    ],
    indices: [{ name: 'ix_presence_until', columnNames: ['until_at'] }],
  }),
  new Table({
    name: 'desk_draft',
    columns: [
      text('person_id', '26', KEY),
      text('draft_key', '80', KEY),
      long('content_cipher'),
      text('saved_at', '24'),
    ],
    indices: [{ name: 'ix_desk_draft_saved', columnNames: ['saved_at'] }],
  }),
  new Table({
    name: 'saved_filter',
    columns: [
      text('id', '26', KEY),
      text('person_id', '26'),
      text('name', '30'),
      text('query', '500'),
      text('saved_at', '24'),
    ],
    indices: [{ name: 'uq_saved_filter', columnNames: ['person_id', 'name'], isUnique: true }],
  }),
  new Table({
    name: 'bulk',
    columns: [
      text('id', '26', KEY),
      text('person_id', '26'),
      text('action', '20'),
      long('fields_cipher'),
      text('body_hash', '64'),
      text('state', '8'),
      text('run_at', '24'),
      text('created_at', '24'),
      text('ended_at', '24', NULL),
    ],
    indices: [{ name: 'ix_bulk_created', columnNames: ['created_at'] }],
  }),
  new Table({
    name: 'bulk_row',
    columns: [
      text('bulk_id', '26', KEY),
      text('order_id', '26', KEY),
      whole('place'),
      whole('version'),
      small('ok', NULL),
      text('code', '40', NULL),
      text('reason', '200', NULL),
    ],
  }),
];

export class DeskLive1764161000000 implements MigrationInterface {
  readonly name = 'DeskLive1764161000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table);
    await runner.query('INSERT INTO feed_head (id, seq) VALUES (1, 0)');
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.dropTable(table);
  }
}

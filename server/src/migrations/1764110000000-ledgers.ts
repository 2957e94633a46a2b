import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const text = (name: string, length: string, more: { isPrimary?: boolean; isNullable?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length,
  ...more,
});

const ITEMS = new Table({
  name: 'ledger_item',
  columns: [
    text('id', '26', { isPrimary: true }),
    text('kind', '20'),
    { name: 'version', type: 'integer' },
    text('state', '12'),
    text('root_id', '26'),
    text('open_key', '160', { isNullable: true }),
    text('title', '80'),
    text('place_key', '64', { isNullable: true }),
    text('class_code', '6', { isNullable: true }),
    text('unit_id', '26', { isNullable: true }),
    text('person_id', '26', { isNullable: true }),
    text('due_day', '10', { isNullable: true }),
    text('opened_at', '24'),
    text('entered_by', '30'),
    text('entered_by_id', '26'),
    { name: 'orders_total', type: 'integer' },
    { name: 'orders_open', type: 'integer' },
    text('struck_by_id', '26', { isNullable: true }),
    text('ended_at', '24', { isNullable: true }),
    { name: 'coded', type: 'text' },
  ],
  indices: [
    { name: 'uq_item_open', columnNames: ['open_key'], isUnique: true },
    { name: 'ix_item_list', columnNames: ['root_id', 'kind', 'state', 'due_day', 'id'] },
    { name: 'ix_item_place', columnNames: ['place_key', 'class_code', 'opened_at'] },
  ],
});

export class Ledgers1764110000000 implements MigrationInterface {
  readonly name = 'Ledgers1764110000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(ITEMS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(ITEMS);
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const text = (name: string, length: string, more: { isPrimary?: boolean; isNullable?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length,
  ...more,
});

const CHANGES = new Table({
  name: 'grid_change',
  columns: [
    text('id', '26', { isPrimary: true }),
    text('root_id', '26'),
    text('unit_id', '26'),
    text('change_kind', '10'),
    { name: 'outline_version', type: 'integer', isNullable: true },
    text('other_id', '26', { isNullable: true }),
    text('reason', '200'),
    text('actor_id', '26'),
    text('at', '24'),
  ],
  indices: [{ name: 'ix_grid_change', columnNames: ['unit_id', 'at'] }],
});

const DETAILS = new Table({
  name: 'unit_details',
  columns: [
    text('unit_id', '26', { isPrimary: true }),
    text('duty_phone', '32'),
    text('address', '100'),
    text('hours', '60'),
    text('form', '30'),
    text('head', '30'),
  ],
});

const CARDS = new Table({
  name: 'service_card',
  columns: [
    text('unit_id', '26', { isPrimary: true }),
    text('leader_name', '20'),
    text('leader_phone', '32'),
    text('secretary_name', '20'),
    text('secretary_phone', '32'),
    { name: 'volunteers', type: 'text' },
    text('note', '60'),
    text('wechat_photo_id', '26', { isNullable: true }),
    text('qq_photo_id', '26', { isNullable: true }),
    { name: 'version', type: 'integer' },
    text('updated_by', '26'),
    text('updated_at', '24'),
  ],
});

export class GridsAndCards1764162000000 implements MigrationInterface {
  readonly name = 'GridsAndCards1764162000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(CHANGES);
    await runner.createTable(DETAILS);
    await runner.createTable(CARDS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(CARDS);
    await runner.dropTable(DETAILS);
    await runner.dropTable(CHANGES);
  }
}

import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const text = (name: string, length: string, more: { isPrimary?: boolean; isNullable?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length,
  ...more,
});

const RUNS = new Table({
  name: 'procedure_run',
  columns: [
    text('id', '26', { isPrimary: true }),
    text('kind', '20'),
    { name: 'version', type: 'integer' },
    text('stage', '20'),
    text('outcome', '20', { isNullable: true }),
    text('root_id', '26'),
    text('home_kind', '8'),
    text('order_id', '26', { isNullable: true }),
    text('home_id', '64', { isNullable: true }),
    text('open_key', '80', { isNullable: true }),
    { name: 'nth', type: 'integer' },
    text('opener_id', '26'),
    text('opener_unit_id', '26', { isNullable: true }),
    text('opened_at', '24'),
    text('ended_at', '24', { isNullable: true }),
    { name: 'coded', type: 'text' },
  ],
  indices: [
    { name: 'uq_procedure_open', columnNames: ['open_key'], isUnique: true },
    { name: 'ix_procedure_order', columnNames: ['order_id', 'opened_at'] },
    { name: 'ix_procedure_home', columnNames: ['home_id'] },
    { name: 'ix_procedure_list', columnNames: ['root_id', 'kind', 'stage', 'opened_at'] },
  ],
});

/** A task need not be an order's turn: it may be owed in a procedure or for a ledger item. */
const TASK_COLUMNS = [
  new TableColumn({ name: 'procedure_id', type: 'varchar', length: '26', isNullable: true }),
  new TableColumn({ name: 'item_id', type: 'varchar', length: '26', isNullable: true }),
  new TableColumn({ name: 'due_at', type: 'varchar', length: '24', isNullable: true }),
];
const TASK_INDICES = [
  new TableIndex({ name: 'ix_task_inbox', columnNames: ['unit_id', 'state', 'due_at', 'id'] }),
  new TableIndex({ name: 'ix_task_procedure', columnNames: ['procedure_id'] }),
];
const ORDER_ID = { name: 'order_id', type: 'varchar', length: '26' };

export class Procedures1764100000000 implements MigrationInterface {
  readonly name = 'Procedures1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(RUNS);
    await runner.addColumns('task', TASK_COLUMNS);
    await runner.changeColumn('task', 'order_id', new TableColumn({ ...ORDER_ID, isNullable: true }));
    await runner.createIndices('task', TASK_INDICES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndices('task', TASK_INDICES);
    await runner.changeColumn('task', 'order_id', new TableColumn(ORDER_ID));
    await runner.dropColumns('task', TASK_COLUMNS);
    await runner.dropTable(RUNS);
  }
}

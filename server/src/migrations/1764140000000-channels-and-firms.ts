import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const text = (name: string, length: string, more: { isPrimary?: boolean; isNullable?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length,
  ...more,
});

const FIRMS = new Table({
  name: 'enterprise',
  columns: [
    text('id', '26', { isPrimary: true }),
    text('root_id', '26'),
    text('name', '80'),
    text('name_norm', '80'),
    text('name_key', '80', { isNullable: true }),
    text('credit_code', '18', { isNullable: true }),
    text('industry', '1', { isNullable: true }),
    text('size', '20', { isNullable: true }),
    text('officer_id', '26', { isNullable: true }),
    text('officer_unit_id', '26', { isNullable: true }),
    { name: 'version', type: 'integer' },
    text('created_at', '24'),
  ],
  indices: [
    { name: 'uq_enterprise_code', columnNames: ['root_id', 'credit_code'], isUnique: true },
    { name: 'uq_enterprise_name', columnNames: ['root_id', 'name_key'], isUnique: true },
    { name: 'ix_enterprise_name', columnNames: ['root_id', 'name_norm'] },
  ],
});

const REPORTS = new Table({
  name: 'upper_report',
  columns: [
    text('id', '26', { isPrimary: true }),
    text('order_id', '26'),
    { name: 'seq', type: 'integer' },
    text('root_id', '26'),
    text('upper_system', '20'),
    text('upper_no', '64'),
    text('report', '10'),
    text('state', '10'),
    text('batch_id', '26', { isNullable: true }),
    text('queued_at', '24'),
    text('exported_at', '24', { isNullable: true }),
    text('acked_at', '24', { isNullable: true }),
  ],
  indices: [
    { name: 'uq_upper_report', columnNames: ['order_id', 'seq'], isUnique: true },
    { name: 'ix_upper_unsent', columnNames: ['root_id', 'state', 'upper_system', 'id'] },
    { name: 'ix_upper_batch', columnNames: ['batch_id'] },
  ],
});

const FIRM_OF_ORDER = new TableColumn(text('enterprise_id', '26', { isNullable: true }));
const BY_FIRM = new TableIndex({
  name: 'ix_order_firm',
  columnNames: ['enterprise_id', 'class_code', 'received_at'],
});

/** Firms with an officer by name, and the answers owed to platforms above. */
export class ChannelsAndFirms1764140000000 implements MigrationInterface {
  readonly name = 'ChannelsAndFirms1764140000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(FIRMS);
    await runner.createTable(REPORTS);
    await runner.addColumn('work_order', FIRM_OF_ORDER);
    await runner.createIndex('work_order', BY_FIRM);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('work_order', BY_FIRM);
    await runner.dropColumn('work_order', FIRM_OF_ORDER);
    await runner.dropTable(REPORTS);
    await runner.dropTable(FIRMS);
  }
}

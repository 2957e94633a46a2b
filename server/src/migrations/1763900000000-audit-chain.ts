import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const COLUMNS = [
  new TableColumn({ name: 'seq', type: 'integer', isNullable: true }),
  new TableColumn({ name: 'hash', type: 'varchar', length: '64', isNullable: true }),
];
const INDICES = [
  new TableIndex({ name: 'ix_audit_action', columnNames: ['action', 'at'] }),
  new TableIndex({ name: 'ix_audit_at', columnNames: ['at'] }),
  new TableIndex({ name: 'uq_audit_seq', columnNames: ['seq'], isUnique: true }),
];

/** Place and hash of an audit row in the chain, empty until it is sealed; indices for the audit pages. */
export class AuditChain1763900000000 implements MigrationInterface {
  readonly name = 'AuditChain1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('audit', COLUMNS);
    await runner.createIndices('audit', INDICES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndices('audit', INDICES);
    await runner.dropColumns('audit', COLUMNS);
  }
}

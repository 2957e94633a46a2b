import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const COLUMN = new TableColumn({ name: 'erased_at', type: 'varchar', length: '24', isNullable: true });
const INDEX = new TableIndex({ name: 'ix_private_erased', columnNames: ['erased_at', 'order_id'] });

/** When contact and private words of an order were erased; the nightly search for those that still hold them. */
export class ErasedContacts1764000000000 implements MigrationInterface {
  readonly name = 'ErasedContacts1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('order_private', COLUMN);
    await runner.createIndex('order_private', INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('order_private', INDEX);
    await runner.dropColumn('order_private', COLUMN);
  }
}

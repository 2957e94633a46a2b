import { type MigrationInterface, type QueryRunner, TableColumn, TableIndex } from 'typeorm';

const VOICE = new TableColumn({ name: 'voice', type: 'varchar', length: '20', isNullable: true });
const ORDER_INDEX = new TableIndex({
  name: 'ix_order_voice',
  columnNames: ['voice', 'root_id', 'next_due_at', 'id'],
});
const ATTACHMENT = [
  new TableColumn({ name: 'seconds', type: 'integer', isNullable: true }),
  new TableColumn({ name: 'taken_at', type: 'varchar', length: '24', isNullable: true }),
  new TableColumn({ name: 'taken_lat_e6', type: 'integer', isNullable: true }),
  new TableColumn({ name: 'taken_lng_e6', type: 'integer', isNullable: true }),
  new TableColumn({ name: 'mark_text', type: 'varchar', length: '255', isNullable: true }),
  new TableColumn({ name: 'marked_sha256', type: 'varchar', length: '64', isNullable: true }),
];
const MARKED_INDEX = new TableIndex({ name: 'ix_attachment_marked', columnNames: ['marked_sha256'] });

/** Recordings beside photos, orders that wait to be written down, and the marked picture of evidence. */
export class VoiceAndEvidence1764010000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumn('work_order', VOICE);
    await runner.createIndex('work_order', ORDER_INDEX);
    await runner.addColumns('attachment', ATTACHMENT);
    await runner.createIndex('attachment', MARKED_INDEX);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex('attachment', MARKED_INDEX);
    await runner.dropColumns('attachment', ATTACHMENT);
    await runner.dropIndex('work_order', ORDER_INDEX);
    await runner.dropColumn('work_order', VOICE);
  }
}

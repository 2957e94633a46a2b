import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

const orNull = (name: string, length: string) =>
  new TableColumn({ name, type: 'varchar', length, isNullable: true });

const COLUMNS = [
  orNull('created_at', '24'),
  new TableColumn({ name: 'needs_second', type: 'smallint', isNullable: true }),
  orNull('approver_id', '26'),
  orNull('approved_at', '24'),
  orNull('note', '200'),
];

/** When a version was saved and why, and who agreed to it where a second person must. */
export class PolicyVersions1764060000000 implements MigrationInterface {
  name = 'PolicyVersions1764060000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('policy', COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('policy', COLUMNS);
  }
}

import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The service point an order was taken in at (M62). Said in SQL: the query runner would build the whole table anew on
 * SQLite, without the columns that are worked out by the database.
 */
export class IntakeUnit1764164000000 implements MigrationInterface {
  readonly name = 'IntakeUnit1764164000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE work_order ADD COLUMN intake_unit_id varchar(26) NULL');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE work_order DROP COLUMN intake_unit_id');
  }
}

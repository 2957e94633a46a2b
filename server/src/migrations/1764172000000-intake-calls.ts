import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const text = (name: string, length: string, more: { isPrimary?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length,
  ...more,
});
const count = (name: string) => ({ name, type: 'integer' });
const primary = { isPrimary: true } as const;

const CALLS = new Table({
  name: 'intake_calls',
  columns: [
    text('root_id', '26', primary),
    text('day', '10', primary),
    text('channel', '20', primary),
    count('offered'),
    count('answered'),
    count('wait_seconds'),
    count('version'),
    text('entered_by', '26'),
    text('entered_at', '24'),
  ],
});

/** Calls offered, answered and waited for, by line and day, as they are filled in (M93). */
export class IntakeCalls1764172000000 implements MigrationInterface {
  readonly name = 'IntakeCalls1764172000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(CALLS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(CALLS);
  }
}

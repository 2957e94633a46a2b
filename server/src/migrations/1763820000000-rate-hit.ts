import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const RATE_HIT = new Table({
  name: 'rate_hit',
  columns: [
    { name: 'id', type: 'varchar', length: '64', isPrimary: true },
    { name: 'hits', type: 'integer' },
    { name: 'until_at', type: 'varchar', length: '24' },
  ],
  indices: [{ name: 'ix_rate_hit_until', columnNames: ['until_at'] }],
});

/** Calls counted against limits. */
export class RateHit1763820000000 implements MigrationInterface {
  name = 'RateHit1763820000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(RATE_HIT, true);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(RATE_HIT, true);
  }
}

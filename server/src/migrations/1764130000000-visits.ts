import { type MigrationInterface, type QueryRunner, TableColumn } from 'typeorm';

/** How the visit of this cycle ended, and how often a sweep was opened: what guards of closing and approving ask. */
const COLUMNS = [
  new TableColumn({ name: 'visited', type: 'varchar', length: '12', default: "''" }),
  new TableColumn({ name: 'sweeps', type: 'integer', default: 0 }),
];

export class Visits1764130000000 implements MigrationInterface {
  readonly name = 'Visits1764130000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.addColumns('work_order', COLUMNS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumns('work_order', COLUMNS);
  }
}

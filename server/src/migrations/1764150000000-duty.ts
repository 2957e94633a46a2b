import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const text = (name: string, length: string, more: { isPrimary?: boolean; isNullable?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length,
  ...more,
});

const SHIFTS = new Table({
  name: 'duty_shift',
  columns: [
    text('id', '26', { isPrimary: true }),
    text('unit_id', '26'),
    text('role', '8'),
    text('person_id', '26'),
    text('starts_at', '24'),
    text('ends_at', '24'),
    text('seen_at', '24', { isNullable: true }),
    text('alarmed_for', '24', { isNullable: true }),
    text('set_by_id', '26'),
    text('set_at', '24'),
  ],
  indices: [
    { name: 'uq_duty_shift', columnNames: ['unit_id', 'role', 'starts_at', 'person_id'], isUnique: true },
    { name: 'ix_duty_now', columnNames: ['unit_id', 'ends_at'] },
    { name: 'ix_duty_person', columnNames: ['person_id', 'ends_at'] },
  ],
});

const VERDICTS = new Table({
  name: 'daily_verdict',
  columns: [
    text('root_id', '26', { isPrimary: true }),
    text('day', '10', { isPrimary: true }),
    text('order_id', '26', { isPrimary: true }),
    text('verdict', '12'),
    text('unit_id', '26'),
    text('reason', '80'),
    text('next_step', '20'),
    text('taken_at', '24'),
  ],
  indices: [{ name: 'ix_verdict_order', columnNames: ['order_id', 'day'] }],
});

export class Duty1764150000000 implements MigrationInterface {
  readonly name = 'Duty1764150000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.createTable(SHIFTS);
    await runner.createTable(VERDICTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(VERDICTS);
    await runner.dropTable(SHIFTS);
  }
}

import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const SESSIONS = [
  new Table({
    name: 'login_session',
    columns: [
      { name: 'id', type: 'varchar', length: '26', isPrimary: true },
      { name: 'person_id', type: 'varchar', length: '26' },
      { name: 'access_hash', type: 'varchar', length: '64' },
      { name: 'access_until', type: 'varchar', length: '24' },
      { name: 'way', type: 'varchar', length: '8' },
      { name: 'device', type: 'varchar', length: '32' },
      { name: 'created_at', type: 'varchar', length: '24' },
      { name: 'last_seen_at', type: 'varchar', length: '24' },
      { name: 'until_at', type: 'varchar', length: '24' },
      { name: 'idle_minutes', type: 'integer', isNullable: true },
      { name: 'idle_until', type: 'varchar', length: '24', isNullable: true },
      { name: 'ended_at', type: 'varchar', length: '24', isNullable: true },
      { name: 'ended_why', type: 'varchar', length: '12', isNullable: true },
    ],
    indices: [
      { name: 'uq_session_access', columnNames: ['access_hash'], isUnique: true },
      { name: 'ix_session_person', columnNames: ['person_id', 'until_at'] },
    ],
  }),
  new Table({
    name: 'refresh_token',
    columns: [
      { name: 'token_hash', type: 'varchar', length: '64', isPrimary: true },
      { name: 'session_id', type: 'varchar', length: '26' },
      { name: 'made_at', type: 'varchar', length: '24' },
      { name: 'used_at', type: 'varchar', length: '24', isNullable: true },
      { name: 'used_by', type: 'varchar', length: '64', isNullable: true },
    ],
    indices: [{ name: 'ix_refresh_session', columnNames: ['session_id'] }],
  }),
  new Table({
    name: 'credential',
    columns: [
      { name: 'person_id', type: 'varchar', length: '26', isPrimary: true },
      { name: 'password_hash', type: 'varchar', length: '160' },
      { name: 'password_set_at', type: 'varchar', length: '24' },
      { name: 'must_change', type: 'smallint' },
      { name: 'initial_until', type: 'varchar', length: '24', isNullable: true },
      { name: 'history', type: 'text' },
      { name: 'totp_cipher', type: 'varchar', length: '255', isNullable: true },
      { name: 'totp_step', type: 'integer', isNullable: true },
    ],
  }),
  new Table({
    name: 'recovery_code',
    columns: [
      { name: 'code_hash', type: 'varchar', length: '64', isPrimary: true },
      { name: 'person_id', type: 'varchar', length: '26' },
      { name: 'made_at', type: 'varchar', length: '24' },
      { name: 'used_at', type: 'varchar', length: '24', isNullable: true },
    ],
    indices: [{ name: 'ix_recovery_person', columnNames: ['person_id'] }],
  }),
  new Table({
    name: 'sign_in_try',
    columns: [
      { name: 'key_hash', type: 'varchar', length: '64', isPrimary: true },
      { name: 'tries', type: 'integer' },
      { name: 'until_at', type: 'varchar', length: '24' },
    ],
    indices: [{ name: 'ix_try_until', columnNames: ['until_at'] }],
  }),
];

/** What `login_session` was before: one token per row, no renewal. */
const FORMER = new Table({
  name: 'login_session',
  columns: [
    { name: 'token_hash', type: 'varchar', length: '64', isPrimary: true },
    { name: 'person_id', type: 'varchar', length: '26' },
    { name: 'way', type: 'varchar', length: '8' },
    { name: 'created_at', type: 'varchar', length: '24' },
    { name: 'expires_at', type: 'varchar', length: '24' },
    { name: 'ended_at', type: 'varchar', length: '24', isNullable: true },
  ],
  indices: [{ name: 'ix_session_person', columnNames: ['person_id'] }],
});

/** Sessions that renew themselves; passwords, codes and counted tries. Everybody signs in once more after it. */
export class Sessions1763810000000 implements MigrationInterface {
  readonly name = 'Sessions1763810000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.dropTable('login_session');
    for (const table of SESSIONS) await runner.createTable(table, true, false, true);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...SESSIONS].reverse()) await runner.dropTable(table.name);
    await runner.createTable(FORMER, true, false, true);
  }
}

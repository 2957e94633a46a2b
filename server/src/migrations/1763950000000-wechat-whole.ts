import { type MigrationInterface, type QueryRunner, Table } from 'typeorm';

const text = (name: string, length: string, more: { isPrimary?: boolean; isNullable?: boolean } = {}) => ({
  name,
  type: 'varchar',
  length,
  ...more,
});
const whole = (name: string) => ({ name, type: 'integer' });

const TABLES = [
  new Table({
    name: 'wechat_alarm',
    columns: [
      text('alarm_key', '120', { isPrimary: true }),
      text('kind', '12'),
      text('text', '255'),
      text('code', '40'),
      text('rid', '40', { isNullable: true }),
      whole('times'),
      text('first_at', '24'),
      text('last_at', '24'),
      text('cleared_at', '24', { isNullable: true }),
    ],
    indices: [{ name: 'ix_wechat_alarm_last', columnNames: ['kind', 'last_at'] }],
  }),
  new Table({
    name: 'moderation_check',
    columns: [
      text('id', '26', { isPrimary: true }),
      text('subject_kind', '16'),
      text('subject_id', '40'),
      text('root_id', '26'),
      text('kind', '8'),
      text('state', '8'),
      { name: 'waiting', type: 'smallint' },
      text('reason', '12', { isNullable: true }),
      whole('label'),
      text('author_id', '26'),
      text('visited_at', '24'),
      text('content_hash', '64'),
      { name: 'content', type: 'text', isNullable: true },
      text('attachment_id', '26', { isNullable: true }),
      text('trace_id', '64', { isNullable: true }),
      whole('asks'),
      text('created_at', '24'),
      text('asked_at', '24', { isNullable: true }),
      text('answered_at', '24', { isNullable: true }),
      text('decided_by', '26', { isNullable: true }),
      text('decided_at', '24', { isNullable: true }),
      text('note', '200', { isNullable: true }),
    ],
    indices: [
      {
        name: 'uq_moderation_subject',
        columnNames: ['subject_kind', 'subject_id', 'content_hash'],
        isUnique: true,
      },
      { name: 'uq_moderation_trace', columnNames: ['trace_id'], isUnique: true },
      { name: 'ix_moderation_waiting', columnNames: ['root_id', 'waiting', 'id'] },
      { name: 'ix_moderation_pending', columnNames: ['state', 'asked_at'] },
    ],
  }),
  new Table({
    name: 'sticker',
    columns: [
      text('id', '12', { isPrimary: true }),
      text('grid_id', '26'),
      text('root_id', '26'),
      text('batch_id', '26'),
      text('label', '40'),
      { name: 'active', type: 'smallint' },
      text('created_at', '24'),
      text('created_by', '26'),
      text('image_key', '120', { isNullable: true }),
    ],
    indices: [
      { name: 'ix_sticker_grid', columnNames: ['grid_id', 'created_at'] },
      { name: 'ix_sticker_root', columnNames: ['root_id', 'created_at'] },
    ],
  }),
  new Table({
    name: 'sticker_scan',
    columns: [
      text('sticker_id', '12', { isPrimary: true }),
      text('day', '10', { isPrimary: true }),
      whole('times'),
    ],
  }),
];

/** Content checks, grid stickers, and what operators must see of WeChat. */
export class WechatWhole1763950000000 implements MigrationInterface {
  name = 'WechatWhole1763950000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.createTable(table, true);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await runner.dropTable(table, true);
  }
}

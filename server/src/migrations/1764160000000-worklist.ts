import { type MigrationInterface, type QueryRunner, Table, TableColumn, TableIndex } from 'typeorm';

const text = (name: string, length: string, isPrimary = false) => ({
  ...{ name, type: 'varchar', length },
  isPrimary,
});

const TERMS = new Table({
  name: 'order_term',
  columns: [text('term', '32', true), text('order_id', '26', true)],
  withoutRowid: true,
});
const WORDS = new Table({
  name: 'order_words',
  columns: [
    text('order_id', '26', true),
    text('root_id', '26'),
    { name: 'words', type: 'text' },
    text('keys_held', '80'),
  ],
});
const MARKS = new Table({
  name: 'order_mark',
  columns: [
    text('order_id', '26', true),
    text('mark', '10', true),
    text('who', '26', true),
    text('root_id', '26'),
  ],
  indices: [{ name: 'ix_mark_list', columnNames: ['root_id', 'mark', 'who', 'order_id'] }],
});

const OPEN_ROOT = new TableColumn({ name: 'open_root', type: 'varchar', length: '26', isNullable: true });

const index = (name: string, ...columnNames: string[]) => new TableIndex({ name, columnNames });
/** A list of the desk each: by due time while open, by time of receipt within one thing that is asked for. */
const LISTS = [
  index('ix_list_open', 'open_root', 'next_due_at', 'id', 'state'),
  index('ix_list_open_received', 'open_root', 'received_at', 'id'),
  index('ix_list_state', 'root_id', 'state', 'received_at', 'id'),
  index('ix_list_class', 'root_id', 'class_code', 'received_at', 'id'),
  index('ix_list_grid', 'grid_id', 'received_at', 'id'),
  index('ix_list_unit', 'lead_unit_id', 'received_at', 'id'),
  index('ix_list_channel', 'root_id', 'channel', 'received_at', 'id'),
  index('ix_list_line', 'root_id', 'line', 'received_at', 'id'),
  index('ix_list_urgency', 'root_id', 'urgency', 'received_at', 'id'),
  index('ix_list_point', 'root_id', 'lat_e6', 'lng_e6', 'id'),
];

const OPEN = ['SUBMITTED', 'NEED_INFO', 'ACCEPTED', 'DISPATCHED', 'IN_PROGRESS', 'REPLIED', 'TO_VISIT']
  .concat('SUSPENDED')
  .map((state) => `'${state}'`)
  .join(', ');

const REPEATED = `x.open_root IS NOT NULL AND x.confidentiality <> 'ANONYMOUS' AND +y.root_id = x.root_id
  AND +y.class_code = x.class_code AND y.id <> x.id AND y.confidentiality <> 'ANONYMOUS'
  AND y.state NOT IN ('MERGED', 'WITHDRAWN', 'DECLINED')
  AND (y.received_at < x.received_at OR (y.received_at = x.received_at AND y.id < x.id))
  AND y.received_at >= CONCAT(SUBSTR(x.received_at, 1, 4) - 1, SUBSTR(x.received_at, 5))`;

/** What is there already: open orders as such, and their marks. Words are read in afterwards, batch by batch. */
const FILLS = [
  `UPDATE work_order SET open_root = root_id WHERE state IN (${OPEN})`,
  `INSERT INTO order_mark (order_id, mark, who, root_id)
   SELECT id, 'UNHAPPY', '', root_id FROM work_order WHERE open_root IS NOT NULL AND unhappy > 0`,
  `INSERT INTO order_mark (order_id, mark, who, root_id)
   SELECT id, 'RETURNS', '', root_id FROM work_order
    WHERE open_root IS NOT NULL AND CONCAT(' ', procedures) LIKE '% return:%'`,
  `INSERT INTO order_mark (order_id, mark, who, root_id)
   SELECT id, 'HARD', '', root_id FROM work_order
    WHERE open_root IS NOT NULL AND CONCAT(' ', items) LIKE '% hard:%'`,
  `INSERT INTO order_mark (order_id, mark, who, root_id)
   SELECT DISTINCT w.id, 'MINE', e.actor_id, w.root_id FROM work_order w JOIN event e ON e.stream_id = w.id
    WHERE w.open_root IS NOT NULL AND e.actor_unit_id = w.office_unit_id AND e.actor_id <> 'SYSTEM'`,
  `INSERT INTO order_mark (order_id, mark, who, root_id)
   SELECT DISTINCT x.id, 'REPEAT', '', x.root_id FROM work_order x CROSS JOIN work_order y ON y.filer_id = x.filer_id
    WHERE ${REPEATED}`,
  `INSERT INTO order_mark (order_id, mark, who, root_id)
   SELECT DISTINCT x.id, 'REPEAT', '', x.root_id
     FROM work_order x CROSS JOIN order_private p ON p.order_id = x.id
          CROSS JOIN order_private q ON q.phone_bidx = p.phone_bidx CROSS JOIN work_order y ON y.id = q.order_id
    WHERE ${REPEATED} AND NOT EXISTS (SELECT 1 FROM order_mark m WHERE m.order_id = x.id AND m.mark = 'REPEAT')`,
  // Without any order there is nothing to read in.
  `INSERT INTO shared_value (name, value, until_at)
   SELECT 'order-words.done', 'true', NULL FROM (SELECT 1 AS one) o WHERE NOT EXISTS (SELECT 1 FROM work_order)`,
];

/** The desk's lists and search on a million orders: open orders apart, an index for each thing asked for, terms. */
export class Worklist1764160000000 implements MigrationInterface {
  readonly name = 'Worklist1764160000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of [TERMS, WORDS, MARKS]) await runner.createTable(table);
    await runner.addColumn('work_order', OPEN_ROOT);
    await runner.query(FILLS[0] ?? '');
    await runner.createIndices('work_order', LISTS);
    for (const fill of FILLS.slice(1)) await runner.query(fill);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const list of LISTS) await runner.dropIndex('work_order', list);
    await runner.dropColumn('work_order', 'open_root');
    for (const table of [MARKS, WORDS, TERMS]) await runner.dropTable(table);
    await runner.query("DELETE FROM shared_value WHERE name LIKE 'order-words.%'");
  }
}

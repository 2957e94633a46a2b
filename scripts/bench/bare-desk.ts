import { freshId } from './ids.ts';
import { fromServer, type Row, type Sql, type Value } from './sql.ts';

const PAGE = 20;
/** How far the server counts a term. */
const COMMON = 1000;
const OPEN = [
  'NEED_INFO',
  'SUBMITTED',
  'ACCEPTED',
  'DISPATCHED',
  'IN_PROGRESS',
  'REPLIED',
  'TO_VISIT',
  'SUSPENDED',
];
const { WORK_COLUMNS } = fromServer('./dist/modules/worklist/list-rows.js') as { WORK_COLUMNS: string };
const { LISTED } = fromServer('./dist/modules/clocks/clock-columns.js') as { LISTED: { select: string } };
const { COLUMNS: PHOTO_COLUMNS } = fromServer('./dist/modules/attachments/attachment-row.js') as {
  COLUMNS: string;
};

const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');
const text = (value: Value | undefined) => (value === null || value === undefined ? 'null' : `"${value}"`);

/** The statements of the desk's lists, search and counts, with answers put together by hand. */
export class BareDesk {
  private readonly sql: Sql;
  private readonly root: string;
  private readonly caller: string;

  constructor(sql: Sql, root: string, caller: string) {
    this.sql = sql;
    this.root = root;
    this.caller = caller;
  }

  async list(person: string): Promise<string> {
    await this.watches(person);
    const rows = await this.sql.read(
      `SELECT ${WORK_COLUMNS} FROM work_order w WHERE w.open_root = ? ORDER BY w.next_due_at, w.id LIMIT ${PAGE + 1}`,
      [this.root],
    );
    return this.page(rows, person);
  }

  async byWords(person: string, query: string): Promise<string> {
    await this.watches(person);
    const words = query.split(' ').map((word) => this.root.slice(-4) + word);
    const counted = await Promise.all(
      words.map(async (term) => {
        const [row] = await this.sql.read(
          `SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM order_term WHERE term = ? LIMIT ${COMMON}) held`,
          [term],
        );
        return { term, n: Number(row?.n) };
      }),
    );
    const [first, second] = counted.sort((a, b) => a.n - b.n);
    const rows = await this.sql.read(
      `SELECT ${WORK_COLUMNS} FROM order_term t CROSS JOIN order_term t0 ON t0.order_id = t.order_id
        CROSS JOIN work_order w ON w.id = t.order_id
        WHERE t.term = ? AND t0.term = ? AND w.root_id = ? ORDER BY t.order_id DESC LIMIT ${PAGE + 1}`,
      [first?.term ?? '', second?.term ?? '', this.root],
    );
    return this.page(rows, person);
  }

  /** The look is written down, as the server does. */
  async byPhone(person: string): Promise<string> {
    await this.watches(person);
    const rows = await this.sql.read(
      `SELECT ${WORK_COLUMNS} FROM order_private p CROSS JOIN work_order w ON w.id = p.order_id
        WHERE p.phone_bidx = ? AND w.root_id IN (?) ORDER BY p.order_id DESC LIMIT ${PAGE + 1}`,
      [this.caller, this.root],
    );
    const now = new Date().toISOString();
    await this.sql.alone(async (query) => {
      await query('BEGIN');
      await query(
        'INSERT INTO audit (`id`,`at`,`actor_id`,`action`,`subject_kind`,`subject_id`,`facts`) VALUES (?,?,?,?,?,?,?)',
        [freshId(), now, person, 'caller.lookUp', 'STREET', this.root, '{"by":"PHONE","found":21}'],
      );
      await query('COMMIT');
    });
    return this.page(rows, person);
  }

  async counts(person: string): Promise<string> {
    const now = new Date().toISOString();
    const due = (within: string, params: readonly Value[]) =>
      this.sql.read(
        `SELECT COUNT(*) AS n FROM work_order WHERE open_root IN (?) AND ${within} AND +state IN (${marks(OPEN.slice(1))})`,
        [this.root, ...params, ...OPEN.slice(1)],
      );
    const [open, marked, unwritten, past, today] = await Promise.all([
      this.sql.read(
        `SELECT state, COUNT(*) AS n FROM work_order WHERE root_id IN (?) AND state IN (${marks(OPEN)}) GROUP BY state`,
        [this.root, ...OPEN],
      ),
      this.sql.read(
        `SELECT mark, COUNT(*) AS n FROM order_mark
          WHERE root_id IN (?) AND mark IN ('RETURNS', 'UNHAPPY', 'HARD', 'REPEAT', 'MINE') AND who IN ('', ?)
          GROUP BY mark`,
        [this.root, person],
      ),
      this.sql.read(
        `SELECT COUNT(*) AS n FROM work_order
          WHERE voice IN ('ONLY', 'BESIDE') AND root_id IN (?) AND +state IN (${marks(OPEN.slice(2))})`,
        [this.root, ...OPEN.slice(2)],
      ),
      due('next_due_at < ?', [now]),
      due('next_due_at >= ? AND next_due_at <= ?', [now, now]),
    ]);
    const counts = [...open, ...marked, ...unwritten, ...past, ...today].map(
      (row) => `"${row.state ?? row.mark ?? 'DUE'}":${row.n}`,
    );
    return `{"at":"${now}","counts":{${counts.join(',')}}}`;
  }

  private async watches(person: string): Promise<void> {
    const now = new Date().toISOString();
    await this.sql.read(
      "SELECT id FROM duty_shift WHERE person_id = ? AND role = 'WATCH' AND starts_at <= ? AND ends_at > ?",
      [person, now, now],
    );
  }

  private async page(found: readonly Row[], person: string): Promise<string> {
    const rows = found.slice(0, PAGE);
    const ids = rows.map((row) => row.id ?? null);
    if (ids.length === 0) return '{"items":[],"next":null,"searchedAs":[],"complete":true}';
    const live = rows.filter((row) => row.state === 'DISPATCHED').map((row) => row.id ?? null);
    const [contents, clocks] = await Promise.all([
      this.sql.read(
        `SELECT order_id, SUBSTR(content, 1, 80) AS content FROM order_private WHERE order_id IN (${marks(ids)})`,
        ids,
      ),
      live.length === 0
        ? []
        : this.sql.read(
            `SELECT ${LISTED.select} FROM clock WHERE order_id IN (${marks(live)}) AND milestone IN (?,?) ORDER BY id`,
            [...live, 'handle', 'sign'],
          ),
      this.sql.read(
        `SELECT order_id, mark FROM order_mark WHERE order_id IN (${marks(ids)}) AND who IN ('', ?)`,
        [...ids, person],
      ),
      this.sql.read(
        `SELECT ${PHOTO_COLUMNS} FROM attachment
       WHERE owner_id IN (${marks(ids)}) AND owner_kind = 'ORDER' ORDER BY id`,
        ids,
      ),
    ]);
    const contentOf = new Map(contents.map((row) => [row.order_id, String(row.content)]));
    const clockOf = new Map(clocks.map((row) => [row.orderId, row]));
    const items = rows.map((row) => line(row, clockOf.get(row.id ?? ''), contentOf.get(row.id ?? '') ?? ''));
    const next = found.length > PAGE ? text(rows.at(-1)?.id) : 'null';
    return `{"items":[${items.join(',')}],"next":${next},"searchedAs":[],"complete":true}`;
  }
}

function line(row: Row, clock: Row | undefined, content: string): string {
  const promise = `{"milestone":${text(clock?.milestone)},"label":"签收","dueAt":${text(clock?.dueAt)},"dueText":"${clock?.dueDay}","late":${clock?.late === 1},"light":null,"paused":false}`;
  return `{"id":"${row.id}","orderNo":"${row.orderNo}","version":${row.version},"state":"${row.state}","stateLabel":"待签收","title":${JSON.stringify(row.title)},"excerpt":${JSON.stringify(content.slice(0, 40))},"voice":${text(row.voice)},"urgency":"${row.urgency}","placeLabel":"丁香社区 丁香01网格","outside":${row.outside === 1},"receivedAt":"${row.receivedAt}","cycle":${row.cycle},"dueAt":${text(clock?.dueAt)},"dueText":"${clock?.dueDay}","dueLabel":"签收","late":${clock?.late === 1},"light":null,"thumbUrl":null,"leadUnitName":"丁香01网格","classCode":${text(row.classCode)},"className":"公共安全 › 消防 › 通道","channel":"${row.channel}","channelLabel":"微信小程序","source":"${row.source}","requestType":"${row.requestType}","requestTypeLabel":"投诉","partyKind":"${row.partyKind}","gridName":"丁香01网格","communityName":"丁香社区","leadUnitId":${text(row.leadUnitId)},"upperNo":${text(row.upperNo)},"inner":${promise},"outer":${promise},"reworks":${row.reworks},"disputes":${row.disputes},"unhappy":${row.unhappy},"marks":[],"vulnerable":false}`;
}

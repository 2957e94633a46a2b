import { fromServer, type Row, type Sql, type Value } from './sql.ts';

const PAGE = 20;
/** What the server asks for is taken from the server, so that both ask for the same. */
const orderColumns = fromServer('./dist/modules/orders/order-columns.js') as {
  STORED_ORDER: string;
  LISTED_ORDER: { select: string };
};
const clockColumns = fromServer('./dist/modules/clocks/clock-columns.js') as {
  LISTED: { select: string };
  EXPLAINED: { select: string };
};
const { COLUMNS: PHOTO_COLUMNS } = fromServer('./dist/modules/attachments/attachment-row.js') as {
  COLUMNS: string;
};

const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');
const text = (value: Value | undefined) => (value === null || value === undefined ? 'null' : `"${value}"`);
/** For values that residents and staff typed. */
const typed = (value: Value | undefined) => JSON.stringify(value ?? '');

/** The statements of the real server's reads, with answers of about the same size put together by hand. */
export class BareReads {
  private readonly sql: Sql;

  constructor(sql: Sql) {
    this.sql = sql;
  }

  /** The person of a session token's hash. */
  async personOf(tokenHash: string): Promise<string> {
    const now = new Date().toISOString();
    const [first] = await this.sql.read(
      `SELECT p.id AS person_id, p.name, p.kind, p.home_root_id, s.last_seen_at, s.idle_minutes,
              g.role, g.unit_id, u.path
         FROM login_session s
         JOIN person p ON p.id = s.person_id AND p.active = 1
         LEFT JOIN role_grant g ON g.person_id = p.id AND g.from_at <= ? AND (g.until_at IS NULL OR g.until_at > ?)
         LEFT JOIN unit u ON u.id = g.unit_id AND u.active = 1
        WHERE s.access_hash = ? AND s.access_until > ? AND s.ended_at IS NULL AND s.until_at > ?
          AND (s.idle_until IS NULL OR s.idle_until > ?)`,
      [now, now, tokenHash, now, now, now],
    );
    if (first === undefined) throw new Error('no session');
    return String(first.person_id);
  }

  async mine(person: string): Promise<string> {
    const rows = await this.sql.read(
      `SELECT ${orderColumns.LISTED_ORDER.select} FROM work_order WHERE filer_id = ?  ORDER BY received_at DESC, id DESC LIMIT ?`,
      [person, PAGE + 1],
    );
    return this.page(rows, 'handle');
  }

  async desk(roots: readonly string[], states: readonly string[]): Promise<string> {
    const rows = await this.sql.read(
      `SELECT ${orderColumns.LISTED_ORDER.select} FROM work_order WHERE root_id IN (${marks(roots)}) AND state IN (${marks(states)})  ORDER BY next_due_at, id LIMIT ?`,
      [...roots, ...states, PAGE + 1],
    );
    return this.page(rows, 'sign');
  }

  private async page(found: readonly Row[], milestone: string): Promise<string> {
    const rows = found.slice(0, PAGE);
    const ids = rows.map((row) => row.id ?? null);
    if (ids.length === 0) return '{"items":[],"next":null}';
    const waiting = rows.filter((row) => row.state === 'DISPATCHED').map((row) => row.id ?? null);
    const [contents, clocks] = await Promise.all([
      this.sql.read(
        `SELECT order_id, SUBSTR(content, 1, 80) AS content FROM order_private WHERE order_id IN (${marks(ids)})`,
        ids,
      ),
      waiting.length === 0
        ? []
        : this.sql.read(
            `SELECT ${clockColumns.LISTED.select} FROM clock WHERE order_id IN (${marks(waiting)}) AND milestone IN (?) ORDER BY id`,
            [...waiting, milestone],
          ),
    ]);
    await this.sql.read(
      `SELECT ${PHOTO_COLUMNS} FROM attachment
       WHERE owner_id IN (${marks(ids)}) AND owner_kind = 'ORDER' ORDER BY id`,
      ids,
    );
    const contentOf = new Map(contents.map((row) => [row.order_id, String(row.content)]));
    const clockOf = new Map(clocks.map((row) => [row.orderId, row]));
    const items = rows.map((row) =>
      summary(row, clockOf.get(row.id ?? ''), contentOf.get(row.id ?? '') ?? ''),
    );
    return `{"items":[${items.join(',')}],"next":${found.length > PAGE ? text(rows.at(-1)?.id) : 'null'}}`;
  }

  async order(id: string, person: string): Promise<string> {
    const [row] = await this.sql.read(`SELECT ${orderColumns.STORED_ORDER} FROM work_order WHERE id = ?`, [
      id,
    ]);
    if (row === undefined) throw new Error('no order');
    const isFiler = row.filerId === person;
    if (!isFiler) await this.looked(id, person);
    const shown = isFiler ? clockColumns.LISTED.select : clockColumns.EXPLAINED.select;
    const [own, clocks, events, texts] = await Promise.all([
      this.sql.read('SELECT * FROM order_private WHERE order_id = ?', [id]),
      this.sql.read(`SELECT ${shown} FROM clock WHERE order_id = ? ORDER BY id`, [id]),
      this.sql.read('SELECT * FROM event WHERE stream_id = ? AND seq > ? ORDER BY seq', [id, 0]),
      this.sql.read(
        'SELECT seq, field, layer, body FROM event_text WHERE stream_id = ? ORDER BY seq, field',
        [id],
      ),
      this.sql.read(
        `SELECT ${PHOTO_COLUMNS} FROM attachment
       WHERE owner_id IN (?) AND owner_kind = 'ORDER' ORDER BY id`,
        [id],
      ),
    ]);
    await this.names(isFiler ? [row.handlerId ?? null] : events.map((event) => event.actor_id ?? null));
    if (!isFiler) await this.reach(String(row.filerId));
    const bodies = new Map(texts.map((each) => [each.seq, each.body]));
    const timeline = events.map(
      (event) =>
        `{"seq":${event.seq},"at":"${event.at}","name":"${event.name}","text":${typed(bodies.get(event.seq ?? 0))},"photos":[]}`,
    );
    const explained = isFiler ? [] : clocks.map(clockText);
    const [first] = own;
    return `${summary(row, clocks[0], String(first?.content)).slice(0, -1)},"text":${typed(first?.content)},"address":${typed(first?.address)},"point":{"lat":${Number(row.latE6) / 1e6},"lng":${Number(row.lngE6) / 1e6},"datum":"WGS84"},"leadUnitId":${text(row.leadUnitId)},"photos":[],"clocks":[${explained.join(',')}],"timeline":[${timeline.join(',')}]}`;
  }

  private async names(ids: readonly Value[]): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => id !== 'SYSTEM' && id !== null);
    if (wanted.length === 0) return;
    await this.sql.read(`SELECT id, name FROM person WHERE id IN (${marks(wanted)})`, wanted);
  }

  /** The order that a draft became, asked before every filing. */
  async filed(draft: string): Promise<void> {
    const sql = `SELECT body_hash AS bodyHash, ${orderColumns.STORED_ORDER} FROM work_order WHERE draft_id = ?`;
    await this.sql.read(sql, [draft]);
  }

  /** Whether the look was recorded lately. */
  private async looked(order: string, person: string): Promise<void> {
    await this.sql.read(
      'SELECT id FROM audit WHERE subject_id = ? AND at > ? AND actor_id = ? AND action = ? LIMIT 1',
      [order, new Date(Date.now() - 1_800_000).toISOString(), person, 'narrative.view'],
    );
  }

  private async reach(person: string): Promise<void> {
    await this.sql.read('SELECT id FROM person WHERE id = ? AND openid_cipher IS NOT NULL', [person]);
    await this.sql.read(
      'SELECT template, remaining, mode, refused_at FROM send_credit WHERE person_id = ? ORDER BY template',
      [person],
    );
    await this.sql.read(
      `SELECT state, error FROM notice WHERE recipient_id = ? AND channel = 'WECHAT'
        ORDER BY created_at DESC, id DESC LIMIT 1`,
      [person],
    );
  }
}

function summary(row: Row, clock: Row | undefined, content: string): string {
  return `{"id":"${row.id}","orderNo":"${row.orderNo}","version":${row.version},"state":"${row.state}","stateLabel":"办理中","title":${typed(row.title)},"excerpt":${typed(content.slice(0, 40))},"urgency":"${row.urgency}","placeLabel":"丁香社区 丁香01网格","outside":${row.outside === 1},"receivedAt":"${row.receivedAt}","cycle":${row.cycle},"dueAt":${text(clock?.dueAt)},"dueText":"${clock?.dueDay}","dueLabel":"答复","late":${clock?.late === 1},"light":null,"thumbUrl":null,"leadUnitName":"丁香01网格"}`;
}

function clockText(clock: Row): string {
  return `{"milestone":"${clock.milestone}","scope":"${clock.scope}","state":"${clock.state}","dueAt":${text(clock.dueAt)},"late":${clock.late === 1},"proof":${clock.proof}}`;
}

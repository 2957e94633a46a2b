import type { Row, Sql, Value } from './sql.ts';

const PAGE = 20;
const PHOTO_COLUMNS =
  'id, owner_kind, owner_id, uploader_id, purpose, draft_id, sha256, original_sha256, bytes, width, height, mime, blob_key, thumb_key, created_at, event_seq';

const marks = (values: readonly unknown[]) => values.map(() => '?').join(',');
const text = (value: Value | undefined) => (value === null || value === undefined ? 'null' : `"${value}"`);
/** For values that residents and staff typed. */
const typed = (value: Value | undefined) => JSON.stringify(value ?? '');

/** What the server's lists read of a clock: everything but the two columns of JSON. */
const LISTED_CLOCK = `id, order_id, root_id, subject_id, cycle, scope, milestone, state, started_at, amount, unit,
  due_at, due_day, awaiting_year, rev, paused_at, met_at, met_seq, late, next_light_at, fired`;

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
      'SELECT * FROM work_order WHERE filer_id = ?  ORDER BY received_at DESC, id DESC LIMIT ?',
      [person, PAGE + 1],
    );
    return this.page(rows);
  }

  async desk(roots: readonly string[], states: readonly string[]): Promise<string> {
    const rows = await this.sql.read(
      `SELECT * FROM work_order WHERE root_id IN (${marks(roots)}) AND state IN (${marks(states)})  ORDER BY next_due_at, id LIMIT ?`,
      [...roots, ...states, PAGE + 1],
    );
    return this.page(rows);
  }

  private async page(found: readonly Row[]): Promise<string> {
    const rows = found.slice(0, PAGE);
    const ids = rows.map((row) => row.id ?? null);
    if (ids.length === 0) return '{"items":[],"next":null}';
    const [contents, clocks] = await Promise.all([
      this.sql.read(
        `SELECT order_id, SUBSTR(content, 1, 80) AS content FROM order_private WHERE order_id IN (${marks(ids)})`,
        ids,
      ),
      this.sql.read(`SELECT ${LISTED_CLOCK} FROM clock WHERE order_id IN (${marks(ids)}) ORDER BY id`, ids),
    ]);
    await this.sql.read(
      `SELECT ${PHOTO_COLUMNS} FROM attachment
       WHERE owner_id IN (${marks(ids)}) AND owner_kind = 'ORDER' ORDER BY id`,
      ids,
    );
    const contentOf = new Map(contents.map((row) => [row.order_id, String(row.content)]));
    const clockOf = new Map(clocks.map((row) => [row.order_id, row]));
    const items = rows.map((row) =>
      summary(row, clockOf.get(row.id ?? ''), contentOf.get(row.id ?? '') ?? ''),
    );
    return `{"items":[${items.join(',')}],"next":${found.length > PAGE ? text(rows.at(-1)?.id) : 'null'}}`;
  }

  async order(id: string, person: string): Promise<string> {
    const [row] = await this.sql.read('SELECT * FROM work_order WHERE id = ?', [id]);
    if (row === undefined) throw new Error('no order');
    const [own, clocks, events, texts] = await Promise.all([
      this.sql.read('SELECT * FROM order_private WHERE order_id = ?', [id]),
      this.sql.read('SELECT * FROM clock WHERE order_id = ? ORDER BY id', [id]),
      this.sql.read('SELECT * FROM event WHERE stream_id = ? ORDER BY seq', [id]),
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
    const isFiler = row.filer_id === person;
    await this.names(isFiler ? [row.handler_id ?? null] : events.map((event) => event.actor_id ?? null));
    if (!isFiler) await this.reach(String(row.filer_id));
    const bodies = new Map(texts.map((each) => [each.seq, each.body]));
    const timeline = events.map(
      (event) =>
        `{"seq":${event.seq},"at":"${event.at}","name":"${event.name}","text":${typed(bodies.get(event.seq ?? 0))},"photos":[]}`,
    );
    const shown = isFiler ? [] : clocks.map(clockText);
    const [first] = own;
    return `${summary(row, clocks[0], String(first?.content)).slice(0, -1)},"text":${typed(first?.content)},"address":${typed(first?.address)},"point":{"lat":${Number(row.lat_e6) / 1e6},"lng":${Number(row.lng_e6) / 1e6},"datum":"WGS84"},"leadUnitId":${text(row.lead_unit_id)},"photos":[],"clocks":[${shown.join(',')}],"timeline":[${timeline.join(',')}]}`;
  }

  private async names(ids: readonly Value[]): Promise<void> {
    const wanted = [...new Set(ids)].filter((id) => id !== 'SYSTEM' && id !== null);
    if (wanted.length === 0) return;
    await this.sql.read(`SELECT id, name FROM person WHERE id IN (${marks(wanted)})`, wanted);
  }

  private async reach(person: string): Promise<void> {
    // Residents of the measured orders have no openid, so the real server stops after these two as well.
    await this.sql.read('SELECT id FROM person WHERE id = ? AND openid_cipher IS NOT NULL', [person]);
    await this.sql.read(
      `SELECT state, error FROM notice WHERE recipient_id = ? AND channel = 'WECHAT'
        ORDER BY created_at DESC, id DESC LIMIT 1`,
      [person],
    );
  }
}

function summary(row: Row, clock: Row | undefined, content: string): string {
  return `{"id":"${row.id}","orderNo":"${row.order_no}","version":${row.version},"state":"${row.state}","stateLabel":"办理中","title":${typed(row.title)},"excerpt":${typed(content.slice(0, 40))},"urgency":"${row.urgency}","placeLabel":"丁香社区 丁香01网格","outside":${row.outside === 1},"receivedAt":"${row.received_at}","cycle":${row.cycle},"dueAt":${text(clock?.due_at)},"dueText":"${clock?.due_day}","dueLabel":"答复","late":${clock?.late === 1},"light":null,"thumbUrl":null,"leadUnitName":"丁香01网格"}`;
}

function clockText(clock: Row): string {
  return `{"milestone":"${clock.milestone}","scope":"${clock.scope}","state":"${clock.state}","dueAt":${text(clock.due_at)},"late":${clock.late === 1},"proof":${clock.proof}}`;
}

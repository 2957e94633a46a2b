import { type Db, type Row, readRows, type Tx } from './db';

/** What happened to something that has a history, at its place in it. `at` is an instant. */
export interface StreamEvent {
  seq: number;
  name: string;
  at: string;
  actorId: string;
  actorUnitId: string | null;
  data: unknown;
}

/** Whose history it is, and what the event belongs to besides. */
interface Place {
  id: string;
  kind: 'ORDER' | 'PROCEDURE' | 'ITEM';
  link: string | null;
  commandId: string | null;
}

/** Appends one event; the primary key (stream, seq) refuses a second writer of the same place. */
export function appendEvent(tx: Tx, { id, kind, link, commandId }: Place, event: StreamEvent): void {
  tx.insertLate('event', {
    stream_id: id,
    seq: event.seq,
    stream_kind: kind,
    name: event.name,
    chain_link: link,
    at: event.at,
    actor_id: event.actorId,
    actor_unit_id: event.actorUnitId,
    command_id: commandId,
    data: JSON.stringify(event.data),
  });
}

/** A history, or what came after a place in it. `E` is what its owner wrote there. */
export async function readEvents<E extends StreamEvent>(
  reader: Tx | Db,
  id: string,
  afterSeq = 0,
): Promise<E[]> {
  const sql = 'SELECT * FROM event WHERE stream_id = ? AND seq > ? ORDER BY seq';
  return (await readRows(reader, sql, [id, afterSeq])).map((row) => eventOf(row) as E);
}

/** The histories of several at once, by whose they are. */
export async function readStreams<E extends StreamEvent>(
  reader: Tx | Db,
  ids: readonly string[],
): Promise<Map<string, E[]>> {
  const streams = new Map<string, E[]>();
  if (ids.length === 0) return streams;
  const sql = `SELECT * FROM event WHERE stream_id IN (${ids.map(() => '?').join(',')}) ORDER BY stream_id, seq`;
  for (const row of await readRows(reader, sql, ids)) {
    const id = String(row.stream_id);
    const stream = streams.get(id) ?? [];
    streams.set(id, stream);
    stream.push(eventOf(row) as E);
  }
  return streams;
}

/** A row of `event` as it was appended. */
function eventOf(row: Row): StreamEvent {
  return {
    seq: Number(row.seq),
    name: String(row.name),
    at: String(row.at),
    actorId: String(row.actor_id),
    actorUnitId: row.actor_unit_id == null ? null : String(row.actor_unit_id),
    data: JSON.parse(String(row.data)),
  };
}

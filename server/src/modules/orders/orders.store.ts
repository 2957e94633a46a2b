import { Injectable } from '@nestjs/common';
import { actionOfEvent, type OrderEvent, type OrderFacts, TRANSITIONS } from '@yihu/shared';
import { type Db, type Row, type SqlValue, Tx } from '../../platform/db/db';
import { firstNumberOf } from '../../platform/db/restored';
import type { ClockRow } from '../clocks/clock-row';
import type { TextPart } from './rules/decide';
import { dueColumns } from './rules/due-columns';

/** OrderFacts ↔ columns of the same name in snake_case. */
const FACT_NAMES: readonly (keyof OrderFacts)[] = [
  'id',
  'orderNo',
  'version',
  'state',
  'resumeState',
  'rootId',
  'communityId',
  'gridId',
  'outside',
  'ownerUnitId',
  'officeUnitId',
  'leadUnitId',
  'firstUnitId',
  'handlerId',
  'turnId',
  'filerId',
  'registrarId',
  'channel',
  'source',
  'line',
  'upperSystem',
  'upperNo',
  'partyKind',
  'requestType',
  'classCode',
  'urgency',
  'complexity',
  'confidentiality',
  'hasPhone',
  'vulnerable',
  'legalMatter',
  'bound',
  'problemId',
  'mergedInto',
  'voice',
  'receivedAt',
  'signedAt',
  'arrivedAt',
  'repliedAt',
  'approvedAt',
  'closedAt',
  'declinedAt',
  'lastUrgedAt',
  'staffAt',
  'outcome',
  'causeCode',
  'nextReportDay',
  'cycle',
  'dispatches',
  'asks',
  'urges',
  'disputes',
  'reworks',
  'unhappy',
  'contests',
  'returns',
  'offersRefused',
  'extensions',
  'roundsFailed',
  'leadUnits',
  'ledBy',
  'excluded',
  'procedures',
  'items',
  'helpers',
  'tries',
  'tryDays',
  'lastTryDay',
  'told',
  'ratedCycle',
  'firstSolved',
  'firstProcess',
  'firstResult',
  'finalSolved',
  'finalProcess',
  'finalResult',
];
const FLAGS: ReadonlySet<keyof OrderFacts> = new Set([
  'outside',
  'hasPhone',
  'vulnerable',
  'legalMatter',
  'bound',
  'told',
]);
const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const COLUMN_OF = new Map(FACT_NAMES.map((name) => [name, snake(name)]));

export interface StoredOrder {
  facts: OrderFacts;
  title: string;
  givenLatE6: number | null;
  givenLngE6: number | null;
  givenDatum: string | null;
  latE6: number | null;
  lngE6: number | null;
}

export interface NewOrder {
  facts: OrderFacts;
  draftId: string;
  bodyHash: string;
  title: string;
  placeKey: string | null;
  given: { latE6: number; lngE6: number; datum: string } | null;
  wgs84: { latE6: number; lngE6: number } | null;
  private: {
    name: string;
    phoneCipher: string | null;
    phoneBidx: string | null;
    last4Bidx: string | null;
    company: string;
    address: string;
    content: string;
  };
}

export function factsToRow(facts: OrderFacts): Row {
  const row: Row = {};
  for (const [name, column] of COLUMN_OF) {
    row[column] = FLAGS.has(name) ? (facts[name] ? 1 : 0) : (facts[name] as SqlValue);
  }
  return row;
}

export function rowToFacts(row: Row): OrderFacts {
  const facts: Record<string, unknown> = {};
  for (const [name, column] of COLUMN_OF) {
    facts[name] = FLAGS.has(name) ? row[column] === 1 : (row[column] ?? null);
  }
  return facts as unknown as OrderFacts;
}

export function rowToOrder(row: Row): StoredOrder {
  return {
    facts: rowToFacts(row),
    title: String(row.title),
    givenLatE6: row.given_lat_e6 as number | null,
    givenLngE6: row.given_lng_e6 as number | null,
    givenDatum: row.given_datum as string | null,
    latE6: row.lat_e6 as number | null,
    lngE6: row.lng_e6 as number | null,
  };
}

/** Stands before words that were heard, not written. */
const SAID = '〔录音听写〕';

const rows = (reader: Tx | Db, sql: string, params: SqlValue[]): Promise<Row[]> =>
  reader instanceof Tx ? reader.query(sql, params) : reader.read(sql, params);

/** The only writer of order state: `work_order`, `order_private`, `event`, `event_text`, `task`, `counter`. */
@Injectable()
export class OrdersStore {
  async find(reader: Tx | Db, orderId: string): Promise<StoredOrder | null> {
    const [row] = await rows(reader, 'SELECT * FROM work_order WHERE id = ?', [orderId]);
    return row === undefined ? null : rowToOrder(row);
  }

  async findByDraft(
    reader: Tx | Db,
    draftId: string,
  ): Promise<{ order: StoredOrder; bodyHash: string } | null> {
    const [row] = await rows(reader, 'SELECT * FROM work_order WHERE draft_id = ?', [draftId]);
    return row === undefined ? null : { order: rowToOrder(row), bodyHash: String(row.body_hash) };
  }

  /** The next number of the day for people, e.g. `NQ20261122-0001`. Gapless but for a restore: it commits with the order. */
  async nextNumber(tx: Tx, prefix: string, day: string): Promise<string> {
    // Counted by prefix: two streets that were given the same one still get numbers of their own.
    const name = `order_no:${prefix}:${day}`;
    const bump = () => tx.execute('UPDATE counter SET value = value + 1 WHERE name = ?', [name]);
    if ((await bump()) === 0) {
      // Two first orders of a day: the loser of the insert runs again from outside and finds the row.
      await tx.insert('counter', { name, value: await firstNumberOf(tx, day) });
    }
    const [row] = await tx.query<{ value: number }>('SELECT value FROM counter WHERE name = ?', [name]);
    return `${prefix}${day.replaceAll('-', '')}-${String(row?.value ?? 0).padStart(4, '0')}`;
  }

  async insert(tx: Tx, order: NewOrder, clocks: readonly ClockRow[]): Promise<void> {
    await tx.insert('work_order', {
      ...factsToRow(order.facts),
      draft_id: order.draftId,
      body_hash: order.bodyHash,
      title: order.title,
      place_key: order.placeKey,
      given_lat_e6: order.given?.latE6 ?? null,
      given_lng_e6: order.given?.lngE6 ?? null,
      given_datum: order.given?.datum ?? null,
      lat_e6: order.wgs84?.latE6 ?? null,
      lng_e6: order.wgs84?.lngE6 ?? null,
      ...dueColumns(order.facts, clocks),
    });
    await tx.insert('order_private', {
      order_id: order.facts.id,
      name: order.private.name,
      phone_cipher: order.private.phoneCipher,
      phone_bidx: order.private.phoneBidx,
      last4_bidx: order.private.last4Bidx,
      company: order.private.company,
      address: order.private.address,
      content: order.private.content,
    });
  }

  /** Guarded by the version the decision was made on; false when somebody was faster. */
  async update(
    tx: Tx,
    before: OrderFacts,
    after: OrderFacts,
    title: string,
    clocks: readonly ClockRow[],
  ): Promise<boolean> {
    const old = factsToRow(before);
    const next: Row = { ...factsToRow(after), title, ...dueColumns(after, clocks) };
    const changed = Object.keys(next).filter((column) => !(column in old) || old[column] !== next[column]);
    const sets = changed.map((column) => `${column} = ?`).join(', ');
    const values = changed.map((column) => next[column] ?? null);
    const affected = await tx.execute(`UPDATE work_order SET ${sets} WHERE id = ? AND version = ?`, [
      ...values,
      before.id,
      before.version,
    ]);
    return affected === 1;
  }

  /** Locks the order's row and says whether it still has the version that was read. */
  async isStill(tx: Tx, facts: OrderFacts): Promise<boolean> {
    const sql = 'UPDATE work_order SET version = version WHERE id = ? AND version = ?';
    return (await tx.execute(sql, [facts.id, facts.version])) === 1;
  }

  async addEvent(tx: Tx, orderId: string, event: OrderEvent, commandId: string | null): Promise<void> {
    const action = actionOfEvent(event.name);
    await tx.insert('event', {
      stream_id: orderId,
      seq: event.seq,
      stream_kind: 'ORDER',
      name: event.name,
      chain_link: action === null ? null : (TRANSITIONS[action].link ?? null),
      at: event.at,
      actor_id: event.actorId,
      actor_unit_id: event.actorUnitId,
      command_id: commandId,
      data: JSON.stringify(event.data),
    });
  }

  async addTexts(tx: Tx, orderId: string, seq: number, texts: readonly TextPart[]): Promise<void> {
    await tx.insert(
      'event_text',
      texts.map((text) => ({
        stream_id: orderId,
        seq,
        field: text.field,
        layer: text.layer,
        body: text.body,
      })),
    );
  }

  /** What a recording says becomes part of the narrative; words written by the filer stay before it. */
  async addWords(tx: Tx, orderId: string, words: string): Promise<void> {
    const [row] = await tx.query('SELECT content FROM order_private WHERE order_id = ?', [orderId]);
    const written = String(row?.content ?? '');
    await tx.execute('UPDATE order_private SET content = ? WHERE order_id = ?', [
      written === '' ? words : `${written}\n${SAID}${words}`,
      orderId,
    ]);
  }

  /** Keeps the lead unit's turn in step with what happened to the order. */
  async followTurn(tx: Tx, before: OrderFacts, event: OrderEvent): Promise<void> {
    const { name, at } = event;
    if (name === 'order.dispatched') {
      await tx.insert('task', {
        id: String(event.data.turnId),
        order_id: before.id,
        role: 'LEAD',
        unit_id: String(event.data.leadUnitId),
        person_id: null,
        cycle: before.cycle,
        state: 'OPEN',
        opened_at: at,
        signed_at: null,
        done_at: null,
        ended_at: null,
        end_reason: null,
      });
      return;
    }
    if (before.turnId === null) return;
    const set = TURN_CHANGES[name];
    if (set === undefined) return;
    const [sql, params] = set(event);
    await tx.execute(`UPDATE task SET ${sql} WHERE id = ?`, [...params, before.turnId]);
  }

  /** The history of an order, or what came after a version of it. */
  async eventsOf(reader: Tx | Db, orderId: string, afterSeq = 0): Promise<OrderEvent[]> {
    const sql = 'SELECT * FROM event WHERE stream_id = ? AND seq > ? ORDER BY seq';
    const found = await rows(reader, sql, [orderId, afterSeq]);
    return found.map((row) => ({
      seq: Number(row.seq),
      name: String(row.name),
      at: String(row.at),
      actorId: String(row.actor_id),
      actorUnitId: row.actor_unit_id as string | null,
      data: JSON.parse(String(row.data)),
    }));
  }
}

const TURN_CHANGES: Readonly<Record<string, (event: OrderEvent) => [string, SqlValue[]]>> = {
  'order.signed': (event) => ['state = ?, signed_at = ?, person_id = ?', ['SIGNED', event.at, event.actorId]],
  'order.replied': (event) => ['state = ?, done_at = ?', ['DONE', event.at]],
  'order.sent_back': () => ['state = ?, done_at = ?', ['SIGNED', null]],
  'order.disputed': () => ['state = ?, done_at = ?', ['SIGNED', null]],
  'order.reworked': () => ['state = ?, done_at = ?', ['SIGNED', null]],
  'order.taken_back': (event) => [
    'state = ?, ended_at = ?, end_reason = ?',
    ['ENDED', event.at, 'TAKEN_BACK'],
  ],
  'order.withdrawn': (event) => ['state = ?, ended_at = ?, end_reason = ?', ['ENDED', event.at, 'WITHDRAWN']],
  'order.archived': (event) => ['state = ?, ended_at = ?, end_reason = ?', ['ENDED', event.at, 'ARCHIVED']],
};

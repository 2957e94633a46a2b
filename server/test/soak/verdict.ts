import { isDeepStrictEqual } from 'node:util';
import { foldAll } from '@yihu/shared';
import { DataSource } from 'typeorm';
import { OrdersStore } from '../../src/modules/orders/orders.store';
import { runOps } from '../../src/ops';
import { writerOptions } from '../../src/platform/db/data-source';
import { Db } from '../../src/platform/db/db';
import type { StreetLog } from './street-life';

/** What was found wrong, by name; all empty is what is wanted. */
export interface Verdict {
  orders: number;
  events: number;
  photos: number;
  messages: number;
  problems: Record<string, string[]>;
  /** Messages sent again because nobody knew whether they had arrived: allowed once for those with a task. */
  resent: number;
}

interface Sent {
  openid?: string;
  touser?: string;
  page?: string | null;
  data: Record<string, unknown>;
}

/** The database as the servers left it. */
export async function openAftermath(url: string | null, dataDir: string) {
  const options = writerOptions({ url, dataDir }, { entities: [], migrations: [] });
  const source = await new DataSource(options).initialize();
  return { db: new Db(source, source), close: () => source.destroy() };
}

/** Compares what people were promised with what is there, and asks the product's own checks. */
export async function verdictOn(
  db: Db,
  log: StreetLog,
  sent: readonly Sent[],
  env: Record<string, string>,
): Promise<Verdict> {
  const rows = await db.read<{ id: string; draft_id: string; order_no: string }>(
    'SELECT id, draft_id, order_no FROM work_order ORDER BY order_no',
  );
  const count = async (table: string) =>
    Number((await db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);
  const twice = deliveredAgain(sent);
  return {
    orders: rows.length,
    events: await count('event'),
    photos: await count('attachment'),
    messages: sent.length,
    resent: twice.allowed.length,
    problems: {
      'acknowledged but lost, or other than the receipt': lostOf(rows, log),
      'stored but promised to nobody, or twice': strangersIn(rows, log),
      'order numbers with a gap or a double': gapsIn(rows.map((row) => row.order_no)),
      'orders that are not their history': await unfolded(db, rows),
      'jobs lost on the way': await stuckIn(db),
      'messages out more often than allowed': twice.tooOften,
      'answers that must not be': log.surprises,
      'ops invariants': await opsFindings('invariants', env),
      'ops verify-photos': await opsFindings('verify-photos', env),
      'ops audit verify': await opsFindings('audit verify', env),
      'the database’s own check': await damageIn(db),
    },
  };
}

type Row = { id: string; draft_id: string; order_no: string };

function lostOf(rows: readonly Row[], log: StreetLog): string[] {
  const stored = new Map(rows.map((row) => [row.draft_id, row]));
  return [...log.filed].flatMap(([draftId, receipt]) => {
    const row = stored.get(draftId);
    return row?.id === receipt.orderId && row.order_no === receipt.orderNo ? [] : [draftId];
  });
}

function strangersIn(rows: readonly Row[], log: StreetLog): string[] {
  const seen = new Set<string>();
  return rows.flatMap(({ draft_id: draftId, id }) => {
    const isStrange = !log.filed.has(draftId) || seen.has(draftId);
    seen.add(draftId);
    return isStrange ? [id] : [];
  });
}

function gapsIn(numbers: readonly string[]): string[] {
  const days = Map.groupBy(numbers, (number) => number.slice(0, number.lastIndexOf('-')));
  return [...days].flatMap(([day, all]) => {
    const found = all
      .map((number) => Number(number.slice(number.lastIndexOf('-') + 1)))
      .sort((a, b) => a - b);
    return found.every((number, at) => number === at + 1) ? [] : [day];
  });
}

async function unfolded(db: Db, rows: readonly Row[]): Promise<string[]> {
  const store = new OrdersStore();
  const wrong: string[] = [];
  for (const { id } of rows) {
    const found = await store.find(db, id);
    const folded = foldAll(await store.eventsOf(db, id));
    // Facts are a record: in what order they are named says nothing.
    if (!isDeepStrictEqual({ ...folded }, { ...found?.facts })) wrong.push(id);
  }
  return wrong;
}

/** Jobs nobody has and nobody will take, and messages that wait without a job. */
async function stuckIn(db: Db): Promise<string[]> {
  const rows = await db.read<{ id: string }>(
    `SELECT id FROM outbox WHERE state = 'SENDING'
     UNION ALL SELECT n.id FROM notice n
       LEFT JOIN outbox o ON o.subject_id = n.recipient_id AND o.state IN ('READY', 'SENDING') AND o.payload LIKE CONCAT('%', n.id, '%')
      WHERE n.channel = 'WECHAT' AND n.state IN ('QUEUED', 'SENDING') AND o.id IS NULL`,
  );
  return rows.map((row) => row.id);
}

/** A message about one order with the same words to the same person, counted. */
function deliveredAgain(sent: readonly Sent[]): { allowed: string[]; tooOften: string[] } {
  const groups = Map.groupBy(sent, (each) =>
    JSON.stringify([each.openid ?? each.touser, each.page, each.data]),
  );
  const [allowed, tooOften]: [string[], string[]] = [[], []];
  for (const [key, all] of groups) {
    if (all.length === 1) continue;
    // The handler's page carries tasks: once more after an answer that never came is the product's choice.
    const isTask = String(all[0]?.page).startsWith('handler/');
    (isTask && all.length === 2 ? allowed : tooOften).push(`${all.length}× ${key.slice(0, 160)}`);
  }
  return { allowed, tooOften };
}

async function opsFindings(command: string, env: Record<string, string>): Promise<string[]> {
  let said = '';
  const { write } = process.stdout;
  process.stdout.write = (text: string | Uint8Array) => {
    said += String(text);
    return true;
  };
  const code = await runOps(command.split(' '), env).finally(() => {
    process.stdout.write = write;
  });
  return code === 0 ? [] : said.split('\n').filter((line) => line.startsWith('✘'));
}

async function damageIn(db: Db): Promise<string[]> {
  if (db.engine === 'sqlite') {
    const rows = await db.read<{ integrity_check: string }>('PRAGMA integrity_check');
    return rows.map((row) => row.integrity_check).filter((text) => text !== 'ok');
  }
  const tables = 'work_order, event, clock, order_private, audit, notice, outbox, attachment';
  const rows = await db.read<{ Table: string; Msg_text: string }>(`CHECK TABLE ${tables}`);
  return rows.filter((row) => row.Msg_text !== 'OK').map((row) => `${row.Table}: ${row.Msg_text}`);
}

import { readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { startProgram } from './children.ts';
import type { Templates } from './data.ts';
import { freshId } from './ids.ts';
import { type Call, send } from './load.ts';
import { type Recorded, type Script, scriptOf, transactionsOf } from './replay.ts';
import type { Sql } from './sql.ts';
import { CLASSES, type Matter, type Spot, spotsOf } from './street.ts';

const REPLY = '丁香01网格已于11月23日上午清走3号楼消防通道内的6辆电动车,并张贴了禁停提示。';

/** The number that is searched for. */
export const CALLER = '13855512345';
const ZHANGS_GRID = 'NQ-DX-01';
/** Filings after which a place with nothing else to it has all a storm brings: a problem, and what it sets off. */
const STORM = 12;

/** What a resident sends to file an order; the duty list sends it to the grid at once. */
export function filing(
  streetId: string,
  draftId: string,
  { spot, classCode }: Matter,
  phone: string,
): string {
  return JSON.stringify({
    draftId,
    streetId,
    text: '三号楼消防通道被电动车堵住了,人都过不去,晚上也没人管,请尽快来看一看。',
    photoIds: [],
    point: { lat: spot.lat, lng: spot.lng, datum: 'WGS84' },
    gridCode: null,
    address: '丁香家园3号楼',
    classCode,
    requestType: 'COMPLAINT',
    partyKind: 'PERSON',
    companyName: '',
    confidentiality: 'SURNAME',
    contactName: '李桂芳',
    contactPhone: phone,
  });
}

export function signBody(): string {
  return JSON.stringify({ commandId: freshId(), version: 3, fields: {} });
}

export interface Recording {
  templates: Templates;
  streetId: string;
  /** Blind index of CALLER. */
  callerIndex: string;
  tokens: { grid: string; desk: string };
  submit: Script;
  /** A filing where there have been so many that it joins their problem. */
  storm: Script;
  /** Where the storm is: nothing else is filed there. */
  stormAt: Matter;
  spots: Spot[];
  /** The signature, then what its answer writes: that somebody of the staff looked. */
  sign: Script[];
}

/**
 * Plays the main job once on the real server and notes the statements of a filing, of one in a storm and of a
 * signature; leaves the orders behind that copies are made of.
 */
export async function recordScripts(
  openDb: () => Sql,
  env: { [name: string]: string },
  dir: string,
): Promise<Recording> {
  const trace = join(dir, 'trace.jsonl');
  writeFileSync(trace, '');
  const program = await startProgram(
    'recorded server',
    'server/dist/main.js',
    { ...env, BENCH_TRACE: trace },
    { probe: '/healthz', preload: ['scripts/bench/trace.ts'] },
  );
  const sql = openDb();
  const agent = new Agent({ keepAlive: true });
  try {
    const ask = async <T>(call: Call): Promise<T> => {
      const reply = await send(agent, program.port, call);
      if (reply.status !== 200) throw new Error(`${call.path}: ${reply.status} ${reply.text}`);
      return JSON.parse(reply.text) as T;
    };
    return await journey(sql, ask, trace);
  } finally {
    agent.destroy();
    await program.stop();
    await sql.close();
  }
}

type Ask = <T>(call: Call) => Promise<T>;
interface Receipt {
  orderId: string;
  orderNo: string;
  receivedAt: string;
}

async function journey(sql: Sql, ask: Ask, trace: string): Promise<Recording> {
  const post = <T>(token: string | null, path: string, body: string) =>
    ask<T>({ method: 'POST', path, token, body });
  const signIn = (code: string) =>
    post<{ token: string; me: { personId: string } }>(null, '/api/session/demo', JSON.stringify({ code }));
  const [li, zhang, chen] = [await signIn('li'), await signIn('grid-zhang'), await signIn('desk-chen')];
  const { streets } = await ask<{ streets: { id: string }[] }>({
    method: 'GET',
    path: '/api/streets',
    token: null,
  });
  const streetId = streets[0]?.id ?? '';
  const spots = await spotsOf(sql, streetId);
  const file = async (matter: Matter) => {
    const draft = freshId();
    const body = filing(streetId, draft, matter, CALLER);
    const filed = await recorded(trace, () => post<Receipt>(li.token, '/api/orders', body));
    return { ...filed, draft, receipt: filed.value, matter };
  };
  const act = (token: string, id: string, action: string, version: number, fields: object = {}) =>
    post<{ version: number }>(
      token,
      `/api/orders/${id}/actions/${action}`,
      JSON.stringify({ commandId: freshId(), version, fields }),
    );
  const spot = spots.find(({ code }) => code === ZHANGS_GRID);
  if (spot === undefined) throw new Error('the street has no grids');
  const stormAt = { spot, classCode: CLASSES.at(-1) ?? '' };
  let last = await file(stormAt);
  for (let n = 1; n < STORM; n += 1) last = await file(stormAt);
  const storm = await submitScript(sql, last, li.me.personId);
  const plain = await fileAlone((classCode) => file({ spot, classCode }));
  const { receipt } = plain;
  const signed = await recorded(trace, () => act(zhang.token, receipt.orderId, 'sign', 3));
  const submit = await submitScript(sql, plain, li.me.personId);
  const sign = await signScripts(sql, signed.statements, receipt.orderId);
  let { version } = signed.value;
  const steps: [string, string, object][] = [
    [zhang.token, 'reply', { outcome: 'EXPLAINED', publicText: REPLY }],
    [chen.token, 'approve', { publicText: REPLY }],
    [li.token, 'seen', {}],
    [li.token, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'VERY_SATISFIED' }],
  ];
  for (const [token, action, fields] of steps)
    ({ version } = await act(token, receipt.orderId, action, version, fields));
  const open = await fileAlone((classCode) => file({ spot, classCode }));
  const [own] = await sql.read('SELECT phone_bidx FROM order_private WHERE order_id = ?', [receipt.orderId]);
  return {
    callerIndex: String(own?.phone_bidx),
    templates: { closed: receipt.orderId, open: open.receipt.orderId, filer: li.me.personId, spots },
    streetId,
    tokens: { grid: zhang.token, desk: chen.token },
    ...{ submit, storm, stormAt, spots, sign },
  };
}

interface FiledOne {
  receipt: Receipt;
  statements: Recorded[];
  draft: string;
  matter: Matter;
}

/** One that is no part of a problem: of the rarest class of which too little was filed there of late. */
async function fileAlone(file: (classCode: string) => Promise<FiledOne>): Promise<FiledOne> {
  for (const classCode of CLASSES.slice(0, -1).reverse()) {
    const filed = await file(classCode);
    if (!filed.statements.some(({ sql }) => sql.includes('ledger_item'))) return filed;
  }
  throw new Error('whatever is filed there is part of a problem: remove the database');
}

async function recorded<T>(trace: string, work: () => Promise<T>) {
  const before = readFileSync(trace, 'utf8').length;
  const value = await work();
  const lines = readFileSync(trace, 'utf8').slice(before).split('\n').filter(Boolean);
  return { value, statements: lines.map((line) => JSON.parse(line) as Recorded) };
}

/** Ids in parameters of the transaction that exist since it ran. */
function addMinted(names: Map<string, string>, statements: readonly Recorded[], since: string): void {
  const ids = statements.flatMap(({ params }) =>
    params.flatMap((param) =>
      typeof param === 'string' ? (param.match(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g) ?? []) : [],
    ),
  );
  for (const id of ids) if (id.slice(0, 10) >= since && !names.has(id)) names.set(id, `mint${names.size}`);
}

async function submitScript(
  sql: Sql,
  { statements, receipt, draft, matter }: FiledOne,
  filer: string,
): Promise<Script> {
  const transaction = transactionsOf(statements).flat();
  const names = new Map([
    [receipt.orderId, 'order'],
    [receipt.orderNo, 'orderNo'],
    [receipt.receivedAt, 'now'],
    [draft, 'draft'],
    [filer, 'person'],
    [matter.spot.gridId, 'grid'],
    [matter.spot.communityId, 'community'],
    [matter.classCode, 'class'],
  ]);
  const [row] = await sql.read('SELECT turn_id FROM work_order WHERE id = ?', [receipt.orderId]);
  names.set(String(row?.turn_id), 'turn');
  // The problem it joined, if any: its history has a place for one such order, so each copy gets one of its own.
  const [problem] = await sql.read("SELECT target_id FROM order_link WHERE order_id = ? AND rel = 'IN'", [
    receipt.orderId,
  ]);
  if (problem !== undefined) names.set(String(problem.target_id), 'mintProblem');
  addMinted(names, transaction, receipt.orderId.slice(0, 10));
  return scriptOf(transaction, names);
}

async function signScripts(sql: Sql, statements: Recorded[], orderId: string): Promise<Script[]> {
  const transactions = transactionsOf(statements);
  const [row] = await sql.read('SELECT turn_id, signed_at FROM work_order WHERE id = ?', [orderId]);
  const clocks = await sql.read('SELECT id FROM clock WHERE order_id = ? ORDER BY id', [orderId]);
  const names = new Map([
    [orderId, 'order'],
    [String(row?.turn_id), 'turn'],
    [String(row?.signed_at), 'now'],
    ...clocks.map((clock, at): [string, string] => [String(clock.id), `clock${at}`]),
  ]);
  addMinted(names, transactions.flat(), orderId.slice(0, 10));
  return transactions.map((transaction) => scriptOf(transaction, names));
}

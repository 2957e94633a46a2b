// The measure: the same requests, rows and statements as the real server with nothing between Fastify and the
// driver. No rules, no validation, no mapping by a library; answers are written by hand. Not for use.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BareDesk } from './bare-desk.ts';
import { type Located, locator } from './bare-place.ts';
import { BareReads } from './bare-reads.ts';
import { freshId } from './ids.ts';
import { replay, type Script } from './replay.ts';
import { type Engine, fromServer, openSql, type Row } from './sql.ts';
import type { Matter, Spot } from './street.ts';

interface Request {
  headers: { authorization?: string };
  params: { id: string };
  query: { view: string; lat: string; lng: string; q?: string };
  body: { draftId: string; text: string; classCode: string; point: { lat: number } };
}
interface Reply {
  header(name: string, value: string): Reply;
  send(body: string): Reply;
}
interface App {
  get(path: string, handler: (request: Request, reply: Reply) => unknown): void;
  post(path: string, handler: (request: Request, reply: Reply) => unknown): void;
  listen(options: { host: string; port: number }): Promise<string>;
  close(): Promise<void>;
}
export interface BareConfig {
  engine: Engine;
  place: string;
  submit: Script;
  storm: Script;
  stormAt: Matter;
  spots: Spot[];
  sign: Script[];
  deskRoots: string[];
  /** Blind index of CALLER. */
  callerIndex: string;
}

const config = JSON.parse(readFileSync(process.env.BENCH_CONFIG ?? '', 'utf8')) as BareConfig;
const sql = openSql(config.engine, config.place);
const reads = new BareReads(sql);
const desk = new BareDesk(sql, config.deskRoots[0] ?? '', config.callerIndex);
const locate: (lng: number, lat: number) => Located = await locator(sql);
const { default: fastify } = fromServer('fastify') as { default: (options: object) => App };
const app = fastify({ logger: false });

function json(reply: Reply, body: string): Reply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(body);
}

async function personOf(request: Request): Promise<string> {
  const token = (request.headers.authorization ?? '').slice('Bearer '.length);
  return reads.personOf(createHash('sha256').update(token).digest('hex'));
}

/** Values scripts need: one fresh id for every one the real server minted. */
function valuesFor(scripts: readonly Script[], given: [string, string][]): Map<string, string> {
  const values = new Map(given);
  for (const { params } of scripts.flatMap(({ statements }) => statements)) {
    for (const param of params) {
      if (param === null || typeof param !== 'object') continue;
      for (let at = 1; at < param.parts.length; at += 2) {
        const name = param.parts[at] ?? '';
        if (!values.has(name) && (name.startsWith('mint') || name === 'order' || name === 'turn'))
          values.set(name, freshId());
      }
    }
  }
  return values;
}

app.post('/api/orders', async (request, reply) => {
  const person = await personOf(request);
  const { draftId, classCode, point } = request.body;
  await reads.filed(draftId);
  const now = new Date().toISOString();
  const { stormAt } = config;
  const spot = config.spots.find(({ lat }) => lat === point.lat) ?? stormAt.spot;
  const isStorm = spot.gridId === stormAt.spot.gridId && classCode === stormAt.classCode;
  const script = isStorm ? config.storm : config.submit;
  const values = valuesFor(
    [script],
    [
      ['person', person],
      ['draft', draftId],
      ['now', now],
      ['grid', spot.gridId],
      ['community', spot.communityId],
      ['class', classCode],
    ],
  );
  const learn = (statement: string, rows: readonly Row[]) => {
    if (!statement.startsWith('SELECT value FROM counter')) return;
    const day = now.slice(0, 10).replaceAll('-', '');
    values.set('orderNo', `NB${day}-${String(rows[0]?.value).padStart(4, '0')}`);
  };
  await sql.alone((query) => replay(query, script, values, learn));
  return json(
    reply,
    `{"orderId":"${values.get('order')}","orderNo":"${values.get('orderNo')}","receivedAt":"${now}","state":"DISPATCHED","next":["已收到,将按时答复您"],"outside":false,"differs":false}`,
  );
});

app.post('/api/orders/:id/actions/sign', async (request, reply) => {
  const person = await personOf(request);
  const { id } = request.params;
  const now = new Date().toISOString();
  const values = valuesFor(config.sign, [
    ['order', id],
    ['now', now],
    ['turn', ''],
  ]);
  const learn = (statement: string, rows: readonly Row[]) => {
    if (statement.includes(' FROM work_order ')) values.set('turn', String(rows[0]?.turnId));
    if (statement.includes(' FROM clock '))
      rows.forEach((row, at) => {
        values.set(`clock${at}`, String(row.id));
      });
  };
  for (const script of config.sign) await sql.alone((query) => replay(query, script, values, learn));
  return json(reply, await reads.order(id, person));
});

app.get('/api/orders/mine', async (request, reply) => json(reply, await reads.mine(await personOf(request))));
app.get('/api/orders/desk', async (request, reply) => {
  await personOf(request);
  return json(reply, await reads.desk(config.deskRoots, ['DISPATCHED']));
});
app.get('/api/desk/orders', async (request, reply) => {
  const person = await personOf(request);
  const { q } = request.query;
  if (q === undefined) return json(reply, await desk.list(person));
  return json(reply, /^\d+$/.test(q) ? await desk.byPhone(person) : await desk.byWords(person, q));
});
app.get('/api/desk/counts', async (request, reply) =>
  json(reply, await desk.counts(await personOf(request))),
);
app.get('/api/orders/:id', async (request, reply) =>
  json(reply, await reads.order(request.params.id, await personOf(request))),
);
app.get('/api/places/locate', (request, reply) => {
  const found = locate(Number(request.query.lng), Number(request.query.lat));
  return json(reply, found);
});
app.get('/healthz', (_, reply) => json(reply, '{"ok":true}'));

process.once('SIGTERM', () => {
  void app
    .close()
    .then(() => sql.close())
    .then(() => process.exit(0));
});
await app.listen({ host: process.env.HOST ?? '127.0.0.1', port: Number(process.env.PORT) });

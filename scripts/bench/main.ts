// Figures of the real server beside a bare program: see docs/performance.md.
// node scripts/bench/main.ts --engine sqlite|mysql --orders 10000 [--seconds 3] [--rounds 3] [--only submit,sign]
//   [--connections 4]: fewer at once, for how long one waits on a server that is not drowned
//   [--profile DIR]: a CPU profile of the server (its figures are then slower than they are)
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Program, startProgram } from './children.ts';
import { fillUp, openSessions } from './data.ts';
import { CONNECTIONS, drive } from './load.ts';
import { type Operation, operations, type Setting } from './operations.ts';
import { figuresOperations, fillFigures, leaveOldOrders } from './operations-figures.ts';
import { countOrders, emptyIfDrifted, type Place, placeFor } from './place.ts';
import { type Recording, recordScripts } from './record.ts';
import { type Line, lineOf, type Result, tableOf } from './report.ts';
import { routingRate } from './routing.ts';
import { openSql } from './sql.ts';
import type { Phase } from './stats.ts';
import { monthLater } from './street.ts';

const RESIDENTS = 200;
const WARM_UP_S = 2;
const WARM_UP_MOST = 300;

interface Options {
  engine: 'sqlite' | 'mysql';
  orders: number;
  seconds: number;
  rounds: number;
  only: string[];
  connections: number;
  profile: string;
}

function readOptions(): Options {
  const { values } = parseArgs({
    options: {
      engine: { type: 'string', default: 'sqlite' },
      orders: { type: 'string', default: '10000' },
      seconds: { type: 'string', default: '3' },
      rounds: { type: 'string', default: '3' },
      only: { type: 'string', default: '' },
      connections: { type: 'string', default: String(CONNECTIONS) },
      profile: { type: 'string', default: '' },
    },
  });
  const { engine } = values;
  if (engine !== 'sqlite' && engine !== 'mysql') throw new Error('--engine sqlite or mysql');
  const whole = (name: 'orders' | 'seconds' | 'rounds' | 'connections', most: number) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < 1 || value > most) throw new Error(`--${name} 1 … ${most}`);
    return value;
  };
  const orders = whole('orders', 5_000_000);
  if (orders < 10_000) throw new Error('--orders 10000 or more: 4000 of them wait for a signature');
  return {
    engine,
    orders,
    seconds: whole('seconds', 600),
    rounds: whole('rounds', 5),
    only: values.only.split(',').filter(Boolean),
    connections: whole('connections', 1000),
    profile: values.profile,
  };
}

interface Prepared {
  recording: Recording;
  setting: Setting;
  /** Gives copies their share of the figures, once `ask` has made the server reckon those of what they are copies of. */
  fillFigures(ask: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

async function prepare(place: Place, orders: number): Promise<Prepared> {
  const open = () => openSql(place.engine, place.database);
  const recording = await recordScripts(open, place.env, place.dir);
  const sql = open();
  const start = performance.now();
  const added = await fillUp(sql, orders, recording.templates);
  if (place.engine === 'mysql' && added > 0)
    await sql.read(
      'ANALYZE TABLE work_order, order_private, event, event_text, clock, task, person, order_term, order_words',
    );
  const total = await countOrders(sql);
  process.stderr.write(
    `${total} orders (${added} made in ${((performance.now() - start) / 1000).toFixed(0)} s)\n`,
  );
  const residents = await openSessions(sql, RESIDENTS, String(process.pid));
  const waiting = async () => {
    const rows = await sql.read(
      "SELECT id FROM work_order WHERE state = 'DISPATCHED' AND version = 3 AND id LIKE '01B%'",
    );
    return rows.map((row) => String(row.id));
  };
  const { streetId, tokens, spots, stormAt } = recording;
  return {
    recording,
    setting: {
      orders,
      streetId,
      residents,
      spots,
      stormAt,
      ...tokens,
      waiting,
      monthLater: () => monthLater(sql, streetId),
    },
    fillFigures: async (ask) => {
      await leaveOldOrders(sql);
      const [kept] = await sql.read('SELECT COUNT(*) AS n FROM figure_order');
      if (Number(kept?.n) > orders / 2) return;
      await ask();
      await fillFigures(sql, recording.templates);
    },
    close: () => sql.close(),
  };
}

async function startBoth(
  place: Place,
  recording: Recording,
  profile: string,
): Promise<{ ours: Program; bare: Program }> {
  const configFile = join(place.dir, 'bare.json');
  const { submit, storm, stormAt, spots, sign, streetId, callerIndex } = recording;
  const config = {
    ...{ engine: place.engine, place: place.database, submit, storm, stormAt, spots, sign },
    ...{ deskRoots: [streetId], callerIndex },
  };
  writeFileSync(configFile, JSON.stringify(config));
  const flags = profile === '' ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const ours = await startProgram('ours', 'server/dist/main.js', place.env, { probe: '/healthz', flags });
  const env = { BENCH_CONFIG: configFile, NODE_ENV: '' };
  const bare = await startProgram('bare', 'scripts/bench/bare.ts', env, { probe: '/healthz' });
  return { ours, bare };
}

/** Ours and bare in turn, `rounds` times, after a warm-up of both; who begins changes. */
async function measure(
  operation: Operation,
  { ours, bare }: { ours: Program; bare: Program },
  { seconds, rounds, connections: atMost }: Options,
): Promise<{ ours: Phase[]; bare: Phase[] }> {
  const { connections = atMost, most } = operation;
  const run = async (program: Program, limits: { seconds: number; most: number }) => {
    await operation.before?.();
    return drive(program, operation.next, { ...limits, connections: Math.min(connections, atMost) });
  };
  const programs = operation.bare ? [ours, bare] : [ours];
  for (const program of programs) await run(program, { seconds: WARM_UP_S, most: WARM_UP_MOST });
  const phases = { ours: [] as Phase[], bare: [] as Phase[] };
  for (let round = 0; round < rounds; round += 1) {
    const order = round % 2 === 0 ? programs : [...programs].reverse();
    for (const program of order)
      phases[program === ours ? 'ours' : 'bare'].push(await run(program, { seconds, most }));
  }
  return phases;
}

async function main(): Promise<void> {
  const options = readOptions();
  const serverUrl = process.env.TEST_MYSQL_URL || process.env.DATABASE_URL || null;
  const place = await placeFor(options.engine, options.orders, serverUrl);
  await emptyIfDrifted(place, options.orders, serverUrl);
  const prepared = await prepare(place, options.orders);
  const { recording, setting, close } = prepared;
  const { perSecond } = routingRate();
  const programs = await startBoth(place, recording, options.profile);
  const lines: Line[] = [];
  try {
    const wanted = ({ name }: Operation) => options.only.length === 0 || options.only.includes(name);
    const figures = figuresOperations(setting).filter(wanted);
    const [first] = figures;
    // First, before anything is filed that they would have to follow.
    if (first !== undefined) {
      const limits = { seconds: 60, most: 1, connections: 1 };
      await prepared.fillFigures(() => drive(programs.ours, first.next, limits));
    }
    for (const operation of [...figures, ...(await operations(setting)).filter(wanted)]) {
      const { ours, bare } = await measure(operation, programs, options);
      lines.push(lineOf(operation.name, operation.kind, ours, bare));
      process.stderr.write(`${operation.name} done\n`);
    }
  } finally {
    await programs.ours.stop();
    await programs.bare.stop();
    await close();
  }
  const result: Result = { engine: options.engine, orders: options.orders, routingPerS: perSecond, lines };
  const kept = (orders: number) => join(tmpdir(), `yihu-bench-${options.engine}-${orders}.json`);
  writeFileSync(kept(options.orders), JSON.stringify(result));
  const small = options.orders > 10_000 && existsSync(kept(10_000));
  const before = small ? (JSON.parse(readFileSync(kept(10_000), 'utf8')) as Result) : null;
  process.stdout.write(`${tableOf(result, before)}\n`);
}

await main();

import { DataSource } from 'typeorm';
import { Tx } from '../src/platform/db/db';
import { FilingLoad, type Soundness, soundness } from './filing-load';
import type { TestApp } from './harness';
import type { OwnMariadb } from './own-mariadb';
import { pick, randomFrom } from './seeded';

/** What may happen to a database under load. Each is over when its promise settles. */
export const DISASTERS = ['killed', 'restarted', 'full of connections', 'killing connections'] as const;
export type Disaster = (typeof DISASTERS)[number];

const CLIENTS = 6;
const CONNECTIONS_KILLED = 3;
/** The least a MariaDB takes. */
const FEW_CONNECTIONS = 10;

export interface DatabaseReport extends Soundness {
  acknowledged: number;
  /** How often a client was told to come back, and what it was told (`Retry-After`). */
  unavailable: number;
  retryAfter: (string | null)[];
  surprises: string[];
  /** `/readyz` in the middle of a disaster in which no new connection can be had. */
  readyDuring: number[];
  readyAfter: number;
}

/**
 * Residents file while `disasters` befall the database one after the other; after each the same server goes on.
 * What they were promised is compared with what is there in the end.
 */
export async function databaseLoop(
  app: TestApp,
  mariadb: OwnMariadb,
  disasters: readonly Disaster[],
): Promise<DatabaseReport> {
  const load = new FilingLoad(await app.as('li'), app.streetId, CLIENTS);
  const readyDuring: number[] = [];
  const ready = async () => (await fetch(`${app.url}/readyz`)).status;
  for (const disaster of disasters) {
    await load.progress(CLIENTS);
    await STRIKES[disaster]({ mariadb, load, during: async () => void readyDuring.push(await ready()) });
    await load.progress(2 * CLIENTS);
  }
  await load.finish();
  return {
    ...(await soundness(app, load.acknowledged)),
    acknowledged: load.acknowledged.size,
    unavailable: load.unavailable.length,
    retryAfter: [...new Set(load.unavailable)],
    surprises: load.surprises,
    readyDuring,
    readyAfter: await ready(),
  };
}

/** So many disasters in an order that follows from the seed. */
export function disastersOf(count: number, seed: number): Disaster[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, () => pick(random, DISASTERS));
}

interface Scene {
  mariadb: OwnMariadb;
  load: FilingLoad;
  /** Looks at the server's health in the middle of it. */
  during(): Promise<void>;
}

const STRIKES: Record<Disaster, (scene: Scene) => Promise<void>> = {
  killed: (scene) => away(scene, () => scene.mariadb.kill()),
  restarted: (scene) => away(scene, () => scene.mariadb.end()),
  'full of connections': fullOfConnections,
  'killing connections': killingConnections,
};

async function away({ mariadb, load, during }: Scene, end: () => Promise<void>): Promise<void> {
  await end();
  await load.refusals(CLIENTS);
  await during();
  await mariadb.restart();
}

/** Other programs take every connection the server gives; ours are closed and cannot be had again. */
async function fullOfConnections({ mariadb, load, during }: Scene): Promise<void> {
  const admin = await new DataSource({ type: 'mysql', url: mariadb.url, poolSize: 1 }).initialize();
  const hogs: DataSource[] = [];
  const hog = () => new DataSource({ type: 'mysql', url: mariadb.url, poolSize: 1 }).initialize();
  await admin.query(`SET GLOBAL max_connections = ${FEW_CONNECTIONS}`);
  const mine = new Set([await connectionOf(admin)]);
  while (hogs.length < FEW_CONNECTIONS - 1) {
    const others: { id: number }[] = await admin.query(
      "SELECT id FROM information_schema.processlist WHERE user <> 'system user'",
    );
    for (const { id } of others)
      if (!mine.has(Number(id))) await admin.query(`KILL ${Number(id)}`).catch(() => undefined);
    const taken = await hog().catch(() => null);
    if (taken === null) continue;
    hogs.push(taken);
    mine.add(await connectionOf(taken));
  }
  await load.refusals(CLIENTS);
  await during();
  await admin.query('SET GLOBAL max_connections = 200');
  for (const each of [...hogs, admin]) await each.destroy();
}

async function connectionOf(source: DataSource): Promise<number> {
  const [row] = (await source.query('SELECT CONNECTION_ID() AS id')) as { id: number }[];
  return Number(row?.id);
}

/** Closes connections in the middle of a filing. */
async function killingConnections({ mariadb, load }: Scene): Promise<void> {
  const admin = await new DataSource({ type: 'mysql', url: mariadb.url }).initialize();
  const { insert } = Tx.prototype;
  let killed = 0;
  Tx.prototype.insert = async function (this: Tx, table, rows) {
    await insert.call(this, table, rows);
    if (table !== 'order_private' || killed >= CONNECTIONS_KILLED) return;
    killed += 1;
    const [connection] = await this.query<{ id: number }>('SELECT CONNECTION_ID() AS id');
    await admin.query(`KILL ${Number(connection?.id)}`);
  };
  while (killed < CONNECTIONS_KILLED) await load.progress(1);
  Tx.prototype.insert = insert;
  await admin.destroy();
}

import type { EventEmitter } from 'node:events';
import type { DataSource } from 'typeorm';

/** How long a statement waits for a row somebody else has locked, in seconds (whole ones only). */
const LOCK_WAIT_S = 1;
/** A session nobody uses any more ends by itself: the pool lets go of idle connections long before. */
const IDLE_S = 180;
/** A transaction whose owner fell silent (its line is cut) must not keep its locks. MariaDB alone knows this. */
const IDLE_TRANSACTION_S = 15;

const SETTINGS = [
  `SET SESSION innodb_lock_wait_timeout = ${LOCK_WAIT_S}, wait_timeout = ${IDLE_S} /*M!100300 , idle_transaction_timeout = ${IDLE_TRANSACTION_S} */`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
];

interface Connection {
  query(sql: string, done: (error: unknown) => void): unknown;
  destroy(): void;
}

const prepared = new WeakSet<object>();

/**
 * Gives every connection of a MySQL pool the product's settings before its first use, those that are open already
 * and those to come. Migrations run before this: their statements may wait and take long.
 */
export function prepareSessions(source: DataSource): void {
  const { pool } = source.driver as unknown as { pool?: EventEmitter };
  if (pool === undefined || prepared.has(pool)) return;
  prepared.add(pool);
  pool.on('acquire', (connection: Connection) => {
    if (prepared.has(connection)) return;
    prepared.add(connection);
    for (const sql of SETTINGS) {
      // Commands of one connection are sent in order: these come before whatever it is acquired for.
      connection.query(sql, (error) => {
        if (error) connection.destroy();
      });
    }
  });
}

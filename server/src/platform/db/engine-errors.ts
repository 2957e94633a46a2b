/** What the two engines' drivers say, reduced to the three questions the platform asks. */
interface DriverError {
  code?: string;
  errno?: number;
  fatal?: boolean;
  driverError?: DriverError;
}

function driverOf(error: unknown): DriverError {
  const outer = error as DriverError;
  return outer?.driverError ?? outer ?? {};
}

const LOST = new Set([
  'PROTOCOL_CONNECTION_LOST',
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'ER_SERVER_SHUTDOWN',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ER_CON_COUNT_ERROR',
  'ER_CONNECTION_KILLED',
  'ER_QUERY_INTERRUPTED',
]);

/** The connection is gone: nothing can be said about what was under way on it. */
export function isLostConnection(error: unknown): boolean {
  const driver = driverOf(error);
  return driver.fatal === true || LOST.has(driver.code ?? '') || /closed state/.test(String(error));
}

/** 1213 deadlock, 1205 lock wait, 1020 record changed (MariaDB snapshot isolation), SQLite busy, lost connection. */
export function isRetryable(error: unknown): boolean {
  const driver = driverOf(error);
  return (
    driver.errno === 1213 ||
    driver.errno === 1205 ||
    driver.errno === 1020 ||
    (driver.code ?? '').startsWith('SQLITE_BUSY') ||
    isLostConnection(error)
  );
}

/** A unique key said that the row is there already. */
export function isDuplicate(error: unknown): boolean {
  const driver = driverOf(error);
  return (
    driver.code === 'ER_DUP_ENTRY' ||
    driver.code === 'SQLITE_CONSTRAINT_UNIQUE' ||
    driver.code === 'SQLITE_CONSTRAINT_PRIMARYKEY'
  );
}

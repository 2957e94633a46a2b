/** What the two engines' drivers say, reduced to the questions the platform asks. */
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
  'ER_TOO_MANY_USER_CONNECTIONS',
  'ER_CONNECTION_KILLED',
  'ER_QUERY_INTERRUPTED',
  'ER_CLIENT_INTERACTION_TIMEOUT',
]);
/** MariaDB's own numbers, for which the driver has no names: connection killed, idle transaction ended. */
const LOST_NUMBERS = new Set([1927, 4030, 4031]);

/** 1213 deadlock, 1205 lock wait, 1020 record changed (MariaDB snapshot isolation). */
const CONFLICTS = new Set([1213, 1205, 1020]);

/** 1021 disk full, 1114 table full, 1290 and 1836 read-only server. */
const NO_ROOM = new Set([1021, 1114, 1290, 1836]);
/** Errors of files and engines, which carry the system's number: input/output, no space, read-only, quota. */
const OF_FILES = new Set([3, 1026, 1030, 1180]);
const SYSTEM_NO_ROOM = /(errno:?|Errcode:|error) (5|28|30|122)\b/;

/** The connection is gone: nothing can be said about what was under way on it. */
export function isLostConnection(error: unknown): boolean {
  const driver = driverOf(error);
  return (
    driver.fatal === true ||
    LOST.has(driver.code ?? '') ||
    LOST_NUMBERS.has(driver.errno ?? 0) ||
    /closed state/.test(String(error))
  );
}

/** Another transaction was in the way: a clean "no", and the same again may go through. */
export function isConflict(error: unknown): boolean {
  const driver = driverOf(error);
  return CONFLICTS.has(driver.errno ?? 0) || (driver.code ?? '').startsWith('SQLITE_BUSY');
}

/** What is worth another try of the whole use-case. */
export function isRetryable(error: unknown): boolean {
  return isConflict(error) || isLostConnection(error);
}

/** The engine has no room to write, or may not: nothing was kept, and trying again at once is no use. */
export function isNoRoom(error: unknown): boolean {
  const driver = driverOf(error);
  return (
    NO_ROOM.has(driver.errno ?? 0) ||
    /^SQLITE_(FULL|IOERR|READONLY|CANTOPEN)/.test(driver.code ?? '') ||
    (OF_FILES.has(driver.errno ?? 0) && SYSTEM_NO_ROOM.test(String(error)))
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

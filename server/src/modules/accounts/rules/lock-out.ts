/** Failed tries an account allows from one address within the window. */
export const TRIES = 5;
export const WINDOW_MINUTES = 15;
/** Failures of the whole installation within the window before answers slow down. */
const CALM = 50;
const SLOWEST_MS = 3_000;

/**
 * How long an answer waits when the installation is being tried out: 100 ms for each ten failures beyond the
 * ordinary, at most 3 s. Slowing down hits everybody alike and locks nobody out.
 */
export function slowDownMs(failures: number): number {
  return Math.min(SLOWEST_MS, Math.max(0, Math.ceil((failures - CALM) / 10)) * 100);
}

/** What tries are counted under: the account as typed (known or not) at one address. */
export function pairKey(login: string, address: string): string {
  return `pair\n${login}\n${address}`;
}

export const ALL_KEY = 'all';

/** Whom a limit counts: a signed-in person, or the address a request comes from. */
export type LimitSubject = 'person' | 'address';

export interface LimitWindow {
  count: number;
  seconds: number;
}

export interface RateLimit {
  per: LimitSubject;
  /**
   * `shared` counts in the database, for what must hold whatever process answers; `process` counts in memory,
   * for cheap look-ups that only need a lid on floods.
   */
  store: 'shared' | 'process';
  windows: readonly LimitWindow[];
}

const HOUR = 3600;

/**
 * Limits as data. By address they are lenient: a whole village may stand behind one address of a mobile network.
 * Windows are fixed, so at most twice the count can fall into any span as long as a window.
 */
export const RATE_LIMITS = {
  submit: {
    per: 'person',
    store: 'shared',
    windows: [
      { count: 10, seconds: HOUR },
      { count: 30, seconds: 24 * HOUR },
    ],
  },
  upload: { per: 'person', store: 'shared', windows: [{ count: 120, seconds: HOUR }] },
  contactReveal: { per: 'person', store: 'shared', windows: [{ count: 30, seconds: HOUR }] },
  /** A desk takes a call every minute at most; who goes through numbers is stopped. */
  callerLookUp: { per: 'person', store: 'shared', windows: [{ count: 120, seconds: HOUR }] },
  /** Asked again as the class and the place of one call are written down. */
  knownMatter: { per: 'person', store: 'shared', windows: [{ count: 480, seconds: HOUR }] },
  signIn: { per: 'address', store: 'shared', windows: [{ count: 60, seconds: 15 * 60 }] },
  /** Each number from WeChat's button may cost money. */
  phone: { per: 'person', store: 'shared', windows: [{ count: 10, seconds: HOUR }] },
  /** Everything about a person at once: enough for her, slow for whoever holds her phone. */
  exportOwn: { per: 'person', store: 'shared', windows: [{ count: 5, seconds: 24 * HOUR }] },
  correctOwn: { per: 'person', store: 'shared', windows: [{ count: 20, seconds: HOUR }] },
  lookUp: { per: 'address', store: 'process', windows: [{ count: 300, seconds: 60 }] },
} as const satisfies Record<string, RateLimit>;
export type LimitName = keyof typeof RATE_LIMITS;

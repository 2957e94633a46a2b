/** The stand-in's memory: one app, its people, the clock, switches. Features keep their own state beside it. */
import { createHash, randomBytes } from 'node:crypto';

/** A WeChat user as this one mini-program sees them. */
export interface User {
  openid: string;
  name: string;
  unionid?: string;
  /** Risk control intercepts the login (40226). */
  blocked: boolean;
  /** The user's master switch for subscription messages. */
  mainSwitch: boolean;
  /** Last login, ms; moderation calls need it within two hours. */
  lastVisitMs: number;
  /** Of the last login, base64 of 16 bytes; '' before the first. */
  sessionKey: string;
  /** 0 … 4, what getuserriskrank says. */
  riskRank: number;
}

/** What a seed file or the control API gives; only the name is needed. */
export interface UserSeed {
  name: string;
  openid?: string;
  unionid?: string;
  blocked?: boolean;
  riskRank?: number;
}

/** Platform moods a test can switch on. */
export interface Switches {
  appBanned: boolean;
  secretFrozen: boolean;
  ipRefused: boolean;
  /** Released pages; when set, another page in a message is 41030. */
  pages: string[] | null;
  /** A value holding this text is 45168. */
  sensitiveMarker: string;
  /** How long one subscribe/send is in flight, ms: what makes 43108 possible. */
  sendLatencyMs: number;
  /** When subscribe_msg_sent_event follows a send, ms; null sends none. */
  sentEventDelayMs: number | null;
}

const CALM: Switches = {
  appBanned: false,
  secretFrozen: false,
  ipRefused: false,
  pages: null,
  sensitiveMarker: '【敏感】',
  sendLatencyMs: 15,
  sentEventDelayMs: 100,
};

export class World {
  readonly appId: string;
  readonly secret: string;
  readonly users = new Map<string, User>();
  switches: Switches = { ...CALM };
  private readonly clock: () => number;
  private readonly seeds: UserSeed[];
  private offsetMs = 0;

  constructor(appId: string, secret: string, clock: () => number, seeds: UserSeed[]) {
    this.appId = appId;
    this.secret = secret;
    this.clock = clock;
    this.seeds = seeds;
    this.reset();
  }

  /** Milliseconds since 1970 on the stand-in's own, movable clock. */
  nowMs(): number {
    return this.clock() + this.offsetMs;
  }

  advance(ms: number): void {
    this.offsetMs += ms;
  }

  /** Back to the seeded people, a calm platform and the true clock. */
  reset(): void {
    this.offsetMs = 0;
    this.switches = { ...CALM };
    this.users.clear();
    for (const seed of this.seeds) this.putUser(seed);
  }

  /** Adds or changes a user. The openid is derived from the name, so a restart gives the same one. */
  putUser(seed: UserSeed): User {
    const openid = seed.openid ?? openidFor(this.appId, seed.name);
    const before = this.users.get(openid);
    const user: User = {
      openid,
      name: seed.name,
      unionid: seed.unionid ?? before?.unionid,
      blocked: seed.blocked ?? before?.blocked ?? false,
      mainSwitch: before?.mainSwitch ?? true,
      lastVisitMs: before?.lastVisitMs ?? 0,
      sessionKey: before?.sessionKey ?? '',
      riskRank: seed.riskRank ?? before?.riskRank ?? 0,
    };
    this.users.set(openid, user);
    return user;
  }

  /** By openid, or else by display name. */
  findUser(who: string): User | undefined {
    return this.users.get(who) ?? [...this.users.values()].find((user) => user.name === who);
  }
}

/** 28 characters beginning with `o`, the same for the same app and name. */
function openidFor(appId: string, name: string): string {
  return `o${createHash('sha256').update(`${appId}/${name}`).digest('base64url').slice(0, 27)}`;
}

/** URL-safe random text of `bytes` random bytes. */
export function randomText(bytes: number): string {
  return randomBytes(bytes).toString('base64url');
}

/** Counts calls per key in windows of `windowMs`; `hit` is false from the call after `limit` on. */
export class RateCounter {
  private readonly limit: number;
  private readonly windowMs: number;
  private readonly seen = new Map<string, { window: number; count: number }>();

  constructor(limit: number, windowMs: number) {
    this.limit = limit;
    this.windowMs = windowMs;
  }

  hit(key: string, nowMs: number): boolean {
    const window = Math.floor(nowMs / this.windowMs);
    const entry = this.seen.get(key);
    const count = entry?.window === window ? entry.count + 1 : 1;
    this.seen.set(key, { window, count });
    return count <= this.limit;
  }

  clear(): void {
    this.seen.clear();
  }
}

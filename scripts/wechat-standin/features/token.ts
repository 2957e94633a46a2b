/** Access tokens: `POST /cgi-bin/stable_token` (one shared token) and the old `GET /cgi-bin/token` (each call a new one). */
import type { Deps, Feature } from '../feature.ts';
import { ControlError } from '../feature.ts';
import type { Answer, Call, JsonObject } from '../wire.ts';
import { bodyOf, json, textOf, WxFail } from '../wire.ts';
import type { World } from '../world.ts';
import { RateCounter, randomText } from '../world.ts';

const LIFE_MS = 7200_000;
/** Before expiry the platform rotates, and old and new both work, for this long. */
const OVERLAP_MS = 300_000;
const FORCE_GAP_MS = 30_000;
const FORCE_PER_DAY = 20;

interface Token {
  text: string;
  untilMs: number;
}

/** The app's tokens; also asked by the dispatcher for every call that needs one. */
export class Tokens {
  private readonly world: World;
  private readonly known = new Map<string, Token>();
  private readonly perMinute = new RateCounter(10_000, 60_000);
  private readonly perDay = new RateCounter(500_000, 86_400_000);
  private readonly forcedPerDay = new RateCounter(FORCE_PER_DAY, 86_400_000);
  private stable: Token | null = null;
  private legacy: Token | null = null;
  private forcedMs = Number.NEGATIVE_INFINITY;
  private issued = 0;
  private asked = 0;
  private forced = 0;

  constructor(world: World) {
    this.world = world;
  }

  reset(): void {
    this.known.clear();
    for (const counter of [this.perMinute, this.perDay, this.forcedPerDay]) counter.clear();
    this.stable = null;
    this.legacy = null;
    this.forcedMs = Number.NEGATIVE_INFINITY;
    this.issued = 0;
    this.asked = 0;
    this.forced = 0;
  }

  /** 41001 missing, 40001 unknown or replaced, 42001 expired. */
  check(text: string | null): void {
    if (!text) throw new WxFail(41001);
    const token = this.known.get(text);
    if (!token) throw new WxFail(40001);
    if (token.untilMs <= this.world.nowMs()) throw new WxFail(42001);
  }

  /** The stable token with its remaining seconds; the same one until five minutes before its end. */
  stableToken(force: boolean): JsonObject {
    const now = this.world.nowMs();
    this.asked += 1;
    if (force) this.forced += 1;
    if (!this.perMinute.hit('', now)) throw new WxFail(45011);
    if (!this.perDay.hit('', now)) throw new WxFail(45009);
    if (force && this.stable && now - this.forcedMs >= FORCE_GAP_MS) {
      if (!this.forcedPerDay.hit('', now)) throw new WxFail(45009);
      this.known.delete(this.stable.text);
      this.stable = null;
      this.forcedMs = now;
    }
    if (!this.stable || this.stable.untilMs - now < OVERLAP_MS) this.stable = this.issue(now);
    return answerOf(this.stable, now);
  }

  /** A new token each time; the one before it lives on for five minutes at most. */
  legacyToken(): JsonObject {
    const now = this.world.nowMs();
    if (this.legacy) this.legacy.untilMs = Math.min(this.legacy.untilMs, now + OVERLAP_MS);
    this.legacy = this.issue(now);
    return answerOf(this.legacy, now);
  }

  /** Ends every token now: `expired` answers 42001 afterwards, `replaced` 40001. */
  end(how: 'expired' | 'replaced'): void {
    if (how === 'replaced') this.known.clear();
    for (const token of this.known.values()) token.untilMs = this.world.nowMs();
    this.stable = null;
    this.legacy = null;
  }

  /** Since the last reset: different tokens issued, calls of stable_token, and those of them with force. */
  counts(): { issued: number; asked: number; forced: number } {
    return { issued: this.issued, asked: this.asked, forced: this.forced };
  }

  private issue(now: number): Token {
    this.issued += 1;
    const token = { text: `98_${randomText(96)}`, untilMs: now + LIFE_MS };
    this.known.set(token.text, token);
    return token;
  }
}

function answerOf(token: Token, now: number): JsonObject {
  return { access_token: token.text, expires_in: Math.floor((token.untilMs - now) / 1000) };
}

/** The platform looks at the appid before anything else, grant_type last. */
function checkClient(world: World, appId: string, secret: string, grant: string): void {
  if (!appId) throw new WxFail(41002);
  if (appId !== world.appId) throw new WxFail(40013);
  if (!secret) throw new WxFail(41004);
  if (secret !== world.secret) throw new WxFail(40125);
  if (grant !== 'client_credential') throw new WxFail(40002);
  if (world.switches.ipRefused) throw new WxFail(40164);
  if (world.switches.secretFrozen) throw new WxFail(40243);
}

function stableCall(world: World, tokens: Tokens, call: Call): Answer {
  const body = bodyOf(call);
  checkClient(world, textOf(body, 'appid'), textOf(body, 'secret'), textOf(body, 'grant_type'));
  return json(call.path, tokens.stableToken(body.force_refresh === true));
}

function legacyCall(world: World, tokens: Tokens, call: Call): Answer {
  const query = call.query;
  checkClient(world, query.get('appid') ?? '', query.get('secret') ?? '', query.get('grant_type') ?? '');
  return json(call.path, tokens.legacyToken());
}

export function createToken({ world }: Deps, tokens: Tokens): Feature {
  return {
    routes: [
      {
        method: 'POST',
        path: '/cgi-bin/stable_token',
        needsToken: false,
        run: (call) => stableCall(world, tokens, call),
      },
      {
        method: 'GET',
        path: '/cgi-bin/token',
        needsToken: false,
        run: (call) => legacyCall(world, tokens, call),
      },
    ],
    controls: [
      {
        method: 'POST',
        name: 'expire-token',
        run: ({ how = 'expired' }) => {
          if (how !== 'expired' && how !== 'replaced') throw new ControlError('how: expired | replaced');
          tokens.end(how);
          return { how };
        },
      },
      { method: 'GET', name: 'tokens', run: () => tokens.counts() },
    ],
    reset: () => tokens.reset(),
  };
}

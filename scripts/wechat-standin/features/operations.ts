/** What operators ask: session check, risk rank, quotas, request ids, callback addresses. */
import { createHmac } from 'node:crypto';
import type { Deps, Feature, Route } from '../feature.ts';
import type { Answer, Call } from '../wire.ts';
import { bodyOf, json, textOf, WxFail } from '../wire.ts';
import type { World } from '../world.ts';
import { RateCounter } from '../world.ts';
import { visitorOf } from './visits.ts';

const OK = { errcode: 0, errmsg: 'ok' };
const MONTH_MS = 30 * 86_400_000;
const CLEARS_PER_MONTH = 10;
const DAILY_LIMIT = 10_000_000;

/** `signature` is the HMAC of the empty text under the session key's own characters. */
function checkSession(world: World, call: Call): Answer {
  const user = world.users.get(call.query.get('openid') ?? '');
  if (!user) throw new WxFail(40003);
  const expected = createHmac('sha256', user.sessionKey).update('').digest('hex');
  const known = user.sessionKey !== '' && call.query.get('signature') === expected;
  if (!known || call.query.get('sig_method') !== 'hmac_sha256') throw new WxFail(87009);
  return json(call.path, OK);
}

function riskRank(world: World, call: Call): Answer {
  const body = bodyOf(call);
  if (textOf(body, 'appid') !== world.appId) throw new WxFail(40013);
  const user = visitorOf(world, body);
  return json(call.path, { ...OK, risk_rank: user.riskRank, unoin_id: 0 });
}

function quota(call: Call): Answer {
  const path = textOf(bodyOf(call), 'cgi_path');
  if (!path.startsWith('/')) throw new WxFail(47001);
  return json(call.path, {
    ...OK,
    quota: { daily_limit: DAILY_LIMIT, used: 42, remain: DAILY_LIMIT - 42 },
    rate_limit: { call_count: 1000, refresh_second: 60 },
  });
}

function clearQuota(world: World, perMonth: RateCounter, call: Call): Answer {
  if (textOf(bodyOf(call), 'appid') !== world.appId) throw new WxFail(40013);
  if (!perMonth.hit('', world.nowMs())) throw new WxFail(48006);
  return json(call.path, OK);
}

/** A request id begins with the second of its call and is known for seven days. */
function ridOf(world: World, call: Call): Answer {
  const rid = textOf(bodyOf(call), 'rid');
  const seconds = /^[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/.test(rid)
    ? Number.parseInt(rid.slice(0, 8), 16)
    : 0;
  const age = world.nowMs() / 1000 - seconds;
  if (age < -1 || age > 7 * 86_400) throw new WxFail(76022);
  const request = {
    invoke_time: seconds,
    cost_in_ms: 12,
    request_url: '',
    request_body: '',
    response_body: '',
  };
  return json(call.path, { ...OK, request });
}

export function createOperations({ world }: Deps): Feature {
  const perMonth = new RateCounter(CLEARS_PER_MONTH, MONTH_MS);
  const route = (method: 'GET' | 'POST', path: string, run: Route['run']): Route => ({
    method,
    path,
    needsToken: true,
    run,
  });
  return {
    routes: [
      route('GET', '/wxa/checksession', (call) => checkSession(world, call)),
      route('POST', '/wxa/getuserriskrank', (call) => riskRank(world, call)),
      route('POST', '/cgi-bin/openapi/quota/get', quota),
      route('POST', '/cgi-bin/clear_quota', (call) => clearQuota(world, perMonth, call)),
      route('POST', '/cgi-bin/openapi/rid/get', (call) => ridOf(world, call)),
      route('GET', '/cgi-bin/getcallbackip', (call) => json(call.path, { ip_list: ['127.0.0.1'] })),
    ],
    controls: [],
    reset: () => perMonth.clear(),
  };
}

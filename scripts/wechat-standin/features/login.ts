/** Login: `GET /sns/jscode2session`, and the control call that issues the code a phone would get. */
import { randomBytes } from 'node:crypto';
import type { ControlRoute, Deps, Feature } from '../feature.ts';
import { ControlError, userOf } from '../feature.ts';
import type { Answer, Call, JsonObject } from '../wire.ts';
import { json, WxFail } from '../wire.ts';
import type { World } from '../world.ts';
import { RateCounter, randomText } from '../world.ts';

interface LoginCode {
  openid: string;
  issuedMs: number;
  used: boolean;
}

const CODE_LIFE_MS = 5 * 60_000;

type Codes = Map<string, LoginCode>;

function checkApp(world: World, query: URLSearchParams): void {
  const appId = query.get('appid');
  if (!appId) throw new WxFail(41002);
  if (appId !== world.appId) throw new WxFail(40013);
  const secret = query.get('secret');
  if (!secret) throw new WxFail(41004);
  if (secret !== world.secret) throw new WxFail(40125);
}

function exchange(world: World, codes: Codes, perMinute: RateCounter, call: Call): Answer {
  checkApp(world, call.query);
  const text = call.query.get('js_code');
  if (!text) throw new WxFail(41008);
  if (call.query.get('grant_type') !== 'authorization_code') throw new WxFail(40002);
  const code = codes.get(text);
  if (!code || world.nowMs() - code.issuedMs > CODE_LIFE_MS) throw new WxFail(40029);
  if (code.used) throw new WxFail(40163);
  const user = world.users.get(code.openid);
  if (!user) throw new WxFail(40029);
  if (user.blocked) throw new WxFail(40226);
  if (!perMinute.hit(user.openid, world.nowMs())) throw new WxFail(45011);
  code.used = true;
  user.lastVisitMs = world.nowMs();
  user.sessionKey = randomBytes(16).toString('base64');
  const answer: JsonObject = { session_key: user.sessionKey, openid: user.openid };
  if (user.unionid) answer.unionid = user.unionid;
  return json(call.path, answer);
}

function controls(world: World, codes: Codes): ControlRoute[] {
  const issue = (input: JsonObject) => {
    if (input.create === true && typeof input.user === 'string' && !world.findUser(input.user)) {
      world.putUser({ name: input.user });
    }
    const user = userOf(world, input);
    const code = `0${randomText(24)}`;
    codes.set(code, { openid: user.openid, issuedMs: world.nowMs(), used: false });
    return { code, openid: user.openid };
  };
  const put = (input: JsonObject) => {
    if (typeof input.name !== 'string' || input.name === '') throw new ControlError('name is needed');
    return world.putUser({
      name: input.name,
      openid: typeof input.openid === 'string' ? input.openid : world.findUser(input.name)?.openid,
      unionid: typeof input.unionid === 'string' ? input.unionid : undefined,
      blocked: typeof input.blocked === 'boolean' ? input.blocked : undefined,
      riskRank: typeof input.riskRank === 'number' ? input.riskRank : undefined,
    });
  };
  return [
    { method: 'POST', name: 'login-code', run: issue },
    { method: 'POST', name: 'users', run: put },
    { method: 'GET', name: 'users', run: () => [...world.users.values()] },
  ];
}

export function createLogin({ world }: Deps): Feature {
  const codes: Codes = new Map();
  const perMinute = new RateCounter(100, 60_000);
  return {
    routes: [
      {
        method: 'GET',
        path: '/sns/jscode2session',
        needsToken: false,
        run: (call) => exchange(world, codes, perMinute, call),
      },
    ],
    controls: controls(world, codes),
    reset: () => {
      codes.clear();
      perMinute.clear();
    },
  };
}

/** The one shape of a part of the platform: add a file with a `create…(deps): Feature` and list it in standin.ts. */
import type { Pusher } from './push.ts';
import type { Answer, Call, JsonObject } from './wire.ts';
import type { World } from './world.ts';

/** An endpoint of api.weixin.qq.com. */
export interface Route {
  method: 'GET' | 'POST';
  path: string;
  /** True when the call needs `?access_token=`, checked before the endpoint runs. */
  needsToken: boolean;
  run(call: Call): Answer | Promise<Answer>;
}

/** An endpoint of the control API, `/__test__/<name>`; throws ControlError when asked something impossible. */
export interface ControlRoute {
  method: 'GET' | 'POST';
  name: string;
  run(input: JsonObject): unknown;
}

export interface Feature {
  routes: Route[];
  controls: ControlRoute[];
  /** Forgets everything that happened. */
  reset(): void;
}

/** What every feature is built from. */
export interface Deps {
  world: World;
  pusher: Pusher;
}

/** A control call that makes no sense; answered with HTTP 400 or the given status. */
export class ControlError extends Error {
  readonly status: number;
  constructor(message: string, status = 400) {
    super(message);
    this.status = status;
  }
}

/** The user a control call names in `user` (openid or name), or 404. */
export function userOf(world: World, input: JsonObject) {
  const who = typeof input.user === 'string' ? input.user : '';
  const user = world.findUser(who);
  if (!user) throw new ControlError(`no such user: ${who}`, 404);
  return user;
}

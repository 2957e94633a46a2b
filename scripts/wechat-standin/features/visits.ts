/** Who may be named in a content-safety call: a user of this app who was here within two hours. */
import type { JsonObject } from '../wire.ts';
import { textOf, WxFail } from '../wire.ts';
import type { User, World } from '../world.ts';

const VISIT_MS = 2 * 3_600_000;

/** The user of `openid`: 40003 without one, 43104 for another app's, 61010 when the last visit is too long ago. */
export function visitorOf(world: World, body: JsonObject): User {
  const openid = textOf(body, 'openid');
  if (openid === '') throw new WxFail(40003);
  const user = world.users.get(openid);
  if (!user) throw new WxFail(43104);
  if (world.nowMs() - user.lastVisitMs > VISIT_MS) throw new WxFail(61010);
  return user;
}

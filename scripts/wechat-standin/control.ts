/** Control calls that belong to no single part: clock, switches, pushes, reset. */
import type { ControlRoute, Deps, Feature } from './feature.ts';
import { ControlError } from './feature.ts';
import type { PushOptions, PushTarget } from './push.ts';
import type { JsonObject } from './wire.ts';
import { isObject, textOf } from './wire.ts';

function advance({ world }: Deps, input: JsonObject) {
  if (typeof input.ms !== 'number') throw new ControlError('ms: number');
  world.advance(input.ms);
  return { now: new Date(world.nowMs()).toISOString() };
}

/** Changes the named switches; an unknown name or another type is refused. */
function setSwitches({ world }: Deps, input: JsonObject) {
  for (const [name, value] of Object.entries(input)) {
    const before = (world.switches as unknown as JsonObject)[name];
    const nullable = name === 'pages' || name === 'sentEventDelayMs';
    const list = name === 'pages' && Array.isArray(value);
    const fits = list || (name !== 'pages' && typeof value === typeof before) || (nullable && value === null);
    const number = name === 'sentEventDelayMs' && typeof value === 'number';
    if (before === undefined || !(fits || number)) throw new ControlError(`no such switch: ${name}`);
  }
  Object.assign(world.switches, input);
  return world.switches;
}

/** `{event: {...fields}, items?: [...], options?: {...}}`; items go into `List`. */
async function pushAny({ pusher }: Deps, input: JsonObject) {
  if (!isObject(input.event)) throw new ControlError('event: object');
  const options = (isObject(input.options) ? input.options : {}) as PushOptions;
  const items = Array.isArray(input.items) ? input.items.filter(isObject) : null;
  if (!items) return pusher.push(input.event, options);
  const { FromUserName, Event } = input.event;
  return pusher.pushList(String(FromUserName ?? ''), String(Event ?? ''), items, options);
}

/** Where events go from now on; an empty url stops them. */
function setTarget({ pusher }: Deps, input: JsonObject) {
  const target: PushTarget = {
    url: textOf(input, 'url'),
    token: textOf(input, 'token'),
    aesKey: textOf(input, 'aesKey'),
    mode: input.mode === 'plain' ? 'plain' : 'safe',
  };
  if (target.mode === 'safe' && target.url !== '' && target.aesKey.length !== 43) {
    throw new ControlError('aesKey: 43 characters');
  }
  pusher.setTarget(target.url === '' ? null : target);
  return { mode: target.mode };
}

/** @param forgetAll resets every feature, the world and the pusher */
export function createControl(deps: Deps, forgetAll: () => void): Feature {
  const controls: ControlRoute[] = [
    { method: 'POST', name: 'clock', run: (input) => advance(deps, input) },
    { method: 'POST', name: 'switches', run: (input) => setSwitches(deps, input) },
    { method: 'POST', name: 'push', run: (input) => pushAny(deps, input) },
    { method: 'POST', name: 'push-target', run: (input) => setTarget(deps, input) },
    { method: 'POST', name: 'check-url', run: async () => ({ matched: await deps.pusher.checkUrl() }) },
    { method: 'GET', name: 'pushes', run: () => deps.pusher.records() },
    {
      method: 'POST',
      name: 'reset',
      run: () => {
        forgetAll();
        return { reset: true };
      },
    },
  ];
  return { routes: [], controls, reset: () => undefined };
}

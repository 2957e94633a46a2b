/** `POST /wxa/media_check_async` v2: fetches the address for real, then pushes wxa_media_check. */
import { createHash } from 'node:crypto';
import type { Deps, Feature } from '../feature.ts';
import { ControlError } from '../feature.ts';
import type { PushOptions } from '../push.ts';
import type { Answer, Call, JsonObject } from '../wire.ts';
import { bodyOf, isObject, json, numberOf, textOf, WxFail } from '../wire.ts';
import { RateCounter } from '../world.ts';
import { checkScene, traceId } from './text-check.ts';
import { visitorOf } from './visits.ts';

const PER_MINUTE = 2_000;
const LARGEST_BYTES = 10 * 1024 * 1024;
const FETCH_LIMIT_MS = 5_000;
const DOWNLOAD_FAILED = -1008;
const PLATFORM_SENDER = 'oM_platform_moderation_000001';

/** How pictures are judged from now on. */
interface Plan {
  suggest: 'pass' | 'review' | 'risky';
  label: number;
  /** errcode of the callback; −1008 comes by itself when the picture cannot be fetched. */
  errcode: number;
  /** The callback comes this late; null = never. */
  delayMs: number | null;
  options: PushOptions;
}

/** A picture the platform was asked about, as it fetched it. */
export interface CheckedImage {
  traceId: string;
  url: string;
  status: number;
  bytes: number;
  sha256: string;
}

const CALM: Plan = { suggest: 'pass', label: 100, errcode: 0, delayMs: 20, options: {} };

class ImageChecks {
  plan: Plan = { ...CALM };
  readonly seen: CheckedImage[] = [];
  /** Ends when every picture asked about so far has been fetched. */
  private fetching: Promise<unknown> = Promise.resolve();
  private readonly perMinute = new RateCounter(PER_MINUTE, 60_000);
  private readonly deps: Deps;

  constructor(deps: Deps) {
    this.deps = deps;
  }

  reset(): void {
    this.plan = { ...CALM };
    this.seen.length = 0;
    this.perMinute.clear();
  }

  ask(call: Call): Answer {
    const { world } = this.deps;
    const body = bodyOf(call);
    if (![1, 2].includes(numberOf(body, 'media_type', 0))) throw new WxFail(40004);
    if (numberOf(body, 'version', 1) !== 2) throw new WxFail(47001);
    checkScene(numberOf(body, 'scene', 0));
    visitorOf(world, body);
    const url = textOf(body, 'media_url');
    if (url === '') throw new WxFail(47001);
    if (!this.perMinute.hit('', world.nowMs())) throw new WxFail(44991);
    if (this.seen.some((one) => one.url === url && one.status === 200)) throw new WxFail(87020);
    const image = { traceId: traceId(world.nowMs()), url, status: 0, bytes: 0, sha256: '' };
    this.seen.push(image);
    // As on the platform the answer comes first; the picture is fetched afterwards.
    this.fetching = Promise.all([this.fetching, this.judge(image, this.plan)]);
    return json(call.path, { errcode: 0, errmsg: 'ok', trace_id: image.traceId });
  }

  /** The callback for a picture, now: late answers and second ones are made of this. */
  async answer(input: JsonObject): Promise<unknown> {
    await this.fetching;
    const traced = this.seen.find((one) => one.traceId === input.traceId);
    const image = traced ?? { traceId: textOf(input, 'traceId'), status: 200 };
    const options = isObject(input.options) ? (input.options as PushOptions) : {};
    return this.deps.pusher.push(this.eventOf(image, planOf(this.plan, input)), options);
  }

  private async judge(image: CheckedImage, plan: Plan): Promise<void> {
    Object.assign(image, await fetched(image.url));
    if (plan.delayMs === null) return;
    this.deps.pusher.laterEvent(plan.delayMs, this.eventOf(image, plan), plan.options);
  }

  private eventOf({ traceId: trace_id, status }: { traceId: string; status: number }, plan: Plan) {
    const errcode = status === 200 ? plan.errcode : DOWNLOAD_FAILED;
    const verdict = { suggest: plan.suggest, label: plan.label };
    return {
      FromUserName: PLATFORM_SENDER,
      Event: 'wxa_media_check',
      appid: this.deps.world.appId,
      trace_id,
      version: 2,
      errcode,
      errmsg: errcode === 0 ? 'ok' : 'download failed',
      result: errcode === 0 ? verdict : {},
      detail: errcode === 0 ? [{ strategy: 'content_model', errcode: 0, ...verdict, prob: 90 }] : [],
    };
  }
}

/** Really gets the picture, as the platform would; status 0 when nothing answers. */
async function fetched(url: string): Promise<Pick<CheckedImage, 'status' | 'bytes' | 'sha256'>> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(FETCH_LIMIT_MS), redirect: 'error' });
    const bytes = Buffer.from(await answer.arrayBuffer());
    const status = answer.status === 200 && bytes.length > LARGEST_BYTES ? 413 : answer.status;
    return { status, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch {
    return { status: 0, bytes: 0, sha256: '' };
  }
}

function planOf(before: Plan, input: JsonObject): Plan {
  const suggest = input.suggest ?? before.suggest;
  if (suggest !== 'pass' && suggest !== 'review' && suggest !== 'risky') {
    throw new ControlError('suggest: pass | review | risky');
  }
  return {
    suggest,
    label: numberOf(input, 'label', suggest === 'pass' ? 100 : 21000),
    errcode: numberOf(input, 'errcode', 0),
    delayMs: input.delayMs === null ? null : numberOf(input, 'delayMs', before.delayMs ?? 20),
    options: isObject(input.options) ? (input.options as PushOptions) : {},
  };
}

export function createImageCheck(deps: Deps): Feature {
  const checks = new ImageChecks(deps);
  return {
    routes: [
      {
        method: 'POST',
        path: '/wxa/media_check_async',
        needsToken: true,
        run: (call) => checks.ask(call),
      },
    ],
    controls: [
      {
        method: 'POST',
        name: 'image-verdict',
        run: (input) => {
          checks.plan = planOf(checks.plan, input);
          return checks.plan;
        },
      },
      { method: 'POST', name: 'image-answer', run: (input) => checks.answer(input) },
      { method: 'GET', name: 'checked-images', run: () => checks.seen },
    ],
    reset: () => checks.reset(),
  };
}

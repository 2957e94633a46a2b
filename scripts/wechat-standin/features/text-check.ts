/** `POST /wxa/msg_sec_check` v2: the verdict goes by markers in the text. */
import type { Deps, Feature } from '../feature.ts';
import type { Answer, Call } from '../wire.ts';
import { bodyOf, json, numberOf, textOf, WxFail } from '../wire.ts';
import { RateCounter, randomText, type World } from '../world.ts';
import { visitorOf } from './visits.ts';

const LONGEST = 2_500;
const PER_MINUTE = 4_000;
const NORMAL = 100;

interface Verdict {
  suggest: 'pass' | 'review' | 'risky';
  label: number;
}

/** What a text says of itself; the first that is found decides. */
const MARKERS: readonly (readonly [string, Verdict])[] = [
  ['【违规】', { suggest: 'risky', label: 20006 }],
  ['【辱骂】', { suggest: 'risky', label: 20003 }],
  ['【待审】', { suggest: 'review', label: 21000 }],
];

function verdictOf(text: string): Verdict {
  const found = MARKERS.find(([marker]) => text.includes(marker));
  return found ? found[1] : { suggest: 'pass', label: NORMAL };
}

/** `60ae120f-371d5872-7941a05b`: three groups of eight hex digits. */
export function traceId(nowMs: number): string {
  const tail = Buffer.from(randomText(12), 'utf8').toString('hex');
  return `${Math.floor(nowMs / 1000).toString(16)}-${tail.slice(0, 8)}-${tail.slice(8, 16)}`;
}

/** Scenes are 1 profile, 2 comment, 3 forum, 4 log. */
export function checkScene(scene: number): void {
  if (![1, 2, 3, 4].includes(scene)) throw new WxFail(40129);
}

function check(world: World, perMinute: RateCounter, asked: string[], call: Call): Answer {
  const body = bodyOf(call);
  if (numberOf(body, 'version', 1) !== 2) throw new WxFail(47001);
  checkScene(numberOf(body, 'scene', 0));
  const content = textOf(body, 'content');
  if (content === '' || content.length > LONGEST) throw new WxFail(47001);
  visitorOf(world, body);
  if (!perMinute.hit('', world.nowMs())) throw new WxFail(44991);
  asked.push(content);
  const verdict = verdictOf(content);
  // A strategy that failed by itself says so, and its word does not count.
  const detail = [
    { strategy: 'content_model', errcode: 0, ...verdict, prob: 90 },
    { strategy: 'keyword', errcode: -1, suggest: 'risky', label: 20001, level: 20, keyword: '' },
  ];
  return json(call.path, {
    errcode: 0,
    errmsg: 'ok',
    result: verdict,
    detail,
    trace_id: traceId(world.nowMs()),
  });
}

export function createTextCheck({ world }: Deps): Feature {
  const perMinute = new RateCounter(PER_MINUTE, 60_000);
  const asked: string[] = [];
  return {
    routes: [
      {
        method: 'POST',
        path: '/wxa/msg_sec_check',
        needsToken: true,
        run: (call) => check(world, perMinute, asked, call),
      },
    ],
    controls: [{ method: 'GET', name: 'checked-texts', run: () => asked }],
    reset: () => {
      perMinute.clear();
      asked.length = 0;
    },
  };
}

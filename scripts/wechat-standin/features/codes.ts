/** `POST /wxa/getwxacodeunlimit`: a picture with a real QR inside, which holds page and scene for tests to read. */
import sharp from 'sharp';
import { encode } from 'uqr';
import type { Deps, Feature } from '../feature.ts';
import type { Answer, Call, JsonObject } from '../wire.ts';
import { bodyOf, numberOf, textOf, WxFail } from '../wire.ts';
import type { World } from '../world.ts';
import { RateCounter } from '../world.ts';

const PER_MINUTE = 5_000;
const SCENE_LONGEST = 32;
const SCENE_CHARS = /^[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]+$/;
const WIDTH = { least: 280, usual: 430, most: 1280 };
const ENVIRONMENTS = ['release', 'trial', 'develop'];

export interface IssuedCode {
  scene: string;
  page: string;
  env: string;
}

/** A known page when there is a list of released ones; without one every page is. */
function checkPage(world: World, page: string, checked: boolean): void {
  if (page.startsWith('/') || page.includes('?')) throw new WxFail(41030);
  const { pages } = world.switches;
  if (checked && page !== '' && pages !== null && !pages.includes(page)) throw new WxFail(41030);
}

function askedFor(world: World, body: JsonObject): IssuedCode & { width: number; hyaline: boolean } {
  const scene = textOf(body, 'scene');
  if (scene === '' || scene.length > SCENE_LONGEST) throw new WxFail(40169);
  if (!SCENE_CHARS.test(scene)) throw new WxFail(40129);
  const page = textOf(body, 'page');
  checkPage(world, page, body.check_path !== false);
  const env = textOf(body, 'env_version') || 'release';
  if (!ENVIRONMENTS.includes(env)) throw new WxFail(40097);
  const width = numberOf(body, 'width', WIDTH.usual);
  if (!(width >= WIDTH.least && width <= WIDTH.most)) throw new WxFail(40097);
  return { scene, page, env, width, hyaline: body.is_hyaline === true };
}

/** The code as grey pixels, each module a whole number of them, white around. */
async function picture(text: string, width: number, hyaline: boolean): Promise<Buffer> {
  const { data, size } = encode(text, { border: 4 });
  const scale = Math.max(1, Math.floor(width / size));
  const side = size * scale;
  const pixels = Buffer.alloc(side * side);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      pixels[y * side + x] = data[Math.floor(y / scale)]?.[Math.floor(x / scale)] ? 0 : 255;
    }
  }
  const image = sharp(pixels, { raw: { width: side, height: side, channels: 1 } });
  return hyaline ? image.png().toBuffer() : image.jpeg({ quality: 90 }).toBuffer();
}

export function createCodes({ world }: Deps): Feature {
  const issued: IssuedCode[] = [];
  const perMinute = new RateCounter(PER_MINUTE, 60_000);
  const run = async (call: Call): Promise<Answer> => {
    const { width, hyaline, ...code } = askedFor(world, bodyOf(call));
    if (!perMinute.hit('', world.nowMs())) throw new WxFail(45009);
    issued.push(code);
    return {
      status: 200,
      contentType: hyaline ? 'image/png' : 'image/jpeg',
      body: await picture(`${code.page}?scene=${encodeURIComponent(code.scene)}`, width, hyaline),
    };
  };
  return {
    routes: [{ method: 'POST', path: '/wxa/getwxacodeunlimit', needsToken: true, run }],
    controls: [{ method: 'GET', name: 'codes', run: () => issued }],
    reset: () => {
      issued.length = 0;
      perMinute.clear();
    },
  };
}

/** `POST /wxa/business/getuserphonenumber`, and the control call that stands for a tap on the button. */
import type { ControlRoute, Deps, Feature } from '../feature.ts';
import { ControlError, userOf } from '../feature.ts';
import type { Answer, Call, JsonObject } from '../wire.ts';
import { bodyOf, json, textOf, WxFail } from '../wire.ts';
import type { World } from '../world.ts';
import { RateCounter, randomText } from '../world.ts';

interface PhoneCode {
  openid: string;
  phone: string;
  countryCode: string;
  /** Whose watermark the answer carries. */
  appId: string;
  issuedMs: number;
  used: boolean;
}

const LIFE_MS = 5 * 60_000;
const PER_MINUTE = 600;

type PhoneCodes = Map<string, PhoneCode>;

function exchange(world: World, codes: PhoneCodes, perMinute: RateCounter, call: Call): Answer {
  const body = bodyOf(call);
  const code = codes.get(textOf(body, 'code'));
  if (!code || code.used || world.nowMs() - code.issuedMs > LIFE_MS) throw new WxFail(40029);
  const openid = textOf(body, 'openid');
  if (openid !== '' && openid !== code.openid) throw new WxFail(40029);
  if (!perMinute.hit('', world.nowMs())) throw new WxFail(45011);
  code.used = true;
  const plain = code.phone;
  return json(call.path, {
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: code.countryCode === '86' ? plain : `+${code.countryCode} ${plain}`,
      purePhoneNumber: plain,
      countryCode: code.countryCode,
      watermark: { timestamp: Math.floor(world.nowMs() / 1000), appid: code.appId },
    },
  });
}

/** `{user, phone, countryCode?, appId?}` → the code the button would give. */
function issue(world: World, codes: PhoneCodes, input: JsonObject) {
  const phone = textOf(input, 'phone');
  if (!/^\d{5,15}$/.test(phone)) throw new ControlError('phone: digits');
  const code = Buffer.from(randomText(32)).toString('hex').slice(0, 64);
  codes.set(code, {
    openid: userOf(world, input).openid,
    phone,
    countryCode: textOf(input, 'countryCode') || '86',
    appId: textOf(input, 'appId') || world.appId,
    issuedMs: world.nowMs(),
    used: false,
  });
  return { code };
}

export function createPhone({ world }: Deps): Feature {
  const codes: PhoneCodes = new Map();
  const perMinute = new RateCounter(PER_MINUTE, 60_000);
  const controls: ControlRoute[] = [
    { method: 'POST', name: 'phone-code', run: (input) => issue(world, codes, input) },
  ];
  return {
    routes: [
      {
        method: 'POST',
        path: '/wxa/business/getuserphonenumber',
        needsToken: true,
        run: (call) => exchange(world, codes, perMinute, call),
      },
    ],
    controls,
    reset: () => {
      codes.clear();
      perMinute.clear();
    },
  };
}

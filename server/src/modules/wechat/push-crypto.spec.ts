import { decryptPush, PushRefused, pushSignature, sealReply, signatureMatches } from './push-crypto';

/** The worked examples of the platform's documentation (消息推送). */
const TOKEN = 'AAAAA';
const KEY = 'A'.repeat(43);
const APP = 'wxba5fad812f8e6fb9';
const CIPHER =
  '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=';

describe('signature', () => {
  it.each([
    [['1714036504', '1514711492'], 'f464b24fc39322e44b38aa78f5edd27bd1441696'],
    [['1714037059', '486452656'], '899cf89e464efb63f54ddac96b0a0a235f53aa78'],
    [['1714112445', '415670741', CIPHER], '046e02f8204d34f8ba5fa3b1db94908f3df2e9b3'],
  ])('of the documented call %#', (parts, expected) => {
    expect(pushSignature([TOKEN, ...parts])).toBe(expected);
    expect(signatureMatches([TOKEN, ...parts], expected)).toBe(true);
    expect(signatureMatches(['BBBBB', ...parts], expected)).toBe(false);
    expect(signatureMatches([TOKEN, ...parts], '')).toBe(false);
  });
});

describe('decryptPush', () => {
  it('reads the documented message', () => {
    const message = decryptPush(CIPHER, KEY, APP);
    expect(Buffer.byteLength(message)).toBe(167);
    expect(JSON.parse(message)).toMatchObject({ Event: 'debug_demo' });
  });

  it.each([
    ['another app', CIPHER, KEY, 'wxother'],
    ['another key', CIPHER, 'B'.repeat(43), APP],
    ['a cut text', CIPHER.slice(0, 128), KEY, APP],
    ['half a block', CIPHER.slice(0, 20), KEY, APP],
    ['nothing', '', KEY, APP],
  ])('refuses %s', (_, cipher, key, app) => {
    expect(() => decryptPush(cipher, key, app)).toThrow(PushRefused);
  });
});

describe('sealReply', () => {
  const keys = { token: TOKEN, aesKey: KEY, appId: APP };
  const at = { timestamp: 1713424427, nonce: '415670741' };

  it('seals the documented reply', () => {
    const random = Buffer.from('707722b803182950');
    expect(sealReply('{"demo_resp":"good luck"}', keys, at, random)).toEqual({
      Encrypt: 'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==',
      MsgSignature: '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
      TimeStamp: 1713424427,
      Nonce: '415670741',
    });
  });

  it('is opened by its receiver, whatever the length', () => {
    for (let length = 0; length < 70; length += 1) {
      const message = '好'.repeat(length);
      expect(decryptPush(sealReply(message, keys, at).Encrypt, KEY, APP)).toBe(message);
    }
  });
});

import { encrypt, signatureOf } from './push-crypto.ts';

/** The worked example of the platform's documentation (消息推送). */
it('matches the documented reply of the safe mode', () => {
  const cipher = encrypt(
    '{"demo_resp":"good luck"}',
    'wxba5fad812f8e6fb9',
    'A'.repeat(43),
    Buffer.from('707722b803182950'),
  );
  expect(cipher).toBe(
    'ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==',
  );
  expect(signatureOf(['AAAAA', '1713424427', '415670741', cipher])).toBe(
    '1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1',
  );
});

it('matches the documented URL check', () => {
  expect(signatureOf(['AAAAA', '1714036504', '1514711492'])).toBe('f464b24fc39322e44b38aa78f5edd27bd1441696');
});

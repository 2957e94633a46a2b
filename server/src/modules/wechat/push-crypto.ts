import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A push that is not from WeChat, not for this app, or damaged. */
export class PushRefused extends Error {
  override readonly name = 'PushRefused';
}

const BLOCK = 32;
const HEAD = 16;
const LENGTH_END = 20;

/** sha1 over the sorted parts, in hex. */
export function pushSignature(parts: readonly string[]): string {
  return createHash('sha1')
    .update([...parts].sort().join(''))
    .digest('hex');
}

/** Compares in constant time, so that an attacker learns nothing from how long a refusal takes. */
export function signatureMatches(parts: readonly string[], signature: string): boolean {
  const expected = Buffer.from(pushSignature(parts));
  const given = Buffer.from(signature);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

/**
 * The message inside a safe-mode push: AES-256-CBC with the key's first half as vector, PKCS#7 over 32-byte blocks,
 * around random(16) · length(4, big-endian) · message · appid. Check the signature first.
 * @param cipher the base64 text of `Encrypt` · @param aesKey the 43 characters of EncodingAESKey
 * @throws PushRefused when it is damaged or meant for another app
 */
export function decryptPush(cipher: string, aesKey: string, appId: string): string {
  const plain = unpad(decipher(cipher, Buffer.from(`${aesKey}=`, 'base64')));
  if (plain.length < LENGTH_END) throw new PushRefused('too short');
  const end = LENGTH_END + plain.readUInt32BE(HEAD);
  if (end > plain.length) throw new PushRefused('wrong length');
  if (plain.subarray(end).toString('utf8') !== appId) throw new PushRefused('another app');
  return plain.subarray(LENGTH_END, end).toString('utf8');
}

/** An answer with content, as the platform wants it in safe mode. `success` needs none of this. */
export interface SealedReply {
  Encrypt: string;
  MsgSignature: string;
  TimeStamp: number;
  Nonce: string;
}

/**
 * Seals a reply to a safe-mode push.
 * @param at unix seconds and nonce of the reply · @param random 16 bytes; fresh ones unless given
 */
export function sealReply(
  message: string,
  keys: { token: string; aesKey: string; appId: string },
  at: { timestamp: number; nonce: string },
  random: Buffer = randomBytes(HEAD),
): SealedReply {
  const text = Buffer.from(message, 'utf8');
  const length = Buffer.alloc(LENGTH_END - HEAD);
  length.writeUInt32BE(text.length);
  const plain = Buffer.concat([random, length, text, Buffer.from(keys.appId, 'utf8')]);
  const pad = BLOCK - (plain.length % BLOCK);
  const key = Buffer.from(`${keys.aesKey}=`, 'base64');
  const aes = createCipheriv('aes-256-cbc', key, key.subarray(0, HEAD)).setAutoPadding(false);
  const sealed = Buffer.concat([aes.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])), aes.final()]);
  const Encrypt = sealed.toString('base64');
  const MsgSignature = pushSignature([keys.token, String(at.timestamp), at.nonce, Encrypt]);
  return { Encrypt, MsgSignature, TimeStamp: at.timestamp, Nonce: at.nonce };
}

function decipher(cipher: string, key: Buffer): Buffer {
  try {
    const aes = createDecipheriv('aes-256-cbc', key, key.subarray(0, HEAD)).setAutoPadding(false);
    return Buffer.concat([aes.update(cipher, 'base64'), aes.final()]);
  } catch {
    throw new PushRefused('not decipherable');
  }
}

/** Node strips paddings of up to 16 bytes only; WeChat's run to 32. */
function unpad(padded: Buffer): Buffer {
  const pad = padded.at(-1) ?? 0;
  const tail = padded.subarray(padded.length - pad);
  if (pad < 1 || pad > BLOCK || tail.length !== pad || tail.some((byte) => byte !== pad)) {
    throw new PushRefused('wrong padding');
  }
  return padded.subarray(0, padded.length - pad);
}

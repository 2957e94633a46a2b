import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238 with what every authenticator app takes: SHA-1, 6 digits, 30 seconds. */
const STEP_MS = 30_000;
const DIGITS = 6;
/** Steps before and after the present one that are taken: clocks of phones differ. */
const WINDOW = 1;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The step an epoch time in ms lies in. */
export function stepAt(ms: number): number {
  return Math.floor(ms / STEP_MS);
}

/** The code of a seed at a step (RFC 4226 with the step as counter); `digits` is 8 in the RFC's own vectors. */
export function codeAt(seed: Buffer, step: number, digits: number = DIGITS): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', seed).update(counter).digest();
  const offset = mac.readUInt8(mac.length - 1) & 0xf;
  const value = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits;
  return String(value).padStart(digits, '0');
}

/** The step whose code this is, later than `lastStep`; null when the code is wrong or was used. */
export function matchStep(seed: Buffer, code: string, nowMs: number, lastStep: number | null): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null;
  const given = Buffer.from(code);
  let found: number | null = null;
  for (let step = stepAt(nowMs) - WINDOW; step <= stepAt(nowMs) + WINDOW; step += 1) {
    const isSame = timingSafeEqual(Buffer.from(codeAt(seed, step)), given);
    if (isSame && (lastStep === null || step > lastStep)) found ??= step;
  }
  return found;
}

/** RFC 4648 base 32 without padding, as authenticator apps read seeds. */
export function toBase32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => ALPHABET[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** The address an authenticator app scans. */
export function totpUri(seed: Buffer, issuer: string, login: string): string {
  const label = encodeURIComponent(`${issuer}:${login}`);
  return `otpauth://totp/${label}?secret=${toBase32(seed)}&issuer=${encodeURIComponent(issuer)}`;
}

import { createHash, createHmac, randomBytes, randomInt } from 'node:crypto';

export interface TokenPair {
  access: string;
  refresh: string;
}

/** 256 random bits each. */
export function newPair(): TokenPair {
  return { access: randomBytes(32).toString('base64url'), refresh: randomBytes(32).toString('base64url') };
}

/**
 * The pair that follows a refresh token. It is computed, not drawn, so that the same renewal asked twice has the
 * same answer although only hashes are stored; without the server's key nobody else can compute it.
 */
export function successorOf(key: Buffer, refresh: string): TokenPair {
  const derive = (purpose: string) =>
    createHmac('sha256', key).update(`${purpose}\n${refresh}`).digest('base64url');
  return { access: derive('access'), refresh: derive('refresh') };
}

/** Without letters and digits that look alike. */
const CLEAR = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

function clear(length: number): string {
  return Array.from({ length }, () => CLEAR[randomInt(CLEAR.length)]).join('');
}

/** A password to hand out once: 4 × 5 signs, about 99 bits, three kinds of characters. */
export function newInitialPassword(): string {
  return `${clear(5)}-${clear(5).toLowerCase()}-${clear(5)}-${clear(4)}${randomInt(2, 10)}`;
}

/** A recovery code: 2 × 5 signs, about 49 bits, and only with the password. */
export function newRecoveryCode(): string {
  return `${clear(5)}-${clear(5)}`;
}

/** One spelling of a code typed by hand. */
export function codeKey(code: string): string {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
}

/** The code that opens a new installation: 4 × 5 signs made from the server's key and the database's salt. */
export function setupCode(key: Buffer, salt: string): string {
  const bytes = createHmac('sha256', key).update(`setup\n${salt}`).digest();
  const signs = [...bytes.subarray(0, 20)].map((byte) => CLEAR[byte % CLEAR.length]).join('');
  return (signs.match(/.{5}/g) ?? []).join('-');
}

/** Hash under which a code or a counted pair is stored. */
export function keyedHash(key: Buffer, purpose: string, value: string): string {
  return createHmac('sha256', key).update(`${purpose}\n${value}`).digest('hex');
}

/** Compares what was typed with what is expected, in the same time wherever they differ. */
export function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return digest(a).equals(digest(b));
}

import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';

/** 20 bits: a look-up by the last four digits shows about one wrong row in a million besides the right ones. */
const LAST4_HEX = 5;

/**
 * Keyed hashes under which encrypted values are found again. Equal values give equal hashes, which is the price
 * of looking one up. Chinese mobiles are only about 10^10 values: who has the key has the numbers, so the key is
 * separate from the data key.
 */
export class BlindIndex {
  private readonly key: KeyObject;

  constructor(key: Buffer) {
    if (key.length < 32) throw new Error('the index key is at least 32 bytes');
    this.key = createSecretKey(key);
  }

  /** Index of a telephone number as `normalisePhone` gives it: 64 hex digits. */
  phone(e164: string): string {
    return this.hash('phone', e164);
  }

  /** Index of the last four digits of such a number, for the desk's search: 5 hex digits, collisions wanted. */
  last4(e164: string): string {
    return this.last4Of(e164.replace(/;.*$/, '').slice(-4));
  }

  /** The same for four digits somebody typed into the search box. */
  last4Of(digits: string): string {
    return this.hash('last4', digits).slice(0, LAST4_HEX);
  }

  /** Index of a WeChat openid: 64 hex digits. */
  openid(openid: string): string {
    return this.hash('openid', openid);
  }

  /** The purpose is part of what is hashed, so that indexes of two columns never match each other. */
  private hash(purpose: string, value: string): string {
    return createHmac('sha256', this.key).update(`${purpose}\n${value}`).digest('hex');
  }
}

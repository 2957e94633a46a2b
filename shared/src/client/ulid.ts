const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A 26-character ULID: 10 digits of `ms` since 1970, then 16 random ones. `random` gives numbers in [0, 1). */
export function ulid(ms: number, random: () => number = Math.random): string {
  let time = '';
  for (let rest = ms, at = 0; at < 10; at += 1, rest = Math.floor(rest / 32)) {
    time = DIGITS.charAt(rest % 32) + time;
  }
  let tail = '';
  for (let at = 0; at < 16; at += 1) tail += DIGITS.charAt(Math.floor(random() * 32));
  return time + tail;
}

/** A fresh key for a draft or a command, so that a repeat of the same request counts once. */
export const newKey = (): string => ulid(Date.now());

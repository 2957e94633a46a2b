const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
let made = 0;

/** A ULID of this moment. */
export function freshId(): string {
  let time = Date.now();
  let text = '';
  for (let at = 0; at < 10; at += 1) {
    text = ALPHABET[time % 32] + text;
    time = Math.floor(time / 32);
  }
  made += 1;
  return `${text}0BENCH${String(process.pid % 100000).padStart(5, '0')}${String(made).padStart(5, '0').slice(-5)}`;
}

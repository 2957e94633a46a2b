import { insertRows } from './data.ts';
import type { Query } from './sql.ts';

/** One word of each level stands in every so-manyth order: from what everybody says to what hardly anybody does. */
export const LEVELS = [3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000] as const;
const ORDERS_AT_ONCE = 500;
const FIRST_HAN = 0x4e00;
const PRIMES = [2_654_435_761, 2_246_822_519, 3_266_489_917, 668_265_263, 374_761_393];

/** The word of a level that stands in order `n`: two characters, the first of which names the level. */
export function wordOf(n: number, level: number): string {
  const every = LEVELS[level] ?? 1;
  const prime = PRIMES[level % PRIMES.length] ?? 1;
  const mixed = Math.imul(n + level * 7919, prime) >>> 0;
  return theWord(level, (mixed ^ (mixed >>> 15)) % every);
}

/** The `k`th word of a level. */
function theWord(level: number, k: number): string {
  return String.fromCodePoint(0x9000 + level * 64 + Math.floor(k / 16_384), FIRST_HAN + (k % 16_384));
}

/** What somebody types: two words of middling rarity, each of some order. */
export function twoWords(): string {
  const some = (level: number) => theWord(level, Math.floor(Math.random() * (LEVELS[level] ?? 1)));
  return `${some(2)} ${some(3)}`;
}

/**
 * Terms and words of copied orders. Copies share one narrative, which would put every order under every term: each gets
 * words of its own instead, as many orders to a word as texts of a town have.
 */
export async function addWords(
  query: Query,
  rootId: string,
  range: { from: number; to: number },
  idOf: (n: number) => string,
): Promise<void> {
  for (let from = range.from; from < range.to; from += ORDERS_AT_ONCE) {
    const to = Math.min(range.to, from + ORDERS_AT_ONCE);
    const orders = Array.from({ length: to - from }, (_, at) => from + at);
    const texts = orders.map((n) => ({ id: idOf(n), words: LEVELS.map((_, level) => wordOf(n, level)) }));
    const terms = texts.flatMap(({ id, words }) =>
      words.map((word) => ({ term: rootId.slice(-4) + word, order_id: id })),
    );
    // Along the index, as it is filled fastest.
    terms.sort((a, b) => (a.term < b.term ? -1 : 1));
    await insertRows(query, 'order_term', terms);
    await insertRows(
      query,
      'order_words',
      texts.map(({ id, words }) => ({
        ...{ order_id: id, root_id: rootId, words: words.join('|') },
        keys_held: `#${[...id].reverse().join('')}`.slice(0, 25),
      })),
    );
  }
}

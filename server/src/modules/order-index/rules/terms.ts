/** Han characters and runs of other letters and digits; all else only keeps them apart. */
const PARTS = /\p{Script=Han}|[^\P{L}\p{Script=Han}]+|\p{N}+/gu;
const HAN = /\p{Script=Han}/u;
/** Longer runs are told apart by their beginning only; whoever searches looks at the words besides. */
const RUN_MAX = 24;
/** Between parts that do not stand side by side. */
const BREAK = '|';
/** Letters of a street's id before each term: it keeps the streets' orders apart within the index. */
const ROOT_LETTERS = 4;

/** As texts are compared: full-width as half-width, capitals as small letters. */
export function compared(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/**
 * A text as its parts in the order they stand: Han characters as they are, other runs between blanks, a stroke where
 * anything else stands between. `丁香3栋,漏水` → `丁香 3 栋|漏水`.
 */
export function partsOf(text: string): string {
  const plain = compared(text);
  let parts = '';
  let end = 0;
  for (const { 0: part, index } of plain.matchAll(PARTS)) {
    if (index > end && parts !== '') parts += BREAK;
    parts += HAN.test(part) ? part : ` ${part} `;
    end = index + part.length;
  }
  return parts.replaceAll('  ', ' ');
}

/**
 * The terms under which parts are found: each two Han characters side by side, each run, and a run with the character
 * after it. Whatever stands in a text is found by its own terms, wherever words begin: nothing is lost to a guess
 * about where one word ends.
 */
export function termsOf(parts: string): Set<string> {
  const terms = new Set<string>();
  for (const piece of parts.split(BREAK)) {
    let before: string | null = null;
    for (const token of tokensOf(piece)) {
      const isHan = HAN.test(token);
      const short = isHan ? token : [...token].slice(0, RUN_MAX).join('');
      if (!isHan) terms.add(short);
      else if (before !== null) terms.add(before + token);
      before = short;
    }
  }
  return terms;
}

function tokensOf(piece: string): string[] {
  const stretches = piece.split(' ').filter(Boolean);
  return stretches.flatMap((stretch) => (HAN.test(stretch) ? [...stretch] : [stretch]));
}

/** What somebody asks for: pieces that must each stand in the text as typed, and the terms that find them. */
export interface AskedWords {
  pieces: string[];
  terms: string[];
}

/** Blanks and signs part the pieces; a piece of one Han character alone has no term, so it only narrows. */
export function askedWords(text: string): AskedWords {
  const pieces = [...new Set(partsOf(text).split(BREAK).filter(Boolean))];
  return { pieces, terms: [...new Set(pieces.flatMap((piece) => [...termsOf(piece)]))] };
}

/** Whether every piece stands in the parts of a text. */
export function holdsAll(parts: string, pieces: readonly string[]): boolean {
  return pieces.every((piece) => parts.includes(piece));
}

/** The key of a term in one street's part of the index. */
export function keyOf(rootId: string, term: string): string {
  return rootId.slice(-ROOT_LETTERS) + term;
}

/** The term of an order number: turned round, so that its end finds it. */
export function numberTerm(orderNo: string): string {
  return `#${[...orderNo.toLowerCase()].reverse().join('')}`;
}

/** The term of a person's name, whole; null for what is too short or too long to be one. */
export function nameTerm(name: string): string | null {
  const plain = compared(name).replace(/[^\p{L}\p{N}]/gu, '');
  const length = [...plain].length;
  return length < 2 || length > RUN_MAX ? null : `@${plain}`;
}

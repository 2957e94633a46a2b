import type { ListCursor } from './list-plan';

const SORTS = ['due', 'received', 'found'] as const;

/** A place in a list as one word, opaque to clients. */
export function writeCursor({ sort, key, id }: ListCursor): string {
  return Buffer.from([sort, key, id].join('~')).toString('base64url');
}

/** Null for the beginning, and for what is no cursor of ours. */
export function readCursor(after: string | undefined): ListCursor | null {
  if (after === undefined || after === '') return null;
  const [sort, key = '', id = '', ...more] = Buffer.from(after, 'base64url').toString('utf8').split('~');
  const known = SORTS.find((each) => each === sort);
  if (known === undefined || id === '' || more.length > 0) return null;
  return { sort: known, key, id };
}

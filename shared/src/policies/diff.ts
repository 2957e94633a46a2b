/** One difference between two versions: the place, and what stood and stands there (null: nothing). */
export interface PolicyChange {
  path: string;
  before: string | null;
  after: string | null;
}

/** Fields whose parts say nothing by themselves: lights, and the events a promise starts from or is met by. */
const AS_ONE = /\.(?:lights|metBy|fromWhere)$/;
const MAX_CHANGES = 300;
/** Above this many pairs of rows the rows are compared by their place instead of being aligned. */
const MAX_PAIRS = 250_000;

/** What differs between two policy bodies, rows named as their writer counts them. At most 300 differences. */
export function diffBodies(before: unknown, after: unknown): PolicyChange[] {
  return changes(before, after, '').slice(0, MAX_CHANGES);
}

function changes(before: unknown, after: unknown, path: string): PolicyChange[] {
  if (same(before, after)) return [];
  if (AS_ONE.test(path)) return [{ path, before: textOf(before), after: textOf(after) }];
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(before, after, path);
  if (isPlain(before) && isPlain(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) =>
      changes(before[name], after[name], path === '' ? name : `${path}.${name}`),
    );
  }
  if (typeof before === 'string' && typeof after === 'string' && `${before}${after}`.includes('\n')) {
    return listChanges(before.split('\n'), after.split('\n'), path);
  }
  return [{ path, before: textOf(before), after: textOf(after) }];
}

/** Rows that stayed anchor the comparison; between two anchors old and new rows are paired in order. */
function listChanges(before: readonly unknown[], after: readonly unknown[], path: string): PolicyChange[] {
  const anchors = [...anchorsOf(before, after), [before.length, after.length] as const];
  const result: PolicyChange[] = [];
  let [from, to] = [0, 0];
  for (const [left, right] of anchors) {
    const gone = before.slice(from, left);
    const came = after.slice(to, right);
    for (let n = 0; n < Math.max(gone.length, came.length); n += 1) {
      const line = n < came.length ? to + n + 1 : from + n + 1;
      const place = `${path === '' ? '' : `${path} `}第 ${line} 行`;
      if (n < gone.length && n < came.length) result.push(...changes(gone[n], came[n], place));
      else if (n < gone.length) result.push({ path: `原${place}`, before: textOf(gone[n]), after: null });
      else result.push({ path: place, before: null, after: textOf(came[n]) });
    }
    [from, to] = [left + 1, right + 1];
  }
  return result;
}

/** Pairs of equal rows in order: the longest common subsequence. */
function anchorsOf(before: readonly unknown[], after: readonly unknown[]): (readonly [number, number])[] {
  const a = before.map((row) => JSON.stringify(row));
  const b = after.map((row) => JSON.stringify(row));
  if (a.length * b.length > MAX_PAIRS)
    return a.flatMap((row, at) => (row === b[at] ? [[at, at] as const] : []));
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      pairs.push([i, j]);
      [i, j] = [i + 1, j + 1];
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

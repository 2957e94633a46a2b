/** Which bytes are asked for: all of them, a part (both ends count), or none that exist. */
export type ByteRange = 'whole' | { from: number; to: number } | 'none';

/**
 * Reads a `Range` header for a file of `size` bytes (RFC 9110 §14). Players ask for one part at a time; what is not
 * one plain range is answered with the whole file, as the standard allows.
 */
export function rangeOf(header: string | undefined, size: number): ByteRange {
  const parts = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '');
  const [, first = '', last = ''] = parts ?? [];
  if (parts === null || (first === '' && last === '')) return 'whole';
  if (first === '') {
    const tail = Number(last);
    return tail === 0 || size === 0 ? 'none' : { from: Math.max(0, size - tail), to: size - 1 };
  }
  const from = Number(first);
  const to = last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (last !== '' && Number(last) < from) return 'whole';
  return from >= size ? 'none' : { from, to };
}

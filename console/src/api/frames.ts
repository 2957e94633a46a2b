/** One event of a stream as it came over the wire. */
export interface Frame {
  /** Where to resume after it; null when it named none. */
  cursor: string | null;
  /** What it says; null for a mere sign of life. */
  data: string | null;
}

/** Cuts server-sent events out of text that comes in pieces of any size; only whole events are given. */
export function frameCutter(): (text: string) => Frame[] {
  let rest = '';
  return (text) => {
    const parts = (rest + text).replace(/\r\n/g, '\n').split('\n\n');
    rest = parts.pop() ?? '';
    return parts.map(frameOf);
  };
}

function frameOf(part: string): Frame {
  const lines = part.split('\n');
  const values = (name: string) =>
    lines
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
  const data = values('data');
  return { cursor: values('id').at(-1) ?? null, data: data.length === 0 ? null : data.join('\n') };
}

const LONGEST_MS = 30_000;

/** How long to wait before the next try: 1 s, doubling up to half a minute, spread so that not all come back at once. */
export function pauseBefore(failures: number, random: number): number {
  return Math.min(LONGEST_MS, 1000 * 2 ** Math.min(failures, 10)) * (0.5 + random / 2);
}

interface Box {
  type: string;
  start: number;
  end: number;
}

/** A recording has some hundred boxes; a hostile file may announce any number. */
const MAX_BOXES = 20_000;
const CONTAINERS = new Set(['moov', 'trak', 'mdia', 'mvex', 'moof', 'traf']);

/** `ftyp` at the fifth byte: MP4 of whatever brand. */
export function isMp4(bytes: Buffer): boolean {
  return bytes.length >= 12 && bytes.toString('latin1', 4, 8) === 'ftyp';
}

/**
 * How long an MP4 with sound alone plays, in seconds: what its header says or what its fragments add up to, as
 * recorders write either; null when it holds a picture track, no sound or is damaged.
 */
export function mp4Seconds(bytes: Buffer): number | null {
  const boxes = boxesOf(bytes);
  const handlers = boxes.filter(({ type }) => type === 'hdlr').map(({ start }) => text(bytes, start + 8));
  if (!handlers.includes('soun') || handlers.includes('vide')) return null;
  const header = boxes.find(({ type }) => type === 'mvhd');
  const media = boxes.find(({ type }) => type === 'mdhd');
  const scale = media === undefined ? 0 : timesOf(bytes, media).scale;
  const told = [header, media].map((box) => {
    const { duration, scale: own } = box === undefined ? { duration: 0, scale: 0 } : timesOf(bytes, box);
    return own > 0 ? duration / own : 0;
  });
  const fragments = scale > 0 ? fragmentUnits(bytes, boxes) / scale : 0;
  const seconds = Math.max(...told, fragments);
  return seconds > 0 ? seconds : null;
}

function boxesOf(bytes: Buffer): Box[] {
  const found: Box[] = [];
  const read = (from: number, to: number): void => {
    for (let at = from; at + 8 <= to && found.length < MAX_BOXES; ) {
      const short = bytes.readUInt32BE(at);
      const long = short === 1 && at + 16 <= to;
      const size = long ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
      const head = long ? 16 : 8;
      if (size < head || at + size > to) return;
      const box = { type: text(bytes, at + 4), start: at + head, end: at + size };
      found.push(box);
      if (CONTAINERS.has(box.type)) read(box.start, box.end);
      at = box.end;
    }
  };
  read(0, bytes.length);
  return found;
}

/** Time scale and duration of `mvhd` and `mdhd`, which begin alike. */
function timesOf(bytes: Buffer, { start, end }: Box): { scale: number; duration: number } {
  const isLong = bytes[start] === 1;
  const scaleAt = start + (isLong ? 20 : 12);
  if (scaleAt + (isLong ? 12 : 8) > end) return { scale: 0, duration: 0 };
  const scale = bytes.readUInt32BE(scaleAt);
  const duration = isLong ? Number(bytes.readBigUInt64BE(scaleAt + 4)) : bytes.readUInt32BE(scaleAt + 4);
  // All ones: not known.
  return { scale, duration: duration >= 0xffffffff ? 0 : duration };
}

/** Sample durations of all fragments, in units of the track. */
function fragmentUnits(bytes: Buffer, boxes: readonly Box[]): number {
  const extend = boxes.find(({ type }) => type === 'trex');
  let usual =
    extend !== undefined && extend.start + 16 <= extend.end ? bytes.readUInt32BE(extend.start + 12) : 0;
  let sum = 0;
  for (const box of boxes) {
    if (box.type === 'tfhd') usual = ownDuration(bytes, box) ?? usual;
    if (box.type === 'trun') sum += runUnits(bytes, box, usual);
  }
  return sum;
}

function ownDuration(bytes: Buffer, { start, end }: Box): number | undefined {
  if (start + 8 > end) return undefined;
  const flags = bytes.readUInt32BE(start) & 0xffffff;
  if ((flags & 0x8) === 0) return undefined;
  const at = start + 8 + ((flags & 0x1) === 0 ? 0 : 8) + ((flags & 0x2) === 0 ? 0 : 4);
  return at + 4 <= end ? bytes.readUInt32BE(at) : undefined;
}

function runUnits(bytes: Buffer, { start, end }: Box, usual: number): number {
  if (start + 8 > end) return 0;
  const flags = bytes.readUInt32BE(start) & 0xffffff;
  const count = bytes.readUInt32BE(start + 4);
  if ((flags & 0x100) === 0) return count * usual;
  const head = start + 8 + ((flags & 0x1) === 0 ? 0 : 4) + ((flags & 0x4) === 0 ? 0 : 4);
  const size = 4 * [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length;
  let sum = 0;
  for (let n = 0; n < count && head + n * size + 4 <= end; n += 1) sum += bytes.readUInt32BE(head + n * size);
  return sum;
}

function text(bytes: Buffer, at: number): string {
  return bytes.toString('latin1', at, at + 4);
}

const EBML = 0x1a45dfa3;
const SEGMENT = 0x18538067;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const TRACK_ENTRY = 0xae;
const CLUSTER = 0x1f43b675;
const BLOCK_GROUP = 0xa0;
const TIMESTAMP_SCALE = 0x2ad7b1;
const TRACK_TYPE = 0x83;
const TIMESTAMP = 0xe7;
const SIMPLE_BLOCK = 0xa3;
const BLOCK = 0xa1;

const MASTERS = new Set([SEGMENT, INFO, TRACKS, TRACK_ENTRY, CLUSTER, BLOCK_GROUP]);
const TYPE_VIDEO = 1;
const TYPE_AUDIO = 2;
/** Nanoseconds a unit when the file does not say. */
const USUAL_SCALE = 1_000_000;
/** A minute of Opus is some 3,000 blocks. */
const MAX_ELEMENTS = 100_000;

export function isWebm(bytes: Buffer): boolean {
  return bytes.length > 4 && bytes.readUInt32BE(0) === EBML;
}

/**
 * How long a WebM with sound alone plays, in seconds, by the times of its blocks: a browser's recorder writes no
 * duration. Null when it holds a picture track, no sound or is damaged.
 */
export function webmSeconds(bytes: Buffer): number | null {
  const types = new Set<number>();
  let scale = USUAL_SCALE;
  let cluster = 0;
  let last = -1;
  let at = 0;
  for (let n = 0; n < MAX_ELEMENTS && at < bytes.length; n += 1) {
    const id = readId(bytes, at);
    const size = id === null ? null : readSize(bytes, at + id.length);
    if (id === null || size === null) return null;
    const start = at + id.length + size.length;
    const length = size.value ?? bytes.length - start;
    if (id.value === TIMESTAMP_SCALE) scale = uint(bytes, start, length);
    if (id.value === TRACK_TYPE) types.add(uint(bytes, start, length));
    if (id.value === TIMESTAMP) cluster = uint(bytes, start, length);
    if (id.value === SIMPLE_BLOCK || id.value === BLOCK) {
      // Track number, then the time within the cluster as a signed 16-bit number.
      const track = readSize(bytes, start);
      const timeAt = start + (track?.length ?? 0);
      if (track === null || timeAt + 2 > bytes.length) break;
      last = Math.max(last, cluster + bytes.readInt16BE(timeAt));
    }
    at = MASTERS.has(id.value) ? start : start + length;
  }
  if (!types.has(TYPE_AUDIO) || types.has(TYPE_VIDEO) || last < 0) return null;
  return (last * scale) / 1e9;
}

function lengthOf(first: number | undefined, most: number): number | null {
  const length = first === undefined || first === 0 ? 99 : Math.clz32(first) - 23;
  return length <= most ? length : null;
}

function readId(bytes: Buffer, at: number): { value: number; length: number } | null {
  const length = lengthOf(bytes[at], 4);
  if (length === null || at + length > bytes.length) return null;
  return { value: bytes.readUIntBE(at, length), length };
}

/** A size; undefined for "until the end", as recorders write while they do not know it. */
function readSize(bytes: Buffer, at: number): { value: number | undefined; length: number } | null {
  const length = lengthOf(bytes[at], 8);
  if (length === null || at + length > bytes.length) return null;
  let value = (bytes[at] ?? 0) & (0xff >> length);
  let allOnes = value === 0xff >> length;
  for (let n = 1; n < length; n += 1) {
    const byte = bytes[at + n] ?? 0;
    value = value * 256 + byte;
    allOnes = allOnes && byte === 0xff;
  }
  return { value: allOnes ? undefined : value, length };
}

function uint(bytes: Buffer, at: number, length: number): number {
  const fits = length >= 1 && length <= 6 && at + length <= bytes.length;
  return fits ? bytes.readUIntBE(at, length) : 0;
}

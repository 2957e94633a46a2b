/** A run of whole audio frames inside a file: what is kept of it, and how long it plays. */
export interface FrameRun {
  start: number;
  end: number;
  seconds: number;
}

interface Frame {
  bytes: number;
  seconds: number;
}

type FrameReader = (bytes: Buffer, at: number) => Frame | null;

/** kbit/s by index, layer III of MPEG-1 and of MPEG-2/2.5 (ISO/IEC 11172-3, 13818-3). */
const MPEG1_KBPS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const MPEG2_KBPS = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const MPEG1_HZ = [44100, 48000, 32000];
const ADTS_HZ = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];
const ID3_HEADER = 10;

/** One layer III frame, or null when there is none at `at`. */
const mp3Frame: FrameReader = (bytes, at) => {
  if (at + 4 > bytes.length) return null;
  const word = bytes.readUInt32BE(at);
  const version = (word >>> 19) & 3;
  const isLayer3 = ((word >>> 17) & 3) === 1;
  if (word >>> 21 !== 0x7ff || version === 1 || !isLayer3) return null;
  const isMpeg1 = version === 3;
  const kbps = (isMpeg1 ? MPEG1_KBPS : MPEG2_KBPS)[(word >>> 12) & 15] ?? 0;
  const base = MPEG1_HZ[(word >>> 10) & 3];
  if (kbps === 0 || base === undefined) return null;
  const hz = base / (isMpeg1 ? 1 : version === 2 ? 2 : 4);
  const padding = (word >>> 9) & 1;
  const samples = isMpeg1 ? 1152 : 576;
  return { bytes: Math.floor((samples / 8) * ((kbps * 1000) / hz)) + padding, seconds: samples / hz };
};

/** One ADTS frame of AAC (ISO/IEC 13818-7). */
const adtsFrame: FrameReader = (bytes, at) => {
  if (at + 7 > bytes.length) return null;
  const head = bytes.readUInt16BE(at);
  const hz = ADTS_HZ[((bytes[at + 2] ?? 0) >> 2) & 15];
  // Twelve sync bits, then MPEG-2 or -4, then a layer that is always 0.
  if ((head & 0xfff6) !== 0xfff0 || hz === undefined) return null;
  const length = (bytes.readUInt32BE(at + 2) >>> 5) & 0x1fff;
  const blocks = ((bytes[at + 6] ?? 0) & 3) + 1;
  return length < 7 ? null : { bytes: length, seconds: (1024 * blocks) / hz };
};

/** Walks whole frames from `start` until there is none; null when not even two stand there. */
function walk(bytes: Buffer, start: number, read: FrameReader): FrameRun | null {
  let at = start;
  let seconds = 0;
  let frames = 0;
  for (
    let frame = read(bytes, at);
    frame !== null && at + frame.bytes <= bytes.length;
    frame = read(bytes, at)
  ) {
    at += frame.bytes;
    seconds += frame.seconds;
    frames += 1;
  }
  return frames < 2 ? null : { start, end: at, seconds };
}

/** The frames of an MP3, tags before and after them left out. */
export function mp3Run(bytes: Buffer): FrameRun | null {
  return walk(bytes, afterId3(bytes), mp3Frame);
}

/** The frames of a raw AAC stream. */
export function adtsRun(bytes: Buffer): FrameRun | null {
  return walk(bytes, afterId3(bytes), adtsFrame);
}

function afterId3(bytes: Buffer): number {
  if (bytes.length < ID3_HEADER || bytes.toString('latin1', 0, 3) !== 'ID3') return 0;
  // Four times seven bits.
  const size = [6, 7, 8, 9].reduce((sum, at) => sum * 128 + ((bytes[at] ?? 0) & 0x7f), 0);
  return ID3_HEADER + size;
}

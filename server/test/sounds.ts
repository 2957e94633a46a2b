/** Sounds made byte by byte from the formats' own rules: silence, but as long as they say. */

/** MPEG-2 layer III, 16 kHz mono, 48 kbit/s: what WeChat's recorder writes. 36 ms and 216 bytes a frame. */
export function mp3(seconds: number): Buffer {
  const frame = Buffer.alloc(216);
  // Sync, MPEG-2, layer III, no CRC; 48 kbit/s (index 6), 16 kHz (index 2); mono.
  frame.set([0xff, 0xf3, 0x68, 0xc4]);
  return Buffer.concat(Array.from({ length: Math.round(seconds / 0.036) }, () => frame));
}

/** AAC in ADTS, 16 kHz: 64 ms a frame. */
export function aac(seconds: number): Buffer {
  const size = 100;
  const frame = Buffer.alloc(size);
  // Sync, MPEG-4, no CRC; LC, 16 kHz (index 8), mono; frame length in 13 bits.
  frame.set([0xff, 0xf1, 0x60, 0x40 | (size >> 11), (size >> 3) & 0xff, ((size & 7) << 5) | 0x1f, 0xfc]);
  return Buffer.concat(Array.from({ length: Math.round(seconds / 0.064) }, () => frame));
}

const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, at * 4);
  return bytes;
};
const SCALE = 16_000;

/** MP4 as a browser's recorder writes it: no duration in the header, the samples' in the fragments. */
export function mp4(seconds: number, track = 'soun', told = 0): Buffer {
  const handler = box('hdlr', words(0, 0), Buffer.from(track), words(0, 0, 0));
  const media = box('mdia', box('mdhd', words(0, 0, 0, SCALE, 0)), handler);
  const extend = box('mvex', box('trex', words(0, 1, 1, 1024, 0, 0)));
  const moov = box('moov', box('mvhd', words(0, 0, 0, 1000, told * 1000)), box('trak', media), extend);
  const samples = Math.round((seconds * SCALE) / 1024);
  const run = box('traf', box('tfhd', words(0, 1)), box('trun', words(0, samples)));
  return Buffer.concat([
    box('ftyp', Buffer.from('iso5'), words(512), Buffer.from('iso5mp41')),
    moov,
    box('moof', run),
    box('mdat', Buffer.alloc(400)),
  ]);
}

const element = (id: number[], body: Buffer): Buffer =>
  Buffer.concat([Buffer.from([...id, 0x40 | (body.length >> 8), body.length & 0xff]), body]);

/** WebM as a browser's recorder writes it: segment and cluster of unknown size, a block each 60 ms. */
export function webm(seconds: number, trackType = 2): Buffer {
  const unknown = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
  const parts = [
    element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from('webm'))),
    Buffer.from([0x18, 0x53, 0x80, 0x67, ...unknown]),
    element([0x15, 0x49, 0xa9, 0x66], element([0x2a, 0xd7, 0xb1], Buffer.from([0x0f, 0x42, 0x40]))),
    element([0x16, 0x54, 0xae, 0x6b], element([0xae], element([0x83], Buffer.from([trackType])))),
  ];
  for (let ms = 0; ms <= seconds * 1000; ms += 60) {
    if (ms % 6000 === 0) {
      parts.push(Buffer.from([0x1f, 0x43, 0xb6, 0x75, ...unknown]), element([0xe7], words(ms)));
    }
    const time = Buffer.alloc(2);
    time.writeInt16BE(ms % 6000);
    parts.push(element([0xa3], Buffer.concat([Buffer.from([0x81]), time, Buffer.alloc(9)])));
  }
  return Buffer.concat(parts);
}

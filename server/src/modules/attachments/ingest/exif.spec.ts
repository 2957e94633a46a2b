import * as fc from 'fast-check';
import { readPhotoHints } from './exif';

interface Given {
  lat?: number[];
  latRef?: string;
  lng?: number[];
  lngRef?: string;
  taken?: string;
  offset?: string;
  bigEndian?: boolean;
}

/** Builds a TIFF block with one IFD for time, one for place, as cameras do; rationals are given as n/1. */
function tiff(given: Given): Buffer {
  const out = Buffer.alloc(600);
  const u16 = (v: number, at: number) =>
    given.bigEndian ? out.writeUInt16BE(v, at) : out.writeUInt16LE(v, at);
  const u32 = (v: number, at: number) =>
    given.bigEndian ? out.writeUInt32BE(v, at) : out.writeUInt32LE(v, at);
  let data = 300;
  const entry = (at: number, tag: number, type: number, length: number, value: number) => {
    u16(tag, at);
    u16(type, at + 2);
    u32(length, at + 4);
    u32(value, at + 8);
  };
  const text = (at: number, tag: number, value: string) => {
    entry(at, tag, 2, value.length + 1, data);
    if (value.length + 1 <= 4) out.write(value.padEnd(4, '\0'), at + 8, 'latin1');
    else {
      out.write(value, data, 'latin1');
      data += value.length + 1;
    }
  };
  const degrees = (at: number, tag: number, parts: number[]) => {
    entry(at, tag, 5, parts.length, data);
    for (const part of parts) {
      u32(Math.round(part * 1000), data);
      u32(1000, data + 4);
      data += 8;
    }
  };
  out.write(given.bigEndian ? 'MM' : 'II', 0, 'latin1');
  u16(42, 2);
  u32(8, 4);
  u16(2, 8);
  entry(10, 0x8769, 4, 1, 50);
  entry(22, 0x8825, 4, 1, 100);
  u16(2, 50);
  if (given.taken !== undefined) text(52, 0x9003, given.taken);
  if (given.offset !== undefined) text(64, 0x9011, given.offset);
  u16(4, 100);
  if (given.latRef !== undefined) text(102, 1, given.latRef);
  if (given.lat) degrees(114, 2, given.lat);
  if (given.lngRef !== undefined) text(126, 3, given.lngRef);
  if (given.lng) degrees(138, 4, given.lng);
  return out;
}

const HEFEI = { lat: [31, 49, 12], latRef: 'N', lng: [117, 15, 36], lngRef: 'E' };

describe('place', () => {
  it.each([false, true])('comes as WGS-84 degrees (big endian: %s)', (bigEndian) => {
    expect(readPhotoHints(tiff({ ...HEFEI, bigEndian })).gps).toEqual({ lat: 31.82, lng: 117.26 });
  });

  it('reads the block with its Exif header too, and south and west as negative', () => {
    const block = Buffer.concat([Buffer.from('Exif\0\0'), tiff({ ...HEFEI, latRef: 'S', lngRef: 'W' })]);
    expect(readPhotoHints(block).gps).toEqual({ lat: -31.82, lng: -117.26 });
  });

  it.each<[string, Given]>([
    ['no fix', { lat: [0, 0, 0], latRef: 'N', lng: [0, 0, 0], lngRef: 'E' }],
    ['beyond the pole', { ...HEFEI, lat: [91, 0, 0] }],
    ['beyond the date line', { ...HEFEI, lng: [181, 0, 0] }],
    ['61 minutes', { ...HEFEI, lat: [31, 61, 0] }],
    ['no hemisphere', { ...HEFEI, latRef: undefined }],
    ['a false hemisphere', { ...HEFEI, latRef: 'E' }],
    ['two parts', { ...HEFEI, lat: [31, 49] }],
    ['half a pair', { lat: HEFEI.lat, latRef: 'N' }],
  ])('is left out: %s', (_, given) => {
    expect(readPhotoHints(tiff(given)).gps).toBeUndefined();
  });

  it('is left out when a denominator is zero', () => {
    const block = tiff(HEFEI);
    block.writeUInt32LE(0, 300 + 4);
    expect(readPhotoHints(block).gps).toBeUndefined();
  });
});

describe('time', () => {
  it('is local time of China when the camera names no offset', () => {
    expect(readPhotoHints(tiff({ taken: '2026:11:22 14:00:05' })).takenAt).toBe('2026-11-22T06:00:05.000Z');
  });
  it('follows the offset when there is one', () => {
    const block = tiff({ taken: '2026:11:22 14:00:05', offset: '+00:00' });
    expect(readPhotoHints(block).takenAt).toBe('2026-11-22T14:00:05.000Z');
  });
  it.each(['0000:00:00 00:00:00', '2026:06:31 10:00:00', '2026-11-22 10:00:00', '    :  :     :  :  ', ''])(
    'is left out: %j',
    (taken) => {
      expect(readPhotoHints(tiff({ taken }))).toEqual({});
    },
  );
});

describe('damage', () => {
  it('any bytes give hints or none, never an error', () => {
    const good = tiff({ ...HEFEI, taken: '2026:11:22 14:00:05', offset: '+08:00' });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (noise) => {
        readPhotoHints(Buffer.from(noise));
        readPhotoHints(Buffer.concat([Buffer.from('II*\0\x08\0\0\0', 'latin1'), Buffer.from(noise)]));
      }),
    );
    fc.assert(
      fc.property(fc.nat(599), fc.integer({ min: 0, max: 255 }), fc.nat(600), (at, value, cut) => {
        const damaged = Buffer.from(good);
        damaged[at] = value;
        const { gps } = readPhotoHints(damaged.subarray(0, cut));
        if (gps) expect(Math.abs(gps.lat) <= 90 && Math.abs(gps.lng) <= 180).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('pointers that point at themselves are not followed for ever', () => {
    const loop = tiff(HEFEI);
    loop.writeUInt32LE(8, 10 + 8);
    loop.writeUInt32LE(8, 22 + 8);
    expect(readPhotoHints(loop)).toEqual({});
  });
});

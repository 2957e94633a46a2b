import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { sha256Of } from '../../../platform/blobs';
import { DecoderPool } from './decoder-pool';
import { type IngestedPhoto, ingestPhoto, PHOTO_LIMITS, type PhotoRefusal } from './ingest-photo';

const pool = new DecoderPool({ size: 1, queueLimit: 8, timeoutMs: 20_000, memoryLimitMb: 512 });
afterAll(() => pool.close());

async function accepted(bytes: Buffer): Promise<IngestedPhoto> {
  const result = await ingestPhoto(bytes, PHOTO_LIMITS, pool);
  if (!result.ok) throw new Error(result.code);
  return result.photo;
}
async function refusal(bytes: Buffer): Promise<PhotoRefusal | undefined> {
  const result = await ingestPhoto(bytes, PHOTO_LIMITS, pool);
  return result.ok ? undefined : result.code;
}

/** Left half red, right half blue: tells which way is up after turning. */
function twoHalves(width: number, height: number) {
  const half = { create: { width: width / 2, height, channels: 3 as const, background: '#0000ff' } };
  return sharp({ create: { width, height, channels: 3, background: '#ff0000' } }).composite([
    { input: half, left: width / 2, top: 0 },
  ]);
}
/** A valid 1-bit PNG that is some kilobytes on disk whatever its size in pixels. */
function blankPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const rows = deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height));
  const magic = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([magic, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]);
}
async function pixel(jpeg: Buffer, left: number, top: number): Promise<number[]> {
  return [...(await sharp(jpeg).extract({ left, top, width: 1, height: 1 }).raw().toBuffer())];
}
const EXIF = {
  IFD0: { Make: 'YihuCam', Copyright: 'SECRET-OWNER' },
  IFD2: { DateTimeOriginal: '2026:11:22 14:00:05' },
  IFD3: {
    GPSLatitudeRef: 'N',
    GPSLatitude: '31/1 49/1 12/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '117/1 15/1 36/1',
  },
};

describe('what is stored', () => {
  it.each(['jpeg', 'png', 'webp'] as const)(
    '%s becomes an upright JPEG with its thumbnail',
    async (format) => {
      const photo = await accepted(await twoHalves(3000, 1000).toFormat(format).toBuffer());
      const main = await sharp(photo.main).metadata();
      const thumb = await sharp(photo.thumb).metadata();
      expect([main.format, main.width, main.height]).toEqual(['jpeg', 2048, 683]);
      expect([photo.width, photo.height]).toEqual([2048, 683]);
      expect([thumb.format, thumb.width, thumb.height]).toEqual(['jpeg', 480, 160]);
      expect(photo.sha256).toBe(sha256Of(photo.main));
    },
  );

  it('keeps nothing of the metadata, and hands place and time back to the uploader', async () => {
    const original = await twoHalves(400, 200)
      .withExif(EXIF)
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET-XMP</x:xmpmeta>')
      .withIccProfile('p3')
      .jpeg()
      .toBuffer();
    expect(original.includes('SECRET-OWNER') && original.includes('SECRET-XMP')).toBe(true);
    const photo = await accepted(original);
    expect(photo.gps).toEqual({ lat: 31.82, lng: 117.26 });
    expect(photo.takenAt).toBe('2026-11-22T06:00:05.000Z');
    for (const stored of [photo.main, photo.thumb]) {
      const { exif, xmp, icc, iptc, orientation, comments } = await sharp(stored).metadata();
      expect([exif, xmp, icc, iptc, orientation, comments]).toEqual(Array(6).fill(undefined));
      expect(/SECRET|YihuCam|Exif|ICC_PROFILE/.test(stored.toString('latin1'))).toBe(false);
    }
  });

  it('turns the picture as its orientation says, for all eight', async () => {
    const stored = [1, 2, 3, 4, 5, 6, 7, 8].map(async (orientation) => {
      const bytes = await twoHalves(80, 40).withMetadata({ orientation }).jpeg({ quality: 100 }).toBuffer();
      return accepted(bytes);
    });
    const photos = [];
    for (const one of stored) photos.push(await one);
    expect(photos.map((p) => [p.width, p.height])).toEqual([
      ...Array(4).fill([80, 40]),
      ...Array(4).fill([40, 80]),
    ]);
    // Orientation 3 is upside down and mirrored: red has moved from the left to the right.
    const [red] = await pixel(photos[2]?.main ?? Buffer.alloc(0), 75, 20);
    expect(red).toBeGreaterThan(200);
  });

  it('fills what is transparent with white and takes only the first picture of an animation', async () => {
    const clear = sharp({ create: { width: 20, height: 20, channels: 4, background: '#00000000' } });
    const photo = await accepted(await clear.png().toBuffer());
    expect((await pixel(photo.main, 5, 5)).every((value) => value > 250)).toBe(true);
    const raw = { width: 16, height: 48, channels: 3 as const, pageHeight: 16 };
    const frames = await sharp(randomBytes(16 * 48 * 3), { raw })
      .webp()
      .toBuffer();
    expect((await sharp(frames).metadata()).pages).toBe(3);
    expect(await accepted(frames)).toMatchObject({ width: 16, height: 16 });
  });

  it('cuts off a script behind the picture', async () => {
    const picture = await twoHalves(64, 32).jpeg().toBuffer();
    const tail = Buffer.from('<?php system($_GET["c"]); ?><script>alert(1)</script>PK\x03\x04');
    const photo = await accepted(Buffer.concat([picture, tail]));
    expect(/script|php/.test(photo.main.toString('latin1'))).toBe(false);
    expect(photo.main.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
  });

  it('the same bytes give the same picture', async () => {
    const bytes = await twoHalves(64, 32).png().toBuffer();
    expect((await accepted(bytes)).sha256).toBe((await accepted(bytes)).sha256);
  });
});

describe('what is refused', () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
  const jpegHead = Buffer.from([0xff, 0xd8, 0xff, 0xe0]);
  const pngHead = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

  it.each<[string, PhotoRefusal, () => Buffer | Promise<Buffer>]>([
    ['no bytes', 'ATTACHMENT_EMPTY', () => Buffer.alloc(0)],
    ['zero bytes', 'ATTACHMENT_TYPE', () => Buffer.alloc(4096)],
    ['one byte', 'ATTACHMENT_TYPE', () => Buffer.from([0xff])],
    ['an SVG', 'ATTACHMENT_TYPE', () => Buffer.from(svg)],
    ['an SVG behind JPEG magic', 'ATTACHMENT_BROKEN', () => Buffer.concat([jpegHead, Buffer.from(svg)])],
    ['an SVG behind PNG magic', 'ATTACHMENT_BROKEN', () => Buffer.concat([pngHead, Buffer.from(svg)])],
    ['a GIF', 'ATTACHMENT_TYPE', () => twoHalves(10, 10).gif().toBuffer()],
    ['a TIFF', 'ATTACHMENT_TYPE', () => twoHalves(10, 10).tiff().toBuffer()],
    ['an AVIF', 'ATTACHMENT_TYPE', () => twoHalves(10, 10).avif().toBuffer()],
    ['noise behind JPEG magic', 'ATTACHMENT_BROKEN', () => Buffer.concat([jpegHead, randomBytes(5000)])],
    ['JPEG magic alone', 'ATTACHMENT_BROKEN', () => jpegHead],
    ['PNG magic alone', 'ATTACHMENT_BROKEN', () => pngHead],
    [
      'WebP magic alone',
      'ATTACHMENT_BROKEN',
      () => Buffer.concat([Buffer.from('RIFF\x20\0\0\0WEBPVP8 '), Buffer.alloc(20)]),
    ],
    [
      'more than 10 MB',
      'ATTACHMENT_TOO_LARGE',
      () => Buffer.concat([jpegHead, Buffer.alloc(PHOTO_LIMITS.maxBytes)]),
    ],
    ['20,000 × 20,000 pixels', 'ATTACHMENT_TOO_MANY_PIXELS', () => blankPng(20_000, 20_000)],
  ])('%s: %s', async (_, code, make) => {
    expect(await refusal(await make())).toBe(code);
  });

  it.each(['jpeg', 'png', 'webp'] as const)('a %s that was cut off', async (format) => {
    const noise = { width: 300, height: 300, channels: 3 as const };
    const whole = await sharp(randomBytes(270_000), { raw: noise }).toFormat(format).toBuffer();
    expect(await refusal(whole.subarray(0, whole.length / 2))).toBe('ATTACHMENT_BROKEN');
    expect(await refusal(whole)).toBeUndefined();
  });
});

it('a blank picture of the same make is taken when its pixels are within the limit', async () => {
  expect(await accepted(blankPng(4_000, 4_000))).toMatchObject({ width: 2048, height: 2048 });
});

it('takes the largest photo allowed within bounds of memory', async () => {
  const large = await sharp({
    create: { width: 8000, height: 5000, channels: 3, background: '#446688' },
  })
    .jpeg({ progressive: true })
    .toBuffer();
  expect(await accepted(large)).toMatchObject({ width: 2048, height: 1280 });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import * as path from 'node:path';
import sharp from 'sharp';
import { DecoderPool } from './decoder-pool';
import { type IngestResult, ingestPhoto, PHOTO_LIMITS } from './ingest-photo';

/** Real and hostile files beside the repository; their folder is not part of the product. */
const CORPUS = path.resolve(__dirname, '../../../../../../shared/data/images');
const SLOWEST_MS = 10_000;

/** Jest refuses an empty table even in a skipped block, hence one name when the folder is absent. */
const filesIn = (folder: string): string[] =>
  existsSync(path.join(CORPUS, folder)) ? readdirSync(path.join(CORPUS, folder)).sort() : ['(absent)'];
const whenThere = existsSync(CORPUS) ? describe : describe.skip;
const pool = new DecoderPool({ size: 1, queueLimit: 8, timeoutMs: SLOWEST_MS, memoryLimitMb: 512 });
afterAll(() => pool.close());

const ingest = (folder: string, file: string): Promise<IngestResult> =>
  ingestPhoto(readFileSync(path.join(CORPUS, folder, file)), PHOTO_LIMITS, pool);

async function expectClean(result: IngestResult): Promise<void> {
  if (!result.ok) throw new Error(result.code);
  for (const stored of [result.photo.main, result.photo.thumb]) {
    const { format, exif, xmp, icc, iptc, orientation, comments } = await sharp(stored).metadata();
    expect([format, exif, xmp, icc, iptc, orientation, comments]).toEqual([
      'jpeg',
      ...Array(6).fill(undefined),
    ]);
    expect(/Exif\0|ns\.adobe|ICC_PROFILE|Photoshop|GPS/.test(stored.toString('latin1'))).toBe(false);
  }
}

whenThere('the image corpus', () => {
  const REFUSED: Record<string, string> = {
    'pillow_broken.png': 'ATTACHMENT_BROKEN',
    'pillow_crash-2020-10-test.tif': 'ATTACHMENT_TYPE',
    'pillow_decompression_bomb.gif': 'ATTACHMENT_TYPE',
    'pillow_decompression_bomb_extents.gif': 'ATTACHMENT_TYPE',
    'sharp_65536-uint32-limit.png': 'ATTACHMENT_TOO_MANY_PIXELS',
  };

  it.each(filesIn('malformed'))(
    'malformed/%s is refused with a code or stored clean',
    async (file) => {
      const pidsBefore = pool.processIds();
      const result = await ingest('malformed', file);
      if (file in REFUSED) expect(result).toEqual({ ok: false, code: REFUSED[file] });
      else if (result.ok) await expectClean(result);
      else expect(result.code).toBe('ATTACHMENT_BROKEN');
      // None of them may take the decoder down, let alone the server.
      if (pidsBefore.length > 0) expect(pool.processIds()).toEqual(pidsBefore);
    },
    2 * SLOWEST_MS,
  );

  it.each(filesIn('heic'))('heic/%s gets the instruction', async (file) => {
    expect(await ingest('heic', file)).toEqual({ ok: false, code: 'ATTACHMENT_HEIC' });
  });

  it.each(filesIn('photos'))('photos/%s is stored clean', async (file) => {
    await expectClean(await ingest('photos', file));
  });

  it.each(filesIn('exif_gps'))('exif_gps/%s is stored without its place', async (file) => {
    const result = await ingest('exif_gps', file);
    await expectClean(result);
    // The Nikon series was taken in Arezzo.
    if (!file.startsWith('DSCN') || !result.ok) return;
    expect(result.photo.gps?.lat).toBeCloseTo(43.47, 1);
    expect(result.photo.gps?.lng).toBeCloseTo(11.88, 1);
    expect(result.photo.takenAt?.slice(0, 7)).toBe('2008-10');
  });

  it('orientation 1–8 all come out upright', async () => {
    const shapes = new Set<string>();
    for (const file of filesIn('orientation')) {
      const result = await ingest('orientation', file);
      await expectClean(result);
      if (result.ok) shapes.add(`${result.photo.width}×${result.photo.height}`);
    }
    expect([...shapes]).toHaveLength(1);
  });
});

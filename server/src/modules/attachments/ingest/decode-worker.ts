/**
 * The decoder's own process: the only place where bytes from outside are decoded. It holds no secret, no
 * database and no environment, so that whatever a file does to it, the pool kills it and starts another.
 *
 * Started by `decoder-pool.ts` as a file of its own: `decode-worker.js` in the build, this very file in
 * tests (Node removes the types). Hence `require`, types only, and no import from beside it.
 */
import type SharpModule from 'sharp';
import type { DecodeJob, DecodeReply } from './decoder-pool';

const sharp: typeof SharpModule = require('sharp');

const MEGABYTE = 1024 * 1024;
const WATCH_EVERY_MS = 50;
/** Exit code by which the pool tells "took too much memory" from a crash. */
const OUT_OF_MEMORY = 97;

sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
sharp.concurrency(1);
sharp.cache(false);

// V8's heap limit does not see libvips' memory; the resident size does, and libvips works on other threads.
const memoryLimitBytes = Number(process.argv[2]) * MEGABYTE;
setInterval(() => {
  if (process.memoryUsage.rss() > memoryLimitBytes) process.exit(OUT_OF_MEMORY);
}, WATCH_EVERY_MS);
process.on('disconnect', () => process.exit(0));
process.on('message', (job: DecodeJob) => {
  decode(job).then((reply) => process.send?.(reply));
});
process.send?.({ ready: true });

async function decode(job: DecodeJob): Promise<DecodeReply> {
  try {
    const header = await sharp(job.bytes, { limitInputPixels: false }).metadata();
    if (header.format !== job.kind) return { ok: false, reason: 'BROKEN' };
    if (header.width * header.height > job.maxPixels) return { ok: false, reason: 'PIXELS' };
    const main = await sharp(job.bytes, {
      failOn: 'error',
      limitInputPixels: job.maxPixels,
      sequentialRead: true,
    })
      .autoOrient()
      .resize({ width: job.longEdge, height: job.longEdge, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb')
      .jpeg({ quality: job.quality })
      .toBuffer({ resolveWithObject: true });
    const thumb = await sharp(main.data)
      .resize({ width: job.thumbEdge, height: job.thumbEdge, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: job.quality })
      .toBuffer();
    const { width, height } = main.info;
    return { ok: true, main: main.data, thumb, width, height, exif: header.exif };
  } catch {
    // libvips' words are for programmers and may quote the file; the person needs only "cannot be opened".
    return { ok: false, reason: 'BROKEN' };
  }
}

/**
 * The decoder's own process: the only place where bytes from outside are decoded. It holds no secret, no
 * database and no environment, so that whatever a file does to it, the pool kills it and starts another.
 *
 * Started by `decoder-pool.ts` as a file of its own: `decode-worker.js` in the build, this very file in
 * tests (Node removes the types). Hence `require`, types only, and no import from beside it.
 */
import type SharpModule from 'sharp';
import type { DecodeJob, DecodeReply, MarkJob } from './decoder-pool';

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
process.on('message', (job: DecodeJob | MarkJob) => {
  const work = 'mark' in job ? mark(job) : decode(job);
  work.then((reply) => process.send?.(reply));
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
    const thumb = await thumbOf(main.data, job);
    const { width, height } = main.info;
    return { ok: true, main: main.data, thumb, width, height, exif: header.exif };
  } catch {
    // libvips' words are for programmers and may quote the file; the person needs only "cannot be opened".
    return { ok: false, reason: 'BROKEN' };
  }
}

/**
 * A dark band with white lines at the foot of the picture; under it, where the band would hide too much. Sizes follow
 * the picture, so that the lines read the same on a phone and on paper.
 */
async function mark(job: MarkJob): Promise<DecodeReply> {
  try {
    const { width, height } = await sharp(job.bytes).metadata();
    const size = Math.max(12, Math.round(Math.min(width, height * 1.2) / 32));
    const pad = Math.round(size / 2);
    const lines = await sharp({
      text: {
        text: `<span foreground="white">${escaped(job.mark)}</span>`,
        font: `${job.font.family} ${size}px`,
        fontfile: job.font.file,
        rgba: true,
        dpi: 72,
        width: Math.max(size * 4, width - 2 * pad),
        wrap: 'char',
        spacing: Math.round(size / 5),
      },
    })
      // Never wider than the picture, however narrow that is.
      .resize({ width: Math.max(1, width - 2 * pad), fit: 'inside', withoutEnlargement: true })
      .png()
      .toBuffer({ resolveWithObject: true });
    const band = lines.info.height + 2 * pad;
    const below = band > height / 3 ? band : 0;
    const background = { r: 0, g: 0, b: 0, alpha: 0.65 };
    const main = await sharp(job.bytes)
      .extend({ bottom: below, background: '#333333' })
      .composite([
        { input: { create: { width, height: band, channels: 4, background } }, gravity: 'south' },
        { input: lines.data, left: pad, top: height + below - band + pad },
      ])
      .jpeg({ quality: job.quality })
      .toBuffer({ resolveWithObject: true });
    const thumb = await thumbOf(main.data, job);
    return { ok: true, main: main.data, thumb, width: main.info.width, height: main.info.height };
  } catch {
    return { ok: false, reason: 'BROKEN' };
  }
}

function thumbOf(
  main: Buffer,
  { thumbEdge, quality }: { thumbEdge: number; quality: number },
): Promise<Buffer> {
  return sharp(main)
    .resize({ width: thumbEdge, height: thumbEdge, fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality })
    .toBuffer();
}

/** The lines are text, not Pango's markup. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** What the first bytes of an upload say it is; the file's name and declared type are never asked. */
export type PhotoKind = 'jpeg' | 'png' | 'webp' | 'heic' | 'empty' | 'other';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);
const GENERIC_HEIF_BRANDS = new Set(['mif1', 'msf1']);
/** Compatible brands read at most; real files list 2–6. */
const MAX_BRANDS = 32;

/**
 * Tells JPEG, PNG and WebP (accepted) and HEIC/HEIF (gets an instruction) from everything else
 * (GIF, TIFF, BMP, SVG, AVIF, PDF, renamed files …).
 */
export function sniffPhoto(bytes: Buffer): PhotoKind {
  if (bytes.length === 0) return 'empty';
  if (bytes.length >= 3 && bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg';
  if (bytes.subarray(0, PNG.length).equals(PNG)) return 'png';
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp';
  return isHeic(bytes) ? 'heic' : 'other';
}

/** ISO base media file whose brands are HEVC stills; AVIF shares the generic brands and is not HEIC. */
function isHeic(bytes: Buffer): boolean {
  if (ascii(bytes, 4, 8) !== 'ftyp') return false;
  const major = ascii(bytes, 8, 12);
  if (HEIC_BRANDS.has(major)) return true;
  if (!GENERIC_HEIF_BRANDS.has(major)) return false;
  const end = Math.min(bytes.readUInt32BE(0), bytes.length, 16 + 4 * MAX_BRANDS);
  for (let at = 16; at + 4 <= end; at += 4) if (ascii(bytes, at, at + 4) === 'avif') return false;
  return true;
}

function ascii(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('latin1', from, to);
}

import { type Instant, toInstant } from '@yihu/shared';

/** What a photo says about itself; shown to its uploader as a suggestion, never stored. */
export interface PhotoHints {
  takenAt?: Instant;
  /** WGS-84 degrees, as the Exif standard has it when no datum is named. */
  gps?: { lat: number; lng: number };
}

const TAG = { EXIF_IFD: 0x8769, GPS_IFD: 0x8825, TAKEN: 0x9003, TAKEN_OFFSET: 0x9011 };
const GPS_TAG = { LAT_REF: 1, LAT: 2, LNG_REF: 3, LNG: 4 };
const TYPE_BYTES: Record<number, number> = { 1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8 };
const TYPE_ASCII = 2;
const TYPE_RATIONAL = 5;
/** A camera writes some 60 tags an IFD; a hostile file may announce 65,535 of them. */
const MAX_TAGS = 512;
/** Phones that write no offset are used here; China has one zone. */
const LOCAL_OFFSET = '+08:00';

/**
 * Reads place and time from an Exif block (`Exif\0\0` + TIFF, or bare TIFF). Reads four tags and follows two
 * pointers, never a chain, so its work is bounded whatever the bytes say; what is damaged, out of range or
 * absent is left out.
 */
export function readPhotoHints(exif: Buffer): PhotoHints {
  const tiff = exif.toString('latin1', 0, 4) === 'Exif' ? exif.subarray(6) : exif;
  const reader = TiffReader.open(tiff);
  if (!reader) return {};
  const root = reader.ifd(reader.u32(4));
  const details = reader.ifd(root.number(TAG.EXIF_IFD));
  const place = reader.ifd(root.number(TAG.GPS_IFD));
  const takenAt = instantOf(details.text(TAG.TAKEN), details.text(TAG.TAKEN_OFFSET));
  const gps = pointOf(place);
  return { ...(takenAt && { takenAt }), ...(gps && { gps }) };
}

class TiffReader {
  private constructor(
    readonly bytes: Buffer,
    private readonly littleEndian: boolean,
  ) {}

  static open(bytes: Buffer): TiffReader | undefined {
    const order = bytes.toString('latin1', 0, 2);
    if (bytes.length < 8 || (order !== 'II' && order !== 'MM')) return undefined;
    const reader = new TiffReader(bytes, order === 'II');
    return reader.u16(2) === 42 ? reader : undefined;
  }

  /** Unsigned 16/32-bit numbers; undefined past the end, so that no damaged offset can throw. */
  u16(at: number): number | undefined {
    if (at < 0 || at + 2 > this.bytes.length) return undefined;
    return this.littleEndian ? this.bytes.readUInt16LE(at) : this.bytes.readUInt16BE(at);
  }
  u32(at: number): number | undefined {
    if (at < 0 || at + 4 > this.bytes.length) return undefined;
    return this.littleEndian ? this.bytes.readUInt32LE(at) : this.bytes.readUInt32BE(at);
  }

  ifd(offset: number | undefined): Ifd {
    const entries = new Map<number, Entry>();
    const count = offset === undefined ? 0 : Math.min(this.u16(offset) ?? 0, MAX_TAGS);
    for (let i = 0; i < count; i += 1) {
      const at = (offset ?? 0) + 2 + i * 12;
      const tag = this.u16(at);
      const type = this.u16(at + 2);
      const length = this.u32(at + 4);
      if (tag === undefined || type === undefined || length === undefined) break;
      const inline = (TYPE_BYTES[type] ?? 8) * length <= 4;
      const where = inline ? at + 8 : this.u32(at + 8);
      if (where !== undefined && !entries.has(tag)) entries.set(tag, { type, length, where });
    }
    return new Ifd(this, entries);
  }
}

interface Entry {
  type: number;
  length: number;
  where: number;
}

class Ifd {
  constructor(
    private readonly reader: TiffReader,
    private readonly entries: ReadonlyMap<number, Entry>,
  ) {}

  number(tag: number): number | undefined {
    const entry = this.entries.get(tag);
    return entry && this.reader.u32(entry.where);
  }

  text(tag: number): string | undefined {
    const entry = this.entries.get(tag);
    if (!entry || entry.type !== TYPE_ASCII) return undefined;
    const end = Math.min(entry.where + Math.min(entry.length, 64), this.reader.bytes.length);
    return this.reader.bytes.toString('latin1', entry.where, end).split('\0', 1)[0];
  }

  /** Three rationals as degrees, minutes, seconds. */
  degrees(tag: number): number | undefined {
    const entry = this.entries.get(tag);
    if (!entry || entry.type !== TYPE_RATIONAL || entry.length !== 3) return undefined;
    const parts = [0, 1, 2].map((i) => {
      const above = this.reader.u32(entry.where + i * 8);
      const below = this.reader.u32(entry.where + i * 8 + 4);
      return above === undefined || below === undefined || below === 0 ? Number.NaN : above / below;
    });
    const [degree = Number.NaN, minute = Number.NaN, second = Number.NaN] = parts;
    const degrees = degree + minute / 60 + second / 3600;
    return minute < 60 && second < 60 && Number.isFinite(degrees) ? degrees : undefined;
  }
}

function pointOf(place: Ifd): PhotoHints['gps'] {
  const lat = signed(place.degrees(GPS_TAG.LAT), place.text(GPS_TAG.LAT_REF), 'N', 'S');
  const lng = signed(place.degrees(GPS_TAG.LNG), place.text(GPS_TAG.LNG_REF), 'E', 'W');
  if (lat === undefined || lng === undefined || Math.abs(lat) > 90 || Math.abs(lng) > 180) return undefined;
  // Cameras without a fix write 0/0: an island of nobody's complaints.
  if (lat === 0 && lng === 0) return undefined;
  return { lat: round6(lat), lng: round6(lng) };
}

function signed(value: number | undefined, ref: string | undefined, plus: string, minus: string) {
  if (value === undefined) return undefined;
  if (ref === plus) return value;
  return ref === minus ? -value : undefined;
}

/** Six decimals are 0.1 m. */
function round6(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}

function instantOf(taken: string | undefined, offset: string | undefined): Instant | undefined {
  const parts = /^(\d{4}):(\d{2}):(\d{2}) (\d{2}):(\d{2}):(\d{2})$/.exec(taken ?? '');
  if (!parts) return undefined;
  const [, year, month, day, hour, minute, second] = parts;
  const zone = /^[+-]\d{2}:\d{2}$/.test(offset ?? '') ? offset : LOCAL_OFFSET;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}.000`;
  const ms = Date.parse(`${local}${zone}`);
  // A 31 June would silently become 1 July: the parts must read back as they were.
  if (Number.isNaN(ms) || Number.isNaN(Date.parse(`${local}Z`))) return undefined;
  return new Date(`${local}Z`).toISOString() === `${local}Z` ? toInstant(ms) : undefined;
}

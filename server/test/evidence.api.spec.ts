import { addMinutes, type OrderView, type PhotoView } from '@yihu/shared';
import sharp from 'sharp';
import { PhotoCheck } from '../src/modules/ops/photo-check.service';
import { BlobStore, sha256Of } from '../src/platform/blobs';
import { newId } from '../src/platform/ids';
import { file, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { ENGINES } from './spec-database';
import { brokenOrders } from './walk';

const REPLY = '丁香01网格已于11月23日上午清走3号楼消防通道内的纸箱,并张贴了禁止堆放的提示。';
const WHITE = { r: 250, g: 250, b: 250 };

interface Row {
  id: string;
  sha256: string;
  original_sha256: string;
  blob_key: string;
  mark_text: string;
  marked_sha256: string | null;
  taken_at: string | null;
}

/** A white photo; `exif` as sharp takes it. */
function shot(exif?: Record<string, Record<string, string>>, width = 1200): Promise<Buffer> {
  const blank = sharp({
    create: { width, height: Math.round(width * 0.75), channels: 3, background: WHITE },
  });
  return (exif === undefined ? blank : blank.withExif(exif)).jpeg({ quality: 90 }).toBuffer();
}

describe.each(ENGINES)('photos of evidence on %s', (_engine, serverUrl) => {
  let app: TestApp;
  let zhang: Persona;
  let n = 0;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    zhang = await app.as('grid-zhang');
  });
  afterAll(() => app.close());

  async function signed(): Promise<string> {
    const { orderId } = await file(app);
    await zhang.act(orderId, 'sign');
    return orderId;
  }
  /** No two photos are alike, so that each is an upload of its own. */
  const upload = async (exif?: Record<string, Record<string, string>>, purpose = 'BEFORE') => {
    n += 1;
    return zhang.upload(newId(), purpose, await shot(exif, 1200 + n));
  };
  const rowOf = async (id: string): Promise<Row> => {
    const [row] = await app.db.read<Row>('SELECT * FROM attachment WHERE id = ?', [id]);
    if (row === undefined) throw new Error(`no attachment ${id}`);
    return row;
  };
  const photoIn = (order: OrderView, id: string): PhotoView => {
    const photo = order.timeline.flatMap(({ photos }) => photos).find((one) => one.id === id);
    if (photo === undefined) throw new Error(`photo ${id} is not shown`);
    return photo;
  };
  const bytesAt = async (url: string) => {
    const response = await fetch(`${app.url}${url}`);
    return { status: response.status, bytes: Buffer.from(await response.arrayBuffer()) };
  };
  /** Mean brightness of the lowest sixth and of the rest. */
  async function brightness(bytes: Buffer): Promise<[number, number]> {
    const { width, height } = await sharp(bytes).metadata();
    const foot = Math.round(height / 8);
    const mean = async (top: number, high: number) => {
      const part = await sharp(bytes).extract({ left: 0, top, width, height: high }).png().toBuffer();
      return (await sharp(part).stats()).channels[0]?.mean ?? 0;
    };
    return [await mean(height - foot, foot), await mean(0, height - 2 * foot)];
  }

  it('carry time, grid and order where they are shown; the picture beneath stays as it was', async () => {
    const orderId = await signed();
    const at = app.clock.now();
    const id = await upload();
    const before = await rowOf(id);
    const kept = await app.app.get(BlobStore).get(before.blob_key);
    app.clock.pass(7);
    const order = await zhang.act(orderId, 'arrive', { photos: [id] });
    await app.settle();

    const row = await rowOf(id);
    expect(row.mark_text.split('\n')).toEqual([
      '2026-11-23 09:00 办理前',
      expect.stringMatching(new RegExp(`^丁香.* · ${order.orderNo}$`)),
      `原图 SHA-256 ${before.sha256.slice(0, 16)}`,
    ]);
    expect(at).toBe('2026-11-23T01:00:00.000Z');
    expect([row.sha256, row.original_sha256]).toEqual([before.sha256, before.original_sha256]);
    expect((await app.app.get(BlobStore).get(row.blob_key)).equals(kept)).toBe(true);

    const li = await app.as('li');
    for (const reader of [zhang, li]) {
      const { url, thumbUrl } = photoIn(await reader.view(orderId), id);
      const shown = await bytesAt(url);
      expect([shown.status, sha256Of(shown.bytes)]).toEqual([200, row.marked_sha256]);
      const [foot, above] = await brightness(shown.bytes);
      expect(foot).toBeLessThan(150);
      expect(above).toBeGreaterThan(240);
      expect((await sharp((await bytesAt(thumbUrl)).bytes).metadata()).width).toBe(480);
    }
    app.clock.pass(-7);
  });

  it('are drawn once; a reader quicker than the worker, a lost picture and two at once end in the same one', async () => {
    const orderId = await signed();
    const id = await upload(undefined, 'ADD');
    const order = await zhang.act(orderId, 'arrive', { photos: [id] });
    expect((await rowOf(id)).marked_sha256).toBeNull();
    const { url } = photoIn(order, id);
    const [one, two] = await Promise.all([bytesAt(url), bytesAt(url)]);
    const { marked_sha256: hash } = await rowOf(id);
    expect([sha256Of(one.bytes), sha256Of(two.bytes)]).toEqual([hash, hash]);
    await app.settle();
    expect((await rowOf(id)).marked_sha256).toBe(hash);

    const key = `marked/${hash?.slice(0, 2)}/${hash?.slice(2, 4)}/${hash}.jpg`;
    await app.app.get(BlobStore).delete(key);
    const check = app.app.get(PhotoCheck);
    expect((await check.all(app.clock.now())).problems).toContainEqual({
      attachmentId: id,
      key,
      problem: 'MISSING',
    });
    expect(sha256Of((await bytesAt(url)).bytes)).toBe(hash);
    expect((await check.all(app.clock.now())).ok).toBe(true);

    const bytes = await app.app.get(BlobStore).get(key);
    await app.app.get(BlobStore).put(key, Buffer.from(bytes).fill(0, bytes.length - 4));
    expect((await check.all(app.clock.now())).problems).toContainEqual({
      attachmentId: id,
      key,
      problem: 'HASH',
    });
    await app.app.get(BlobStore).put(key, bytes);
  });

  it('that nobody has drawn upon for a day are found', async () => {
    const orderId = await signed();
    const id = await upload();
    await zhang.act(orderId, 'arrive', { photos: [id] });
    const check = app.app.get(PhotoCheck);
    expect((await check.all(addMinutes(app.clock.now(), 60))).ok).toBe(true);
    const late = await check.all(addMinutes(app.clock.now(), 25 * 60));
    expect(late.problems).toMatchObject([{ attachmentId: id, problem: 'UNMARKED' }]);
    await app.settle();
    expect((await check.all(addMinutes(app.clock.now(), 25 * 60))).ok).toBe(true);
  });

  it('reach the resident with their mark once the reply is approved', async () => {
    const orderId = await signed();
    const id = await upload(undefined, 'AFTER');
    await zhang.act(orderId, 'reply', { outcome: 'SOLVED', publicText: REPLY, photos: [id] });
    await app.settle();
    await (await app.as('desk-chen')).act(orderId, 'approve', { publicText: REPLY });
    const li = await app.as('li');
    const { url } = photoIn(await li.view(orderId), id);
    const { bytes } = await bytesAt(url);
    expect(sha256Of(bytes)).toBe((await rowOf(id)).marked_sha256);
    expect((await rowOf(id)).mark_text).toContain('办理后');
    expect((await sharp(bytes).metadata()).exif).toBeUndefined();
  });

  it('that say another time or place of themselves are pointed out to staff, not to the resident', async () => {
    const orderId = await signed();
    // 2026-11-20 08:00 in China, some five kilometres north of the order's place.
    const plain = await upload();
    const id = await upload({
      IFD2: { DateTimeOriginal: '2026:11:20 08:00:00' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '31/1 53/1 0/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '117/1 14/1 0/1',
      },
    });
    const order = await zhang.act(orderId, 'arrive', { photos: [plain, id] });
    const notes = order.timeline.find(({ event }) => event === 'order.arrived')?.notes ?? [];
    expect(notes).toEqual([
      '第2张照片:照片自带的拍摄时间是 2026-11-20 08:00,比收到时早 3 天',
      expect.stringMatching(/^第2张照片:照片自带的位置距反映地点约 4\d{3} 米$/),
    ]);
    expect((await rowOf(id)).taken_at).toBe('2026-11-20T00:00:00.000Z');
    const mine = (await (await app.as('li')).view(orderId)).timeline.flatMap((entry) => entry.notes);
    expect(mine.join('')).not.toContain('照片自带');
  });

  it('are handlers’ alone: of a resident’s photo nothing is kept and nothing drawn', async () => {
    const li = await app.as('li');
    const exif = { IFD2: { DateTimeOriginal: '2026:11:20 08:00:00' } };
    const id = await li.upload(newId(), 'REPORT', await shot(exif, 900));
    const { orderId } = await file(app, 'li', { photoIds: [id] });
    await app.settle();
    expect(await rowOf(id)).toMatchObject({ mark_text: null, marked_sha256: null, taken_at: null });
    expect((await li.view(orderId)).photos[0]?.url).toContain('/main?');
  });

  it('are drawn however small or narrow they are', async () => {
    const orderId = await signed();
    const ids: string[] = [];
    for (const [width, height] of [
      [8, 8],
      [60, 900],
      [900, 30],
    ] as const) {
      const tiny = sharp({ create: { width, height, channels: 3, background: WHITE } });
      ids.push(await zhang.upload(newId(), 'BEFORE', await tiny.jpeg().toBuffer()));
    }
    const order = await zhang.act(orderId, 'arrive', { photos: ids });
    for (const id of ids) expect((await bytesAt(photoIn(order, id).url)).status).toBe(200);
  });

  it('R8: where the rules say so, solved needs the place as it was before, and papers, from staff and not from her', async () => {
    await putInForce(app, 'evidence', {
      rows: [
        { when: { classPrefix: '1001' }, need: ['PHOTO_BEFORE', 'PAPER', 'PHOTO_AFTER'], reason: '消防隐患' },
      ],
    });
    const li = await app.as('li');
    const id = await signed();
    const after = { outcome: 'SOLVED', publicText: REPLY, photos: [await upload(undefined, 'AFTER')] };
    // Her own pictures are what she says, not what the unit found.
    await li.act(id, 'addInfo', { text: '补一张', photos: [await li.upload(newId(), 'ADD')] });
    expect(await zhang.actRefused(id, 'reply', after)).toBe('EVIDENCE_BEFORE');
    expect(await zhang.actRefused(id, 'reply', { outcome: 'SOLVED', publicText: REPLY })).toBe(
      'EVIDENCE_MISSING',
    );
    await zhang.act(id, 'arrive', { photos: [await upload()] });
    expect(await zhang.actRefused(id, 'reply', after)).toBe('EVIDENCE_PAPER');
    await zhang.act(id, 'note', { note: '责令改正通知书', photos: [await upload(undefined, 'ADD')] });
    expect((await zhang.act(id, 'reply', after)).state).toBe('REPLIED');
    // What is not solved needs to show nothing.
    const other = await signed();
    const partly = { outcome: 'PARTLY', publicText: REPLY, unsolvedCode: 'NEEDS_MONEY' };
    expect((await zhang.act(other, 'reply', partly)).state).toBe('REPLIED');
    expect(await brokenOrders(app)).toEqual([]);
  });
});

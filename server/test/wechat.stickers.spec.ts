import type { StickerAnswer, StickersAnswer, StickerView } from '@yihu/shared';
import jsqr from 'jsqr';
import sharp from 'sharp';
import { ENGINES } from './spec-database';
import { startWechatApp, type WechatApp } from './wechat.app';

/** What a camera would read. */
async function read(bytes: Buffer): Promise<string | undefined> {
  const image = sharp(bytes, { density: 300 })
    .resize({ width: 600, kernel: 'nearest' })
    .flatten({ background: '#fff' });
  const { data, info } = await image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return jsqr(new Uint8ClampedArray(data), info.width, info.height)?.data;
}

describe.each(ENGINES)('grid stickers on %s', (_, serverUrl) => {
  let app: WechatApp;
  const gridIds = new Map<string, string>();

  beforeAll(async () => {
    app = await startWechatApp(serverUrl, { YIHU_PUBLIC_URL: 'https://street.example' });
    const rows = await app.db.read<{ id: string; code: string }>(
      `SELECT id, code FROM unit WHERE kind = 'GRID'`,
    );
    for (const { id, code } of rows) gridIds.set(code, id);
  });
  afterAll(() => app.close());

  const gridId = (code: string) => gridIds.get(code) ?? '';
  const make = async (count = 1, label = '东门') => {
    const clerk = await app.as('desk-chen');
    const body = { gridId: gridId('NQ-DX-01'), count, label };
    return (await clerk.ok<StickersAnswer>('POST', '/api/admin/stickers', body)).items;
  };
  const one = async (): Promise<StickerView> => {
    const [made] = await make();
    if (made === undefined) throw new Error('none made');
    return made;
  };
  const open = (id: string) => fetch(`${app.url}/api/places/stickers/${id}`);
  const image = async (id: string, what: string) => {
    const { token } = (await (
      await fetch(`${app.url}/api/session/demo`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"code":"desk-chen"}',
      })
    ).json()) as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    return fetch(`${app.url}/api/admin/stickers/${id}/${what}`, { headers });
  };

  it('a batch is numbered, unlike, and opens its grid for anybody', async () => {
    const made = await make(3);
    expect(made.map(({ label }) => label)).toEqual(['东门 1', '东门 2', '东门 3']);
    expect(new Set(made.map(({ id }) => id)).size).toBe(3);
    expect(new Set(made.map(({ batch }) => batch)).size).toBe(1);
    const answer = await open(made[0]?.id ?? '');
    expect(answer.status).toBe(200);
    const place = (await answer.json()) as StickerAnswer;
    expect(place.grid.code).toBe('NQ-DX-01');
    expect(place.center).toMatchObject({ datum: 'WGS84' });
    expect((await open((made[1]?.id ?? '').toUpperCase())).status).toBe(200);
  });

  it('scans are counted by the day', async () => {
    const { id } = await one();
    await Promise.all([open(id), open(id), open(id)]);
    app.clock.pass(24 * 60);
    await open(id);
    expect(
      await app.db.read('SELECT day, times FROM sticker_scan WHERE sticker_id = ? ORDER BY day', [id]),
    ).toMatchObject([{ times: 3 }, { times: 1 }]);
    const clerk = await app.as('desk-chen');
    const { items } = await clerk.ok<StickersAnswer>(
      'GET',
      `/api/admin/stickers?gridId=${gridId('NQ-DX-01')}`,
    );
    expect(items.find((each) => each.id === id)).toMatchObject({ scans: 4 });
  });

  it('a sticker is moved, revoked and revived, each on the record', async () => {
    const { id } = await one();
    const clerk = await app.as('desk-chen');
    const change = (body: object) => clerk.ok<StickerView>('POST', `/api/admin/stickers/${id}`, body);
    expect(await change({ gridId: gridId('NQ-DX-02') })).toMatchObject({ gridId: gridId('NQ-DX-02') });
    expect(((await (await open(id)).json()) as StickerAnswer).grid.code).toBe('NQ-DX-02');
    expect(await change({ active: false })).toMatchObject({ active: false });
    expect(await (await open(id)).json()).toMatchObject({ error: { code: 'STICKER_UNKNOWN' } });
    await change({ active: true, label: '西门' });
    expect((await open(id)).status).toBe(200);
    const audits = await app.db.read(
      `SELECT id FROM audit WHERE action = 'sticker.change' AND subject_id = ?`,
      [id],
    );
    expect(audits).toHaveLength(3);
  });

  it('M36: WeChat’s code leads to the filing page with the sticker, is drawn once and kept', async () => {
    const { id } = await one();
    await app.wechat.post('reset');
    const first = await image(id, 'wxcode');
    expect(first.headers.get('content-type')).toBe('image/jpeg');
    const bytes = Buffer.from(await first.arrayBuffer());
    expect(await read(bytes)).toBe(`resident/file/index?scene=${encodeURIComponent(`s=${id}`)}`);
    const second = Buffer.from(await (await image(id, 'wxcode')).arrayBuffer());
    expect(second.equals(bytes)).toBe(true);
    expect(await app.wechat.get('codes')).toMatchObject([{ scene: `s=${id}`, env: 'release' }]);
  });

  it.each([
    [{ errcode: 40097 }, '小程序设置有误'],
    [{ errcode: 45009 }, '今日额度已用完'],
    [{ html: '<html>' }, '微信没有应答'],
    [{ status: 502 }, '微信没有应答'],
  ])('says why there is no code when WeChat answers %j, and tries again', async (fault, reason) => {
    const { id } = await one();
    await app.wechat.fault('/wxa/getwxacodeunlimit', fault);
    const answer = await image(id, 'wxcode');
    const body = (await answer.json()) as { error: { code: string; message: string } };
    expect(body.error.code).toBe('STICKER_IMAGE');
    expect(body.error.message).toContain(reason);
    expect((await image(id, 'wxcode')).status).toBe(200);
  });

  it('the plain QR is an SVG that any camera reads as the link', async () => {
    const { id, link } = await one();
    expect(link).toBe(`https://street.example/#/resident/file/index?s=${id}`);
    const answer = await image(id, 'qr');
    expect(answer.headers.get('content-type')).toContain('image/svg+xml');
    expect(await read(Buffer.from(await answer.arrayBuffer()))).toBe(link);
  });

  it.each([
    ['no grid', { gridId: 'x' }, 'FIELD_INVALID'],
    ['an unknown grid', { gridId: '01JD8Z6V3N5Q0R2S4T6V8W0X2Y' }, 'GRID_UNKNOWN'],
    ['too many', { count: 201 }, 'FIELD_INVALID'],
    ['none', { count: 0 }, 'FIELD_INVALID'],
    ['a long label', { label: '长'.repeat(31) }, 'FIELD_INVALID'],
  ])('makes no stickers for %s', async (_name, change: object, code) => {
    const clerk = await app.as('desk-chen');
    const body = { gridId: gridId('NQ-DX-01'), count: 1, ...change };
    expect(await clerk.refused('POST', '/api/admin/stickers', body)).toBe(code);
  });

  it('is the office’s and the administrator’s business', async () => {
    const { id } = await one();
    for (const code of ['li', 'grid-zhang']) {
      const person = await app.as(code);
      expect(await person.refused('GET', '/api/admin/stickers')).toBe('FORBIDDEN');
      expect(await person.refused('POST', `/api/admin/stickers/${id}`, { active: false })).toBe('FORBIDDEN');
    }
    const admin = await app.as('admin-sys');
    const { items } = await admin.ok<StickersAnswer>('GET', '/api/admin/stickers');
    expect(items.length).toBeGreaterThan(0);
  });

  it.each(['nothing', 'ab3d5f7h9k', '..%2F..', "'%20OR%201=1"])('opens nothing for %s', async (id) => {
    expect((await open(id)).status).toBe(404);
  });
});

import type {
  DeskUnitsAnswer,
  ServiceCard,
  ServicePointsAnswer,
  StickerBatchesAnswer,
  StickersAnswer,
} from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { type Persona, photo, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { unitId } from './walk';

describe.each(ENGINES)('service points, cards and posters on %s', (_, serverUrl) => {
  let app: TestApp;
  let admin: Persona;
  let desk: Persona;
  let grid: string;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
    admin = await app.as('admin-sys');
    desk = await app.as('desk-chen');
    grid = await unitId(app, 'NQ-DX-01');
  });
  afterAll(() => app.close());

  const open = async <T>(path: string) => {
    const response = await fetch(`${app.url}${path}`);
    return { status: response.status, body: (await response.json()) as T };
  };
  const card = async () => (await open<ServiceCard>(`/api/places/cards/${grid}`)).body;
  const filled = (more: Record<string, unknown> = {}) => ({
    version: 0,
    leader: { name: '何伟', phone: '0551-63001101' },
    secretary: { name: '秦芳', phone: '0551-63001100' },
    volunteers: [{ name: '老周', phone: '' }],
    note: '每周三上午在党群服务站值班',
    ...more,
  });
  const save = (body: unknown, who = desk) => who.ok<ServiceCard>('POST', `/api/desk/cards/${grid}`, body);

  it('stand in the tree with kind, address, hours and telephone, and are read by everybody', async () => {
    await admin.ok<DeskUnitsAnswer>('POST', '/api/desk/units', {
      ...{ kind: 'SERVICE_POINT', parentId: app.streetId, code: 'NQ-FW-9', name: '南七养老服务中心' },
      ...{
        shortName: '养老中心',
        form: '养老服务中心',
        address: '望江西路 66 号',
        hours: '工作日 9:00–17:00',
      },
      ...{ phone: '0551-63009999', at: { lat: 31.8401, lng: 117.2402 }, head: '任芳' },
    });
    const { body } = await open<ServicePointsAnswer>(`/api/streets/${app.streetId}/points`);
    expect(body.points.find(({ code }) => code === 'NQ-FW-9')).toMatchObject({
      ...{ kind: 'SERVICE_POINT', form: '养老服务中心', hours: '工作日 9:00–17:00', phone: '0551-63009999' },
      at: { lat: 31.8401, lng: 117.2402 },
    });
    expect(body.points.some(({ kind }) => kind === 'MEDIATION_POINT')).toBe(true);
    expect((await open(`/api/streets/${newId()}/points`)).status).toBe(404);
  });

  it('a card is empty until it is filled in, and is guarded against a stale screen', async () => {
    expect(await card()).toMatchObject({
      ...{ version: 0, leader: { name: '' }, volunteers: [], wechatUrl: null, officePhone: '0551-00012345' },
      ...{ grid: { code: 'NQ-DX-01' }, community: { name: '丁香社区' } },
    });
    const first = await save(filled());
    expect(first).toMatchObject({ version: 1, leader: { name: '何伟' }, volunteers: [{ name: '老周' }] });
    expect(await desk.refused('POST', `/api/desk/cards/${grid}`, filled())).toBe('UNIT_MOVED');
    expect(
      await desk.refused('POST', `/api/desk/cards/${grid}`, filled({ version: 1, note: '长'.repeat(61) })),
    ).toBe('FIELD_INVALID');
    const worker = await app.as('grid-zhang');
    expect(await worker.refused('POST', `/api/desk/cards/${grid}`, filled({ version: 1 }))).toBe('FORBIDDEN');
    const stranger = await app.as('by-desk');
    expect(await stranger.refused('POST', `/api/desk/cards/${grid}`, filled({ version: 1 }))).toBe(
      'GRID_UNKNOWN',
    );
  });

  it('carries code pictures that came by the one way all pictures come', async () => {
    const wechatPhotoId = await desk.upload(newId(), 'CARD', await photo());
    const saved = await save(filled({ version: 1, wechatPhotoId }));
    expect(saved.qqUrl).toBeNull();
    const picture = await fetch(`${app.url}${saved.wechatUrl}`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    // Saved again without a word of the picture it stays; somebody else's upload is refused; null takes it off.
    const kept = await save(filled({ version: 2 }), admin);
    expect(kept.wechatUrl).not.toBeNull();
    const foreign = await admin.upload(newId(), 'CARD', await photo());
    expect(
      await desk.refused('POST', `/api/desk/cards/${grid}`, filled({ version: 3, qqPhotoId: foreign })),
    ).toBe('ATTACHMENT_NOT_YOURS');
    expect((await save(filled({ version: 3, wechatPhotoId: null }))).wechatUrl).toBeNull();
  });

  it('a batch of posters counts its scans, and revoked opens nothing any more', async () => {
    const made = await desk.ok<StickersAnswer>('POST', '/api/admin/stickers', {
      gridId: grid,
      count: 8,
      label: '丁香家园',
    });
    const [first, second] = made.items;
    for (const sticker of [first, first, second]) {
      expect((await open(`/api/places/stickers/${sticker?.id}`)).status).toBe(200);
    }
    const batches = () => desk.ok<StickerBatchesAnswer>('GET', '/api/admin/stickers/batches');
    const batch = made.items[0]?.batch ?? '';
    const mine = ({ items }: StickerBatchesAnswer) => items.find((each) => each.batch === batch);
    expect(mine(await batches())).toMatchObject({
      count: 8,
      active: 8,
      scans: 3,
      scans7d: 3,
      gridName: '丁香社区01网格',
    });
    const stranger = await app.as('by-desk');
    expect(await stranger.refused('POST', `/api/admin/stickers/batches/${batch}/revoke`)).toBe(
      'STICKER_UNKNOWN',
    );
    const after = await desk.ok<StickerBatchesAnswer>(
      'POST',
      `/api/admin/stickers/batches/${batch}/revoke`,
      {},
    );
    expect(mine(after)).toMatchObject({ count: 8, active: 0, scans: 3 });
    expect((await open(`/api/places/stickers/${first?.id}`)).status).toBe(404);
    expect(
      mine(await stranger.ok<StickerBatchesAnswer>('GET', '/api/admin/stickers/batches')),
    ).toBeUndefined();
  });
});

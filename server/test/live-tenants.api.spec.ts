import type { BulkCheck } from '@yihu/shared';
import { LiveHub } from '../src/modules/live/live-hub.service';
import { file, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { StreamReader } from './stream-reader';
import { AT_GRID } from './walk';

/** Inside grid 1-01 of 官陡 and of 湾里, both of one district. */
const IN_GD = { lat: 31.3574, lng: 118.3907, datum: 'WGS84' } as const;
const IN_WLI = { lat: 31.3938, lng: 118.4002, datum: 'WGS84' } as const;

describe.each(ENGINES)('what other streets hear and do at their desks, on %s', (_, serverUrl) => {
  let app: TestApp;
  let [here, inGd, inWli]: string[] = [];
  let heard: Record<string, StreamReader>;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
    heard = {};
    for (const code of ['desk-chen', 'gd-desk', 'gd-grid', 'jj-lead', 'by-desk']) {
      heard[code] = await StreamReader.open(app, await app.as(code));
    }
    here = (await file(app, 'li', { classCode: AT_GRID })).orderId;
    inGd = (await file(app, 'wang', { point: IN_GD, classCode: AT_GRID })).orderId;
    inWli = (await file(app, 'wang', { point: IN_WLI, classCode: AT_GRID })).orderId;
    await app.app.get(LiveHub).round();
  });
  afterAll(async () => {
    for (const reader of Object.values(heard)) reader.cut();
    await app.close();
  });

  /** Orders a listener was told of. */
  const orders = async (code: string) => {
    const reader = heard[code];
    if (reader === undefined) throw new Error(code);
    // What comes after everything else comes last: an event of her own.
    await app.db.inTransaction(async (tx) => {
      const { personId } = await app.as(code);
      const row = {
        id: `01KAJ${code
          .toUpperCase()
          .replace(/[^A-Z0-9]/g, '')
          .padEnd(21, '0')}`,
        seq: null,
      };
      await tx.insert('feed_item', {
        ...row,
        ...{ kind: 'BULK', root_id: null, subject_id: 'last', person_id: personId, actor_id: null },
        ...{ name: '', ref: '', note: '', left_unit_id: null, at: app.clock.now() },
      });
    });
    await app.app.get(LiveHub).round();
    await reader.until((events) => events.some(({ type }) => type === 'bulk'));
    const ids = reader.events.flatMap((event) => ('id' in event && event.type !== 'bulk' ? [event.id] : []));
    return [...new Set(ids)].sort();
  };

  it('a street hears of its own orders, a district of those of its streets', async () => {
    expect(await orders('desk-chen')).toEqual([here]);
    expect(await orders('gd-desk')).toEqual([inGd]);
    expect(await orders('gd-grid')).toEqual([inGd]);
    expect(await orders('jj-lead')).toEqual([inGd, inWli].sort());
    expect(await orders('by-desk')).toEqual([]);
  });

  it('nobody looks at, writes for or acts on an order of another street', async () => {
    const stranger = await app.as('gd-desk');
    for (const [method, path] of [
      ['GET', `/api/desk/presence/${here}`],
      ['POST', `/api/desk/presence/${here}`],
      ['DELETE', `/api/desk/presence/${here}`],
      ['GET', `/api/desk/templates/${here}?action=approve`],
    ] as const) {
      const body = method === 'POST' ? {} : undefined;
      expect([path, await stranger.refused(method, path, body)]).toEqual([path, 'NOT_FOUND']);
    }
    const targets = [here, inGd].map((id) => ({ id: id ?? '', version: 99 }));
    const check = { action: 'urge', fields: {}, orders: targets };
    const { rows } = await stranger.ok<BulkCheck>('POST', '/api/desk/bulk/check', check);
    expect(rows.map(({ ok, code, orderNo }) => [ok, code, orderNo === ''])).toEqual([
      [false, 'NOT_FOUND', true],
      [true, null, false],
    ]);
  });
});

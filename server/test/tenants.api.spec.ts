import {
  DESK_VIEWS,
  type OrderSummary,
  type OrderView,
  type Page,
  type Receipt,
  type StreetsAnswer,
} from '@yihu/shared';
import { demoPeople } from '../src/seed';
import { file, filing, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, AT_SECTION, orderAt, unitId } from './walk';

/** A few hundred metres south-west of each street's middle: inside its grid 1-01. */
const AT = {
  BY: { lat: 36.6882, lng: 116.9983, datum: 'WGS84' },
  GD: { lat: 31.3574, lng: 118.3907, datum: 'WGS84' },
  WLI: { lat: 31.3938, lng: 118.4002, datum: 'WGS84' },
} as const;
/** One of every kind of person of each other tenant. */
const STRANGERS = [
  'by-desk',
  'by-grid',
  'syl-desk',
  'syl-grid',
  'wzl-desk',
  'wzl-grid',
  'jj-lead',
  'gd-desk',
  'gd-grid',
];
const REASON = { reason: '想知道是谁反映的' };

describe.each(ENGINES)('tenants on %s', (_, serverUrl) => {
  let app: TestApp;
  /** An order of the first street, handled there, with a phone number and messages about it. */
  let first: string;
  let inGd: Receipt;
  let inWli: Receipt;
  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
    first = await orderAt(app, 'REPLIED');
    inGd = await file(app, 'wang', { point: AT.GD, classCode: AT_GRID });
    inWli = await file(app, 'wang', { point: AT.WLI, classCode: AT_GRID });
    await app.settle();
  });
  afterAll(() => app.close());

  /** Everything a person can list, as one text. */
  async function all(person: Persona): Promise<string> {
    const paths = [
      ...Object.keys(DESK_VIEWS).map((view) => `/api/orders/desk?view=${view}`),
      '/api/orders/tasks',
      '/api/orders/mine',
      '/api/notices?limit=100',
      '/api/moderation',
      '/api/admin/stickers',
      '/api/admin/staff',
      '/api/admin/audit',
    ];
    const answers = await Promise.all(paths.map((path) => person.call('GET', path)));
    return JSON.stringify(answers.filter(({ status }) => status === 200).map(({ body }) => body));
  }

  it('knows the streets of all, each with its own office and only its own grids', async () => {
    const { streets } = (await (await fetch(`${app.url}/api/streets`)).json()) as StreetsAnswer;
    expect(streets.map((street) => street.shortName)).toEqual([
      '南七街道',
      '北园街道',
      '官陡街道',
      '四褐山街道',
      '书院路街道',
      '湾里街道',
      '潍州路街道',
    ]);
    const phones = new Set(streets.map((street) => street.officePhone));
    expect(phones).not.toContain(null);
    for (const street of streets) {
      const answer = await fetch(`${app.url}/api/streets/${street.id}/grids`);
      const { grids } = (await answer.json()) as { grids: { code: string; note: string }[] };
      const prefixes = new Set(grids.map((grid) => grid.code.split('-')[0]));
      expect(prefixes.size).toBe(1);
      expect(grids.every((grid) => grid.note === '示意')).toBe(true);
    }
  });

  it.each(STRANGERS)('%s learns nothing of an order of the first street', async (code) => {
    const person = await app.as(code);
    const order = await app.db.read<{ version: number }>('SELECT version FROM work_order WHERE id = ?', [
      first,
    ]);
    const version = Number(order[0]?.version);
    expect(await person.refused('GET', `/api/orders/${first}`)).toBe('NOT_FOUND');
    for (const action of ['sign', 'reply', 'approve', 'return', 'rate', 'urge', 'supervise', 'withdraw']) {
      expect(['NOT_FOUND', 'FORBIDDEN', 'FIELD_INVALID', 'ACTION_UNKNOWN']).toContain(
        await person.actRefused(first, action, {}, version),
      );
    }
    expect(['NOT_FOUND', 'FORBIDDEN']).toContain(
      await person.refused('POST', `/api/orders/${first}/contact`, REASON),
    );
    expect(await person.refused('GET', `/api/streets/${app.streetId}/units`)).toBe('NOT_FOUND');
    const seen = await all(person);
    for (const secret of [first, '13855512345', '李桂芳', '张敏', 'NQ2026', 'NQ-DX-01']) {
      expect({ code, secret, seen: seen.includes(secret) }).toEqual({ code, secret, seen: false });
    }
    const [after] = await app.db.read<{ version: number }>('SELECT version FROM work_order WHERE id = ?', [
      first,
    ]);
    expect(Number(after?.version)).toBe(version);
  });

  it.each(['desk-chen', 'grid-zhang', 'lead-peng', 'by-desk', 'wli-desk', 'wli-grid', 'shs-desk'])(
    '%s learns nothing of an order of 官陡街道',
    async (code) => {
      const person = await app.as(code);
      expect(await person.refused('GET', `/api/orders/${inGd.orderId}`)).toBe('NOT_FOUND');
      expect(['NOT_FOUND', 'FORBIDDEN']).toContain(
        await person.refused('POST', `/api/orders/${inGd.orderId}/contact`, REASON),
      );
      const seen = await all(person);
      for (const secret of [inGd.orderId, inGd.orderNo, 'GD-1-01', '陶小禾'])
        expect(seen).not.toContain(secret);
    },
  );

  it('files a point in the grid of another street there, by the rules and with the number of that street', async () => {
    expect(inGd.orderNo).toBe('GD20261123-0001');
    expect(inWli.orderNo).toBe('WLI20261123-0001');
    const worker = await app.as('gd-grid');
    const view = await worker.view(inGd.orderId);
    expect(view.state).toBe('DISPATCHED');
    expect(view.clocks.flatMap((clock) => clock.proof).join('')).not.toBe('');
    const names = await app.db.read<{ policy: string }>('SELECT policy FROM clock WHERE order_id = ?', [
      inGd.orderId,
    ]);
    // 1235 is the district's promise; the installation's own would be 2h2wd.
    expect(names.some(({ policy }) => policy.includes('1235'))).toBe(true);
    expect(names.some(({ policy }) => policy.includes('2h2wd'))).toBe(false);
    const tasks = await worker.ok<Page<OrderSummary>>('GET', '/api/orders/tasks');
    expect(tasks.items.map((item) => item.id)).toEqual([inGd.orderId]);
  });

  it('keeps what lies in no grid at the office of the street that was opened', async () => {
    const outside = { lat: 31.3, lng: 118.6, datum: 'WGS84' } as const;
    const { streets } = (await (await fetch(`${app.url}/api/streets`)).json()) as StreetsAnswer;
    const streetId = streets.find((street) => street.shortName === '湾里街道')?.id ?? '';
    const wang = await app.as('wang');
    const receipt = await wang.ok<Receipt>('POST', '/api/orders', filing(streetId, { point: outside }));
    expect(receipt.outside).toBe(true);
    expect(receipt.orderNo).toMatch(/^WLI20261123-/);
    expect((await (await app.as('wli-desk')).view(receipt.orderId)).state).toBe('SUBMITTED');
  });

  it('lets a district see its streets and their units, and nobody else’s', async () => {
    const lead = await app.as('jj-lead');
    const views: OrderView[] = await Promise.all([lead.view(inGd.orderId), lead.view(inWli.orderId)]);
    expect(views.map((view) => view.orderNo)).toEqual([inGd.orderNo, inWli.orderNo]);
    const seen = await all(lead);
    expect(seen).toContain(inGd.orderNo);
    expect(seen).toContain(inWli.orderNo);
    for (const prefix of ['GD', 'WLI', 'SHS']) {
      const units = await lead.ok<{ units: { code: string }[] }>(
        'GET',
        `/api/streets/${await unitId(app, prefix)}/units`,
      );
      expect(units.units.every((unit) => unit.code.startsWith(prefix))).toBe(true);
      expect(units.units.length).toBeGreaterThan(6);
    }
    expect(await lead.refused('GET', `/api/streets/${await unitId(app, 'BY')}/units`)).toBe('NOT_FOUND');
  });

  it('dispatches only to units of the street, also inside one district', async () => {
    const receipt = await file(app, 'wang', { point: AT.GD, classCode: AT_SECTION });
    const desk = await app.as('gd-desk');
    const to = async (code: string) => ({ leadUnitId: await unitId(app, code), note: '请办理' });
    const version = (await desk.view(receipt.orderId)).version;
    for (const code of ['BY-ZF', 'WLI-ZF', 'NQ-CG']) {
      expect(await desk.actRefused(receipt.orderId, 'dispatch', await to(code), version)).toBe(
        'UNIT_UNKNOWN',
      );
    }
    expect((await desk.act(receipt.orderId, 'dispatch', await to('GD-ZF'))).state).toBe('DISPATCHED');
  });

  it('shows administrators their own people and their own records only', async () => {
    const [here, there] = [await app.as('admin-audit'), await app.as('by-admin-audit')];
    const inBy = await file(app, 'wang', { point: AT.BY, classCode: AT_GRID });
    const [own, foreign] = [await all(here), await all(there)];
    expect(own).toContain(first);
    expect(own).not.toContain(inBy.orderId);
    expect(foreign).toContain(inBy.orderId);
    expect(foreign).not.toContain(first);
    const names = demoPeople(true).filter((person) => person.unitCode?.startsWith('BY'));
    const staff = await all(await app.as('by-admin-sys'));
    for (const { name } of names) expect(staff).toContain(name);
    for (const stranger of ['陈晓', '鲁明', '陶小禾', '彭湘宁']) expect(staff).not.toContain(stranger);
  });
});

import { type DeskPage, redactNarrative } from '@yihu/shared';
import { OrderErasure } from '../src/modules/bindings/order-erasure.service';
import { IndexingService } from '../src/modules/order-index/indexing.service';
import { OwnContacts } from '../src/modules/orders/own-contacts.service';
import { called, idsOf, page } from './desk-list.setup';
import { file, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, AT_SECTION, orderAt } from './walk';

const PHONE = '13955512345';
const OUTER = '20261123000123456789';

describe.each(ENGINES)('the desk’s search on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let leader: Persona;
  /** Noise at night told on the phone by 王建国; a market stall filed by 李阿姨; one nobody may name. */
  let noise: { orderId: string; orderNo: string };
  let stall: { orderId: string; orderNo: string };
  let hidden: { orderId: string; orderNo: string };

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [desk, leader] = [await app.as('desk-chen'), await app.as('lead-fan')];
    noise = await called(app, desk, {
      ...{ classCode: AT_SECTION, contactName: '王建国', contactPhone: PHONE, address: '锦绣花园12栋' },
      ...{
        upperSystem: 'CITY_12345',
        upperNo: OUTER,
        partyKind: 'ENTERPRISE',
        companyName: '庐阳区老张餐饮店',
      },
      text: '楼下ＫＴＶ夜里２点还在唱歌，噪音很大😡。我叫王建国，电话13955512345',
    });
    stall = await file(app, 'li', { classCode: AT_GRID, text: '三号楼门口占道经营，噪音也大\r\n请管一管' });
    hidden = await file(app, 'li', {
      ...{ classCode: AT_GRID, text: '举报夜市占道', address: '' },
      ...{ confidentiality: 'ANONYMOUS', contactName: '', contactPhone: '' },
    });
  });
  afterAll(() => app.close());

  const find = (q: string, who = desk, more = '') => idsOf(who, `q=${encodeURIComponent(q)}${more}`);
  const looks = async () =>
    (
      await app.db.read<{ facts: string }>(
        "SELECT facts FROM audit WHERE action = 'caller.lookUp' ORDER BY id",
      )
    ).map(({ facts }) => JSON.parse(facts) as { by: string; found: number });

  it.each([
    ['the whole number', (no: string) => no],
    ['in small letters', (no: string) => no.toLowerCase()],
    ['full-width', (no: string) => wide(no)],
    ['its end', (no: string) => no.slice(-4)],
    ['day and end', (no: string) => no.slice(-9)],
  ])('finds an order by its number: %s', async (_unused, typed) => {
    expect(await find(typed(noise.orderNo))).toEqual([noise.orderId]);
  });

  it('finds an external number of twenty digits, whole', async () => {
    expect(await find(OUTER)).toEqual([noise.orderId]);
    expect(await find(` ${wide(OUTER)} `)).toEqual([noise.orderId]);
    expect(await find(OUTER.slice(0, 19))).toEqual([]);
    expect((await page(desk, `q=${OUTER}`)).searchedAs).toEqual(['UPPER_NO', 'WORDS']);
  });

  it('finds a telephone for who may look callers up, and writes down who looked', async () => {
    const before = await looks();
    expect(await find('139 5551 2345')).toEqual([noise.orderId]);
    expect(await find(wide(PHONE))).toEqual([noise.orderId]);
    expect((await looks()).slice(before.length)).toMatchObject([
      { by: 'PHONE', found: 1 },
      { by: 'PHONE', found: 1 },
    ]);
    const refused = await leader.refused('GET', `/api/desk/orders?q=${PHONE}`);
    expect([refused, (await looks()).length]).toEqual(['DESK_SEARCH_PHONE', before.length + 2]);
    const all = await app.db.read<{ facts: string }>('SELECT facts FROM audit');
    expect(all.filter(({ facts }) => facts.includes(PHONE))).toEqual([]);
  });

  it('finds a name for who may look callers up, whole and from the form only', async () => {
    const before = (await looks()).length;
    expect(await find('王建国')).toEqual([noise.orderId]);
    expect((await looks()).slice(before)).toMatchObject([{ by: 'NAME', found: 1 }]);
    expect((await page(desk, `q=${encodeURIComponent('王建国')}`)).searchedAs).toEqual(['NAME', 'WORDS']);
    expect([await find('王建'), await find('王建国', leader)]).toEqual([[], []]);
    // What was told is found as others read it: without numbers and names.
    expect(redactNarrative('我叫王建国').text).not.toContain('王建国');
  });

  it('finds words as they stand: place, class, firm, any stretch; all of them, newest first', async () => {
    expect(await find('噪音')).toEqual([stall.orderId, noise.orderId]);
    expect(await find('噪音 占道')).toEqual([stall.orderId]);
    expect(await find('绣花园１２栋')).toEqual([noise.orderId]);
    expect(await find('ktv 夜里2点')).toEqual([noise.orderId]);
    expect(await find('老张餐饮')).toEqual([noise.orderId]);
    expect(await find('占道经营')).toEqual([stall.orderId, hidden.orderId].sort().reverse());
    expect(await find('丁香01网格 占道经营')).toEqual([stall.orderId, hidden.orderId].sort().reverse());
    // The same characters, but not side by side; across a break; a part of a number.
    expect([await find('噪大'), await find('也大请管'), await find('栋2 1栋')]).toEqual([[], [], []]);
    expect(await find('没有这样的事')).toEqual([]);
  });

  it('narrows what it finds by view and filters, and pages it', async () => {
    expect(await find('噪音', desk, '&view=TO_DISPATCH')).toEqual([noise.orderId]);
    expect(await find('噪音', desk, '&channel=MINI_PROGRAM')).toEqual([stall.orderId]);
    expect(await find('噪音', desk, '&view=MINE')).toEqual([noise.orderId]);
    expect(await find('噪音', desk, '&view=CLOSED')).toEqual([]);
    const first = await page(desk, `q=${encodeURIComponent('噪音')}&limit=1`);
    expect(first.items.map(({ id }) => id)).toEqual([stall.orderId]);
    const second = await page(desk, `q=${encodeURIComponent('噪音')}&limit=1&after=${first.next}`);
    expect([second.items.map(({ id }) => id), second.next]).toEqual([[noise.orderId], null]);
    expect(await desk.refused('GET', `/api/desk/orders?after=${first.next}`)).toBe('FIELD_INVALID');
  });

  it.each([
    ['one character', '噪', 'DESK_SEARCH_SHORT'],
    ['emoji', '😡😡', 'DESK_SEARCH_SHORT'],
    ['signs', '%%__', 'DESK_SEARCH_SHORT'],
    ['seven thousand letters', 'a'.repeat(7000), 'DESK_SEARCH_LONG'],
    ['a pasted text', '噪音很大'.repeat(26), 'DESK_SEARCH_LONG'],
  ])('says why it cannot serve %s', async (_unused, q, code) => {
    expect(await desk.refused('GET', `/api/desk/orders?q=${encodeURIComponent(q)}`)).toBe(code);
  });

  it('takes emoji, line ends and a hundred characters as they come', async () => {
    expect(await find('噪音很大😡')).toEqual([noise.orderId]);
    expect(await find('占道经营\r\n噪音')).toEqual([stall.orderId]);
    expect(await find('噪音'.repeat(50))).toEqual([]);
    const long = await file(app, 'wang', {
      text: '路灯不亮'.repeat(1750),
      classCode: AT_SECTION,
      contactPhone: '',
    });
    expect(await find('不亮路灯')).toEqual([long.orderId]);
  });

  it('is empty without words or with blanks only', async () => {
    expect(await find('  ', desk, '&view=TO_DISPATCH')).toContain(noise.orderId);
  });

  it('follows class and correction, and forgets what is erased', async () => {
    const id = await orderAt(app, 'DISPATCHED', { contactName: '赵小满', text: '井盖松动，请找赵大满带路' });
    expect([await find('井盖松动'), await find('赵小满')]).toEqual([[id], [id]]);
    const li = await app.as('li');
    const actor = { personId: li.personId, name: '', staff: false, grants: [], rootId: null } as const;
    await app.db.inTransaction((tx) =>
      app.app.get(OwnContacts).correct(tx, { ...actor, kind: 'PERSON', sessionHash: null }, [id], {
        name: '赵大满',
        phone: '+8613700001111',
      }),
    );
    expect([await find('赵大满'), await find('13700001111')]).toEqual([[id], [id]]);
    expect(await find('赵小满')).toEqual([]);
    await app.db.inTransaction((tx) => app.app.get(OrderErasure).ofFiler(tx, li.personId, app.clock.now()));
    expect([await find('赵大满'), await find('13700001111')]).toEqual([[], []]);
    expect(await find('井盖松动')).toEqual([id]);
    const [left] = await app.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM order_term WHERE term LIKE '%赵大%'",
    );
    expect(Number(left?.n)).toBe(0);
  });

  it('reads in what was there before, newest first, and says that it is not done until it is', async () => {
    const before = await app.db.read('SELECT term, order_id FROM order_term ORDER BY term, order_id');
    await app.db.inTransaction(async (tx) => {
      await tx.execute('DELETE FROM order_term');
      await tx.execute('DELETE FROM order_words');
      await tx.execute("DELETE FROM shared_value WHERE name LIKE 'order-words.%'");
    });
    const other = await startedAnew();
    expect(await other.isDone()).toBe(false);
    expect(await other.tick(app.clock.now())).toBeGreaterThan(3);
    expect(await other.isDone()).toBe(true);
    expect(await other.tick(app.clock.now())).toBe(0);
    expect(await app.db.read('SELECT term, order_id FROM order_term ORDER BY term, order_id')).toEqual(
      before,
    );
  });

  /** As another process would have it, which has not looked yet. */
  async function startedAnew(): Promise<IndexingService> {
    const known = app.app.get(IndexingService);
    return Object.assign(Object.create(Object.getPrototypeOf(known)), known, {
      known: false,
    }) as IndexingService;
  }
});

describe.each(ENGINES)('the desk’s lists and tenants on %s', (_, serverUrl) => {
  it('show each street its own, a district all of its streets, page by page', async () => {
    const app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
    try {
      const gd = { lat: 31.3574, lng: 118.3907, datum: 'WGS84' } as const;
      const wli = { lat: 31.3938, lng: 118.4002, datum: 'WGS84' } as const;
      const text = '路面塌陷';
      const inGd = (await file(app, 'wang', { point: gd, classCode: AT_GRID, text })).orderId;
      const inWli = (await file(app, 'wang', { point: wli, classCode: AT_GRID, text })).orderId;
      const own = (await file(app, 'wang', { classCode: AT_GRID, text })).orderId;
      const q = `q=${encodeURIComponent(text)}`;
      const [desk, foreign, district] = [
        await app.as('desk-chen'),
        await app.as('gd-desk'),
        await app.as('jj-lead'),
      ];
      for (const query of ['view=OPEN', 'view=ALL', 'view=TO_SIGN', q, `${q}&view=OPEN`]) {
        expect([query, await idsOf(desk, query)]).toEqual([query, [own]]);
        expect([query, await idsOf(foreign, query)]).toEqual([query, [inGd]]);
        const both = await idsOf(district, query, 1);
        expect([query, [...both].sort()]).toEqual([query, [inGd, inWli].sort()]);
      }
      expect(await foreign.refused('GET', `/api/desk/orders/${own}/context`)).toBe('NOT_FOUND');
      const counts = await district.ok<{ counts: Record<string, number> }>('GET', '/api/desk/counts');
      expect([counts.counts.OPEN, counts.counts.TO_SIGN]).toEqual([2, 2]);
      const [row] = await app.db.read<{ order_no: string }>('SELECT order_no FROM work_order WHERE id = ?', [
        own,
      ]);
      expect((await foreign.ok<DeskPage>('GET', `/api/desk/orders?q=${row?.order_no}`)).items).toEqual([]);
    } finally {
      await app.close();
    }
  });
});

function wide(text: string): string {
  return [...text].map((char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).join('');
}

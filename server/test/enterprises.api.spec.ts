import {
  type ClassLeaf,
  type EnterpriseView,
  type ItemView,
  isCreditCode,
  type LineFigures,
  type MeetingResult,
  type OrderSummary,
  type Page,
  type ProcedureTaskLine,
  type Receipt,
} from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { filing, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, REPLY, replied, unitId } from './walk';

/** Made up, with a right check character. */
const CODE = codeFor('91340104MA2XYTAB1');
const OTHER_CODE = codeFor('91340104MA2XYTAB2');

function codeFor(body: string): string {
  const chars = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
  const code = chars.map((last) => body + last).find((each) => isCreditCode(each));
  if (code === undefined) throw new Error(`no check character for ${body}`);
  return code;
}

describe.each(ENGINES)('firms, lines and meetings on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let officer: Persona;
  let unit: string;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    officer = await app.as('zb-qian');
    unit = await unitId(app, 'NQ-ZB');
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const firmFiling = (companyName: string, more: Record<string, unknown> = {}) => ({
    ...filing(app.streetId, { classCode: AT_GRID, partyKind: 'ENTERPRISE', companyName }),
    channel: 'HOTLINE_12345',
    ...more,
  });
  const fileFor = (companyName: string, more: Record<string, unknown> = {}) =>
    desk.ok<Receipt>('POST', '/api/orders/for-caller', firmFiling(companyName, more));
  const firmOf = async ({ orderId }: Receipt) => (await desk.view(orderId)).enterpriseId;
  const search = async (words: string, who = desk) =>
    (await who.ok<{ items: EnterpriseView[] }>('GET', `/api/enterprises?q=${encodeURIComponent(words)}`))
      .items;
  const one = async (words: string) => {
    const [found, ...others] = await search(words);
    if (found === undefined || others.length > 0) throw new Error(`not one firm ${words}`);
    return found;
  };
  const bodyOf = (firm: EnterpriseView, more: Record<string, unknown> = {}) => ({
    ...{ version: firm.version, name: firm.name, creditCode: firm.creditCode },
    ...{ industry: firm.industry, size: firm.size },
    officer: firm.officer === null ? null : { personId: firm.officer.personId, unitId: firm.officer.unitId },
    ...more,
  });
  const change = (firm: EnterpriseView, more: Record<string, unknown>) =>
    desk.ok<EnterpriseView>('POST', `/api/enterprises/${firm.id}`, bodyOf(firm, more));
  const tasks = async (who: Persona) =>
    (await who.ok<{ items: ProcedureTaskLine[] }>('GET', '/api/procedures/inbox')).items
      .filter(({ kind }) => kind === 'officer')
      .map(({ orderId }) => orderId);

  it('M83: a firm is in the register once, by its code or by its name, whoever files for it', async () => {
    const first = await fileFor('合肥南七餐饮管理有限公司');
    const again = await fileFor(' 合肥南七餐饮管理(有限责任公司) ');
    expect(await firmOf(again)).toBe(await firmOf(first));
    // Staff have seen the licence: the code is written down, and finds the firm whatever it is called.
    await fileFor('合肥南七餐饮管理有限公司', { creditCode: CODE });
    expect(await firmOf(await fileFor('南七餐饮(分店)', { creditCode: CODE }))).toBe(await firmOf(first));
    // A namesake with a code of its own is another firm.
    const other = await fileFor('合肥南七餐饮管理有限公司', { creditCode: OTHER_CODE });
    expect(await firmOf(other)).not.toBe(await firmOf(first));
    expect((await search('南七餐饮')).map(({ creditCode }) => creditCode).sort()).toEqual([CODE, OTHER_CODE]);
    expect(
      await desk.refused('POST', '/api/orders/for-caller', firmFiling('某公司', { creditCode: '123' })),
    ).toBe('CREDIT_CODE_INVALID');
    expect(await firmOf(await fileFor(''))).toBeNull();
    const person = await fileFor('合肥南七餐饮管理有限公司', { partyKind: 'PERSON' });
    expect(await firmOf(person)).toBeNull();
    const many = await Promise.all([1, 2, 3].map(() => fileFor('同时登记的店')));
    expect(new Set(await Promise.all(many.map(firmOf))).size).toBe(1);
  });

  it('M83: what a filer states of a firm identifies it, and writes nothing down of one that is known', async () => {
    await fileFor('蜀山豆制品厂');
    const wang = await app.as('wang');
    const body = {
      ...firmFiling('蜀山豆制品厂', { creditCode: codeFor('91340104MA2XYTAB3') }),
      channel: undefined,
    };
    const mine = await wang.ok<Receipt>('POST', '/api/orders', JSON.parse(JSON.stringify(body)));
    const firm = await one('蜀山豆制品');
    expect([await firmOf(mine), firm.creditCode, firm.orders]).toEqual([firm.id, null, 2]);
    expect((await wang.view(mine.orderId)).enterpriseId).toBeNull();
  });

  it('M83: the desk keeps the register; two who write at once are told', async () => {
    await fileFor('丁香便利店');
    const firm = await one('丁香便利店');
    const changed = await change(firm, { industry: 'F', size: 'SELF_EMPLOYED' });
    expect(changed).toMatchObject({ industry: 'F', size: 'SELF_EMPLOYED', version: 2 });
    const path = `/api/enterprises/${firm.id}`;
    expect(await desk.refused('POST', path, bodyOf(firm, { size: 'LARGE' }))).toBe('CONFLICT');
    expect(await desk.refused('POST', path, bodyOf(changed, { creditCode: CODE }))).toBe('ENTERPRISE_TAKEN');
    expect(await desk.refused('POST', path, bodyOf(changed, { name: '同时登记的店' }))).toBe(
      'ENTERPRISE_TAKEN',
    );
    expect(await desk.refused('POST', path, bodyOf(changed, { industry: 'Z' }))).toBe('FIELD_INVALID');
    const listed = await desk.ok<Page<OrderSummary>>('GET', `${path}/orders`);
    expect(listed.items).toHaveLength(1);
    expect(await officer.refused('GET', '/api/enterprises')).toBe('FORBIDDEN');
    expect(await (await app.as('sup-ye')).refused('POST', path, bodyOf(changed))).toBe('FORBIDDEN');
  });

  it('M83: a firm chooses from classes of its own and everybody’s, a person from the latter', async () => {
    const of = async (partyKind: string) =>
      (
        await desk.ok<{ items: ClassLeaf[] }>(
          'GET',
          `/api/classes?streetId=${app.streetId}&partyKind=${partyKind}`,
        )
      ).items;
    const [firms, persons] = [await of('ENTERPRISE'), await of('PERSON')];
    const audiences = firms.map(({ audience }) => audience);
    expect(audiences.lastIndexOf('ENTERPRISE')).toBe(audiences.indexOf('ANY') - 1);
    expect(audiences[0]).toBe('ENTERPRISE');
    expect(persons).toEqual(firms.filter(({ audience }) => audience === 'ANY'));
    expect(await desk.refused('GET', '/api/classes?partyKind=PERSON')).toBe('FIELD_INVALID');
  });

  it('M90: the officer named for a firm finds each of its orders in his inbox, and follows it to the end', async () => {
    const early = await fileFor('天鹅湖科技有限公司');
    const firm = await one('天鹅湖科技');
    expect(await tasks(officer)).toEqual([]);
    const named = await change(firm, { officer: { personId: officer.personId, unitId: unit } });
    expect(named.officer).toMatchObject({ unitName: '应企专班' });
    const later = await fileFor('天鹅湖科技有限公司');
    expect((await tasks(officer)).sort()).toEqual([early.orderId, later.orderId].sort());
    const seen = await officer.view(later.orderId);
    expect(seen.timeline.find(({ event }) => event === 'order.procedure')?.text).toBe('由企业专员跟进');
    // He may say a word to the units beside it; others of other units do not see it.
    expect(seen.allowed).toContain('note');
    expect(await (await app.as('sec-cg')).refused('GET', `/api/orders/${later.orderId}`)).toBe('NOT_FOUND');
    // Refiling changes nothing: each order has one officer.
    const runs = await app.db.read("SELECT id FROM procedure_run WHERE kind = 'officer' AND order_id = ?", [
      later.orderId,
    ]);
    expect(runs).toHaveLength(1);
    const gone = await change(named, { officer: null });
    expect(gone.officer).toBeNull();
    expect(await tasks(officer)).toEqual([]);
    expect(await officer.refused('GET', `/api/orders/${later.orderId}`)).toBe('NOT_FOUND');
    const path = `/api/enterprises/${firm.id}`;
    const stranger = { personId: (await app.as('grid-zhang')).personId, unitId: unit };
    expect(await desk.refused('POST', path, bodyOf(gone, { officer: stranger }))).toBe('OFFICER_UNFIT');
  });

  it('M90: the officer’s task is his by name, not his colleagues’', async () => {
    await fileFor('包河机械有限公司');
    const zhang = await app.as('grid-zhang');
    const grid = await unitId(app, 'NQ-DX-01');
    const firm = await one('包河机械');
    await change(firm, { officer: { personId: zhang.personId, unitId: grid } });
    const order = await fileFor('包河机械有限公司');
    expect(await tasks(zhang)).toContain(order.orderId);
    // The head of the community stands above the grid, and is not the one named.
    expect(await tasks(await app.as('head-dx'))).not.toContain(order.orderId);
  });

  it('M42 M90: a party corrected by the desk makes it an order of the firm, with its officer, and back', async () => {
    await fileFor('滨湖物流有限公司');
    const named = { personId: officer.personId, unitId: unit };
    const firm = await change(await one('滨湖物流'), { officer: named });
    const { orderId } = await fileFor('滨湖物流有限公司', { partyKind: 'PERSON', classCode: '010201' });
    expect(await tasks(officer)).not.toContain(orderId);
    const firms = await desk.act(orderId, 'classify', { classCode: '010201', partyKind: 'ENTERPRISE' });
    expect([firms.partyKind, firms.enterpriseId]).toEqual(['ENTERPRISE', firm.id]);
    expect(await tasks(officer)).toContain(orderId);
    const back = await desk.act(orderId, 'classify', { classCode: '010201', partyKind: 'PERSON' });
    expect([back.partyKind, back.enterpriseId]).toEqual(['PERSON', null]);
    expect(await tasks(officer)).not.toContain(orderId);
  });

  it('M51 M86: a line has its own queue, reader and rate', async () => {
    const figures = async (line: string, who = desk, span = '') =>
      (await who.ok<{ items: LineFigures[] }>('GET', `/api/lines${span}`)).items.find(
        (each) => each.line === line,
      );
    expect(await figures('BIZ_ENV')).toMatchObject({ orders: 0, solvedRate: '—' });
    const filed = [
      await fileFor('', { partyKind: 'PERSON', line: 'BIZ_ENV' }),
      await fileFor('', { partyKind: 'PERSON', line: 'BIZ_ENV' }),
    ];
    const question = await fileFor('', { partyKind: 'PERSON', line: 'BIZ_ENV', requestType: 'CONSULT' });
    await fileFor('', { partyKind: 'PERSON', line: 'YHJY' });
    await fileFor('', { partyKind: 'PERSON' });
    for (const { orderId } of filed) {
      await (await app.as('grid-zhang')).act(orderId, 'sign');
      await replied(app, orderId);
      await desk.act(orderId, 'approve', { publicText: REPLY });
    }
    const known = { basis: 'KNOWLEDGE', outcome: 'EXPLAINED', publicText: REPLY };
    await desk.act(question.orderId, 'answer', known);
    const answers = ['YES', 'NO', 'YES'];
    for (const [at, { orderId }] of [...filed, question].entries()) {
      await (await app.as('vis-lin')).act(orderId, 'rate', {
        ...{ solved: answers[at], process: 'SATISFIED', result: 'BASICALLY' },
      });
    }
    expect(await figures('BIZ_ENV')).toMatchObject({
      ...{ label: '营商环境监督分线', orders: 3, answered: 2, solved: 1, solvedRate: '50.0%' },
    });
    expect(await figures('YHJY')).toMatchObject({ orders: 1, open: 1, answered: 0, solvedRate: '—' });
    expect(await figures('BIZ_ENV', desk, '?from=2026-11-24')).toMatchObject({ orders: 0 });
    const queue = await desk.ok<Page<OrderSummary>>('GET', '/api/lines/BIZ_ENV/orders');
    expect(queue.items.map(({ id }) => id).sort()).toEqual(
      [...filed, question].map((each) => each.orderId).sort(),
    );
    expect(await desk.refused('GET', '/api/lines/NONE/orders')).toBe('NOT_FOUND');
    expect(await officer.refused('GET', '/api/lines')).toBe('FORBIDDEN');
    await app.db.inTransaction((tx) =>
      tx.execute("UPDATE role_grant SET role = 'LINE_READER', unit_id = ? WHERE person_id = ?", [
        app.streetId,
        officer.personId,
      ]),
    );
    expect(await figures('BIZ_ENV', officer)).toMatchObject({ orders: 3 });
    const id = filed[0]?.orderId ?? '';
    expect((await officer.view(id)).allowed).toEqual([]);
    const plain = await fileFor('', { partyKind: 'PERSON' });
    expect(await officer.refused('GET', `/api/orders/${plain.orderId}`)).toBe('NOT_FOUND');
  });

  it('M89: one meeting’s list is tried, taken in row by row, tracked to zero and struck off by somebody else', async () => {
    const row = (text: string, more: Record<string, unknown> = {}) => ({
      ...{ text, address: '丁香家园', classCode: AT_GRID, requestType: 'HELP', partyKind: 'ENTERPRISE' },
      ...{ companyName: '沙龙企业甲', contactName: '王', contactPhone: '', gridCode: 'NQ-DX-01', ...more },
    });
    const body = {
      ...{ commandId: newId(), streetId: app.streetId, title: '十一月企业沙龙', form: 'SALON' },
      ...{ heldOn: '2026-11-23', place: '街道二楼会议室', channel: 'WINDOW', source: 'RESIDENT' },
      rows: [
        row('门口占道影响进货'),
        row(''),
        row('招牌被挡,厂房昨天着火了', { companyName: '沙龙企业乙' }),
        row('电话写错', { contactPhone: '12' }),
        row('分类写错', { classCode: '999999' }),
        row('类型写错', { requestType: 'NONE' }),
      ],
    };
    const take = (more: Record<string, unknown>, who = desk) =>
      who.ok<MeetingResult>('POST', '/api/intake/meetings', { ...body, ...more });
    const orders = async () => Number((await app.db.read('SELECT COUNT(*) AS n FROM work_order'))[0]?.n);
    const before = await orders();
    const dry = await take({ dryRun: true });
    expect(dry.rows.map(({ ok }) => ok)).toEqual([true, false, true, false, false, false]);
    expect(dry.rows[1]?.reason).toMatch(/\p{Script=Han}/u);
    expect(dry.rows[2]?.emergency.map(({ number }) => number)).toEqual(['119']);
    expect([dry.itemId, await orders()]).toEqual([null, before]);
    const taken = await take({ dryRun: false });
    expect(taken.rows.map(({ ok }) => ok)).toEqual(dry.rows.map(({ ok }) => ok));
    expect(await orders()).toBe(before + 2);
    // The answer got lost and the desk sends it again: nothing is doubled.
    const again = await take({ dryRun: false });
    expect([again, await orders()]).toEqual([taken, before + 2]);
    const item = await desk.ok<ItemView>('GET', `/api/ledger-items/${taken.itemId}`);
    expect(item).toMatchObject({ kind: 'session', title: '十一月企业沙龙', ordersTotal: 2, ordersOpen: 2 });

    const act = (name: string, fields: Record<string, unknown>): [string, string, object] => [
      'POST',
      `/api/ledger-items/${taken.itemId}/actions/${name}`,
      { commandId: newId(), version: 0, fields },
    ];
    const done = { result: '清单两件都已办结并答复企业' };
    await desk.ok(...act('review', done));
    const supervisor = await app.as('sup-ye');
    expect(await supervisor.refused(...act('strike', done))).toBe('STRIKE_TOO_EARLY');
    for (const { orderId } of taken.rows.filter(({ ok }) => ok)) {
      // What an enterprise has said is withdrawn at its word: over without a visit.
      await desk.act(orderId ?? '', 'withdraw', { reasonCode: 'SOLVED' });
    }
    expect(await desk.refused(...act('strike', done))).toBe('STRIKE_BY_OTHER');
    expect(await supervisor.refused(...act('strike', done))).toBe('none');
    const empty = { ...body, commandId: newId(), dryRun: false, rows: [row('')] };
    expect(await desk.refused('POST', '/api/intake/meetings', empty)).toBe('MEETING_EMPTY');
    expect(await (await app.as('li')).refused('POST', '/api/intake/meetings', empty)).toBe('FORBIDDEN');
  });
});

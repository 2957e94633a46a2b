import {
  addMinutes,
  type CallerLookup,
  CHANNELS,
  type Channel,
  type IntakeCheck,
  type KnownMatter,
  type OrderView,
  type Receipt,
  type SameMatter,
  type TimelineEntry,
  type UpperBatch,
  type UpperItem,
  type UpperSystem,
} from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, filing, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, clockOf, orderAt, REPLY, replied, unitId } from './walk';

/** Platforms that number what they hand down. */
const NUMBERED: Partial<Record<Channel, UpperSystem>> = {
  HOTLINE_12345: 'CITY_12345',
  MAYOR_LINE: 'MAYOR_LINE',
  PEOPLE_CN: 'PEOPLE_CN',
  WAN_SHI_TONG: 'WAN_SHI_TONG',
  PETITION: 'PETITION',
  OPEN311: 'OPEN311',
};
const YEAR = 365 * 24 * 60;

describe.each(ENGINES)('every door of the street on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let li: Persona;
  let grid: Persona;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    li = await app.as('li');
    grid = await app.as('grid-zhang');
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const forCaller = (more: Record<string, unknown>, who = desk) =>
    who.ok<Receipt>('POST', '/api/orders/for-caller', {
      ...filing(app.streetId, { classCode: null }),
      channel: 'HOTLINE_12345',
      ...more,
    });
  const check = (more: Record<string, unknown>, who = desk) =>
    who.ok<IntakeCheck>('POST', '/api/intake/check', {
      ...{ streetId: app.streetId, text: '', requestType: 'HELP', partyKind: 'PERSON' },
      ...{ channel: 'HOTLINE_12345', classCode: null, ...more },
    });
  const lookUp = (phone: string, who = desk) =>
    who.ok<CallerLookup>('POST', '/api/intake/callers', { phone });
  const same = async (id: string, who = desk) =>
    (await who.ok<{ items: SameMatter[] }>('GET', `/api/intake/orders/${id}/same`)).items;
  const unsent = async () => (await desk.ok<{ items: UpperItem[] }>('GET', '/api/upper')).items;
  const exported = (upperSystem: string) => desk.ok<UpperBatch>('POST', '/api/upper/export', { upperSystem });
  const ack = (batchId: string, commandId = newId()) => ({ batchId, upperRef: '回执-2026-1', commandId });

  it.each(Object.keys(CHANNELS) as Channel[])('M35 M77: takes in what comes by %s', async (channel) => {
    const upperSystem = NUMBERED[channel];
    // Twenty digits, leading noughts and all: text, or the last ones would be lost.
    const upperNo = `0000${String(Object.keys(CHANNELS).indexOf(channel)).padStart(16, '9')}`;
    const upper = upperSystem === undefined ? {} : { upperSystem, upperNo };
    const { orderId } = await forCaller({ channel, ...upper });
    const seen = await desk.view(orderId);
    expect([seen.channel, seen.upperSystem, seen.upperNo]).toEqual([
      channel,
      upperSystem ?? null,
      upperSystem === undefined ? null : upperNo,
    ]);
    if (upperSystem === undefined) return;
    const double = { ...filing(app.streetId), channel, ...upper };
    const answer = await desk.call<{ error: { code: string; message: string } }>(
      'POST',
      '/api/orders/for-caller',
      double,
    );
    expect([answer.status, answer.body.error.code]).toEqual([409, 'UPPER_NO_TAKEN']);
    expect(answer.body.error.message).toContain(seen.orderNo);
  });

  it.each(['WAGE_LINE', 'WAGE_WECHAT'] as const)(
    'M35: %s sets class and priority by itself',
    async (channel) => {
      const { orderId } = await forCaller({ channel, text: '工地三个月没有发工资了' });
      const seen = await desk.view(orderId);
      expect([seen.classCode, seen.urgency]).toEqual(['060101', 'L2']);
      const other = await desk.view((await forCaller({ channel, classCode: AT_GRID })).orderId);
      expect([other.classCode, other.urgency]).toEqual([AT_GRID, 'L2']);
      const plain = await desk.view((await forCaller({ channel: 'WARM_LINE' })).orderId);
      expect([plain.classCode, plain.urgency]).toEqual([null, 'L3']);
    },
  );

  it('M35 M51: a street says by policy what a channel begins with, and changes nothing that was filed', async () => {
    const before = await forCaller({ channel: 'LINE_QQ' });
    await putInForce(app, 'channel', {
      rows: [{ channel: 'LINE_QQ', classCode: '010201', urgency: 'L1', line: 'YHJY' }],
    });
    expect(await check({ channel: 'LINE_QQ' })).toMatchObject({
      classCode: '010201',
      urgency: 'L1',
      line: 'YHJY',
    });
    const seen = await desk.view((await forCaller({ channel: 'LINE_QQ' })).orderId);
    expect([seen.classCode, seen.urgency, seen.line]).toEqual(['010201', 'L1', 'YHJY']);
    expect((await desk.view(before.orderId)).line).toBeNull();
    // The built-in rule for 欠薪 stands beside a street's rows for other doors.
    expect(await check({ channel: 'WAGE_LINE' })).toMatchObject({ classCode: '060101' });
  });

  it('R16: words of danger name the number to call first; a worry does not, and a street adds its own words', async () => {
    const words = async (text: string) => (await check({ text }, li)).emergency.map(({ number }) => number);
    expect(await words('楼下起火了,还有人受伤')).toEqual(['119', '120']);
    expect(await words('楼道堆物,怕着火')).toEqual([]);
    expect(await words('电梯关人了')).toEqual([]);
    await putInForce(app, 'emergency', {
      rows: [{ words: ['电梯关人', '困电梯'], number: '119', text: '电梯困人请先拨打 119,再拨物业' }],
    });
    expect((await check({ text: '电梯关人了' }, li)).emergency).toEqual([
      { number: '119', text: '电梯困人请先拨打 119,再拨物业', words: ['电梯关人'] },
    ]);
    expect(await words('担心电梯关人')).toEqual([]);
  });

  it('R15: who leaves it open is hidden where a rule says so; who chose more keeps it', async () => {
    const level = async (more: Record<string, unknown>) =>
      (await desk.view((await forCaller(more)).orderId)).contact?.confidentiality;
    expect(await level({ requestType: 'REPORT' })).toBe('DESK_ONLY');
    expect(await level({ classCode: '050103' })).toBe('SURNAME');
    await putInForce(app, 'confidentiality', {
      rows: [{ when: { classPrefix: '0501' }, level: 'DESK_ONLY', reason: '邻里噪音默认不公开' }],
    });
    expect((await check({ classCode: '050103' })).confidentiality).toEqual({
      level: 'DESK_ONLY',
      reason: '邻里噪音默认不公开',
    });
    expect(await level({ classCode: '050103' })).toBe('DESK_ONLY');
    expect(await level({ classCode: AT_GRID })).toBe('SURNAME');
    expect(await level({ requestType: 'REPORT' })).toBe('DESK_ONLY');
    const anonymous = { confidentiality: 'ANONYMOUS', contactName: '', contactPhone: '' };
    expect(await level({ classCode: '050103', ...anonymous })).toBe('ANONYMOUS');
  });

  it('M35: a caller’s earlier orders are found by her number, for who may, and each look is written down', async () => {
    const phone = '13911112222';
    const mine = await file(app, 'li', { contactPhone: phone });
    const called = await forCaller({ contactPhone: '139 1111 2222', vulnerable: true });
    await file(app, 'wang', { contactPhone: '13800001111' });
    const found = await lookUp('+86 139-1111-2222');
    expect(found.items.map(({ id }) => id).sort()).toEqual([mine.orderId, called.orderId].sort());
    expect(found.vulnerable).toBe(true);
    expect(JSON.stringify(found)).not.toContain('1391111');
    expect((await lookUp('13700000000')).items).toEqual([]);
    expect(await desk.refused('POST', '/api/intake/callers', { phone: '123' })).toBe('PHONE_INVALID');
    for (const code of ['li', 'grid-zhang', 'vis-lin', 'lead-fan', 'admin-sys']) {
      const who = await app.as(code);
      expect([code, await who.refused('POST', '/api/intake/callers', { phone })]).toEqual([
        code,
        'FORBIDDEN',
      ]);
    }
    const looks = await app.db.read<{ actor_id: string; facts: string }>(
      "SELECT actor_id, facts FROM audit WHERE action = 'caller.lookUp' ORDER BY at, id",
    );
    expect(looks.map(({ actor_id, facts }) => [actor_id, JSON.parse(facts).found])).toEqual([
      [desk.personId, 2],
      [desk.personId, 0],
    ]);
    expect(JSON.stringify(looks)).not.toContain(phone);
  });

  it('says before it is filed what the caller has said of the class, and writes the look down', async () => {
    const phone = '13911113333';
    const mine = await file(app, 'li', { contactPhone: phone, classCode: '100101' });
    await file(app, 'li', { contactPhone: phone, classCode: null });
    const ask = (more: object, who = desk) =>
      who.ok<KnownMatter>('POST', '/api/intake/known', {
        ...{ streetId: app.streetId, phone, classCode: '100101', gridId: null, ...more },
      });
    const looks = () => app.db.read("SELECT id FROM audit WHERE action = 'caller.lookUp'");
    const before = await looks();
    const { same, finalReplies } = await ask({});
    expect(same.map(({ id, samePerson, isOpen }) => [id, samePerson, isOpen])).toEqual([
      [mine.orderId, 'PHONE', true],
    ]);
    expect(finalReplies).toEqual([]);
    for (const more of [{ phone: null }, { phone: '139' }, { phone: '13911114444' }]) {
      expect((await ask(more)).same).toEqual([]);
    }
    expect((await looks()).length).toBe(before.length + 1);
    const other = { streetId: newId(), phone, classCode: '100101', gridId: null };
    expect(await desk.refused('POST', '/api/intake/known', other)).toBe('NOT_FOUND');
    const lin = await app.as('vis-lin');
    expect(await lin.refused('POST', '/api/intake/known', other)).toBe('FORBIDDEN');
  });

  it('M77: the same person and class within 365 days is proposed for merging, to the minute', async () => {
    const phone = '13922223333';
    const start = app.clock.now();
    const old = await forCaller({ contactPhone: phone, classCode: '010201' });
    const edge = addMinutes(start, YEAR);
    app.clock.set(addMinutes(edge, -1));
    const inside = await forCaller({ contactPhone: phone, classCode: '010201', channel: 'PETITION' });
    expect(await same(inside.orderId)).toMatchObject([
      { id: old.orderId, samePerson: 'PHONE', isOpen: true, channel: 'HOTLINE_12345' },
    ]);
    app.clock.set(edge);
    const outside = await forCaller({ contactPhone: phone, classCode: '010201' });
    expect((await same(outside.orderId)).map(({ id }) => id)).toEqual([inside.orderId]);
    const otherClass = await forCaller({ contactPhone: phone, classCode: AT_GRID });
    expect(await same(otherClass.orderId)).toEqual([]);
    expect(await same((await forCaller({ contactPhone: phone })).orderId)).toEqual([]);
    app.clock.set(start);
    const [a, b] = [await file(app, 'wang'), await file(app, 'wang', { contactPhone: '' })];
    expect((await same(b.orderId)).filter(({ id }) => id === a.orderId)).toMatchObject([
      { samePerson: 'ACCOUNT' },
    ]);
    expect(await grid.refused('GET', `/api/intake/orders/${b.orderId}/same`)).toBe('FORBIDDEN');
  });

  it('M10 M77: both numbers of a merged matter get the reply, once, and stay on the list until acknowledged', async () => {
    const phone = '13933334444';
    const first = await forCaller({
      ...{ contactPhone: phone, classCode: AT_GRID },
      ...{ upperSystem: 'CITY_12345', upperNo: '20261123090000000101' },
    });
    const second = await forCaller({
      ...{ contactPhone: phone, channel: 'MAYOR_LINE', classCode: AT_SECTION_CLASS },
      ...{ upperSystem: 'MAYOR_LINE', upperNo: '20261123090000000202' },
    });
    await desk.act(second.orderId, 'merge', { targets: [first.orderNo] });
    await grid.act(first.orderId, 'sign');
    await replied(app, first.orderId);
    expect(await unsent()).toEqual([]);
    await desk.act(first.orderId, 'approve', { publicText: REPLY });
    expect((await unsent()).map(({ upperNo, state, report }) => [upperNo, state, report]).sort()).toEqual([
      ['20261123090000000101', 'WAITING', 'RESULT'],
      ['20261123090000000202', 'WAITING', 'RESULT'],
    ]);
    // A third one comes when the answer is there already: its number gets the same answer.
    const third = await forCaller({
      ...{ contactPhone: phone, channel: 'PETITION', upperSystem: 'PETITION', upperNo: 'XF-2026-3' },
    });
    await desk.act(third.orderId, 'merge', { targets: [first.orderNo] });
    expect((await unsent()).map(({ upperNo }) => upperNo)).toContain('XF-2026-3');

    const city = await exported('CITY_12345');
    expect(city.lines).toMatchObject([
      { upperNo: '20261123090000000101', orderNo: first.orderNo, outcome: 'SOLVED', text: REPLY },
    ]);
    // The file got lost: it goes out again, and its keys say that it is the same.
    const again = await exported('CITY_12345');
    expect(again.lines.map(({ key }) => key)).toEqual(city.lines.map(({ key }) => key));
    expect(await desk.refused('POST', '/api/upper/ack', ack(city.batchId))).toBe('UPPER_NOT_EXPORTED');
    const said = ack(again.batchId);
    expect(await desk.ok('POST', '/api/upper/ack', said)).toEqual({ reported: 1 });
    await desk.ok('POST', '/api/upper/ack', said);
    for (const [system, order] of [
      ['MAYOR_LINE', second],
      ['PETITION', third],
    ] as const) {
      const batch = await exported(system);
      expect(batch.lines).toMatchObject([{ orderNo: order.orderNo, text: REPLY, outcome: 'SOLVED' }]);
      await desk.ok('POST', '/api/upper/ack', ack(batch.batchId));
    }
    for (const { orderId } of [first, second, third]) {
      const { timeline } = await desk.view(orderId);
      expect(timeline.filter(({ event }) => event === 'order.reported_up')).toHaveLength(1);
    }
    expect(await unsent()).toEqual([]);
    expect((await exported('CITY_12345')).lines).toEqual([]);
    expect(await grid.refused('GET', '/api/upper')).toBe('FORBIDDEN');
    await app.settle();
    const [left] = await app.db.read(
      "SELECT COUNT(*) AS n FROM outbox WHERE topic = 'upper' AND state <> 'DONE'",
    );
    expect(Number(left?.n)).toBe(0);
  });

  it('M72: care is known to the desk and the unit, never to others; she is waited for longer', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    expect(await desk.view(id)).toMatchObject({ vulnerable: false, care: [] });
    const marked = await grid.act(id, 'markCare', { vulnerable: true, note: '独居老人,听力不好' });
    expect(marked.vulnerable).toBe(true);
    expect(marked.care).toEqual([
      '先打电话:先打电话联系,不要只发消息;听不清、看不清的上门说',
      '多等补充材料:10 天',
      '救助转介:生活有困难的,告诉诉求人可向社区申请低保、临时救助,并转民政办',
    ]);
    expect(marked.timeline[0]).toMatchObject({ event: 'order.care_marked', notes: ['独居老人,听力不好'] });
    const hers = await li.view(id);
    expect([hers.vulnerable, hers.care]).toEqual([null, []]);
    expect(JSON.stringify(hers)).not.toContain('独居');
    const asked = await grid.act(id, 'askInfo', { question: '请补充摊位的具体位置' });
    expect(clockOf(asked, 'info_wait').dueText).toBe('2026-12-03 24:00');
    const plain = await orderAt(app, 'IN_PROGRESS');
    const usual = await grid.act(plain, 'askInfo', { question: '请补充摊位的具体位置' });
    expect(clockOf(usual, 'info_wait').dueText).toBe('2026-11-30 24:00');
    app.clock.pass(1);
    await putInForce(app, 'care', {
      rows: [{ need: 'LONGER_WAIT', amount: 15, unit: 'day' }, { need: 'HOME_VISIT' }],
    });
    const later = await forCaller({ classCode: AT_GRID, vulnerable: true });
    expect((await desk.view(later.orderId)).care).toEqual(['多等补充材料:15 天', '上门']);
    // Under the rules it was received under.
    expect((await desk.view(id)).care).toHaveLength(3);
  });

  it('M72: who may not know of care reads nothing of it', async () => {
    const { orderId } = await forCaller({ classCode: AT_GRID, vulnerable: true, line: 'BIZ_ENV' });
    await desk.act(orderId, 'markCare', { vulnerable: true, note: '低保户' });
    await grantLineReader(app, 'zb-qian');
    const watcher = await app.as('zb-qian');
    const seen = await watcher.view(orderId);
    expect([seen.vulnerable, seen.care]).toEqual([null, []]);
    expect(JSON.stringify(seen)).not.toMatch(/低保户|care_marked/);
    expect(seen.allowed).toEqual([]);
    expect(await watcher.actRefused(orderId, 'markCare', { vulnerable: false })).toBe('ACTION_NOT_ALLOWED');
  });

  it('M52: what units say to each other stays beside the order; a word to the office is the office’s', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    await grid.act(id, 'note', { note: '摊主约好下午三点见', seenBy: 'UNITS' });
    await desk.act(id, 'note', { note: '请注意对方录像' });
    await desk.act(id, 'note', { note: '诉求人上周到过信访', seenBy: 'OFFICE' });
    await grid.act(id, 'note', { note: '请热线办协调城管科', seenBy: 'OFFICE' });
    const thread = async (who: Persona) =>
      (await who.ok<{ items: TimelineEntry[] }>('GET', `/api/orders/${id}/thread`)).items.map(
        ({ notes }) => notes[0],
      );
    expect(await thread(desk)).toEqual([
      '摊主约好下午三点见',
      '请注意对方录像',
      '诉求人上周到过信访',
      '请热线办协调城管科',
    ]);
    expect(await thread(grid)).toEqual(['摊主约好下午三点见', '请注意对方录像', '请热线办协调城管科']);
    expect(JSON.stringify(await grid.view(id))).not.toContain('信访');
    expect(await thread(li)).toEqual([]);
    expect(await (await app.as('sec-cg')).refused('GET', `/api/orders/${id}/thread`)).toBe('NOT_FOUND');
  });

  it('M75: what was passed to 110 is on the staff’s timeline with its number, and on nobody else’s', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const form = { organ: 'POLICE_110', outsideNo: '34010420261123000017', note: '民警已到场调解' };
    const seen: OrderView = await grid.act(id, 'recordOutside', form);
    expect(seen.timeline[0]).toMatchObject({
      text: '登记了外部处置:110报警',
      notes: ['民警已到场调解', '34010420261123000017'],
    });
    expect(JSON.stringify(await li.view(id))).not.toMatch(/34010420261123000017|民警/);
    expect(await grid.actRefused(id, 'recordOutside', { organ: 'POLICE_110' })).toBe('FIELD_INVALID');
  });

  it('M24: praise is counted for unit and person, and in no rate of a line', async () => {
    const lead = await unitId(app, 'NQ-CG');
    const praise = async (creditName: string) => {
      const { orderId } = await forCaller({ requestType: 'PRAISE', line: 'BIZ_ENV' });
      await desk.act(orderId, 'praise', { creditUnitId: lead, ...(creditName === '' ? {} : { creditName }) });
    };
    const before = await desk.ok<{ items: { line: string }[] }>('GET', '/api/lines');
    await praise('高峰');
    await praise('高峰');
    await praise('');
    expect(await desk.ok('GET', '/api/praises')).toEqual({
      items: [{ unitId: lead, unitName: '城管科', praises: 3, persons: [{ name: '高峰', praises: 2 }] }],
    });
    expect(await desk.ok('GET', '/api/praises?to=2026-11-23')).toEqual({ items: [] });
    expect(await desk.ok('GET', '/api/lines')).toEqual(before);
  });
});

const AT_SECTION_CLASS = '010201';

/** Lets somebody watch the street's lines, and nothing else. */
async function grantLineReader(app: TestApp, code: string): Promise<void> {
  const { personId } = await app.as(code);
  await app.db.inTransaction((tx) =>
    tx.execute("UPDATE role_grant SET role = 'LINE_READER', unit_id = ? WHERE person_id = ?", [
      app.streetId,
      personId,
    ]),
  );
}

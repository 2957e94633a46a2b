import {
  type CallsAnswer,
  type CallsRow,
  type FigureOrders,
  type ProposalsAnswer,
  type ProposalsView,
  type QualityAnswer,
  type Receipt,
} from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { filing, type Persona, startApp, type TestApp } from './harness';
import { opened, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_SECTION, brokenOrders, orderAt, unitId } from './walk';

/** What residents say of an unauthorised building: words of class 010201. */
const SAID = '三号楼楼顶有人违章搭建了一间彩钢房,施工到半夜。我叫李桂芳,电话13855512345';

describe.each(ENGINES)('服务质量 on %s', (_, serverUrl) => {
  let app: TestApp;
  let clerk: Persona;
  let auditor: Persona;
  let stranger: Persona;
  let section: string;

  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
    clerk = await app.as('desk-chen');
    auditor = await app.as('sup-ye');
    stranger = await app.as('gd-desk');
    section = await unitId(app, 'NQ-CG');
  });
  afterAll(() => app.close());

  const filed = async (code = 'li', more: Parameters<typeof filing>[1] = {}) =>
    (await app.as(code)).ok<Receipt>('POST', '/api/orders', filing(app.streetId, { text: SAID, ...more }));
  const openTo = async (who: Persona, address: string) =>
    (await who.ok<FigureOrders>('GET', address)).items.map(({ orderId }) => orderId);
  const proposedIn = async (orderId: string, name: string) => {
    const rows = await app.db.read<{ data: string }>(
      'SELECT data FROM event WHERE stream_id = ? AND name = ? ORDER BY seq',
      [orderId, name],
    );
    return rows.map(({ data }) => (JSON.parse(data) as { proposed?: unknown }).proposed);
  };

  describe('派单建议', () => {
    const suggestions = (who: Persona) => who.ok<ProposalsAnswer>('GET', '/api/desk/suggestions');
    const group = async (what: string) => {
      const found = (await suggestions(clerk)).groups.find((each) => each.what === what);
      if (found === undefined) throw new Error(`no group ${what}`);
      return found;
    };
    /** Taken in, classed and sent out by a clerk. */
    const sentOut = async (leadUnitId: string, classCode = AT_SECTION) => {
      const { orderId } = await filed('li', { classCode: null });
      await clerk.act(orderId, 'accept');
      await clerk.act(orderId, 'classify', { classCode });
      await clerk.act(orderId, 'dispatch', { leadUnitId });
      return orderId;
    };

    it('M95: the desk reads what is proposed, how sure it is and why; another street reads nothing', async () => {
      const { orderId } = await filed('li', { classCode: null });
      const seen = await clerk.ok<ProposalsView>('GET', `/api/desk/orders/${orderId}/proposals`);
      expect(seen.class).toMatchObject({ code: AT_SECTION, name: '违章搭建' });
      expect(seen.class?.reason).toMatch(/^说到:/);
      expect(seen.class?.confidence).toBeGreaterThan(50);
      // The unit of a class that is itself a guess is less sure than the class.
      expect(seen.unit).toMatchObject({ unitId: section, name: '城管科' });
      expect(seen.unit?.confidence).toBeLessThan(seen.class?.confidence ?? 0);
      expect(seen.unit?.reason).toContain('按建议的分类「违章搭建」');
      expect(seen.double).toBeNull();
      const other = await stranger.refused('GET', `/api/desk/orders/${orderId}/proposals`);
      expect(other).toBe('NOT_FOUND');
    });

    it('M95: proposal and choice stand in the event, whoever chose, without a word of the resident', async () => {
      const id = await sentOut(section);
      const [accepted] = await proposedIn(id, 'order.accepted');
      const [classed] = await proposedIn(id, 'order.classified');
      const [sent] = await proposedIn(id, 'order.dispatched');
      expect(accepted).toMatchObject({ class: { code: AT_SECTION, chosen: null } });
      expect(classed).toMatchObject({ class: { code: AT_SECTION, chosen: AT_SECTION } });
      expect(sent).toMatchObject({ unit: { unitId: section, confidence: 80, chosen: section } });
      expect(JSON.stringify([accepted, classed, sent])).not.toMatch(/李桂芳|13855512345|三号楼/);
      // Nobody was asked: the street's rules sent it.
      const auto = await orderAt(app, 'DISPATCHED');
      const [byRule] = await proposedIn(auto, 'order.dispatched');
      expect(byRule).toMatchObject({ auto: true, unit: { confidence: 90 } });
      expect(await brokenOrders(app)).toEqual([]);
    });

    it('M95: proposals made, taken, overridden and wrong are counted by class and unit, each opens to its orders', async () => {
      const before = (await group('unit')).rows.find(({ key }) => key === section);
      const good = await sentOut(section);
      const other = await sentOut(await unitId(app, 'NQ-WY'));
      const back = await sentOut(section);
      await clerk.act(back, 'takeBack', { reason: '属于物业管理,改派物业科' });
      const units = await group('unit');
      const row = units.rows.find(({ key }) => key === section);
      expect(row).toMatchObject({
        label: '城管科',
        made: (before?.made ?? 0) + 3,
        taken: (before?.taken ?? 0) + 2,
        overridden: (before?.overridden ?? 0) + 1,
        wrong: 1,
        auto: 0,
      });
      expect(await openTo(clerk, row?.opens.overridden ?? '')).toEqual([other]);
      expect(await openTo(clerk, row?.opens.wrong ?? '')).toEqual([back]);
      expect(await openTo(clerk, row?.opens.taken ?? '')).toEqual(expect.arrayContaining([good, back]));
      expect(units.bands.map(({ made }) => made).reduce((a, b) => a + b, 0)).toBe(units.total.made);
      expect(units.total.auto).toBeGreaterThan(0);
      // Reclassified afterwards, the class that was taken was wrong.
      await clerk.act(good, 'classify', { classCode: '010102' });
      const classes = (await group('class')).rows.find(({ key }) => key === AT_SECTION);
      expect(await openTo(clerk, classes?.opens.wrong ?? '')).toEqual([good]);
      const theirs = await suggestions(stranger);
      expect(theirs.groups.map(({ total }) => total.made)).toEqual([0, 0, 0]);
      expect(await openTo(stranger, row?.opens.taken ?? '')).toEqual([]);
      expect(await clerk.refused('GET', '/api/desk/suggestions/orders?what=mood&part=taken')).toBe(
        'FIELD_INVALID',
      );
      expect(await brokenOrders(app)).toEqual([]);
    });

    it('M95 M93: a district reads all its streets, a street itself alone', async () => {
      const district = await app.as('jj-lead');
      const made = async (who: Persona) =>
        (await suggestions(who)).groups.find(({ what }) => what === 'unit')?.total.made;
      const before = [await made(clerk), await made(stranger), await made(district)];
      expect(before.slice(1)).toEqual([0, 0]);
      const inGd = { lat: 31.3574, lng: 118.3907, datum: 'WGS84' } as const;
      const inWli = { lat: 31.3938, lng: 118.4002, datum: 'WGS84' } as const;
      for (const point of [inGd, inWli]) await filed('wang', { point, classCode: '010102' });
      expect([await made(clerk), await made(stranger), await made(district)]).toEqual([before[0], 1, 2]);
      const aims = await district.ok<QualityAnswer>('GET', '/api/desk/quality');
      const send = aims.aims.flatMap(({ parts }) => parts).find(({ name }) => name === 'send');
      expect(send?.den).toBe(2);
    });

    it('M95: a double is proposed of the same person in the same matter, and merged into it was right', async () => {
      const more = { classCode: '010201', contactPhone: '13900001234', contactName: '王五' };
      const first = await filed('wang', more);
      const second = await filed('wang', more);
      const seen = await clerk.ok<ProposalsView>('GET', `/api/desk/orders/${second.orderId}/proposals`);
      expect(seen.double).toMatchObject({ orderNo: first.orderNo, confidence: 85, title: '违章搭建' });
      expect(seen.double?.reason).toBe('同一诉求人、同一分类,24 小时内反映');
      await clerk.act(second.orderId, 'merge', { targets: [first.orderNo] });
      const { total } = await group('double');
      expect(await openTo(clerk, total.opens.taken)).toContain(second.orderId);
      await clerk.act(second.orderId, 'unmerge', { reason: '核实不是同一件事' });
      expect(await openTo(clerk, (await group('double')).total.opens.wrong)).toContain(second.orderId);
      expect(await brokenOrders(app)).toEqual([]);
    });
  });

  describe('五项', () => {
    const quality = (who: Persona = clerk) => who.ok<QualityAnswer>('GET', '/api/desk/quality');
    const part = async (name: string, who: Persona = clerk) => {
      const parts = (await quality(who)).aims.flatMap((aim) => aim.parts);
      const found = parts.find((each) => each.name === name);
      if (found === undefined) throw new Error(`no part ${name}`);
      return found;
    };
    const record = (rows: CallsRow[], streetId = app.streetId) => ({ commandId: newId(), streetId, rows });
    const calls = (day: string, offered: number, answered: number, waitSeconds: number): CallsRow => ({
      ...{ day, channel: 'HOTLINE_12345', offered, answered, waitSeconds },
    });

    it('M93: calls nobody filled in are said to be not filled in; filled in they count, corrected they stay one', async () => {
      const today = app.clock.now().slice(0, 10);
      expect(await part('reached')).toMatchObject({ text: '未填报', num: null, den: null });
      const rows = [calls(today, 40, 39, 390)];
      expect(await clerk.refused('POST', '/api/desk/calls', record([calls(today, 3, 4, 10)]))).toBe(
        'FIELD_INVALID',
      );
      expect(await clerk.refused('POST', '/api/desk/calls', record([calls('2099-01-01', 3, 3, 10)]))).toBe(
        'FIELD_INVALID',
      );
      expect(await clerk.refused('POST', '/api/desk/calls', record([...rows, ...rows]))).toBe(
        'FIELD_INVALID',
      );
      expect(await stranger.refused('POST', '/api/desk/calls', record(rows))).toBe('NOT_FOUND');
      const body = record(rows);
      await clerk.ok('POST', '/api/desk/calls', body);
      await clerk.ok('POST', '/api/desk/calls', body);
      expect(await part('reached')).toMatchObject({ text: '97.50%', num: 39, den: 40 });
      expect(await part('wait')).toMatchObject({ text: '10 秒' });
      await auditor.ok('POST', '/api/desk/calls', record([calls(today, 40, 30, 600)]));
      expect(await part('reached')).toMatchObject({ text: '75.00%' });
      const { items } = await clerk.ok<CallsAnswer>('GET', '/api/desk/calls');
      expect(items).toMatchObject([{ version: 2, channelLabel: '12345热线', answered: 30 }]);
      expect((await stranger.ok<CallsAnswer>('GET', '/api/desk/calls')).items).toEqual([]);
      expect(await part('reached', stranger)).toMatchObject({ text: '未填报' });
      const trail = await app.db.read<{ action: string }>(
        "SELECT action FROM audit WHERE subject_kind = 'STREET' AND action LIKE 'calls.%' ORDER BY id",
      );
      expect(trail.map(({ action }) => action)).toEqual(['calls.recorded', 'calls.corrected']);
    });

    it('M93: what a registrar left out is counted and opens to the order', async () => {
      const registered = (more: Record<string, unknown>) =>
        clerk.ok<Receipt>('POST', '/api/orders/for-caller', {
          ...filing(app.streetId, { text: SAID, classCode: AT_SECTION }),
          ...{ channel: 'HOTLINE_12345', ...more },
        });
      const whole = await registered({});
      const lacking = await registered({ contactPhone: '', contactName: '' });
      const unnamed = await registered({ confidentiality: 'ANONYMOUS', contactPhone: '', contactName: '' });
      const found = await part('whole');
      expect(await openTo(clerk, found.opens.num ?? '')).toEqual([whole.orderId, unnamed.orderId].sort());
      expect(await openTo(clerk, found.opens.den ?? '')).toHaveLength(3);
      const { lacking: left } = await quality();
      expect(left.map(({ field, count }) => [field, count])).toEqual([
        ['name', 1],
        ['phone', 1],
      ]);
      expect(await openTo(clerk, left[0]?.opens ?? '')).toEqual([lacking.orderId]);
      expect((await part('byPhone')).text).toBe('3 件');
      expect(await openTo(stranger, found.opens.den ?? '')).toEqual([]);
    });

    it('M93: an answer is audited by who did not let it through; found wrong it goes back', async () => {
      const [right, wrong] = [await orderAt(app, 'CLOSED'), await orderAt(app, 'CLOSED')];
      const form = { form: 'ANSWER_AUDIT' };
      const first = await opened(auditor, right, 'lookback', form);
      expect(first.tasks.map(({ role }) => role)).toEqual(['AUDITOR']);
      expect(await stepRefused(clerk, first.id, 'right')).toBe('AUDITS_OWN_ANSWER');
      expect(await stepRefused(await app.as('head-dx'), first.id, 'hold')).toBe('ACTION_NOT_ALLOWED');
      expect(await step(auditor, first.id, 'right')).toMatchObject({ outcome: 'RIGHT' });
      const second = await opened(auditor, wrong, 'lookback', form);
      const finding = { fault: 'BASIS', finding: '引用的办法已经废止,应按新办法答复', again: true };
      expect(await stepRefused(auditor, second.id, 'wrong', { finding: finding.finding })).toBe(
        'FIELD_INVALID',
      );
      expect(await step(auditor, second.id, 'wrong', finding)).toMatchObject({ outcome: 'WRONG' });
      expect((await clerk.view(wrong)).state).toBe('IN_PROGRESS');
      const found = await part('right');
      expect(found).toMatchObject({ text: '50.00%', num: 1, den: 2 });
      expect(await openTo(clerk, found.opens.num ?? '')).toEqual([right]);
      const { faults } = await quality();
      expect(faults).toMatchObject([{ fault: 'BASIS', label: '依据引错', count: 1 }]);
      expect(await openTo(clerk, faults[0]?.opens ?? '')).toEqual([wrong]);
      expect(await brokenOrders(app)).toEqual([]);
    });

    it('M93: sent fast and to the right unit, solved and content; every number opens to what it counts', async () => {
      const { aims } = await quality();
      expect(aims.map(({ label }) => label)).toEqual(['打得通', '记得清', '答得准', '分得快', '办得好']);
      const named = Object.fromEntries(aims.flatMap(({ parts }) => parts.map((each) => [each.name, each])));
      expect(named.send?.text).toMatch(/^\d+ 分钟$/);
      expect(named.firstDispatch?.text).toMatch(/%$/);
      expect([named.solved?.text, named.result?.text]).toEqual(['100.00%', '100.00%']);
      const addresses = aims.flatMap(({ parts }) => parts.flatMap(({ opens }) => [opens.num, opens.den]));
      for (const address of addresses) {
        if (address !== null) expect((await openTo(clerk, address)).length).toBeGreaterThan(0);
      }
      expect(await clerk.refused('GET', '/api/desk/quality/orders?part=mood')).toBe('NOT_FOUND');
    });
  });
});

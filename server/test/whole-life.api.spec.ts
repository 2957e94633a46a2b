import { dayOf, type Receipt } from '@yihu/shared';
import { file, filing, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import {
  AT_SECTION,
  brokenOrders,
  clockOf,
  effect,
  inbox,
  later,
  orderAt,
  REPLY,
  replied,
  turns,
  unitId,
} from './walk';

const ANSWER = '办理居住证请带身份证和租房合同,到街道政务服务中心二楼4号窗口,当场办结。';
const DECLINE = {
  reasonCode: 'OTHER_STREET',
  legalGround: '属地管理,由所在街道办理',
  whereToGo: '稻香村街道12345热线办',
  publicText: '您反映的地点在稻香村街道,已为您查到它的热线办。',
};

describe.each(ENGINES)('what an order can go through on %s', (_, serverUrl) => {
  let app: TestApp;
  let lead: string;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    lead = await unitId(app, 'NQ-CG');
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const li = () => app.as('li');
  const chen = () => app.as('desk-chen');
  const submitted = async () => (await file(app, 'li', { classCode: null })).orderId;
  const accepted = async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    return orderId;
  };
  const forCaller = async (more: Record<string, unknown>) =>
    (await chen()).ok<Receipt>('POST', '/api/orders/for-caller', {
      ...filing(app.streetId, { classCode: null }),
      channel: 'HOTLINE_12345',
      ...more,
    });

  it('M12: a refusal to take it can be contested once, within seven days', async () => {
    const id = await submitted();
    await (await chen()).act(id, 'decline', DECLINE);
    const again = await (await li()).act(id, 'contest', { text: '地点在丁香家园,属于南七街道' });
    expect([again.state, again.timeline[0]?.text]).toEqual([
      'SUBMITTED',
      '您申请复核,热线办11月23日前重新告诉您是否受理',
    ]);
    expect(await inbox(await chen(), id)).toContain('申请复核 · 诉求人不同意不予受理');
    await (await chen()).act(id, 'decline', DECLINE);
    expect(await (await li()).actRefused(id, 'contest', { text: '仍然不同意' })).toBe('CONTESTS_USED_UP');
    const late = await submitted();
    await (await chen()).act(late, 'decline', DECLINE);
    const now = app.clock.now();
    app.clock.set(later(app, 8));
    expect(await (await li()).actRefused(late, 'contest', { text: '仍然不同意' })).toBe('CONTEST_TOO_LATE');
    app.clock.set(now);
  });

  it('M24: a praise is passed on to whom it is for, and is no case to be judged', async () => {
    const { orderId: id } = await file(app, 'li', { classCode: null, requestType: 'PRAISE' });
    const done = await (await chen()).act(id, 'praise', { creditUnitId: lead, creditName: '高峰' });
    expect([done.state, done.outcome]).toEqual(['CLOSED', 'NOTED']);
    expect(await inbox(await li(), id)).toContain('已收到 · 感谢您,已转告城管科');
    expect(await inbox(await app.as('sec-cg'), id)).toEqual(['收到表扬 · 群众表扬,请转告本人']);
    const seen = await (await li()).view(id);
    expect(seen.allowed.filter((action) => ['rate', 'dispute', 'disputeAgain'].includes(action))).toEqual([]);
    expect(JSON.stringify(seen)).not.toContain('高峰');
    expect(await (await chen()).actRefused(await submitted(), 'praise', { creditUnitId: lead })).toBe(
      'NOT_PRAISE',
    );
  });

  it('answers from what is known without a unit, and hands it out when that does not help', async () => {
    const id = await accepted();
    const form = { basis: 'KNOWLEDGE', outcome: 'EXPLAINED', publicText: ANSWER };
    await (await chen()).act(id, 'answer', form);
    const seen = await (await li()).view(id);
    expect([seen.state, seen.publicReply]).toEqual(['TO_VISIT', ANSWER]);
    expect(await inbox(await li(), id)).toContain('已答复 · 请查看答复并评价');
    const back = await (await li()).act(id, 'dispute', { reasonCode: 'NOT_SOLVED' });
    expect(back.state).toBe('ACCEPTED');
    expect(back.timeline[0]?.text).toMatch(/由热线办重新办理,\d+月\d+日前答复您/);
    const sent = await (await chen()).act(id, 'dispatch', { leadUnitId: lead });
    expect([sent.state, clockOf(sent, 'handle').cycle]).toEqual(['DISPATCHED', 1]);
  });

  it('M77: two orders of one person and matter become one, and both go on telling her', async () => {
    const target = await orderAt(app, 'DISPATCHED');
    const targetNo = (await (await li()).view(target)).orderNo;
    const id = await submitted();
    const other = (await file(app, 'wang', { classCode: null, contactPhone: '13955512345' })).orderId;
    const desk = await chen();
    expect(await desk.actRefused(other, 'merge', { targets: [targetNo] })).toBe('MERGE_OTHER_PERSON');
    expect(await desk.actRefused(id, 'merge', { targets: ['NQ20200101-0001'] })).toBe('MERGE_TARGET_UNKNOWN');
    expect(await desk.actRefused(id, 'merge', { targets: [(await desk.view(id)).orderNo] })).toBe(
      'MERGE_INTO_ITSELF',
    );
    const merged = await desk.act(id, 'merge', { targets: [targetNo] });
    expect(merged.state).toBe('MERGED');
    const caller = await forCaller({ upperSystem: 'CITY_12345', upperNo: '20261123090000000017' });
    await desk.act(caller.orderId, 'merge', { targets: [targetNo] });
    await (await app.as('grid-zhang')).act(target, 'sign');
    const mine = await (await li()).view(id);
    expect(mine.headline).toBe(
      `已与您反映的另一件(${targetNo})合并办理。那一件:丁香01网格正在处理。最迟11月25日答复您。`,
    );
    expect(mine.timeline[0]?.text).toBe(`合并办理的那件(${targetNo}):丁香01网格已签收,11月25日前答复您`);
    await replied(app, target);
    expect(JSON.stringify(await (await li()).view(id))).not.toContain(REPLY);
    await desk.act(target, 'approve', { publicText: REPLY });
    const told = await (await li()).view(id);
    expect([told.publicReply, told.timeline[0]?.notes]).toEqual([REPLY, [REPLY]]);
    const heard = await desk.view(caller.orderId);
    expect([heard.upperNo, heard.publicReply]).toEqual(['20261123090000000017', REPLY]);
    const links = await app.db.read('SELECT order_id FROM order_link WHERE target_id = ? AND rel = ?', [
      target,
      'MERGED',
    ]);
    expect(links).toHaveLength(2);
    expect(await desk.actRefused(await submitted(), 'merge', { targets: [targetNo] })).toBe('none');
  });

  it('does not merge into what is over, and takes an order out again from its old start', async () => {
    const closed = await orderAt(app, 'CLOSED');
    const desk = await chen();
    const targets = [(await desk.view(closed)).orderNo];
    const id = await submitted();
    expect(await desk.actRefused(id, 'merge', { targets })).toBe('MERGE_TARGET_OVER');
    const open = await orderAt(app, 'IN_PROGRESS');
    await desk.act(id, 'merge', { targets: [(await desk.view(open)).orderNo] });
    const out = await desk.act(id, 'unmerge', { reason: '不是同一件事' });
    expect([out.state, clockOf(out, 'accept').startedAt]).toEqual(['SUBMITTED', out.receivedAt]);
    expect(out.timeline[0]?.link).toBe(null);
    expect((await (await li()).view(id)).timeline[0]?.text).toBe(
      '恢复单独办理,由热线办核对是否受理,最迟11月30日答复您',
    );
    const links = await app.db.read('SELECT order_id FROM order_link WHERE order_id = ?', [id]);
    expect(links).toEqual([]);
  });

  it('M10 M77: keeps the number of the platform above as text, and reports a double', async () => {
    const upper = { upperSystem: 'CITY_12345', upperNo: '00000000000000000042' };
    const first = await forCaller(upper);
    expect((await (await chen()).view(first.orderId)).upperNo).toBe(upper.upperNo);
    const call = { ...filing(app.streetId), channel: 'HOTLINE_12345', ...upper };
    const answer = await (await chen()).call<{ error: { code: string; message: string } }>(
      'POST',
      '/api/orders/for-caller',
      call,
    );
    expect([answer.status, answer.body.error.code]).toEqual([409, 'UPPER_NO_TAKEN']);
    expect(answer.body.error.message).toContain(first.orderNo);
    expect((await forCaller({ ...upper, upperSystem: 'PETITION' })).orderId).not.toBe(first.orderId);
    const half = { ...filing(app.streetId), channel: 'HOTLINE_12345', upperNo: '7' };
    expect(await (await chen()).refused('POST', '/api/orders/for-caller', half)).toBe('FIELD_INVALID');
    const both = await Promise.all(
      [1, 2].map(async () =>
        (await chen()).refused('POST', '/api/orders/for-caller', {
          ...filing(app.streetId),
          channel: 'HOTLINE_12345',
          upperSystem: 'DISTRICT',
          upperNo: '99',
        }),
      ),
    );
    expect(both.sort()).toEqual(['UPPER_NO_TAKEN', 'none']);
  });

  it('lets the platform above take its order back, and only its own', async () => {
    const { orderId } = await forCaller({ upperSystem: 'CITY_12345', upperNo: 'HF-77', classCode: '010102' });
    const form = { reasonCode: 'RECALLED', upperRef: 'HF-77-R' };
    const desk = await chen();
    expect(await desk.actRefused(orderId, 'withdraw', { reasonCode: 'OTHER' })).toBe('FROM_UPPER');
    const gone = await desk.act(orderId, 'recall', form);
    expect([gone.state, gone.clocks.filter((clock) => clock.state === 'RUNNING')]).toEqual(['WITHDRAWN', []]);
    expect(await inbox(await app.as('grid-zhang'), orderId)).toContain('已收回 · 上级已收回,停止办理');
    expect(await turns(app, orderId)).toEqual(['LEAD ENDED RECALLED']);
    expect(await desk.actRefused(await orderAt(app, 'IN_PROGRESS'), 'recall', form)).toBe('NOT_FROM_UPPER');
  });

  it('R2: what a leader has assigned is not taken back', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const before = clockOf(await (await chen()).view(id), 'handle').dueAt;
    const fan = await app.as('lead-fan');
    expect(await (await chen()).actRefused(id, 'assign', { leadUnitId: lead, reason: '由城管科牵头' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    const given = await fan.act(id, 'assign', { leadUnitId: lead, reason: '由城管科牵头' });
    expect([given.state, given.bound, given.leadUnitName]).toEqual(['DISPATCHED', true, '城管科']);
    expect(clockOf(given, 'handle').dueAt).toBe(before);
    expect(await inbox(await app.as('sec-cg'), id)).toEqual(['领导指定 · 由城管科牵头,不再转办']);
    expect(await inbox(await app.as('grid-zhang'), id)).toContain('领导指定 · 由城管科牵头,不再转办');
    expect(await (await chen()).actRefused(id, 'takeBack', { reason: '派错了' })).toBe('LEAD_BOUND');
    await (await app.as('sec-cg')).act(id, 'sign');
    expect(await turns(app, id)).toEqual(['LEAD ENDED REASSIGNED', 'LEAD SIGNED']);
    const same = await fan.act(id, 'assign', { leadUnitId: lead, reason: '仍由城管科办' });
    expect([same.state, (await turns(app, id)).length]).toEqual(['IN_PROGRESS', 2]);
  });

  it('R2: handed over, it is the other unit’s at once, and its due does not move', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const before = clockOf(await (await chen()).view(id), 'handle').dueAt;
    const { personId } = await app.as('sec-cg');
    await effect(app, id, 'handOver', { leadUnitId: lead, handlerId: personId });
    const now = await (await app.as('sec-cg')).view(id);
    expect([now.state, now.leadUnitName, clockOf(now, 'handle').dueAt]).toEqual([
      'IN_PROGRESS',
      '城管科',
      before,
    ]);
    expect(now.allowed).toContain('reply');
    expect((await turns(app, id)).sort()).toEqual(['LEAD ENDED HANDED_OVER', 'LEAD SIGNED']);
    await effect(app, id, 'unassign', { via: 'RETURN', reasonCode: 'PLACE' });
    // Two rounds that ended unsolved: it is supervised from here on, and she reads that too.
    const told = (await (await li()).view(id)).timeline.map((line) => line.text);
    expect(told[1]).toBe('正在改派,热线办11月23日前告诉您新的承办单位');
    expect(told[0]).toContain('列入督办');
    await (await chen()).act(id, 'dispatch', { leadUnitId: lead });
    expect(await (await li()).act(id, 'withdraw', { reasonCode: 'SOLVED' })).toMatchObject({
      state: 'WITHDRAWN',
    });
    expect((await turns(app, id)).filter((turn) => !/ENDED|RELEASED/.test(turn))).toEqual([]);
  });

  it('suspends until a day the resident is told, and wakes with the time that was left', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    await effect(app, id, 'suspend', { nextReportDay: '2026-12-23' });
    const held = await (await li()).view(id);
    expect([held.state, held.timeline[0]?.text]).toEqual([
      'SUSPENDED',
      '要较长时间才能办好,已同意延后办理,丁香01网格12月23日前告诉您进展',
    ]);
    expect(held.headline).toContain('12月23日');
    expect(await inbox(await li(), id)).toContain('延后办理 · 12月23日前告诉您进展');
    const inside = await (await chen()).view(id);
    expect([clockOf(inside, 'handle').state, clockOf(inside, 'next_report').dueText]).toEqual([
      'PAUSED',
      '2026-12-23 24:00',
    ]);
    const now = app.clock.now();
    app.clock.set(later(app, 2));
    await effect(app, id, 'wake');
    const woken = await (await chen()).view(id);
    expect([woken.state, clockOf(woken, 'handle').state]).toEqual(['IN_PROGRESS', 'RUNNING']);
    expect(dayOf(clockOf(woken, 'handle').dueAt ?? '') > '2026-11-26').toBe(true);
    app.clock.set(now);
  });

  it('M43: what the street found itself closes when it is done, with nobody to tell or to ask', async () => {
    const { orderId } = await forCaller({
      source: 'PROACTIVE',
      contactName: '',
      contactPhone: '',
      classCode: '010102',
    });
    await (await app.as('grid-zhang')).act(orderId, 'sign');
    await replied(app, orderId);
    const done = await (await chen()).act(orderId, 'approve', { publicText: REPLY });
    expect([done.state, done.source]).toEqual(['CLOSED', 'PROACTIVE']);
  });

  it('names a handler of the lead unit only, and records what others were told with their number', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const grid = await app.as('grid-zhang');
    const [other, own] = [(await app.as('sec-cg')).personId, grid.personId];
    expect(await grid.actRefused(id, 'nameHandler', { handlerId: other })).toBe('PERSON_NOT_OF_UNIT');
    expect((await grid.act(id, 'nameHandler', { handlerId: own })).handlerName).not.toBeNull();
    await grid.act(id, 'recordOutside', { organ: 'POLICE_110', outsideNo: '110-2026-7', note: '已出警' });
    const entry = (await (await chen()).view(id)).timeline[0];
    expect([entry?.text, entry?.notes]).toEqual(['登记了外部处置:110报警', ['已出警', '110-2026-7']]);
    expect(JSON.stringify(await (await li()).view(id))).not.toContain('110-2026-7');
  });

  it.each(['handOver', 'unassign', 'suspend', 'wake', 'pause', 'moveDue', 'procedure', 'item', 'mergedNews'])(
    'nobody calls %s',
    async (action) => {
      const id = await orderAt(app, 'IN_PROGRESS');
      expect(await (await chen()).actRefused(id, action)).toBe('ACTION_UNKNOWN');
    },
  );
});

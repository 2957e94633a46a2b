import { addMinutes, type Instant, type RetentionPlanRow } from '@yihu/shared';
import { RetentionService } from '../src/modules/retention/retention.service';
import {
  effectiveDays,
  RETENTION_CLASSES,
  type RetentionClassName,
  wrongRow,
} from '../src/modules/retention/rules/retention-classes';
import { newId } from '../src/platform/ids';
import { filing, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, orderAt } from './walk';

const DAY = 24 * 60;
const NEW_CLASSES = ['CONTACT', 'MODERATION', 'STICKER_SCAN', 'WECHAT_ALARM'] as const;

describe('retention rules for what names a person, and for the last logs', () => {
  it.each(NEW_CLASSES)('never let %s be kept less than six months', (name) => {
    expect(RETENTION_CLASSES[name].floorDays).toBe(180);
    expect(wrongRow([{ class: name, days: 179 }])).toMatchObject({ row: 1 });
    expect(wrongRow([{ class: name, days: 180 }])).toBeNull();
    expect(effectiveDays([{ rows: [{ class: name, days: 1 }] }])[name]).toBe(180);
  });

  it('never let contact data be kept for ever', () => {
    expect(wrongRow([{ class: 'CONTACT', days: 1095 }])).toBeNull();
    expect(wrongRow([{ class: 'CONTACT', days: 1096 }])?.reason).toContain('最多保存 1095 天');
  });
});

describe.each(ENGINES)('private data over its time on %s', (_, serverUrl) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());

  const retention = () => app.app.get(RetentionService);
  const planned = async (name: RetentionClassName): Promise<RetentionPlanRow | undefined> =>
    (await retention().plan(app.clock.now())).find((row) => row.class === name);
  const run = async (name: RetentionClassName) => (await retention().run(app.clock.now()))[name];
  const privateOf = async (id: string) =>
    JSON.stringify([
      await app.db.read('SELECT * FROM order_private WHERE order_id = ?', [id]),
      await app.db.read(`SELECT body FROM event_text WHERE stream_id = ?`, [id]),
    ]);
  const lastEvent = async (id: string): Promise<Instant> =>
    (await app.db.read<{ at: Instant }>('SELECT MAX(at) AS at FROM event WHERE stream_id = ?', [id]))[0]
      ?.at ?? '';

  it('takes the reporter out of orders that ended a year ago, to the minute, and leaves the matter', async () => {
    const li = await app.as('li');
    const open = await orderAt(app, 'IN_PROGRESS');
    const { orderId: over } = await li.ok<{ orderId: string }>(
      'POST',
      '/api/orders',
      filing(app.streetId, { classCode: AT_GRID }),
    );
    await li.act(over, 'addInfo', { text: '李桂芳又说:打13855512345' });
    await li.act(over, 'withdraw', { reasonCode: 'SOLVED' });
    app.clock.set(addMinutes(await lastEvent(over), 365 * DAY));
    expect(await planned('CONTACT')).toMatchObject({ days: 365, rows: 0 });
    expect(await run('CONTACT')).toBe(0);
    expect(await privateOf(over)).toContain('李桂芳');
    app.clock.pass(1);
    expect(await planned('CONTACT')).toMatchObject({ rows: 1 });
    expect(await run('CONTACT')).toBe(1);
    expect(await run('CONTACT')).toBe(0);
    const left = await privateOf(over);
    expect(left).not.toMatch(/李桂芳|13855512345|502/);
    expect(left).toContain('消防通道被电动车堵住了');
    // An order that is not over keeps its contact however old it is.
    expect(await privateOf(open)).toContain('李桂芳');
    const [told] = await app.db.read<{ facts: string }>(
      "SELECT facts FROM audit WHERE action = 'retention.anonymised'",
    );
    expect(JSON.parse(told?.facts ?? '')).toMatchObject({ days: 365, rows: 1 });
    const view = await (await app.as('desk-chen')).view(over);
    expect(view.contact?.whyNot).toContain('已过保存期限');
    expect((await li.view(over)).state).toBe('WITHDRAWN');
  });

  it('goes through more orders than one batch holds', async () => {
    const { orderId } = await (await app.as('li')).ok<{ orderId: string }>(
      'POST',
      '/api/orders',
      filing(app.streetId, { classCode: AT_GRID }),
    );
    const [order] = await app.db.read<Record<string, string>>('SELECT * FROM work_order WHERE id = ?', [
      orderId,
    ]);
    const [own] = await app.db.read<Record<string, string>>(
      'SELECT * FROM order_private WHERE order_id = ?',
      [orderId],
    );
    const [event] = await app.db.read<Record<string, string>>(
      'SELECT * FROM event WHERE stream_id = ? AND seq = 1',
      [orderId],
    );
    const ids = Array.from({ length: 120 }, () => newId());
    await app.db.inTransaction(async (tx) => {
      for (const id of ids) {
        await tx.insert('work_order', {
          ...order,
          id,
          order_no: id.slice(2),
          draft_id: id,
          state: 'ARCHIVED',
        });
        await tx.insert('order_private', { ...own, order_id: id });
        await tx.insert('event', { ...event, stream_id: id });
      }
    });
    app.clock.pass(366 * DAY);
    expect(await run('CONTACT')).toBe(120);
    const left = await app.db.read<{ order_id: string }>(
      'SELECT order_id FROM order_private WHERE erased_at IS NULL',
    );
    expect(left.map((row) => row.order_id).filter((id) => ids.includes(id))).toEqual([]);
    expect(left.map((row) => row.order_id)).toContain(orderId);
  });

  it('deletes content checks that are settled, and none that waits', async () => {
    const at = app.clock.now();
    const check = (state: string, waiting: number) => ({
      id: newId(),
      subject_kind: 'REPLY',
      subject_id: newId(),
      root_id: app.streetId,
      kind: 'TEXT',
      state,
      waiting,
      reason: null,
      label: 100,
      author_id: newId(),
      visited_at: at,
      content_hash: newId(),
      content: '正文',
      attachment_id: null,
      trace_id: null,
      asks: 1,
      created_at: at,
      asked_at: at,
      answered_at: at,
      decided_by: null,
      decided_at: null,
      note: null,
    });
    await app.db.inTransaction((tx) =>
      tx.insert('moderation_check', [check('PASS', 0), check('PENDING', 0), check('REVIEW', 1)]),
    );
    app.clock.pass(365 * DAY);
    expect(await run('MODERATION')).toBe(0);
    app.clock.pass(1);
    expect(await run('MODERATION')).toBe(1);
    const left = await app.db.read<{ state: string }>('SELECT state FROM moderation_check ORDER BY state');
    expect(left.map(({ state }) => state)).toEqual(['PENDING', 'REVIEW']);
  });

  it('forgets how often stickers were opened when the whole day is over its time', async () => {
    await app.db.inTransaction((tx) =>
      tx.insert('sticker_scan', [
        { sticker_id: 'AAAA', day: '2026-11-20', times: 3 },
        { sticker_id: 'AAAA', day: '2026-11-21', times: 4 },
        { sticker_id: 'BBBB', day: '2026-11-20', times: 5 },
      ]),
    );
    app.clock.set(addMinutes('2026-11-20T23:59:00.000Z', 1096 * DAY));
    expect(await run('STICKER_SCAN')).toBe(0);
    app.clock.pass(1);
    expect(await run('STICKER_SCAN')).toBe(2);
    expect(await app.db.read('SELECT day FROM sticker_scan')).toEqual([{ day: '2026-11-21' }]);
  });

  it('deletes alarms that are over, and keeps those nobody has put right', async () => {
    const at = app.clock.now();
    const alarm = (key: string, kind: string, cleared: Instant | null) => ({
      alarm_key: key,
      kind,
      text: '说明',
      code: '1',
      rid: null,
      times: 1,
      first_at: at,
      last_at: at,
      cleared_at: cleared,
    });
    await app.db.inTransaction((tx) =>
      tx.insert('wechat_alarm', [
        alarm('a', 'CALL', null),
        alarm('b', 'CONFIG', null),
        alarm('c', 'CONFIG', at),
      ]),
    );
    const keys = async () =>
      (
        await app.db.read<{ alarm_key: string }>(
          "SELECT alarm_key FROM wechat_alarm WHERE alarm_key IN ('a', 'b', 'c') ORDER BY alarm_key",
        )
      ).map((row) => row.alarm_key);
    app.clock.pass(365 * DAY);
    await run('WECHAT_ALARM');
    expect(await keys()).toEqual(['a', 'b', 'c']);
    app.clock.pass(1);
    await run('WECHAT_ALARM');
    expect(await keys()).toEqual(['b']);
  });
});

import type { LiveEvent, SessionView } from '@yihu/shared';
import { LiveHub } from '../src/modules/live/live-hub.service';
import { Feed } from '../src/platform/feed';
import { file, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { StreamReader } from './stream-reader';
import { AT_GRID, AT_SECTION, orderAt } from './walk';

type OrderEvent = Extract<LiveEvent, { type: 'order' | 'alarm' }>;
const orders = (events: readonly LiveEvent[]) =>
  events.filter((event): event is OrderEvent => event.type === 'order' || event.type === 'alarm');
const about = (id: string) => (events: readonly LiveEvent[]) => orders(events).some((each) => each.id === id);

describe.each(ENGINES)('the stream of the desk, on %s', (_, serverUrl) => {
  let app: TestApp;
  let chen: Persona;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    chen = await app.as('desk-chen');
  });
  afterAll(() => app.close());

  it('tells of a new order without being asked, by ids and codes alone', async () => {
    const reader = await StreamReader.open(app, chen);
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    const event = orders(await reader.until(about(orderId))).find(({ id }) => id === orderId);
    expect(event).toMatchObject({ type: 'order', state: 'ACCEPTED', alarm: null, mine: false });
    expect(event?.version).toBe((await chen.view(orderId)).version);
    expect(JSON.stringify(reader.events)).not.toMatch(/李桂芳|13855512345|电动车/);
    reader.cut();
  });

  it('says whose doing it was, and when a message came with it', async () => {
    const zhang = await app.as('grid-zhang');
    const [hers, unit] = [await StreamReader.open(app, chen), await StreamReader.open(app, zhang)];
    const { orderId } = await file(app, 'li', { classCode: AT_GRID });
    const told = orders(await unit.until(about(orderId))).find(({ id }) => id === orderId);
    expect(told).toMatchObject({ notice: true, mine: false });
    await chen.act(orderId, 'urge');
    const urged = (events: readonly LiveEvent[]) =>
      orders(events).some(({ event }) => event === 'order.urged');
    expect(orders(await hers.until(urged)).at(-1)).toMatchObject({ id: orderId, mine: true });
    for (const reader of [hers, unit]) reader.cut();
  });

  it('alarms when a clock turns red', async () => {
    const id = await orderAt(app, 'IN_PROGRESS', { classCode: AT_GRID });
    const { clocks } = await chen.view(id);
    const due =
      clocks.find(({ milestone, scope }) => milestone === 'handle' && scope === 'INNER')?.dueAt ?? '';
    app.clock.set(due);
    app.clock.pass(1);
    const reader = await StreamReader.open(app, chen);
    await app.sweep();
    const isRed = (event: OrderEvent) => event.id === id && event.alarm === 'RED';
    const events = await reader.until((all) => orders(all).some(isRed));
    expect(orders(events).find(isRed)?.type).toBe('alarm');
    reader.cut();
  });

  it('shows a unit what is its own, and tells it when an order has left', async () => {
    const [zhang, sun] = [await app.as('grid-zhang'), await app.as('grid-sun')];
    const [own, other] = [await StreamReader.open(app, zhang), await StreamReader.open(app, sun)];
    const { orderId } = await file(app, 'li', { classCode: AT_GRID });
    await own.until(about(orderId));
    await chen.act(orderId, 'takeBack', { reason: '派错了单位' });
    await own.until((events) => events.some(({ type }) => type === 'notice'));
    // It is told by its message; of the order itself it hears nothing any more.
    expect(own.heard.at(-1)).toBe(`notice ${orderId}`);
    await app.app.get(LiveHub).round();
    expect(other.heard).toEqual(['hello']);
    for (const reader of [own, other]) reader.cut();
  });

  it('misses nothing and doubles nothing when it is cut while many commit at once', async () => {
    const feed = app.app.get(Feed);
    const from = await feed.number();
    const seen: LiveEvent[] = [];
    const cursors: number[] = [];
    let reader = await StreamReader.open(app, chen);
    const file1 = async (classCode: string) => {
      const { orderId } = await file(app, 'li', { classCode });
      const { version } = await chen.act(orderId, 'note', { note: '已电话核实' });
      return [orderId, version] as const;
    };
    const done: (readonly [string, number])[] = [];
    for (let wave = 0; wave < 4; wave += 1) {
      const filings = Promise.all([AT_SECTION, AT_GRID, AT_SECTION, AT_GRID, AT_GRID].map(file1));
      await reader.until((events) => events.length >= 2 + wave);
      reader.cut();
      await reader.untilEnd();
      seen.push(...reader.events.filter(({ type }) => type !== 'hello'));
      cursors.push(Number(reader.cursor));
      reader = await StreamReader.open(app, chen, reader.cursor);
      done.push(...(await filings));
    }
    const head = await feed.number();
    await app.app.get(LiveHub).round();
    const wanted = (await feed.between(from, head, 1000)).filter(({ kind }) => kind === 'ORDER');
    await reader.until((events) => seen.length + events.length - 1 >= wanted.length);
    seen.push(...reader.events.filter(({ type }) => type !== 'hello'));
    reader.cut();
    expect(cursors).toEqual([...cursors].sort((a, b) => a - b));
    const told = orders(seen);
    expect(told.map(({ id, event }) => `${id} ${event}`)).toEqual(
      wanted.map(({ subjectId, name }) => `${subjectId} ${name}`),
    );
    for (const [id, version] of done) {
      expect(told.findLast((event) => event.id === id)?.version).toBeGreaterThanOrEqual(version);
    }
  });

  it('tells what commits late after what committed before it', async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    const { orderId: other } = await file(app, 'li', { classCode: AT_SECTION });
    const reader = await StreamReader.open(app, chen);
    const feed = app.app.get(Feed);
    const item = (subjectId: string) =>
      ({
        kind: 'ORDER',
        rootId: app.streetId,
        subjectId,
        name: 'order.noted',
        now: app.clock.now(),
      }) as const;
    let commit = () => {};
    const isWritten = new Promise<void>((written) => {
      // SQLite has one writer: there the second waits for the first, and order is no question.
      void app.db.inTransaction(async (tx) => {
        await feed.add(tx, item(orderId));
        written();
        if (serverUrl !== null) await new Promise<void>((done) => (commit = done));
      });
    });
    await isWritten;
    await app.db.inTransaction((tx) => feed.add(tx, item(other)));
    await reader.until(about(other));
    commit();
    await reader.until(about(orderId));
    expect(new Set(reader.heard)).toEqual(new Set(['hello', `order ${other}`, `order ${orderId}`]));
    expect(reader.heard).toHaveLength(3);
    reader.cut();
  });

  it('asks for everything anew when too much was missed, or the cursor is none', async () => {
    for (const since of ['999999999', 'x', '-5']) {
      const reader = await StreamReader.open(app, chen, since);
      await reader.until((events) => events.some(({ type }) => type === 'reset'));
      expect([since, reader.heard]).toEqual([since, ['hello', 'reset']]);
      reader.cut();
    }
  });

  it('is of another street’s orders silent', async () => {
    const reader = await StreamReader.open(app, chen);
    const feed = app.app.get(Feed);
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    await reader.until(about(orderId));
    const heard = reader.heard.length;
    await app.db.inTransaction(async (tx) => {
      await tx.execute('UPDATE work_order SET root_id = ? WHERE id = ?', [
        '01KAJ0000000000000000ZZZZZ',
        orderId,
      ]);
      const now = app.clock.now();
      await feed.add(tx, { kind: 'ORDER', rootId: null, subjectId: orderId, name: 'order.noted', now });
    });
    await app.app.get(LiveHub).round();
    expect(reader.heard).toHaveLength(heard);
    reader.cut();
  });

  it('ends with the session', async () => {
    const liu = await app.as('desk-liu');
    const reader = await StreamReader.open(app, liu);
    const { sessions } = await liu.ok<{ sessions: SessionView[] }>('GET', '/api/sessions');
    const current = sessions.find((each) => each.current)?.id;
    await liu.ok('DELETE', `/api/sessions/${current}`);
    await reader.untilEnd();
    expect(reader.events.at(-1)).toEqual({ type: 'bye', why: 'SESSION_EXPIRED' });
  });

  it('keeps eight windows of one person, and lets the first go', async () => {
    const fan = await app.as('lead-fan');
    const readers: StreamReader[] = [];
    for (let n = 0; n < 9; n += 1) readers.push(await StreamReader.open(app, fan));
    await readers[0]?.untilEnd();
    expect(readers[0]?.events.at(-1)).toEqual({ type: 'bye', why: 'TOO_MANY' });
    expect(readers.filter(({ ended }) => ended)).toHaveLength(1);
    for (const reader of readers) reader.cut();
  });

  it('is no answer for who does not ask for a stream', async () => {
    expect(await chen.refused('GET', '/api/desk/stream')).toBe('BAD_REQUEST');
  });
});

describe('a server that is stopped', () => {
  it('says goodbye to whoever listens and closes', async () => {
    const app = await startApp(null);
    const reader = await StreamReader.open(app, await app.as('desk-chen'));
    await app.close();
    await reader.untilEnd();
    expect(reader.events.at(-1)).toEqual({ type: 'bye', why: 'SHUTDOWN' });
  });
});

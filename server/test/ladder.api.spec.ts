import { addMinutes, type Instant } from '@yihu/shared';
import { MONDAY, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { justAfter } from './procedure-steps';
import { ENGINES } from './spec-database';
import { triggerSweep } from './trigger-steps';
import { brokenOrders, clockOf, inbox, orderAt } from './walk';

const HOUR = 60;
const LIFT = '逐级上报';

describe.each(ENGINES)('what is late climbs the ladder on %s', (_, serverUrl) => {
  let app: TestApp;
  let head: Persona;
  let deputy: Persona;
  let main: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [head, deputy, main] = [await app.as('head-dx'), await app.as('lead-fan'), await app.as('lead-peng')];
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const rounds = async (at: Instant) => {
    app.clock.set(at);
    await app.sweep();
    await triggerSweep(app);
    await triggerSweep(app);
  };
  /** How many words of this order each of the three has had. */
  const heard = (id: string) =>
    Promise.all([head, deputy, main].map(async (who) => (await lifts(who, id)).length));
  const lifts = async (who: Persona, id: string) =>
    (await inbox(who, id)).filter((line) => line.startsWith(LIFT));
  const written = async (id: string) =>
    (await main.view(id)).timeline
      .filter(({ event }) => event === 'order.climbed')
      .map(({ text, at }) => `${text} @${at}`)
      .reverse();
  const ofSigning = async (id: string) =>
    (await written(id)).flatMap((line) => /签收,(.+) @/.exec(line)?.[1] ?? []);
  const before = (at: Instant) => new Date(Date.parse(at) - 1).toISOString();

  it('M02: unsigned, the head of the unit hears of it, then the leader in charge, then the main leader, and it is written who and when', async () => {
    app.clock.set(MONDAY);
    const id = await orderAt(app, 'DISPATCHED');
    const due = clockOf(await main.view(id), 'sign').dueAt ?? '';
    await rounds(before(due));
    expect(await heard(id)).toEqual([0, 0, 0]);
    await rounds(due);
    expect(await heard(id)).toEqual([1, 0, 0]);
    await rounds(before(addMinutes(due, 4 * HOUR)));
    expect(await heard(id)).toEqual([1, 0, 0]);
    await rounds(addMinutes(due, 4 * HOUR));
    expect(await heard(id)).toEqual([1, 1, 0]);
    await rounds(before(addMinutes(due, 24 * HOUR)));
    expect(await heard(id)).toEqual([1, 1, 0]);
    await rounds(addMinutes(due, 24 * HOUR));
    await rounds(addMinutes(due, 25 * HOUR));
    expect(await heard(id)).toEqual([1, 1, 1]);
    expect(await written(id)).toEqual([
      `超期逐级上报:签收,告知方慧 @${due}`,
      `超期逐级上报:签收,告知范书平 @${addMinutes(due, 4 * HOUR)}`,
      `超期逐级上报:签收,告知彭建国 @${addMinutes(due, 24 * HOUR)}`,
    ]);
    expect(await lifts(main, id)).toEqual(['逐级上报 · 占道经营已超期24小时']);
    // The resident reads nothing of who was told inside.
    const hers = (await (await app.as('li')).view(id)).timeline.map(({ text }) => text).join();
    expect(hers).not.toContain('逐级');
  });

  it('M02: slept through, each is told once and together; what is signed climbs no further', async () => {
    app.clock.set(MONDAY);
    const [slept, signed] = [await orderAt(app, 'DISPATCHED'), await orderAt(app, 'DISPATCHED')];
    const due = clockOf(await main.view(slept), 'sign').dueAt ?? '';
    await rounds(due);
    app.clock.set(justAfter(due));
    await (await app.as('grid-zhang')).act(signed, 'sign');
    // Nobody looked from the due time on: the process stood still.
    const third = await orderAt(app, 'DISPATCHED');
    await rounds(addMinutes(due, 3 * 24 * HOUR));
    expect(await ofSigning(third)).toEqual(['告知方慧、范书平、彭建国']);
    expect(await ofSigning(signed)).toEqual(['告知方慧']);
    expect(await ofSigning(slept)).toEqual(['告知方慧', '告知范书平、彭建国']);
  });

  it('M02: nothing is told a second time, however long it stays late and whatever else was cleared away', async () => {
    app.clock.set(MONDAY);
    const id = await orderAt(app, 'DISPATCHED');
    const due = clockOf(await main.view(id), 'sign').dueAt ?? '';
    await rounds(addMinutes(due, 24 * HOUR));
    const told = await ofSigning(id);
    // What was carried out is forgotten after thirty days.
    app.clock.set(addMinutes(due, 40 * 24 * HOUR));
    await app.db.inTransaction((tx) => tx.execute('DELETE FROM idem WHERE at < ?', [app.clock.now()]));
    await rounds(app.clock.now());
    expect(await ofSigning(id)).toEqual(told);
  });

  it('M02: a street writes its own ladder; a row that names its milestone stands before the general ones', async () => {
    app.clock.set(MONDAY);
    await putInForce(app, 'ladder', {
      rows: [
        { light: 'RED', afterHours: 1, tell: ['LEADER_MAIN'] },
        { milestone: 'sign', light: 'ORANGE', afterHours: 0, tell: ['HANDLER', 'LEADER_DEPUTY'] },
      ],
    });
    const id = await orderAt(app, 'DISPATCHED');
    // An hour to sign: three quarters of it.
    const orange = addMinutes(app.clock.now(), 45);
    await rounds(before(orange));
    expect(await heard(id)).toEqual([0, 0, 0]);
    await rounds(orange);
    await rounds(addMinutes(MONDAY, 2 * HOUR));
    expect(await heard(id)).toEqual([0, 1, 0]);
    expect(await lifts(await app.as('grid-zhang'), id)).toEqual(['逐级上报 · 占道经营即将超期,请过问']);
    await putInForce(app, 'trigger', { rows: [{ name: 'lightLadder', on: false }] });
    app.clock.set(addMinutes(MONDAY, 31 * HOUR));
    const quiet = await orderAt(app, 'DISPATCHED');
    await rounds(addMinutes(MONDAY, 60 * HOUR));
    expect(await heard(quiet)).toEqual([0, 0, 0]);
  });
});

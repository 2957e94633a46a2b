import { addMinutes, type RosterView } from '@yihu/shared';
import { file, MONDAY, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_SECTION, brokenOrders, inbox, unitId } from './walk';

describe.each(ENGINES)('somebody by name stands for each order on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const peopleOf = async (who: Persona, unit: string) =>
    (await who.ok<{ people: { id: string; name: string }[] }>('GET', `/api/units/${unit}/people`)).people;

  it('M37: who works where is known, who is on duty is asked first, and an order names a person and a number to call', async () => {
    app.clock.set(MONDAY);
    const section = await unitId(app, 'NQ-CG');
    const worker = await app.as('sec-cg');
    const people = await peopleOf(desk, section);
    expect(people.map(({ id }) => id)).toContain(worker.personId);
    expect(await (await app.as('li')).refused('GET', `/api/units/${section}/people`)).toBe('FORBIDDEN');
    // The roster says who answers for the office just now: that person alone hears of what comes in.
    const office = await unitId(app, 'NQ-RX');
    const [chen, liu] = [desk, await app.as('desk-liu')];
    const shift = (personId: string, from: number) => ({
      ...{ role: 'DUTY', personId },
      ...{ startsAt: addMinutes(MONDAY, from), endsAt: addMinutes(MONDAY, from + 240) },
    });
    const roster = { unitId: office, shifts: [shift(liu.personId, 0), shift(chen.personId, 240)] };
    const set = await (await app.as('lead-fan')).ok<RosterView>('POST', '/api/duty', roster);
    expect(set.items.map(({ personName, isNow }) => [personName, isNow])).toEqual([
      ['刘洋', true],
      ['陈晓', false],
    ]);
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    if ((await desk.view(orderId)).state === 'SUBMITTED') await desk.act(orderId, 'accept', {});
    await desk.act(orderId, 'dispatch', { leadUnitId: section });
    await worker.act(orderId, 'sign');
    // Only whoever works there may be named for it.
    const elsewhere = { handlerId: (await app.as('head-dx')).personId };
    expect(await worker.actRefused(orderId, 'nameHandler', elsewhere)).toBe('PERSON_NOT_OF_UNIT');
    await worker.act(orderId, 'reply', {
      outcome: 'EXPLAINED',
      publicText: '该处搭建有规划许可,许可证号已当面出示。',
    });
    expect([(await inbox(liu, orderId)).length > 0, await inbox(chen, orderId)]).toEqual([true, []]);
    const seen = await desk.view(orderId);
    const me = people.find(({ id }) => id === worker.personId)?.name;
    expect([seen.handlerName, seen.leadPhone]).toEqual([me, '0551-00012345']);
    // From the very moment one shift ends the next person is asked.
    app.clock.set(addMinutes(MONDAY, 240));
    await desk.act(orderId, 'sendBack', { reason: '许可证照片没有附上' });
    await worker.act(orderId, 'reply', {
      outcome: 'EXPLAINED',
      publicText: '该处搭建有规划许可,许可证照片已附上。',
    });
    expect((await inbox(chen, orderId)).length).toBeGreaterThan(0);
    // She knows who it is and where to call; nobody's own number is in what she is given.
    const hers = await (await app.as('li')).view(orderId);
    expect([hers.handlerName, hers.leadPhone]).toEqual([me, '0551-00012345']);
    // Her own words hold her own number.
    expect(JSON.stringify({ ...hers, text: '', excerpt: '' })).not.toMatch(/1[3-9]\d{9}/);
  });
});

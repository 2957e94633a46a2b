import type { PresenceView } from '@yihu/shared';
import { file, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { StreamReader } from './stream-reader';
import { AT_GRID, AT_SECTION } from './walk';

const others = ({ others: list }: PresenceView) =>
  list.map(({ name, unit, editing }) => `${unit} ${name}${editing ? ' 在填写' : ''}`);

describe.each(ENGINES)('who else looks, on %s', (_, serverUrl) => {
  let app: TestApp;
  let [chen, liu]: Persona[] = [];
  beforeAll(async () => {
    app = await startApp(serverUrl);
    [chen, liu] = [await app.as('desk-chen'), await app.as('desk-liu')];
  });
  afterAll(() => app.close());
  const at = (orderId: string) => `/api/desk/presence/${orderId}`;
  const beat = (who: Persona | undefined, orderId: string, editing = false) =>
    (who as Persona).ok<PresenceView>('POST', at(orderId), { editing });
  const look = (who: Persona | undefined, orderId: string) =>
    (who as Persona).ok<PresenceView>('GET', at(orderId));

  it('names the others, with their unit and whether they fill something in', async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    expect(others(await beat(chen, orderId))).toEqual([]);
    expect(others(await beat(liu, orderId, true))).toEqual(['热线办 陈晓']);
    expect(others(await look(chen, orderId))).toEqual(['热线办 刘洋 在填写']);
    await beat(liu, orderId);
    expect(others(await look(chen, orderId))).toEqual(['热线办 刘洋']);
  });

  it('forgets who left at once, and who is not heard of after 45 seconds', async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    await beat(chen, orderId);
    await beat(liu, orderId);
    await (liu as Persona).ok('DELETE', at(orderId));
    expect(others(await look(chen, orderId))).toEqual([]);
    expect(others(await look(liu, orderId))).toEqual(['热线办 陈晓']);
    app.clock.pass(44 / 60);
    expect(others(await look(liu, orderId))).toEqual(['热线办 陈晓']);
    app.clock.pass(2 / 60);
    expect(others(await look(liu, orderId))).toEqual([]);
  });

  it('tells the others’ screens when somebody comes, fills in or goes, and not at every beat', async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    const reader = await StreamReader.open(app, chen as Persona);
    const told = () => reader.heard.filter((each) => each === `presence ${orderId}`).length;
    await beat(liu, orderId);
    await reader.until(() => told() === 1);
    await beat(liu, orderId);
    await beat(liu, orderId, true);
    await reader.until(() => told() === 2);
    await (liu as Persona).ok('DELETE', at(orderId));
    await reader.until(() => told() === 3);
    expect(told()).toBe(3);
    reader.cut();
  });

  it('counts a person once, however many windows she has', async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    await Promise.all(Array.from({ length: 5 }, () => beat(liu, orderId)));
    expect(others(await look(chen, orderId))).toEqual(['热线办 刘洋']);
  });

  it('shows the handler and the desk to each other, and nobody to who may not see the order', async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_GRID });
    const [zhang, sun] = [await app.as('grid-zhang'), await app.as('grid-sun')];
    await beat(chen, orderId);
    expect(others(await beat(zhang, orderId))).toEqual(['热线办 陈晓']);
    for (const [method, body] of [['GET'], ['POST', {}], ['DELETE']] as const) {
      expect([method, await sun.refused(method, at(orderId), body)]).toEqual([method, 'NOT_FOUND']);
    }
  });
});

import { CLASS_TABLE, type ClassLeaf, type OrderView } from '@yihu/shared';
import { file, type Persona, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { procedures } from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_GRID, AT_SECTION, addForeignStreet, brokenOrders } from './walk';

/** The built-in tree without 占道经营, with 违章搭建 called otherwise, and with one leaf of the street's own. */
const OWN = [
  ...CLASS_TABLE.trim()
    .split('\n')
    .filter((line) => !line.startsWith(AT_GRID))
    .map((line) => (line.startsWith(AT_SECTION) ? line.replace('违章搭建', '私搭乱建') : line)),
  '0199|老旧小区加装电梯',
  '019901|lift_dispute|加装电梯纠纷|L2|D|装电梯 加装电梯',
].join('\n');
const LIFT = '019901';
const DOGS = '010108';

describe.each(ENGINES)('a street has a class tree of its own on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [desk, li] = [await app.as('desk-chen'), await app.as('li')];
  });
  afterAll(async () => {
    expect(await brokenOrders(app)).toEqual([]);
    await app.close();
  });

  const codes = async () => {
    const path = `/api/classes?streetId=${app.streetId}&partyKind=PERSON`;
    return (await li.ok<{ items: ClassLeaf[] }>('GET', path)).items.map(({ code }) => code);
  };
  const filed = async (classCode: string): Promise<OrderView> => {
    const { orderId } = await file(app, 'li', { classCode });
    const view = await desk.view(orderId);
    return view.state === 'SUBMITTED' ? desk.act(orderId, 'accept', {}) : view;
  };

  it('M83: what is filed, classified, called and routed follows it from the moment it is in force', async () => {
    const before = await filed(AT_GRID);
    expect(before.className).toBe('城市管理 › 市容环境 › 占道经营');
    expect(await codes()).not.toContain(LIFT);
    await expect(file(app, 'li', { classCode: LIFT })).rejects.toThrow('CLASS_UNKNOWN');
    await putInForce(app, 'class', { table: OWN });
    expect(await codes()).toContain(LIFT);
    expect(await codes()).not.toContain(AT_GRID);
    // What was filed before keeps its name; nobody files or classifies under what is gone.
    expect((await desk.view(before.id)).className).toBe('城市管理 › 市容环境 › 占道经营');
    await expect(file(app, 'li', { classCode: AT_GRID })).rejects.toThrow('CLASS_UNKNOWN');
    const lift = await filed(LIFT);
    expect(lift).toMatchObject({
      className: '城市管理 › 老旧小区加装电梯 › 加装电梯纠纷',
      title: '加装电梯纠纷',
      urgency: 'L2',
    });
    // Its mark says that it is a dispute: the desk is asked whether to mediate.
    expect((await procedures(desk, lift.id)).items.map(({ kind }) => kind)).toEqual(['mediationFit']);
    expect(await desk.actRefused(lift.id, 'classify', { classCode: AT_GRID })).toBe('CLASS_UNKNOWN');
    expect((await desk.act(lift.id, 'classify', { classCode: AT_SECTION })).title).toBe('私搭乱建');
    // Corrected in another way, an order of a class that is gone keeps it.
    const kept = await desk.act(before.id, 'classify', { classCode: AT_GRID, complexity: 'COMPLEX' });
    expect(kept.className).toBe('城市管理 › 市容环境 › 占道经营');
  });

  it('M83 M66: the duty list asks the marks of the street’s own tree, from the moment it is in force', async () => {
    const nameless = { confidentiality: 'ANONYMOUS', contactName: '', contactPhone: '' } as const;
    const whereIs = async (classCode: string) => {
      const { orderId } = await file(app, 'li', { classCode, ...nameless });
      return (await desk.view(orderId)).state;
    };
    expect(await whereIs(DOGS)).toBe('DISPATCHED');
    const marked = OWN.replace(`${DOGS}|dogs|不文明养犬|L3||`, `${DOGS}|dogs|不文明养犬|L3|D|`);
    await putInForce(app, 'class', { table: marked });
    // Both sides of a dispute must be heard: a clerk looks at what nobody stands behind.
    expect(await whereIs(DOGS)).toBe('SUBMITTED');
    expect(await whereIs('010103')).toBe('DISPATCHED');
  });

  it('M83: another street keeps the built-in one', async () => {
    const { street } = await addForeignStreet(app);
    const path = `/api/classes?streetId=${street}&partyKind=PERSON`;
    const { items } = await li.ok<{ items: ClassLeaf[] }>('GET', path);
    expect(items.map(({ code }) => code)).toContain(AT_GRID);
  });
});

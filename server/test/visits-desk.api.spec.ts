import type {
  MeetingResult,
  PlaceSearchAnswer,
  UnreachableAnswer,
  VisitScript,
  VisitsAnswer,
} from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, type Persona, startApp, type TestApp } from './harness';
import { open, step } from './procedure-steps';
import { ENGINES } from './spec-database';
import { orderAt } from './walk';

describe.each(ENGINES)('the call-back desk and places on %s', (_, serverUrl) => {
  let app: TestApp;
  let visitor: Persona;
  let desk: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl, { env: { YIHU_DEMO_TENANTS: 'all' } });
    visitor = await app.as('vis-lin');
    desk = await app.as('desk-chen');
  });
  afterAll(() => app.close());

  const waiting = async (who = visitor) => (await who.ok<VisitsAnswer>('GET', '/api/visits')).items;
  const unreachable = async (who = visitor) =>
    (await who.ok<UnreachableAnswer>('GET', '/api/visits/unreachable')).items;
  const places = async (q: string, who = desk, streetId = app.streetId) =>
    (await who.ok<PlaceSearchAnswer>('POST', '/api/intake/places', { streetId, q })).items;

  it('M20 R13: lists who is to be called with the script, until the call is made', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const run = await open(visitor, id, 'visit');
    const line = (await waiting()).find(({ orderId }) => orderId === id);
    expect(line).toMatchObject({
      procedureId: run.id,
      ...{ form: 'SERVICE', stage: 'due', late: false, nextOn: null, tries: 0, officer: null },
      ...{ dueText: '2026-11-26 24:00', vulnerable: false },
    });
    const script = await visitor.ok<VisitScript>('GET', `/api/visits/${run.id}/script`);
    expect(script.lines.join()).toContain(line?.orderNo);
    expect(script.lines.join()).not.toMatch(/[{}]|undefined/);
    await step(visitor, run.id, 'tried', { way: 'PHONE', nextOn: '2026-11-24' });
    const again = (await waiting()).find(({ orderId }) => orderId === id);
    expect(again).toMatchObject({
      stage: 'tried',
      nextOn: '2026-11-24',
      tries: 1,
      dueText: '2026-11-24 24:00',
    });
    await step(visitor, run.id, 'answer', { way: 'PHONE', solved: 'YES', afterwards: 'CLOSE' });
    expect((await waiting()).map(({ orderId }) => orderId)).not.toContain(id);
  });

  it('lists whom WeChat does not reach until she is told', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    expect((await unreachable()).find(({ orderId }) => orderId === id)).toMatchObject({
      untold: 'RESULT',
      hasPhone: true,
      stateLabel: '待回访',
    });
    await desk.act(id, 'tell', { way: 'PHONE', reached: true });
    expect((await unreachable()).map(({ orderId }) => orderId)).not.toContain(id);
  });

  it('shows nothing of it to another street, nor to who makes no calls', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const run = await open(visitor, id, 'visit');
    const grid = await app.as('grid-zhang');
    expect(await grid.refused('GET', '/api/visits')).toBe('FORBIDDEN');
    const other = await app.as('wli-desk');
    expect(await waiting(other)).toEqual([]);
    expect(await unreachable(other)).toEqual([]);
    expect(await other.refused('GET', `/api/visits/${run.id}/script`)).toBe('NOT_FOUND');
    expect(await other.refused('POST', '/api/intake/places', { streetId: app.streetId, q: '丁香' })).toBe(
      'STREET_UNKNOWN',
    );
  });

  it('finds places by words: grids, communities, addresses said before without doors', async () => {
    const grids = await places('丁香');
    expect(grids[0]).toMatchObject({ kind: 'GRID', gridCode: expect.any(String) });
    for (const door of ['501室', '502室']) {
      await file(app, 'li', { address: `枫林苑7栋2单元${door}` });
    }
    const found = (await places('枫林苑')).filter(({ kind }) => kind === 'EARLIER');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ times: 2 });
    expect(found[0]?.label).not.toMatch(/50[12]/);
    expect([await places(''), await places('　!'), await places('没有这个地方啊')]).toEqual([[], [], []]);
    expect(
      await desk.refused('POST', '/api/intake/places', { streetId: app.streetId, q: '街'.repeat(61) }),
    ).toBe('FIELD_INVALID');
  });

  it('M89: says of a meeting’s row that it was taken in before', async () => {
    const row = (text: string) => ({
      ...{ text, address: '', classCode: null, requestType: 'HELP', partyKind: 'PERSON' },
      ...{ companyName: '', contactName: '', contactPhone: '' },
    });
    const meeting = (dryRun: boolean, rows: unknown[]) =>
      desk.ok<MeetingResult>('POST', '/api/intake/meetings', {
        ...{ commandId: newId(), dryRun, streetId: app.streetId, title: '丁香居民议事会', form: 'MEETING' },
        ...{ heldOn: '2026-11-20', place: '丁香党群驿站', channel: 'WINDOW', source: 'VISIT', rows },
      });
    const first = await meeting(false, [row('东门路灯三盏不亮')]);
    const trial = await meeting(true, [row(' 东门路灯三盏不亮 '), row('西门缺垃圾桶'), row('')]);
    expect(trial.rows.map(({ ok, existing }) => [ok, existing])).toEqual([
      [true, first.rows[0]?.orderNo],
      [true, null],
      [false, null],
    ]);
  });
});

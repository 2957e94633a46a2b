import { type Persona, startApp, type TestApp } from './harness';
import { open, opened, openRefused, owed, procedureSweep, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, clockOf, inbox, orderAt, unitId } from './walk';

const GROUND = { reasonCode: 'PLACE', ground: '该点位在丁岗社区辖区,附界线图' };

describe.each(ENGINES)('退单 on %s', (_, serverUrl) => {
  let app: TestApp;
  let grid: Persona;
  let desk: Persona;
  let leader: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    grid = await app.as('grid-zhang');
    desk = await app.as('desk-chen');
    leader = await app.as('lead-fan');
    li = await app.as('li');
  });
  afterAll(() => app.close());

  it('M29: inside the window the office judges; accepted, the order goes back and the resident reads where it stands', async () => {
    const id = await orderAt(app, 'DISPATCHED');
    const run = await opened(grid, id, 'return', GROUND);
    expect(run.stageLabel).toBe('退单审核');
    expect((await desk.view(id)).state).toBe('DISPATCHED');
    expect(await stepRefused(grid, run.id, 'accept')).toBe('ACTION_NOT_ALLOWED');
    expect((await owed(desk)).map((line) => line.procedureId)).toContain(run.id);
    await step(desk, run.id, 'accept');
    const view = await li.view(id);
    expect(view.state).toBe('ACCEPTED');
    expect(view.timeline[0]?.text).toMatch(/改派.*\d+月\d+日/);
    expect(await inbox(grid, id)).toContainEqual('已同意 · 退单已同意');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('M29: one minute past the window the server refuses, names the moment, and counts the attempt', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const window = clockRow(await windowOf(app, id));
    const start = app.clock.now();
    app.clock.set(window);
    expect(await openRefused(grid, id, 'return', { ...GROUND, ground: '太短' })).toBe('FIELD_INVALID');
    app.clock.pass(1);
    const answer = await grid.call<{ error: { code: string; message: string } }>(
      'POST',
      `/api/orders/${id}/procedures/return`,
      { commandId: '01KAJ0000000000000000ZZZZZ', version: 0, fields: GROUND },
    );
    expect(answer.body.error.code).toBe('RETURN_TOO_LATE');
    expect(answer.body.error.message).toMatch(/已于 2026-\d\d-\d\d 24:00 截止,由本单位负责办理/);
    const [tried] = await app.db.read<{ n: number }>(
      "SELECT COUNT(*) AS n FROM event WHERE stream_id = ? AND name = 'order.late_return_tried'",
      [id],
    );
    expect(Number(tried?.n)).toBe(1);
    expect(await brokenOrders(app)).toEqual([]);
    app.clock.set(start);
  });

  it('R1: a refused return is final for that unit; the clock runs on all the while', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const due = clockOf(await grid.view(id), 'handle').dueAt;
    const run = await opened(grid, id, 'return', GROUND);
    await step(desk, run.id, 'refuse', { opinion: '清单第12条明确由网格办理' });
    expect(await inbox(grid, id)).toContainEqual('未同意 · 退单未同意,请继续办理');
    expect(await openRefused(grid, id, 'return', GROUND)).toBe('RETURN_REFUSED_BEFORE');
    expect(clockOf(await grid.view(id), 'handle').dueAt).toBe(due);
  });

  it('M66: the second return of an order goes to the leader in charge, whose choice binds', async () => {
    const id = await orderAt(app, 'DISPATCHED');
    const first = await opened(grid, id, 'return', GROUND);
    await step(desk, first.id, 'accept');
    const section = await unitId(app, 'NQ-CG');
    await desk.act(id, 'dispatch', { leadUnitId: section });
    const cg = await app.as('sec-cg');
    const second = await opened(cg, id, 'return', { ...GROUND, ground: '不属城管职责,属物业管理' });
    expect(second.stage).toBe('raised');
    expect(await stepRefused(desk, second.id, 'refuse', { opinion: '坐席不能代领导定' })).toBe(
      'ACTION_NOT_ALLOWED',
    );
    const property = await unitId(app, 'NQ-WY');
    await step(leader, second.id, 'assign', { leadUnitId: property, opinion: '由物业办牵头,城管科配合' });
    const view = await desk.view(id);
    expect([view.state, view.leadUnitId]).toEqual(['DISPATCHED', property]);
    const wy = await app.as('sec-wy');
    expect(await openRefused(wy, id, 'return', GROUND)).toBe('LEAD_BOUND');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('warns the office while it has not judged, once per light, and never approves by silence', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, id, 'return', GROUND);
    const start = app.clock.now();
    app.clock.pass(4 * 60 + 1);
    expect(await procedureSweep(app)).toBeGreaterThan(0);
    expect(await procedureSweep(app)).toBe(0);
    expect((await inbox(desk, id)).filter((text) => text.startsWith('已超期'))).toHaveLength(1);
    expect((await inbox(leader, id)).filter((text) => text.startsWith('已超期'))).toHaveLength(1);
    expect((await open(desk, id, 'return')).stage).toBe('asked');
    expect(run.endedAt).toBeNull();
    app.clock.set(start);
  });

  it('is one of two who ask at once; the other reads who was first', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const head = await app.as('head-dx');
    const codes = await Promise.all([
      openRefused(grid, id, 'return', GROUND),
      openRefused(head, id, 'return', GROUND),
    ]);
    expect(codes.sort()).toEqual(['PROCEDURE_OPEN', 'none']);
  });
});

async function windowOf(app: TestApp, orderId: string): Promise<string | null> {
  const [row] = await app.db.read<{ due_at: string }>(
    "SELECT due_at FROM clock WHERE order_id = ? AND milestone = 'return_window' ORDER BY id DESC LIMIT 1",
    [orderId],
  );
  return row?.due_at ?? null;
}

function clockRow(dueAt: string | null): string {
  if (dueAt === null) throw new Error('no window');
  return dueAt;
}

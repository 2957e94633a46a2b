import { addMinutes, dayEnd } from '@yihu/shared';
import { OrdersStore, OrderWriter, systemCommand } from '../src/modules/orders';
import { newId } from '../src/platform/ids';
import { IN_DX01, type Persona, photo, startApp, type TestApp } from './harness';
import { opened, openRefused, owed, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, later, orderAt, REPLY, replied, unitId } from './walk';

const FOUND = { finding: '摊位又摆到了人行道上' };

describe.each(ENGINES)('回头看、同类排查、申诉 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let grid: Persona;
  let head: Persona;
  let leader: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    grid = await app.as('grid-zhang');
    head = await app.as('head-dx');
    leader = await app.as('lead-fan');
    li = await app.as('li');
  });
  afterAll(() => app.close());

  const shot = async (who: Persona, bytes?: Buffer) => [await who.upload(newId(), 'AFTER', bytes)];
  const linked = (targetId: string) =>
    app.db.read<{ order_id: string; rel: string }>(
      'SELECT order_id, rel FROM order_link WHERE target_id = ?',
      [targetId],
    );
  /** Degrees north of the order's place. */
  const north = (degrees: number) => ({ ...IN_DX01, lat: IN_DX01.lat + degrees });

  describe('回头看', () => {
    it('M25: somebody else looks at the same place, with a photo taken there; nothing came back', async () => {
      const id = await orderAt(app, 'CLOSED');
      expect(await openRefused(li, id, 'lookback', { form: 'PLACE' })).toBe('ACTION_NOT_ALLOWED');
      const run = await opened(desk, id, 'lookback', { form: 'PLACE' });
      expect(run.promises.map((promise) => promise.label)).toEqual(['回头看']);
      expect((await owed(head)).map((line) => line.procedureId)).toContain(run.id);
      expect(await stepRefused(head, run.id, 'hold', { point: IN_DX01 })).toBe('EVIDENCE_MISSING');
      expect(await stepRefused(head, run.id, 'hold', { photos: await shot(head) })).toBe('FIELD_INVALID');
      // To the metre: 201 and 200.
      const far = { point: north(0.00181), photos: await shot(head) };
      expect(await stepRefused(head, run.id, 'hold', far)).toBe('FAR_FROM_PLACE');
      const near = { point: north(0.0018), photos: await shot(head) };
      const held = await step(head, run.id, 'hold', near);
      expect(held).toMatchObject({ outcome: 'HELD' });
      // The photo stands with the step that took it, and with no other.
      expect(held.history.map(({ photos }) => photos.map((photo) => photo.id))).toEqual([[], near.photos]);
      expect((await li.view(id)).state).toBe('CLOSED');
      expect(await brokenOrders(app)).toEqual([]);
    });

    it('M25: a relapse sends a closed order back; an archived one gets a new order that nobody filed', async () => {
      const id = await orderAt(app, 'CLOSED');
      const run = await opened(desk, id, 'lookback', { form: 'PLACE' });
      const seen = { point: IN_DX01, photos: await shot(head), ...FOUND };
      expect(await step(head, run.id, 'relapse', seen)).toMatchObject({ outcome: 'RELAPSED' });
      const view = await li.view(id);
      expect([view.state, view.cycle]).toEqual(['IN_PROGRESS', 1]);
      expect(view.timeline.map((entry) => entry.text)).toContainEqual(
        expect.stringContaining('回头看时发现问题又出现'),
      );
      const old = await archived();
      const again = await opened(desk, old, 'lookback', { form: 'PLACE' });
      await step(head, again.id, 'relapse', { point: IN_DX01, photos: await shot(head), ...FOUND });
      const [link] = await linked(old);
      expect(link?.rel).toBe('RELAPSE_OF');
      const fresh = await desk.view(link?.order_id ?? '');
      expect([fresh.state, fresh.leadUnitName]).toEqual(['DISPATCHED', '丁香01网格']);
      const [row] = await app.db.read<{ source: string; filer_id: string | null }>(
        'SELECT source, filer_id FROM work_order WHERE id = ?',
        [fresh.id],
      );
      expect({ ...row }).toEqual({ source: 'PROACTIVE', filer_id: null });
      expect(await brokenOrders(app)).toEqual([]);
    });

    it('M25: closed too long ago to be sent back, the relapse becomes an order of its own', async () => {
      const id = await orderAt(app, 'CLOSED');
      app.clock.set(later(app, 16));
      const run = await opened(desk, id, 'lookback', { form: 'PLACE' });
      await step(head, run.id, 'relapse', { point: IN_DX01, photos: await shot(head), ...FOUND });
      expect((await linked(id)).map((link) => link.rel)).toEqual(['RELAPSE_OF']);
      expect((await desk.view(id)).state).toBe('CLOSED');
    });
  });

  describe('未诉先办', () => {
    it('M43: what nobody filed closes with its approval, is visited and rated by nobody', async () => {
      const id = await archived();
      const run = await opened(desk, id, 'lookback', { form: 'PLACE' });
      await step(head, run.id, 'relapse', { point: IN_DX01, photos: await shot(head), ...FOUND });
      const fresh = (await linked(id))[0]?.order_id ?? '';
      await grid.act(fresh, 'sign');
      await replied(app, fresh);
      const closed = await desk.act(fresh, 'approve', { publicText: REPLY });
      expect(closed.state).toBe('CLOSED');
      expect(await desk.actRefused(fresh, 'rate', { solved: 'YES' })).toBe('ACTION_NOT_ALLOWED');
      const [row] = await app.db.read<{ n: number }>(
        "SELECT COUNT(*) AS n FROM procedure_run WHERE order_id = ? AND kind = 'visit'",
        [fresh],
      );
      expect(Number(row?.n)).toBe(0);
      expect(await brokenOrders(app)).toEqual([]);
    });
  });

  describe('同类排查', () => {
    it('M38: each grid reports; a find becomes a hazard or an order swept from this one', async () => {
      const id = await orderAt(app, 'REPLIED');
      const grids = [await unitId(app, 'NQ-DX-01'), await unitId(app, 'NQ-DX-02')];
      const run = await opened(grid, id, 'sweep', { unitIds: grids, what: '各楼道有没有同样的占道摊位' });
      expect(run.tasks).toHaveLength(2);
      expect(await openRefused(desk, id, 'sweep', { unitIds: grids, what: '再排查一遍' })).toBe(
        'PROCEDURE_OPEN',
      );
      expect(await stepRefused(grid, run.id, 'report', { found: 'ORDER' })).toBe('FIELD_INVALID');
      const first = await step(grid, run.id, 'report', { found: 'ORDER', finding: '北门也有两处摊位' });
      expect(first.stage).toBe('opened');
      expect((await linked(id)).map((link) => link.rel)).toEqual(['SWEPT_FROM']);
      const second = await step(head, run.id, 'report', { found: 'HAZARD', finding: '西侧车棚前有摊位' });
      expect(second).toMatchObject({ outcome: 'DONE' });
      const items = await app.db.read<{ title: string; place_key: string }>(
        "SELECT title, place_key FROM ledger_item WHERE kind = 'hazard'",
      );
      expect(items).toHaveLength(1);
      expect(items[0]?.title).toContain('西侧车棚前有摊位');
      const clean = await opened(desk, id, 'sweep', { unitIds: grids.slice(0, 1), what: '复查北门' });
      expect(await step(grid, clean.id, 'report', { found: 'NONE' })).toMatchObject({ outcome: 'DONE' });
      expect(await brokenOrders(app)).toEqual([]);
    });
  });

  describe('考核申诉', () => {
    it('M33 R14: within two workdays of closing, judged by a leader who did not score; both values stay', async () => {
      app.clock.set('2026-12-14T01:00:00.000Z');
      const id = await orderAt(app, 'CLOSED');
      const asked = { figure: 'satisfied', ground: '评价对象不是本单位办理的事项' };
      const border = dayEnd('2026-12-16');
      app.clock.set(addMinutes(border, 1));
      expect(await openRefused(grid, id, 'appeal', asked)).toBe('APPEAL_TOO_LATE');
      app.clock.set(border);
      const run = await opened(grid, id, 'appeal', asked);
      expect(await openRefused(grid, id, 'appeal', asked)).toBe('PROCEDURE_OPEN');
      expect(await stepRefused(desk, run.id, 'uphold', { opinion: '情况属实' })).toBe('ACTION_NOT_ALLOWED');
      expect(await step(leader, run.id, 'uphold', { opinion: '情况属实' })).toMatchObject({
        outcome: 'UPHELD',
      });
      const [row] = await app.db.read<{ coded: string }>('SELECT coded FROM procedure_run WHERE id = ?', [
        run.id,
      ]);
      expect(JSON.parse(row?.coded ?? '{}')).toMatchObject({ first: 'SATISFIED', final: 'EXCLUDED' });
      const [order] = await app.db.read<{ excluded: string }>(
        'SELECT excluded FROM work_order WHERE id = ?',
        [id],
      );
      expect(order?.excluded).toBe('satisfied');
      expect(await openRefused(grid, id, 'appeal', asked)).toBe('APPEALED_BEFORE');
      const other = await opened(grid, id, 'appeal', {
        figure: 'on_time',
        ground: '已按期办结,有照片时间为证',
      });
      expect(await step(leader, other.id, 'refuse', { opinion: '时限计算无误' })).toMatchObject({
        outcome: 'REFUSED',
      });
      expect(await brokenOrders(app)).toEqual([]);
    });
  });

  describe('办理证据', () => {
    it('R8: the same picture is evidence once; as another order’s it is refused by name', async () => {
      const bytes = await photo();
      const [one, two] = [await orderAt(app, 'IN_PROGRESS'), await orderAt(app, 'IN_PROGRESS')];
      const answer = async (id: string, photos: string[]) => ({
        id,
        fields: { outcome: 'SOLVED', publicText: REPLY, photos },
      });
      const first = await answer(one, await shot(grid, bytes));
      await grid.act(first.id, 'reply', first.fields);
      const second = await answer(two, await shot(grid, bytes));
      const refusal = await grid.call<{ error: { code: string; message: string } }>(
        'POST',
        `/api/orders/${two}/actions/reply`,
        { commandId: newId(), version: 999, fields: second.fields },
      );
      expect(refusal.body.error.code).toBe('EVIDENCE_REUSED');
      expect(refusal.body.error.message).toContain((await desk.view(one)).orderNo);
      await grid.act(two, 'reply', (await answer(two, await shot(grid))).fields);
      expect(await brokenOrders(app)).toEqual([]);
    });
  });

  /** Brings a closed order into the archive, as time does. */
  async function archived(): Promise<string> {
    const id = await orderAt(app, 'CLOSED');
    const [writer, store] = [app.app.get(OrderWriter), app.app.get(OrdersStore)];
    await app.db.inTransaction(async (tx) => {
      const stored = await store.find(tx, id);
      if (stored === null) throw new Error(`no order ${id}`);
      const now = app.clock.now();
      await writer.carryOut(
        tx,
        await writer.worldOf(tx, stored, now),
        systemCommand('archive', {}, now),
        null,
      );
    });
    return id;
  }
});

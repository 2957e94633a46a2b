import { isDeepStrictEqual } from 'node:util';
import {
  type ActionName,
  addDays,
  addMinutes,
  type ClockView,
  dayOf,
  dayStart,
  foldAll,
  type Instant,
  type NoticesAnswer,
  type OrderView,
  type Receipt,
  type SubmitOrder,
} from '@yihu/shared';
import { DirectoryService } from '../src/modules/directory/directory.service';
import { OrderWriter } from '../src/modules/orders/order-writer';
import { OrdersStore } from '../src/modules/orders/orders.store';
import { newId } from '../src/platform/ids';
import { filing, type Persona, type TestApp } from './harness';

/** 占道经营: goes straight to the grid, and needs no photo to be called solved. */
export const AT_GRID = '010102';
/** 违章搭建: accepted at once, 城管科 is proposed, a clerk dispatches. */
export const AT_SECTION = '010201';
export const REPLY = '丁香01网格已于11月23日上午劝离占道摊位3处,并约定每日17时巡查。';

export type Stage = 'DISPATCHED' | 'IN_PROGRESS' | 'REPLIED' | 'TO_VISIT' | 'CLOSED';
const STEPS: readonly [Stage, (app: TestApp, id: string) => Promise<OrderView>][] = [
  ['IN_PROGRESS', async (app, id) => (await app.as('grid-zhang')).act(id, 'sign')],
  ['REPLIED', (app, id) => replied(app, id)],
  ['TO_VISIT', async (app, id) => (await app.as('desk-chen')).act(id, 'approve', { publicText: REPLY })],
  [
    'CLOSED',
    async (app, id) =>
      (await app.as('li')).act(id, 'rate', { solved: 'YES', process: 'SATISFIED', result: 'SATISFIED' }),
  ],
];

/** Carries an act out as a procedure would: nobody may call it. */
export function effect(
  app: TestApp,
  id: string,
  action: ActionName,
  form: Record<string, unknown> = {},
): Promise<unknown> {
  const writer = app.app.get(OrderWriter);
  return app.db.inTransaction(async (tx) => {
    const stored = await app.app.get(OrdersStore).find(tx, id);
    if (stored === null) throw new Error(`no order ${id}`);
    const now = app.clock.now();
    const actor = { personId: 'SYSTEM', system: false, grants: [], effect: true } as const;
    return writer.carryOut(tx, await writer.worldOf(tx, stored, now), { action, actor, form, now }, null);
  });
}

/** Turns of an order as `role state why`, oldest first. */
export async function turns(app: TestApp, id: string): Promise<string[]> {
  const rows = await app.db.read<{ role: string; state: string; end_reason: string | null }>(
    'SELECT role, state, end_reason FROM task WHERE order_id = ? AND procedure_id IS NULL ORDER BY opened_at, id',
    [id],
  );
  return rows.map((row) => [row.role, row.state, row.end_reason ?? ''].join(' ').trim());
}

/** The lead unit's answer to the office. */
export async function replied(app: TestApp, id: string, code = 'grid-zhang'): Promise<OrderView> {
  return (await app.as(code)).act(id, 'reply', { outcome: 'SOLVED', publicText: REPLY });
}

/** An order of 李阿姨 in grid NQ-DX-01, brought as far as asked by the people whose work it is. */
export async function orderAt(app: TestApp, stage: Stage, more: Partial<SubmitOrder> = {}): Promise<string> {
  const li = await app.as('li');
  const draft = filing(app.streetId, { classCode: AT_GRID, ...more });
  const { orderId } = await li.ok<Receipt>('POST', '/api/orders', draft);
  if (stage === 'DISPATCHED') return orderId;
  for (const [reached, step] of STEPS) {
    await step(app, orderId);
    if (reached === stage) return orderId;
  }
  throw new Error(`no way to ${stage}`);
}

export async function unitId(app: TestApp, code: string): Promise<string> {
  const [row] = await app.db.read<{ id: string }>('SELECT id FROM unit WHERE code = ?', [code]);
  if (row === undefined) throw new Error(`no unit ${code}`);
  return row.id;
}

/** The newest clock of a milestone. */
export function clockOf(
  view: OrderView,
  milestone: ClockView['milestone'],
  cycle = view.cycle,
  scope: ClockView['scope'] = 'INNER',
): ClockView {
  const found = view.clocks.findLast(
    (clock) => clock.milestone === milestone && clock.cycle === cycle && clock.scope === scope,
  );
  if (found === undefined) throw new Error(`no clock ${scope} ${milestone} ${cycle}`);
  return found;
}

/** The messages of a person about one order, oldest first, as `phrase · thing`. */
export async function inbox(person: Persona, orderId: string): Promise<string[]> {
  const { items } = await person.ok<NoticesAnswer>('GET', '/api/notices?limit=50');
  return items
    .filter((item) => item.orderId === orderId)
    .map((item) => `${item.phrase} · ${item.thing}`)
    .reverse();
}

/** Local time on the day `days` after the clock's. */
export function later(app: TestApp, days: number, hour = 10): Instant {
  return addMinutes(dayStart(addDays(dayOf(app.clock.now()), days)), hour * 60);
}

/** What must hold for every order whatever was done to it (invariants I1, I2 and I4). */
export async function brokenOrders(app: TestApp): Promise<string[]> {
  const store = app.app.get(OrdersStore);
  const broken: string[] = [];
  const ids = await app.db.read<{ id: string }>('SELECT id FROM work_order');
  for (const { id } of ids) {
    const stored = await store.find(app.db, id);
    const folded = foldAll(await store.eventsOf(app.db, id));
    if (!isDeepStrictEqual({ ...folded }, { ...stored?.facts }))
      broken.push(`${id}: state is not its history`);
    const live = await app.db.read<{ milestone: string }>(
      "SELECT milestone FROM clock WHERE order_id = ? AND state IN ('RUNNING', 'PAUSED', 'AWAITING_CALENDAR')",
      [id],
    );
    const names = live.map((row) => row.milestone).join();
    const wanted = mustRun(folded.state);
    if (!wanted.test(names)) broken.push(`${id}: ${folded.state} runs [${names}]`);
  }
  return broken;
}

function mustRun(state: string): RegExp {
  if (['DECLINED', 'MERGED', 'WITHDRAWN', 'ARCHIVED'].includes(state)) return /^$/;
  const milestone: Record<string, string> = {
    SUBMITTED: 'accept',
    NEED_INFO: 'info_wait',
    ACCEPTED: 'dispatch',
    DISPATCHED: 'sign',
    IN_PROGRESS: 'handle',
    REPLIED: 'check',
    TO_VISIT: 'visit',
    SUSPENDED: 'next_report',
  };
  return state === 'CLOSED' ? /^archive$/ : new RegExp(`\\b${milestone[state]}\\b`);
}

/** Puts a unit in or out of use. */
export async function setActive(app: TestApp, id: string, active: number): Promise<void> {
  await app.db.inTransaction((tx) =>
    tx.execute('UPDATE unit SET active = ?, version = version + 1 WHERE id = ?', [active, id]),
  );
  await app.app.get(DirectoryService).reload();
}

/** A second street on the same installation, with a section of its own. */
export async function addForeignStreet(app: TestApp): Promise<{ street: string; section: string }> {
  const [street, section] = [newId(), newId()];
  const common = {
    root_id: street,
    phone: null,
    population: null,
    lat_e6: null,
    lng_e6: null,
    active: 1,
    version: 1,
  };
  await app.db.inTransaction(async (tx) => {
    await tx.insert('unit', [
      {
        ...common,
        id: street,
        kind: 'STREET',
        parent_id: null,
        path: `/${street}/`,
        code: 'DX',
        name: '稻香村街道',
        short_name: '稻香村',
      },
      {
        ...common,
        id: section,
        kind: 'SECTION',
        parent_id: street,
        path: `/${street}/${section}/`,
        code: 'DX-CG',
        name: '稻香村城管科',
        short_name: '城管科',
      },
    ]);
  });
  await app.app.get(DirectoryService).reload();
  return { street, section };
}

import { isDeepStrictEqual } from 'node:util';
import {
  foldItem,
  foldRun,
  type ItemFacts,
  PROCEDURES,
  type RunState,
  readEntries,
  type TaskFacts,
} from '@yihu/shared';
import { LedgersStore } from '../../src/modules/ledgers/ledgers.store';
import { OrdersStore } from '../../src/modules/orders/orders.store';
import { ProceduresStore } from '../../src/modules/procedures/procedures.store';
import { RunClocksStore } from '../../src/modules/procedures/run-clocks.store';
import type { TestApp } from '../harness';

/** Equal in content: rows of a driver are arrays and objects of another realm than the test's. */
function same(a: unknown, b: unknown): boolean {
  const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value ?? null));
  return isDeepStrictEqual(plain(a), plain(b));
}

type Gist = Pick<TaskFacts, 'id' | 'role' | 'unitId' | 'personId' | 'state'>;
const gist = ({ id, role, unitId, personId, state }: Gist): Gist => ({ id, role, unitId, personId, state });
const byId = (tasks: readonly Gist[]) => tasks.map(gist).sort((a, b) => (a.id < b.id ? -1 : 1));
const LIVE = ['RUNNING', 'PAUSED', 'AWAITING_CALENDAR'];

/** What is wrong with a procedure: its row, tasks and promises against its own history and its kind. */
async function wrongRun(app: TestApp, id: string): Promise<string[]> {
  const store = app.app.get(ProceduresStore);
  const run = await store.find(app.db, id);
  if (run === null) return ['is gone'];
  let state: RunState | null = null;
  for (const event of await store.eventsOf(app.db, id)) state = foldRun(state, event, id);
  const wrong: string[] = [];
  const tasks = await store.tasksOf(app.db, [id]);
  if (!same(state?.run, run)) wrong.push('row is not its history');
  if (!same(byId(state?.tasks ?? []), byId(tasks))) wrong.push('tasks are not its history');
  const isOver = run.endedAt !== null;
  if (isOver && tasks.some((task) => task.state === 'OPEN')) wrong.push('ended with an open task');
  const live = (await app.app.get(RunClocksStore).ofRuns(app.db, [id])).filter((row) =>
    LIVE.includes(row.state),
  );
  const kind = PROCEDURES[run.kind];
  for (const clock of live) {
    const stages = kind?.clocks?.find((spec) => spec.milestone === clock.milestone)?.stages ?? [];
    if (isOver || !stages.includes(run.stage)) wrong.push(`${run.stage} runs ${clock.milestone}`);
    if (clock.state === 'RUNNING' && clock.dueAt === null) wrong.push(`${clock.milestone} runs to nowhere`);
  }
  for (const spec of isOver ? [] : (kind?.clocks ?? [])) {
    const runs = live.some((clock) => clock.milestone === spec.milestone);
    if (spec.stages.includes(run.stage) && spec.when?.(run.values) !== false && !runs)
      wrong.push(`${run.stage} without ${spec.milestone}`);
  }
  return wrong.map((what) => `${run.kind} ${id}: ${what}`);
}

/** Entries and helpers of every order against the procedures that are open on it, both ways. */
async function wrongEntries(app: TestApp): Promise<string[]> {
  const [orders, runs] = [app.app.get(OrdersStore), app.app.get(ProceduresStore)];
  const wrong: string[] = [];
  for (const { id } of await app.db.read<{ id: string }>('SELECT id FROM work_order')) {
    const facts = (await orders.find(app.db, id))?.facts;
    const open = [];
    for (const run of await runs.ofOrder(app.db, id)) {
      // One that ended before the others has left what hangs on several.
      const isIn = (await runs.orderIdsOf(app.db, run)).includes(id);
      if (run.endedAt === null && isIn) open.push(run);
    }
    const wanted = open.map((run) => `${run.kind}:${run.id}:${run.stage}`).sort();
    const entries = readEntries(facts?.procedures ?? '').map(
      (each) => `${each.kind}:${each.id}:${each.stage}`,
    );
    if (!same(entries.sort(), wanted)) wrong.push(`${id}: has [${entries}], open are [${wanted}]`);
    const tasks = await runs.tasksOf(
      app.db,
      open.map((run) => run.id),
    );
    const owed = tasks.filter((task) => task.state === 'OPEN').map((task) => `${task.id}:${task.unitId}`);
    const helpers = (facts?.helpers ?? '').split(' ').filter(Boolean);
    if (!same(helpers.sort(), owed.sort()))
      wrong.push(`${id}: helpers [${helpers}], owed [${owed}] in ${wanted}`);
  }
  return wrong;
}

/** Rows of ledgers against their histories, and the orders in them against what they say. */
async function wrongItems(app: TestApp): Promise<string[]> {
  const [items, orders] = [app.app.get(LedgersStore), app.app.get(OrdersStore)];
  const wrong: string[] = [];
  for (const { id } of await app.db.read<{ id: string }>('SELECT id FROM ledger_item')) {
    const row = await items.find(app.db, id);
    let folded: ItemFacts | null = null;
    for (const event of await items.eventsOf(app.db, id)) folded = foldItem(folded, event);
    if (!same(folded, row)) wrong.push(`item ${id}: row is not its history`);
    const within = await items.orderIdsOf(app.db, id);
    if (row !== null && row.ordersTotal !== within.length)
      wrong.push(`item ${id}: counts ${row.ordersTotal} of ${within.length} orders`);
    for (const orderId of within) {
      const facts = (await orders.find(app.db, orderId))?.facts;
      const entry = readEntries(facts?.items ?? '').find((each) => each.id === id);
      const isGone = ['DECLINED', 'MERGED', 'WITHDRAWN'].includes(facts?.state ?? '');
      const stands = row !== null && row.state !== 'STRUCK' && row.state !== 'DROPPED';
      if (!isGone && (entry?.stage ?? null) !== (stands ? row.state : null))
        wrong.push(`item ${id}: ${row?.state}, order ${orderId} says ${entry?.stage}`);
    }
  }
  return wrong;
}

/** What must hold for every procedure, task and ledger entry whatever was done (invariants I13 and I14). */
export async function brokenRuns(app: TestApp): Promise<string[]> {
  const broken: string[] = [];
  for (const { id } of await app.db.read<{ id: string }>('SELECT id FROM procedure_run'))
    broken.push(...(await wrongRun(app, id)));
  return [...broken, ...(await wrongEntries(app)), ...(await wrongItems(app))];
}

import { addMinutes, type CalendarYear, type Instant } from '@yihu/shared';
import { EVERYWHERE, PoliciesService } from '../src/modules/policies/policies.service';
import { newId } from '../src/platform/ids';
import type { TestApp } from './harness';
import { pick, randomFrom } from './seeded';
import { later, orderAt, type Stage } from './walk';

const HOUR = 60;
const DAY = 24 * HOUR;
/** A day back, three hours on, a leap, a weekend, a fortnight: what a machine's clock and an outage may do. */
const JUMPS = [-DAY, -10, -1, 1, 10, HOUR, 3 * HOUR, DAY, 3 * DAY, 14 * DAY];
const STAGES: readonly Stage[] = ['DISPATCHED', 'IN_PROGRESS', 'IN_PROGRESS', 'REPLIED', 'TO_VISIT'];
/** What ends these waits is an act of the system, not a light. */
const UNLIT = new Set(['info_wait', 'silence', 'archive']);

interface ClockNow {
  id: string;
  order_id: string;
  milestone: string;
  scope: string;
  cycle: number;
  state: string;
  due_at: Instant | null;
  fired: string | null;
  /** The rule it was promised by, as JSON. */
  policy: string;
}

export interface ClockReport {
  /** Lights told more often than the clock had different due dates. */
  doubled: string[];
  /** Clocks over their time whose red light was never told. */
  lost: string[];
  /** Due dates that moved although nobody acted on the order. */
  moved: string[];
  /** How many lights were told. */
  lights: number;
}

/**
 * Lets the server's clock jump about while it sweeps (several at once), people ask and answer, and the calendar of
 * days off is corrected; then lets all time pass. `apps` share one database; their clocks may differ.
 */
export async function clockLoop(
  apps: readonly [TestApp, ...TestApp[]],
  { steps, seed }: { steps: number; seed: number },
): Promise<ClockReport> {
  const random = randomFrom(seed);
  const [app] = apps;
  const begun = app.clock.now();
  const moved: string[] = [];
  const dues = new Map<string, Set<Instant>>();
  const note = async () => {
    const rows = await clocksOf(app);
    for (const { id, due_at: due } of rows)
      if (due !== null) dues.set(id, (dues.get(id) ?? new Set()).add(due));
    return rows;
  };
  /** Something that must leave all promises as they are. */
  const quietly = async (what: string, work: () => Promise<unknown>) => {
    const before = await note();
    await work();
    const after = new Map((await note()).map((row) => [row.id, row]));
    for (const row of before) {
      const now = after.get(row.id);
      const isFilled = row.state === 'AWAITING_CALENDAR';
      // The question she left unanswered ran out in the jump: the work goes on, and its time with it.
      const hasResumed = row.state === 'PAUSED' && now?.state !== 'PAUSED';
      if (!isFilled && !hasResumed && now?.due_at !== row.due_at)
        moved.push(`${what}: ${row.milestone} ${row.due_at} ${now?.due_at}`);
    }
  };
  const sweep = () => Promise.all(apps.flatMap((each) => [each.sweep(), each.sweep()]));
  for (let step = 0; step < steps; step += 1) {
    if (step % 8 === 0) await orderAt(app, pick(random, STAGES));
    const jump = pick(random, JUMPS);
    // Before the street was set up nobody had a post in it.
    const minutes = addMinutes(app.clock.now(), jump) < begun ? -jump : jump;
    await quietly(`jump ${minutes}`, async () => {
      for (const each of apps) each.clock.pass(minutes);
      await sweep();
    });
    if (random() < 0.2) await ask(app, random);
    if (random() < 0.2) await quietly('calendar', () => correctCalendar(apps, random, step));
    await note();
  }
  // Until the last wait is over, round by round as a running server would.
  for (let day = 0; day < 40; day += 1) {
    for (const each of apps) each.clock.set(later(each, 10));
    await sweep();
    await app.settle();
  }
  return { moved, ...(await lightsTold(app, await note(), dues)) };
}

/** The clocks of orders; those of procedures have a sweep and specs of their own. */
function clocksOf(app: TestApp): Promise<ClockNow[]> {
  return app.db.read<ClockNow>(
    `SELECT id, order_id, milestone, scope, cycle, state, due_at, fired, policy FROM clock
     WHERE order_id IN (SELECT id FROM work_order) ORDER BY id`,
  );
}

/** Pauses or resumes some order: its due dates may move by that. */
async function ask(app: TestApp, random: () => number): Promise<void> {
  const rows = await app.db.read<{ id: string; state: string }>(
    "SELECT id, state FROM work_order WHERE state IN ('IN_PROGRESS', 'NEED_INFO') ORDER BY id",
  );
  if (rows.length === 0) return;
  const { id, state } = pick(random, rows);
  const answers = state === 'NEED_INFO';
  const person = await app.as(answers ? 'li' : 'grid-zhang');
  const { version } = await person.view(id);
  const fields = answers ? { text: '3号楼门前' } : { question: '请补充摊位的位置' };
  const path = `/api/orders/${id}/actions/${answers ? 'addInfo' : 'askInfo'}`;
  const { status, body } = await person.call('POST', path, { commandId: newId(), version, fields });
  // She may have been asked too often already.
  if (status !== 200 && status !== 409) throw new Error(`${status} ${JSON.stringify(body)}`);
}

/** A later version of this year's and next year's days off: it holds for promises made from now on. */
async function correctCalendar(apps: readonly TestApp[], random: () => number, step: number): Promise<void> {
  const [app] = apps;
  if (app === undefined) return;
  const year = pick(random, [2026, 2027]);
  const day = (n: number) => `${year}-12-${String(n).padStart(2, '0')}`;
  const body: CalendarYear = {
    year,
    version: `更正${step}`,
    offDays: [day(1 + Math.floor(random() * 9)), day(10 + Math.floor(random() * 9))],
    workDays: [],
  };
  const add = {
    unitId: EVERYWHERE,
    kind: 'calendar',
    name: String(year),
    effectiveAt: app.clock.now(),
  } as const;
  await app.db.inTransaction((tx) =>
    app.app.get(PoliciesService).add(tx, { ...add, body, authorId: 'SYSTEM' }),
  );
  for (const each of apps) await each.app.get(PoliciesService).reload();
  await Promise.all(apps.map((each) => each.sweep()));
}

async function lightsTold(
  app: TestApp,
  clocks: readonly ClockNow[],
  dues: ReadonlyMap<string, ReadonlySet<Instant>>,
): Promise<Omit<ClockReport, 'moved'>> {
  const events = await app.db.read<{ stream_id: string; data: string }>(
    "SELECT stream_id, data FROM event WHERE name = 'order.light_fired' ORDER BY stream_id, seq",
  );
  const told = new Map<string, number>();
  let lights = 0;
  for (const event of events) {
    const { lights: fired } = JSON.parse(event.data) as {
      lights: { milestone: string; scope: string; cycle: number; level: string }[];
    };
    for (const { milestone, scope, cycle, level } of fired) {
      lights += 1;
      const key = [event.stream_id, milestone, scope, cycle, level].join(' ');
      told.set(key, (told.get(key) ?? 0) + 1);
    }
  }
  const doubled: string[] = [];
  const lost: string[] = [];
  const now = app.clock.now();
  // Several clocks of one kind may follow each other in a cycle (a second question, a second extension).
  const kinds = Map.groupBy(clocks, (row) => [row.order_id, row.milestone, row.scope, row.cycle].join(' '));
  for (const [kind, rows] of kinds) {
    const allowed = rows.reduce((sum, row) => sum + (dues.get(row.id)?.size ?? 0), 0);
    for (const level of ['YELLOW', 'ORANGE', 'RED'])
      if ((told.get(`${kind} ${level}`) ?? 0) > allowed) doubled.push(`${kind} ${level}`);
    for (const row of rows) {
      const isOver = row.state === 'RUNNING' && row.due_at !== null && row.due_at < now;
      const { lights: rule } = JSON.parse(row.policy) as { lights: { red: unknown } };
      if (!isOver || UNLIT.has(row.milestone) || rule.red === null) continue;
      if (row.fired !== 'RED' || !told.has(`${kind} RED`)) lost.push(`${kind} ${row.due_at}`);
    }
  }
  return { doubled, lost, lights };
}

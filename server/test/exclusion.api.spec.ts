import { addDays, dayOf, dayStart } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { type Persona, startApp, type TestApp } from './harness';
import { open, opened, openRefused, owed, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { brokenOrders, inbox, orderAt } from './walk';

const ASK = { reasonCode: 'NO_LAW', ground: '要求赔偿沿街商户装修款,无法律依据', told: 'VISIT' };
const PUBLIC = { publicReason: '装修款属商户自行投入,法律没有规定由街道补偿' };

describe.each(ENGINES)('不合理诉求认定 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let grid: Persona;
  let leader: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    grid = await app.as('grid-zhang');
    leader = await app.as('lead-fan');
    li = await app.as('li');
  });
  afterAll(() => app.close());

  const confirmed = async (id: string) => {
    const run = await opened(grid, id, 'exclusion', ASK);
    await step(desk, run.id, 'agree');
    await step(leader, run.id, 'confirm', PUBLIC);
    return run.id;
  };
  const text = async (id: string) => (await li.view(id)).timeline[0]?.text ?? '';

  /** Solved rate of all answered orders and of those that count, as [solved, answered]. */
  const rates = async () => {
    const rows = await app.db.read<{ final_solved: string; excluded: string }>(
      'SELECT final_solved, excluded FROM work_order WHERE final_solved IS NOT NULL',
    );
    const of = (list: typeof rows) => [list.filter((row) => row.final_solved === 'YES').length, list.length];
    return {
      before: of(rows),
      after: of(rows.filter(({ excluded }) => !excluded.split(' ').includes('solved'))),
    };
  };

  it('R6: two persons agree; it leaves the denominators only then, is shown all the same, and both rates can be told', async () => {
    await orderAt(app, 'CLOSED');
    const id = await orderAt(app, 'TO_VISIT');
    await li.act(id, 'rate', { solved: 'NO', process: 'SATISFIED', result: 'UNSATISFIED' });
    expect(await rates()).toEqual({ before: [1, 2], after: [1, 2] });
    const run = await opened(grid, id, 'exclusion', ASK);
    expect(await stepRefused(leader, run.id, 'confirm', PUBLIC)).toBe('PROCEDURE_WRONG_STAGE');
    expect(await stepRefused(grid, run.id, 'agree')).toBe('ACTION_NOT_ALLOWED');
    await step(desk, run.id, 'agree');
    expect(await stepRefused(desk, run.id, 'confirm', PUBLIC)).toBe('ACTION_NOT_ALLOWED');
    expect(await rates()).toEqual({ before: [1, 2], after: [1, 2] });
    expect((await step(leader, run.id, 'confirm', PUBLIC)).stage).toBe('excluded');
    expect(await rates()).toEqual({ before: [1, 2], after: [1, 1] });
    expect(await text(id)).toBe(
      `热线办认定这件诉求不计入考核:${PUBLIC.publicReason}。办理结果不受影响;您不同意可以提出异议`,
    );
    expect(await inbox(li, id)).toContain('认定结果 · 这件不计入考核,您可提出异议');
    expect(await inbox(grid, id)).toContain('已同意 · 已认定,不计入考核');
    const { items } = await grid.ok<{ items: { id: string }[] }>('GET', '/api/orders/tasks?state=TO_VISIT');
    expect(items.map((item) => item.id)).toContain(id);
    // Nobody owes anything in it while she is content.
    expect((await owed(leader)).map((line) => line.procedureId)).not.toContain(run.id);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R6: she objects and is heard: upheld it stays out, found right it counts again', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const runId = await confirmed(id);
    expect(await stepRefused(grid, runId, 'object', { objection: '替诉求人提' })).toBe('ACTION_NOT_ALLOWED');
    await step(li, runId, 'object', { objection: '我要的是清理摊位,不是赔偿' });
    expect(await text(id)).toBe('您对认定提出了异议,热线办研判后告诉您');
    expect((await owed(leader)).map((line) => line.procedureId)).toContain(runId);
    expect(await stepRefused(desk, runId, 'overturn', PUBLIC)).toBe('ACTION_NOT_ALLOWED');
    await step(leader, runId, 'overturn', { publicReason: '诉求是清理占道,属街道职责' });
    expect(await text(id)).toBe('您的异议成立,热线办已撤销认定:诉求是清理占道,属街道职责');
    expect(await inbox(grid, id)).toContain('已撤销 · 认定撤销,计入考核');
    expect(await excludedOf(id)).toBe('');
    const other = await orderAt(app, 'TO_VISIT');
    const upheld = await confirmed(other);
    await step(li, upheld, 'object', { objection: '我不同意这样认定' });
    await step(leader, upheld, 'uphold', { publicReason: '补偿没有法律依据,已当面解释' });
    expect([(await open(desk, other, 'exclusion')).outcome, await excludedOf(other)]).toEqual([
      'EXCLUDED',
      'satisfied solved',
    ]);
    expect(await stepRefused(li, upheld, 'object', { objection: '再提一次异议' })).toBe(
      'PROCEDURE_WRONG_STAGE',
    );
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R6: one person holding both roles is still one person; refused, it counts', async () => {
    const id = await orderAt(app, 'TO_VISIT');
    const run = await opened(grid, id, 'exclusion', ASK);
    const both = await app.as('lead-peng');
    await lend(app, 'lead-peng', 'CLERK');
    await step(both, run.id, 'agree');
    expect(await stepRefused(both, run.id, 'confirm', PUBLIC)).toBe('JUDGES_OWN');
    await step(leader, run.id, 'refuse', { opinion: '诉求合理,应予解决' });
    expect(await inbox(grid, id)).toContain('未同意 · 不予认定,计入考核');
    expect(await excludedOf(id)).toBe('');
    const tried = await Promise.all([
      openRefused(grid, id, 'exclusion', ASK),
      openRefused(grid, id, 'exclusion', ASK),
    ]);
    expect(tried.sort()).toEqual(['PROCEDURE_OPEN', 'none']);
    expect(await openRefused(li, id, 'exclusion', ASK)).toBe('ACTION_NOT_ALLOWED');
    expect(await openRefused(grid, await orderAt(app, 'DISPATCHED'), 'exclusion', ASK)).toBe(
      'ACTION_WRONG_STATE',
    );
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R6: unanswered it approves nothing and is cancelled with the archive; agreed to, it stands', async () => {
    const silent = await orderAt(app, 'CLOSED');
    await opened(grid, silent, 'exclusion', ASK);
    const id = await orderAt(app, 'CLOSED');
    await confirmed(id);
    app.clock.set(dayStart(addDays(dayOf(app.clock.now()), 32)));
    await app.sweep();
    expect((await desk.view(id)).state).toBe('ARCHIVED');
    const ended = await open(desk, id, 'exclusion');
    expect([ended.stage, ended.outcome]).toEqual(['upheld', 'EXCLUDED']);
    expect((await open(desk, silent, 'exclusion')).outcome).toBe('CANCELLED');
    expect(await excludedOf(silent)).toBe('');
    expect(await brokenOrders(app)).toEqual([]);
  });

  const excludedOf = async (id: string) => {
    const [row] = await app.db.read<{ excluded: string }>('SELECT excluded FROM work_order WHERE id = ?', [
      id,
    ]);
    return (row?.excluded ?? '').split(' ').sort().join(' ');
  };
});

/** Gives somebody another role where he has one. */
async function lend(app: TestApp, code: string, role: string): Promise<void> {
  const { personId } = await app.as(code);
  const [known] = await app.db.read<Record<string, string | number | null>>(
    'SELECT * FROM role_grant WHERE person_id = ?',
    [personId],
  );
  if (known === undefined) throw new Error(`no role of ${code}`);
  await app.db.inTransaction((tx) => tx.insert('role_grant', { ...known, id: newId(), role }));
}

import type { KnownMatter } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, type Persona, startApp, type TestApp } from './harness';
import { open, opened, openRefused, owed, procedures, step, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_SECTION, brokenOrders, inbox, orderAt, unitId } from './walk';

const DRAFT = {
  publicText:
    '经核实,3号楼前临时摊位系社区统一规划的便民点,设置期限至2027年3月,依据社区议事会2026年第6号决议。',
  remedies: '南七街道办事处行政复议窗口',
};

describe.each(ENGINES)('最终答复 on %s', (_, serverUrl) => {
  let app: TestApp;
  let desk: Persona;
  let grid: Persona;
  let head: Persona;
  let li: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    desk = await app.as('desk-chen');
    grid = await app.as('grid-zhang');
    head = await app.as('head-dx');
    li = await app.as('li');
  });
  afterAll(() => app.close());

  const issued = async (more = {}) => {
    const id = await orderAt(app, 'IN_PROGRESS', more);
    const run = await opened(grid, id, 'finalreply', DRAFT);
    await step(head, run.id, 'sign');
    await step(desk, run.id, 'issue');
    return id;
  };
  const finals = async (who: Persona, id: string) => (await who.view(id)).finalReplies;

  it('R7: signed by the unit’s head, never by who drafted it; what was signed goes out word for word', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    expect(await openRefused(grid, id, 'finalreply', { ...DRAFT, publicText: '太短' })).toBe('FIELD_INVALID');
    const before = (await li.view(id)).timeline.length;
    const run = await opened(grid, id, 'finalreply', DRAFT);
    // A draft is nobody's business but the unit's.
    expect((await li.view(id)).timeline).toHaveLength(before);
    expect(JSON.stringify(await procedures(li, id))).not.toContain('便民点');
    expect((await owed(head)).map((line) => line.procedureId)).toContain(run.id);
    expect(await stepRefused(grid, run.id, 'sign')).toBe('ACTION_NOT_ALLOWED');
    expect(await stepRefused(desk, run.id, 'issue')).toBe('PROCEDURE_WRONG_STAGE');
    await step(head, run.id, 'sign');
    expect(await stepRefused(head, run.id, 'issue')).toBe('ACTION_NOT_ALLOWED');
    expect(await stepRefused(desk, run.id, 'issue', { finalText: '另外一段没有人签过的答复文字' })).toBe(
      'FIELD_INVALID',
    );
    const done = await step(desk, run.id, 'issue');
    expect([done.stage, done.outcome]).toEqual(['issued', 'ISSUED']);
    const told = (await li.view(id)).timeline[0]?.text ?? '';
    expect(told).toBe(`丁香01网格的最终答复:${DRAFT.publicText}不服的,可以找:${DRAFT.remedies}`);
    expect(await inbox(li, id)).toContain('最终答复 · 丁香01网格的最终答复请查看');
    expect(await inbox(grid, id)).toContain('已发出 · 最终答复已发给诉求人');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R7: a head who drafted it himself does not sign it; refused, it may be drafted again', async () => {
    const id = await orderAt(app, 'IN_PROGRESS');
    const own = await opened(head, id, 'finalreply', DRAFT);
    expect(await stepRefused(head, own.id, 'sign')).toBe('JUDGES_OWN');
    const tried = await Promise.all([
      openRefused(grid, id, 'finalreply', DRAFT),
      openRefused(head, id, 'finalreply', DRAFT),
    ]);
    expect(tried).toEqual(['PROCEDURE_OPEN', 'PROCEDURE_OPEN']);
    const other = await orderAt(app, 'IN_PROGRESS');
    const run = await opened(grid, other, 'finalreply', DRAFT);
    await step(head, run.id, 'refuse', { opinion: '请补充议事会决议原件' });
    expect(await inbox(grid, other)).toContain('未同意 · 最终答复未签发');
    expect((await opened(grid, other, 'finalreply', DRAFT)).stage).toBe('drafted');
    await li.act(other, 'withdraw', { reasonCode: 'SOLVED' });
    expect((await open(desk, other, 'finalreply')).outcome).toBe('CANCELLED');
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R7: the desk answers the same matter from it: same person first, then the same place; nobody else is shown it', async () => {
    const wang = await app.as('wang');
    const elsewhere = { lat: 31.9, lng: 117.4, datum: 'WGS84' } as const;
    const again = (await file(app, 'li', { classCode: AT_SECTION })).orderId;
    expect(await finals(desk, again)).toEqual([]);
    const cg = await app.as('sec-cg');
    const first = (await file(app, 'li', { classCode: AT_SECTION })).orderId;
    await desk.act(first, 'dispatch', { leadUnitId: await unitId(app, 'NQ-CG') });
    await cg.act(first, 'sign');
    const run = await opened(cg, first, 'finalreply', DRAFT);
    expect(await finals(desk, again)).toEqual([]);
    // 城管科 has no head of its own in the demo: one is lent to it.
    await lendHead(app, 'sec-ss', 'NQ-CG');
    const signer = await app.as('sec-ss');
    await step(signer, run.id, 'sign');
    await step(desk, run.id, 'issue');
    const orderNo = (await desk.view(first)).orderNo;
    expect(await finals(desk, again)).toEqual([
      {
        orderId: first,
        orderNo,
        issuedAt: app.clock.now(),
        unitName: '城管科',
        same: 'PERSON',
        text: DRAFT.publicText,
        remedy: DRAFT.remedies,
      },
    ]);
    const neighbour = (await file(app, 'wang', { classCode: AT_SECTION, contactPhone: '13955598765' }))
      .orderId;
    expect((await finals(desk, neighbour)).map(({ same }) => same)).toEqual(['PLACE']);
    expect(await finals(wang, neighbour)).toEqual([]);
    expect(await finals(li, again)).toEqual([]);
    // Known before anything is filed, by the number and by the grid.
    const [{ root_id: streetId, grid_id: gridId } = { root_id: '', grid_id: '' }] = await app.db.read<{
      root_id: string;
      grid_id: string;
    }>('SELECT root_id, grid_id FROM work_order WHERE id = ?', [neighbour]);
    const known = async (phone: string | null, at: string | null) => {
      const body = { streetId, phone, classCode: AT_SECTION, gridId: at };
      const { finalReplies } = await desk.ok<KnownMatter>('POST', '/api/intake/known', body);
      return finalReplies.map(({ same }) => same);
    };
    expect([await known('13955598765', gridId), await known(null, null)]).toEqual([['PLACE'], []]);
    // Another class is another matter; a person is known by her number too, wherever it is.
    const other = (await file(app, 'li', { classCode: '010202' })).orderId;
    expect(await finals(desk, other)).toEqual([]);
    const byPhone = (await file(app, 'wang', { classCode: AT_SECTION, point: elsewhere })).orderId;
    expect((await finals(desk, byPhone)).map(({ same }) => same)).toEqual(['PERSON']);
    const answered = await desk.act(again, 'answer', {
      basis: 'FINAL_REPLY',
      outcome: 'EXPLAINED',
      publicText: `您反映的事项城管科已于11月23日作出最终答复:${DRAFT.publicText}`,
    });
    expect(answered.state).toBe('TO_VISIT');
    expect(answered.finalReplies).toEqual([]);
    expect(await brokenOrders(app)).toEqual([]);
  });

  it('R7: what goes out stays with the order that was answered', async () => {
    const id = await issued();
    expect((await open(desk, id, 'finalreply')).history.at(-1)?.notes).toContainEqual({
      label: '答复全文',
      text: DRAFT.publicText,
    });
    expect((await open(grid, id, 'finalreply')).outcome).toBe('ISSUED');
  });
});

/** Makes somebody the head of a unit as well. */
async function lendHead(app: TestApp, code: string, unitCode: string): Promise<void> {
  const { personId } = await app.as(code);
  const unit = await unitId(app, unitCode);
  const [known] = await app.db.read<Record<string, string | number | null>>(
    'SELECT * FROM role_grant WHERE person_id = ?',
    [personId],
  );
  if (known === undefined) throw new Error(`no role of ${code}`);
  await app.db.inTransaction((tx) =>
    tx.insert('role_grant', { ...known, id: newId(), unit_id: unit, role: 'UNIT_HEAD' }),
  );
}

import type { TemplatesAnswer } from '@yihu/shared';
import { newId } from '../src/platform/ids';
import { file, type Persona, startApp, type TestApp } from './harness';
import { opened, openRefused, stepRefused } from './procedure-steps';
import { ENGINES } from './spec-database';
import { AT_GRID, AT_SECTION, orderAt } from './walk';

describe.each(ENGINES)('templates, on %s', (_, serverUrl) => {
  let app: TestApp;
  let chen: Persona;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    chen = await app.as('desk-chen');
  });
  afterAll(() => app.close());
  const offered = async (orderId: string, action: string, who = chen) =>
    (await who.ok<TemplatesAnswer>('GET', `/api/desk/templates/${orderId}?action=${action}`)).items;

  it('come filled with what is known of the order, and count what is left', async () => {
    const id = await orderAt(app, 'REPLIED', { classCode: AT_GRID });
    const { orderNo } = await chen.view(id);
    const solved = (await offered(id, 'approve')).find(({ name }) => name === '答复·已解决');
    expect(solved).toEqual({
      name: '答复·已解决',
      field: 'publicText',
      text: `丁香01网格已于____月____日到现场,____。如再次出现,请回复本工单${orderNo}。`,
      blanks: 3,
    });
  });

  it('still blank are sent to nobody, and filled they are', async () => {
    const id = await orderAt(app, 'REPLIED', { classCode: AT_GRID });
    const [{ text } = { text: '' }] = await offered(id, 'approve');
    expect(await chen.actRefused(id, 'approve', { publicText: text })).toBe('BLANK_LEFT');
    const answer = await chen.call<{ error: { message: string } }>(
      'POST',
      `/api/orders/${id}/actions/approve`,
      {
        commandId: newId(),
        version: 999,
        fields: { publicText: text },
      },
    );
    expect(answer.body.error.message).toBe('「给诉求人的答复」里还有空没有填:01网格已于____');
    const filled = text.replace('____月____日', '11月23日').replace('____', '占道摊位已劝离');
    expect((await chen.act(id, 'approve', { publicText: filled })).state).toBe('TO_VISIT');
  });

  it('are there for steps of procedures too, and their blanks are asked for', async () => {
    const id = await orderAt(app, 'DISPATCHED', { classCode: AT_GRID });
    const zhang = await app.as('grid-zhang');
    const [ground] = await offered(id, 'return.open', zhang);
    expect(ground).toMatchObject({ name: '退单·申请', field: 'ground', blanks: 3 });
    expect(ground?.text).toContain('不属丁香01网格辖区');
    const ask = (text: string) => ({ reasonCode: 'PLACE', ground: text });
    expect(await openRefused(zhang, id, 'return', ask(ground?.text ?? ''))).toBe('BLANK_LEFT');
    const run = await opened(zhang, id, 'return', ask('经现场核实,地点在丁岗社区,界线图附后'));
    const [no] = await offered(id, 'return.refuse');
    expect(await stepRefused(chen, run.id, 'refuse', { opinion: no?.text ?? '' })).toBe('BLANK_LEFT');
  });

  it('do not bind a resident: what she writes is hers', async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    const li = await app.as('li');
    expect(await li.actRefused(orderId, 'addInfo', { text: '车牌号是皖A____,没看清' })).toBe('none');
  });

  it('are the street’s own once it has written some, from the day they are in force', async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    const rows = [
      {
        name: '派给城管',
        action: 'dispatch',
        field: 'note',
        classes: ['0102'],
        text: '请{me}核实{class},{due}前回',
      },
      { name: '别的分类', action: 'dispatch', field: 'note', classes: ['02'], text: '请核实' },
    ];
    const boss = await app.as('admin-sys');
    const wrong = { body: { rows: [{ ...rows[0], text: '请{boss}办' }] }, effectiveAt: app.clock.now() };
    expect(await boss.refused('POST', '/api/policies/kinds/template', wrong)).not.toBe('none');
    const before = (await offered(orderId, 'dispatch')).map(({ name }) => name);
    expect(before).toEqual(['派单·常规']);
    await app.db.inTransaction((tx) =>
      tx.insert('policy', {
        id: newId(),
        unit_id: app.streetId,
        kind: 'template',
        name: 'default',
        version: 1,
        effective_at: app.clock.now(),
        body: JSON.stringify({ rows }),
        author_id: null,
      }),
    );
    app.clock.pass(1);
    expect(await offered(orderId, 'dispatch')).toEqual([
      { name: '派给城管', field: 'note', text: '请热线办核实违章搭建,____前回', blanks: 1 },
    ]);
    expect(await offered(orderId, 'accept')).toEqual([]);
  });

  it('are not offered for orders somebody may not see', async () => {
    const { orderId } = await file(app, 'li', { classCode: AT_SECTION });
    const sun = await app.as('grid-sun');
    expect(await sun.refused('GET', `/api/desk/templates/${orderId}?action=dispatch`)).toBe('NOT_FOUND');
  });
});

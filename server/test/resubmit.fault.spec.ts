import type { Receipt } from '@yihu/shared';
import { AttachmentsSweep } from '../src/modules/attachments/attachments-sweep.service';
import { AuditSealer } from '../src/modules/audit/audit-sealer.service';
import { InvariantsService } from '../src/modules/ops/invariants.service';
import { newId } from '../src/platform/ids';
import { filing, type Persona, photo, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';
import { AT_GRID, brokenOrders, inbox } from './walk';

const DAY = 24 * 60;

describe.each(ENGINES)('the same filing again and again, on %s (F14)', (_, serverUrl) => {
  let app: TestApp;
  let li: Persona;
  beforeEach(async () => {
    app = await startApp(serverUrl);
    li = await app.as('li');
  });
  afterEach(async () => {
    await app.settle();
    await app.app.get(AuditSealer).tick(app.clock.now());
    const broken = await app.app.get(InvariantsService).run(app.clock.now());
    const folds = await brokenOrders(app);
    await app.close();
    expect([broken, folds]).toEqual([[], []]);
  });

  const draftOf = (more = {}) => filing(app.streetId, { classCode: AT_GRID, ...more });
  const send = (who: Persona, body: unknown) => who.call<Receipt>('POST', '/api/orders', body);
  const count = async (table: string) =>
    Number((await app.db.read<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table}`))[0]?.n);

  it('a double tap, eight times over: one order, one receipt, one set of messages, one place in the limit', async () => {
    const draft = draftOf();
    const answers = await Promise.all(Array.from({ length: 8 }, () => send(li, draft)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    const [notices, audits] = [await count('notice'), await count('audit')];
    expect(await count('work_order')).toBe(1);
    expect(await inbox(li, answers[0]?.body.orderId ?? '')).toHaveLength(2);
    // More than the limit of an hour: repeats are no new filings.
    for (let n = 0; n < 12; n += 1) expect((await send(li, draft)).status).toBe(200);
    expect([await count('notice'), await count('audit')]).toEqual([notices, audits]);
    expect((await send(li, draftOf())).status).toBe(200);
  });

  it('ten filings at once take their turns: ten orders, numbered without a gap', async () => {
    const wang = await app.as('wang');
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => send(n % 2 === 0 ? li : wang, draftOf())),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const numbers = answers.map(({ body }) => Number(body.orderNo.slice(-4))).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: 10 }, (_, n) => n + 1));
  });

  it('two phones of one account: one draft is one order, whichever words came first; two drafts are two', async () => {
    const draft = draftOf();
    const answers = await Promise.all([
      send(li, draft),
      send(li, { ...draft, text: '在另一部手机上改过的话' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(new Set(answers.map(({ body }) => body.orderNo)).size).toBe(1);
    expect(answers.map(({ body }) => body.differs).sort()).toEqual([false, true]);
    const others = await Promise.all([send(li, draftOf()), send(li, draftOf())]);
    expect(new Set(others.map(({ body }) => body.orderNo)).size).toBe(2);
    expect(await count('work_order')).toBe(3);
  });

  it('a retry eight days later, and forty: the same receipt, whatever has become of the order', async () => {
    const draft = draftOf();
    const draftPhotos = [await li.upload(draft.draftId), await li.upload(draft.draftId)];
    const body = { ...draft, photoIds: draftPhotos };
    const first = (await send(li, body)).body;
    await (await app.as('grid-zhang')).act(first.orderId, 'sign');
    for (const days of [8, 32]) {
      app.clock.pass(days * DAY);
      await app.app.get(AttachmentsSweep).sweepOrphans(app.clock.now());
      await app.sweep();
      const again = await send(li, body);
      expect([again.status, again.body.orderNo, again.body.differs]).toEqual([200, first.orderNo, false]);
    }
    expect((await li.view(first.orderId)).photos).toHaveLength(2);
    expect(await count('work_order')).toBe(1);
  });

  it('a draft that lay for eight days: its photos are asked for again, then it is filed, once', async () => {
    const draft = draftOf();
    const bytes = await photo();
    const photoIds = [await li.upload(draft.draftId, 'REPORT', bytes)];
    app.clock.pass(8 * DAY);
    await app.app.get(AttachmentsSweep).sweepOrphans(app.clock.now());
    expect(await li.refused('POST', '/api/orders', { ...draft, photoIds })).toBe('ATTACHMENT_MISSING');
    expect(await count('work_order')).toBe(0);
    const renewed = [await li.upload(draft.draftId, 'REPORT', bytes)];
    const filed = await send(li, { ...draft, photoIds: renewed });
    expect(filed.status).toBe(200);
    expect((await li.view(filed.body.orderId)).photos).toHaveLength(1);
  });

  it('the same words by a second person are a second order; neither learns of the other', async () => {
    const [wang, text] = [await app.as('wang'), '三号楼消防通道被电动车堵住了'];
    const [mine, hers] = await Promise.all([send(li, draftOf({ text })), send(wang, draftOf({ text }))]);
    expect([mine.status, hers.status]).toEqual([200, 200]);
    expect(mine.body.orderNo).not.toBe(hers.body.orderNo);
    expect(await li.refused('GET', `/api/orders/${hers.body.orderId}`)).toBe('NOT_FOUND');
    expect((await wang.view(hers.body.orderId)).state).toBe('DISPATCHED');
  });

  it('somebody else’s draft id is refused and gives nothing away', async () => {
    const wang = await app.as('wang');
    const draft = draftOf();
    const { orderNo } = (await send(li, draft)).body;
    const answer = await send(wang, { ...draft, draftId: draft.draftId });
    expect(answer.status).toBe(409);
    expect(JSON.stringify(answer.body)).not.toContain(orderNo);
    expect((await send(wang, { ...draft, draftId: newId() })).status).toBe(200);
  });
});

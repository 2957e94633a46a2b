import {
  addDays,
  addMinutes,
  type Day,
  dayOf,
  dayStart,
  demoOpenid,
  type EditionsAnswer,
  type EditionView,
  formatMonthDay,
  type ModerationAnswer,
  type NoticesAnswer,
  type StreetReport,
} from '@yihu/shared';
import { ReportsService } from '../src/modules/figures/reports.service';
import { file, MONDAY, startApp, type TestApp } from './harness';
import { putInForce } from './policies.setup';
import { ENGINES } from './spec-database';
import { addForeignStreet, orderAt } from './walk';

describe.each(ENGINES)('published reports on %s', (_, serverUrl) => {
  let app: TestApp;
  let day: Day;
  let weeks = 0;
  beforeAll(async () => {
    app = await startApp(serverUrl);
  });
  afterAll(() => app.close());
  // Each has a Monday of its own: what is told of a week says nothing of another.
  beforeEach(() => {
    app.clock.set(addMinutes(MONDAY, weeks * 7 * 24 * 60));
    day = dayOf(app.clock.now());
    weeks += 1;
  });

  const call = async <T>(code: string, method: string, path: string, body?: unknown) =>
    (await app.as(code)).ok<T>(method, path, body);
  const refusal = async (code: string, path: string, body: unknown) => {
    const answer = await (await app.as(code)).call<{ error: { code: string; message: string } }>(
      'POST',
      path,
      body,
    );
    return answer.status < 300 ? ['none'] : [answer.body.error.code, answer.body.error.message];
  };
  const make = (kind = 'WEEKLY_FLASH') =>
    call<StreetReport>('lead-fan', 'POST', '/api/desk/reports', {
      ...{ streetId: app.streetId, kind, day },
    });
  const edit = (
    id: string,
    revision: number,
    face: string,
    section: number,
    text: string,
    by = 'desk-chen',
  ) => call<StreetReport>(by, 'POST', `/api/desk/reports/${id}/texts`, { face, section, text, revision });
  const publish = (id: string, revision: number, correction?: string, by = 'sup-ye') =>
    call<StreetReport>(by, 'POST', `/api/desk/reports/${id}/publish`, {
      revision,
      ...(correction === undefined ? {} : { correction }),
    });
  const listFor = async (code: string) =>
    (await call<EditionsAnswer>(code, 'GET', `/api/reports?streetId=${app.streetId}`)).items.filter(
      ({ toDay }) => toDay === day,
    );
  const read = (code: string, id: string) => call<EditionView>(code, 'GET', `/api/reports/${id}`);
  const told = async (code: string) =>
    (await call<NoticesAnswer>(code, 'GET', '/api/notices')).items
      .filter(({ title, thing }) => title === '周快报' && thing.includes(formatMonthDay(day)))
      .map(({ phrase, thing, page }) => `${phrase} ${thing} ${page}`);
  /** A person of the desk looks at what waits. */
  const decide = async (decision: string) => {
    await app.settle();
    const { items } = await call<ModerationAnswer>('desk-chen', 'GET', '/api/moderation');
    for (const { id } of items) await call('desk-chen', 'POST', `/api/moderation/${id}`, { decision });
    return items;
  };
  /** The publisher opens the mini-program, so that the platform checks for her. */
  const openWechat = async () => {
    await app.wechat.post('users', { name: '叶青', openid: demoOpenid('sup-ye') });
    const { code } = await app.wechat.loginCode('叶青');
    const answer = await fetch(`${app.url}/api/session/wechat`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code }),
    });
    expect(answer.status).toBe(200);
  };

  it('M96: drafted, worded, published by a named person; staff read their edition at once, residents once it is checked', async () => {
    await orderAt(app, 'IN_PROGRESS');
    const drafted = await make();
    expect([drafted.state, drafted.revision, drafted.editions]).toEqual(['DRAFT', 0, []]);
    const worded = await edit(drafted.id, 0, 'PUBLIC', 0, '本周收到的诉求不多,都在办理。');
    expect([worded.state, worded.revision]).toEqual(['EDITED', 1]);
    expect(worded.publicSections?.[0]).toMatchObject({
      text: '本周收到的诉求不多,都在办理。',
      drafted: expect.stringContaining('共收到居民和企业的诉求 不足 5 件'),
      edits: [{ revision: 1, by: '陈晓', at: app.clock.now() }],
    });
    expect(worded.sections[0]?.text).toBe(drafted.sections[0]?.text);
    await openWechat();
    const out = await publish(drafted.id, 1);
    expect(out.state).toBe('PUBLISHED');
    expect(out.editions).toMatchObject([{ edition: 1, publishedBy: '叶青', publicState: 'WAITING' }]);
    const [id = ''] = out.editions.map((edition) => edition.id);

    // Staff: told, and reading what the street reads.
    expect(await told('grid-zhang')).toEqual([
      `已发布 ${formatMonthDay(day)}周快报 reports/read/index?id=${id}`,
    ]);
    expect(await told('sup-ye')).toEqual([]);
    const forStaff = await read('grid-zhang', id);
    expect(forStaff).toMatchObject({
      face: 'OFFICE',
      publishedBy: '南七街道12345热线办公室 叶青',
      replaces: null,
    });
    expect(forStaff.sections.map(({ title }) => title)).toContain('各单位');
    expect(forStaff.sections.flatMap(({ lines }) => lines).every(({ opens }) => opens === null)).toBe(true);

    // Residents: nothing until the platform has looked at it.
    expect(await listFor('li')).toEqual([]);
    expect(await (await app.as('li')).refused('GET', `/api/reports/${id}`)).toBe('NOT_FOUND');
    await app.settle();
    expect((await listFor('li')).map(({ label, edition, face }) => [label, edition, face])).toEqual([
      ['周快报', 1, 'PUBLIC'],
    ]);
    const forLi = await read('li', id);
    expect(forLi.publishedBy).toBe('南七街道12345热线办公室');
    expect(forLi.sections[0]?.text).toBe('本周收到的诉求不多,都在办理。');
    // One order: no number of it, no unit, no person.
    const words = JSON.stringify(forLi);
    for (const hidden of ['1 件', '丁香01网格', '叶青', '陈晓', '/api/']) expect(words).not.toContain(hidden);
    expect(await told('li')).toEqual([]);
    // Whoever has no role that reads it reads what residents read.
    expect((await read('admin-sys', id)).face).toBe('PUBLIC');
  });

  it('M96: what the platform does not clear goes to people, and what they refuse residents never see', async () => {
    await orderAt(app, 'DISPATCHED');
    const { id } = await make();
    // Nobody who published it was in the mini-program: the platform does not check for her.
    const [first] = (await publish(id, 0)).editions;
    const [waiting] = await decide('HIDE');
    expect(waiting).toMatchObject({ subjectKind: 'EDITION', subjectId: first?.id, state: 'HUMAN' });
    expect(waiting?.text).toContain('收到多少诉求');
    expect(await listFor('li')).toEqual([]);
    const seen = await call<StreetReport>('desk-chen', 'GET', `/api/desk/reports/${id}`);
    expect(seen.editions[0]?.publicState).toBe('HIDDEN');
    // Another edition, doubted by the machine, allowed by a person.
    await openWechat();
    await edit(id, 0, 'PUBLIC', 0, '本周收到的诉求【待审】都在办理。');
    expect(await refusal('sup-ye', `/api/desk/reports/${id}/publish`, { revision: 1 })).toEqual([
      ...['REPORT_CORRECTION', '这一期已经发布过第 1 版,请写明这一版更正了什么'],
    ]);
    const [second] = (await publish(id, 1, '换了说法')).editions;
    await app.settle();
    expect(await listFor('li')).toEqual([]);
    expect(await decide('ALLOW')).toMatchObject([{ state: 'REVIEW', subjectId: second?.id }]);
    // The refused one is not named to her as what this one puts right.
    expect(await read('li', second?.id ?? '')).toMatchObject({
      edition: 2,
      correction: '换了说法',
      replaces: null,
    });
    expect(await read('grid-zhang', second?.id ?? '')).toMatchObject({
      replaces: { id: first?.id, edition: 1 },
    });
  });

  it('M96: an edition stays as it was; the one that puts it right names it and stands in its place', async () => {
    await orderAt(app, 'DISPATCHED');
    const { id } = await make();
    await publish(id, 0);
    await decide('ALLOW');
    const [first = null] = await listFor('li');
    const before = [await read('li', first?.id ?? ''), await read('grid-zhang', first?.id ?? '')];
    await orderAt(app, 'DISPATCHED');
    const again = await make();
    expect(again).toMatchObject({ version: 2, state: 'DRAFT', editions: [{ edition: 1 }] });
    const [second] = (await publish(again.id, 0, '补上 11 月 23 日下午的诉求')).editions;
    // Until it is checked residents go on reading the first.
    expect((await listFor('li')).map(({ edition }) => edition)).toEqual([1]);
    expect((await listFor('grid-zhang')).map(({ edition }) => edition)).toEqual([2]);
    await decide('ALLOW');
    expect((await listFor('li')).map(({ edition }) => edition)).toEqual([2]);
    const names = { id: second?.id, edition: 2 };
    expect([await read('li', first?.id ?? ''), await read('grid-zhang', first?.id ?? '')]).toEqual(
      before.map((edition) => ({ ...edition, replacedBy: names })),
    );
    expect(await told('grid-zhang')).toEqual([
      `已更正 ${formatMonthDay(day)}周快报 reports/read/index?id=${second?.id}`,
      `已发布 ${formatMonthDay(day)}周快报 reports/read/index?id=${first?.id}`,
    ]);
  });

  it('M96: a stale change names who was faster; figures, names and units are refused, and nothing is written', async () => {
    await orderAt(app, 'DISPATCHED');
    const { id } = await make();
    const texts = `/api/desk/reports/${id}/texts`;
    await edit(id, 0, 'OFFICE', 0, '本周收到诉求 1 件。');
    const late = { face: 'OFFICE', section: 0, text: '本周共 1 件。', revision: 0 };
    expect(await refusal('desk-liu', texts, late)).toEqual([
      'REPORT_CHANGED',
      expect.stringContaining(`陈晓在 ${day} 09:00 改过「诉求量」`),
    ]);
    const sent = await Promise.all(
      ['desk-chen', 'desk-liu'].map((by) => refusal(by, texts, { ...late, text: `${by} 1 件`, revision: 1 })),
    );
    expect(sent.map(([code]) => code).sort()).toEqual(['REPORT_CHANGED', 'none']);
    const change = async (face: string, text: string) =>
      (await refusal('desk-chen', texts, { face, section: 0, text, revision: 2 }))[0];
    expect(await change('OFFICE', '本周收到诉求 999 件。')).toBe('REPORT_FIGURE_STRAY');
    expect(await change('PUBLIC', '范书平要求整改。')).toBe('REPORT_PRIVATE');
    expect(await change('PUBLIC', '丁香01网格最多。')).toBe('REPORT_NAMES_UNIT');
    expect(await change('OFFICE', '  ')).toBe('FIELD_INVALID');
    expect(await refusal('sup-ye', `/api/desk/reports/${id}/publish`, { revision: 0 })).toMatchObject([
      'REPORT_CHANGED',
      expect.anything(),
    ]);
    expect((await refusal('desk-chen', `/api/desk/reports/${id}/publish`, { revision: 2 }))[0]).toBe(
      'FORBIDDEN',
    );
    expect((await call<StreetReport>('desk-chen', 'GET', `/api/desk/reports/${id}`)).revision).toBe(2);
    // Two publish at once: one edition, and the other hears whose.
    const both = await Promise.all(
      ['sup-ye', 'lead-fan'].map((by) => refusal(by, `/api/desk/reports/${id}/publish`, { revision: 2 })),
    );
    const [lost] = both.filter(([code]) => code !== 'none');
    expect(lost?.[0]).toMatch(/^REPORT_(OUT|CORRECTION)$/);
    expect((await listFor('lead-fan')).length).toBe(1);
    const { street } = await addForeignStreet(app);
    await app.db.inTransaction((tx) =>
      tx.execute('UPDATE street_report SET root_id = ? WHERE id = ?', [street, id]),
    );
    expect((await refusal('desk-chen', texts, { ...late, revision: 2 }))[0]).toBe('NOT_FOUND');
  });

  it('M46 M96: the schedule says when it is drafted, who is asked to publish it, and who reads it how', async () => {
    for (const at of ['东门', '西门', '南门', '北门', '后门'])
      await file(app, 'li', { text: `${at}摊位占道`, classCode: '010102' });
    await putInForce(app, 'schedule', {
      rows: [
        {
          report: 'WEEKLY_FLASH',
          at: '09:00',
          weekday: 2,
          readers: ['RESIDENT', 'CLERK'],
          publicNames: true,
          smallest: 2,
        },
      ],
    });
    const due = addMinutes(dayStart(addDays(day, 1)), 9 * 60);
    app.clock.set(due);
    expect(await app.app.get(ReportsService).tick(due)).toBe(1);
    expect(await told('sup-ye')).toEqual([
      `待发布 ${formatMonthDay(addDays(day, -6))}至${formatMonthDay(day)}周快报待核对发布 handler/desk/index`,
    ]);
    const [brief] = (await call<{ items: StreetReport[] }>('sup-ye', 'GET', '/api/desk/reports')).items;
    const id = brief?.id ?? '';
    const { readers } = await call<StreetReport>('sup-ye', 'GET', `/api/desk/reports/${id}`);
    expect(readers).toEqual(['RESIDENT', 'CLERK', 'LEADER_MAIN', 'LEADER_DEPUTY']);
    const [edition] = (await publish(id, 0)).editions;
    await decide('ALLOW');
    // A grid worker is none of its readers here and reads what everybody reads.
    expect((await read('grid-zhang', edition?.id ?? '')).face).toBe('PUBLIC');
    expect((await read('lead-peng', edition?.id ?? '')).face).toBe('OFFICE');
    const { sections } = await read('li', edition?.id ?? '');
    expect(sections[0]?.text).toContain('共收到居民和企业的诉求 5 件');
    expect(sections[1]?.lines).toEqual([
      { label: '占道经营', text: '5 件', opens: null },
      { label: '丁香01网格', text: '5 件', opens: null },
    ]);
    await putInForce(app, 'schedule', { rows: [{ report: 'DAILY_NOTE', at: '09:00', readers: ['CLERK'] }] });
    expect(
      (await refusal('sup-ye', `/api/desk/reports/${id}/publish`, { revision: 0, correction: '再发' }))[0],
    ).toBe('REPORT_NO_READERS');
  });
});

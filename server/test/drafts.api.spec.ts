import {
  DRAFT_BYTES,
  type DraftsAnswer,
  type DraftView,
  FILTERS_AT_MOST,
  type FiltersAnswer,
} from '@yihu/shared';
import { Erasure } from '../src/modules/bindings/erasure.service';
import { RetentionService } from '../src/modules/retention/retention.service';
import { file, type Persona, startApp, type TestApp } from './harness';
import { ENGINES } from './spec-database';

const WORDS = '王阿姨 13855512345 说:\r\n第3栋电梯又停了😀'.repeat(3);

describe.each(ENGINES)('drafts and filters of the desk, on %s', (_, serverUrl) => {
  let app: TestApp;
  let chen: Persona;
  let key: string;
  beforeAll(async () => {
    app = await startApp(serverUrl);
    chen = await app.as('desk-chen');
    key = `order:${(await file(app)).orderId}:approve`;
  });
  afterAll(() => app.close());
  const at = (name: string) => `/api/desk/drafts/${name}`;
  const save = (who: Persona, name: string, content: object) =>
    who.ok<DraftView>('POST', at(name), { content });
  const read = (who: Persona, name: string) => who.ok<DraftView>('GET', at(name));

  it('keep what was written last, to the letter', async () => {
    await save(chen, key, { publicText: '第一遍' });
    const saved = await save(chen, key, { publicText: WORDS, way: ['PHONE'] });
    expect(await read(chen, key)).toEqual({ ...saved, content: { publicText: WORDS, way: ['PHONE'] } });
    const { items } = await chen.ok<DraftsAnswer>('GET', '/api/desk/drafts');
    expect(items).toEqual([{ key, savedAt: saved.savedAt }]);
  });

  it('are nobody else’s', async () => {
    const liu = await app.as('desk-liu');
    expect(await read(liu, key)).toEqual({ key, content: null, savedAt: null });
    expect(await liu.ok<DraftsAnswer>('GET', '/api/desk/drafts')).toEqual({ items: [] });
    await liu.ok('DELETE', at(key));
    expect((await read(chen, key)).content).not.toBeNull();
  });

  it('are unreadable in the database', async () => {
    const rows = await app.db.read<{ content_cipher: string }>('SELECT content_cipher FROM desk_draft');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.content_cipher).join()).not.toMatch(/王阿姨|13855512345|publicText/);
  });

  it('take 7,000 characters, and not more than 32 KB', async () => {
    const long = '电梯😀'.repeat(1750);
    await save(chen, 'file', { text: long });
    expect((await read(chen, 'file')).content).toEqual({ text: long });
    const body = { content: { text: 'x'.repeat(DRAFT_BYTES) } };
    expect(await chen.refused('POST', at('file'), body)).toBe('DRAFT_TOO_LARGE');
    expect((await read(chen, 'file')).content).toEqual({ text: long });
  });

  it('begun twice at once are one', async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_each, n) => chen.call('POST', at('bulk'), { content: { n } })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    await chen.ok('DELETE', at('bulk'));
    expect((await read(chen, 'bulk')).content).toBeNull();
  });

  it.each(['x', 'order:1:approve', 'order', '../file', 'FILE', `${'a'.repeat(90)}`])(
    'are not kept under %s unless it is a name of one',
    async (name) => {
      const answer = await chen.refused('POST', at(encodeURIComponent(name)), { content: {} });
      expect([name, answer]).toEqual([name, name === 'order' ? 'none' : 'FIELD_INVALID']);
    },
  );

  it('go with the account', async () => {
    const liu = await app.as('desk-liu');
    await save(liu, 'file', { text: WORDS });
    await liu.ok('POST', '/api/desk/filters', { name: '我的', query: 'view=MINE' });
    const erasure = app.app.get(Erasure, { strict: false });
    await app.db.inTransaction((tx) =>
      erasure.account(tx, { id: liu.personId, staff: true }, 'privacy.cancelled', liu.personId),
    );
    const left = await app.db.read(
      'SELECT draft_key AS k FROM desk_draft WHERE person_id = ? UNION SELECT name FROM saved_filter WHERE person_id = ?',
      [liu.personId, liu.personId],
    );
    expect(left).toEqual([]);
  });

  describe('filters', () => {
    const filters = '/api/desk/filters';
    const keep = (name: string, query: string) => chen.ok<FiltersAnswer>('POST', filters, { name, query });

    it('are kept by name; the same name again replaces', async () => {
      await keep('今日燃气', 'view=DUE_TODAY&class=02');
      const { items } = await keep('今日燃气', 'view=DUE_TODAY&class=0203&words=%E6%BC%8F%E6%B0%94');
      expect(items.map(({ name, query }) => `${name} ${query}`)).toEqual([
        '今日燃气 view=DUE_TODAY&class=0203&words=%E6%BC%8F%E6%B0%94',
      ]);
      expect(await chen.ok<FiltersAnswer>('GET', filters)).toEqual({ items });
      const [first] = items;
      const fan = await app.as('lead-fan');
      expect(await fan.ok<FiltersAnswer>('GET', filters)).toEqual({ items: [] });
      expect(await fan.refused('DELETE', `${filters}/${first?.id}`)).toBe('NOT_FOUND');
      expect(await chen.ok<FiltersAnswer>('DELETE', `${filters}/${first?.id}`)).toEqual({ items: [] });
    });

    it('are fifty at most', async () => {
      for (let n = 0; n < FILTERS_AT_MOST; n += 1) await keep(`第${n}个`, `view=ALL&n=${n}`);
      expect(await chen.refused('POST', filters, { name: '多一个', query: 'view=ALL' })).toBe('FILTERS_FULL');
      expect((await keep('第1个', 'view=MINE')).items).toHaveLength(FILTERS_AT_MOST);
    });

    it.each(['', 'view=ALL#x', 'a b', '<script>', `x=${'9'.repeat(500)}`])('are no %s', async (query) => {
      expect(await chen.refused('POST', filters, { name: '坏的', query })).toBe('FIELD_INVALID');
    });
  });

  it('are forgotten after seven days', async () => {
    await save(chen, 'file', { text: '上周的' });
    app.clock.pass(6 * 24 * 60);
    await app.app.get(RetentionService, { strict: false }).run(app.clock.now());
    expect((await read(chen, 'file')).content).not.toBeNull();
    app.clock.pass(2 * 24 * 60);
    await app.app.get(RetentionService, { strict: false }).run(app.clock.now());
    expect((await read(chen, 'file')).content).toBeNull();
  });
});

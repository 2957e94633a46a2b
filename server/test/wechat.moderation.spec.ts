import type { ModerationAnswer } from '@yihu/shared';
import { Moderation } from '../src/modules/moderation/moderation.service';
import { ModerationAnswers } from '../src/modules/moderation/moderation-answers.service';
import { keyOfOwnId } from '../src/modules/wechat/push-event';
import { newId } from '../src/platform/ids';
import { photo } from './harness';
import { ENGINES } from './spec-database';
import { aimPushes, startWechatApp, until, type WechatApp } from './wechat.app';

interface Row {
  id: string;
  state: string;
  waiting: number;
  reason: string | null;
  label: number;
  trace_id: string | null;
  asks: number;
}

describe.each(ENGINES)('moderation on %s', (_, serverUrl) => {
  let app: WechatApp;
  let author: { token: string; personId: string };

  beforeAll(async () => {
    app = await startWechatApp(serverUrl);
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    await app.db.inTransaction(async (tx) => {
      await tx.execute('DELETE FROM moderation_check');
      await tx.execute('DELETE FROM outbox');
      await tx.execute('DELETE FROM wechat_event');
    });
    await app.wechat.post('reset');
    await aimPushes(app);
    author = await app.visit('王阿姨');
  });

  const subject = () => ({ kind: 'SUMMARY', id: newId(), rootId: app.streetId });
  const by = () => ({ personId: author.personId, visitedAt: app.clock.now() });
  const askText = async (text: string) => {
    const of = subject();
    await app.db.inTransaction((tx) => app.app.get(Moderation).askText(tx, of, by(), text));
    await app.settle();
    return of;
  };
  const rows = () => app.db.read<Row>('SELECT * FROM moderation_check ORDER BY id');
  const row = async () => {
    const [only] = await rows();
    if (only === undefined) throw new Error('no check');
    return only;
  };
  const stateIs = (state: string) => until(async () => (await row()).state === state);
  const upload = async () => {
    const form = new FormData();
    form.set('draftId', newId());
    form.set('purpose', 'REPORT');
    form.set('file', new Blob([new Uint8Array(await photo())], { type: 'image/jpeg' }), 'photo.jpg');
    const headers = { authorization: `Bearer ${author.token}` };
    const response = await fetch(`${app.url}/api/attachments`, { method: 'POST', headers, body: form });
    return ((await response.json()) as { id: string }).id;
  };
  const askImage = async () => {
    const attachmentId = await upload();
    const of = subject();
    await app.db.inTransaction((tx) => app.app.get(Moderation).askImage(tx, of, by(), attachmentId));
    await app.settle();
    return of;
  };
  const seenImages = () => app.wechat.get<{ status: number; bytes: number; url: string }[]>('checked-images');

  describe('of texts', () => {
    it.each([
      ['楼道已清理', 'PASS', 100, 0],
      ['这段【待审】', 'REVIEW', 21000, 1],
      ['这段【违规】', 'RISKY', 20006, 1],
    ])('%s: %s', async (text, state, label, waiting) => {
      const of = await askText(text);
      expect(await row()).toMatchObject({ state, label, waiting, reason: null });
      expect(await app.app.get(Moderation).stateOf(of.kind, of.id)).toBe(state);
    });

    it('asks once for the same text of one subject', async () => {
      const of = await askText('楼道已清理');
      await app.db.inTransaction((tx) => app.app.get(Moderation).askText(tx, of, by(), '楼道已清理'));
      await app.settle();
      expect(await app.wechat.get('checked-texts')).toEqual(['楼道已清理']);
    });

    it('checks long texts in pieces and goes by the worst', async () => {
      await askText(`${'好'.repeat(3000)}【违规】`);
      expect(await app.wechat.get<string[]>('checked-texts')).toHaveLength(2);
      expect(await row()).toMatchObject({ state: 'RISKY' });
    });

    it('gives to people what was written by somebody not seen for two hours', async () => {
      app.clock.pass(121);
      await askText('楼道已清理');
      expect(await row()).toMatchObject({ state: 'HUMAN', waiting: 1, reason: 'NOT_SEEN' });
    });

    it('gives to people what was typed by somebody without WeChat', async () => {
      const of = subject();
      const clerk = { personId: newId(), visitedAt: app.clock.now() };
      await app.db.inTransaction((tx) => app.app.get(Moderation).askText(tx, of, clerk, '代为登记'));
      await app.settle();
      expect(await row()).toMatchObject({ state: 'HUMAN', reason: 'NOT_SEEN' });
    });

    it('tries again while the platform is busy, and gives up to people in the end', async () => {
      await app.wechat.fault('/wxa/msg_sec_check', { errcode: -1 }, 1);
      await askText('楼道已清理');
      expect(await row()).toMatchObject({ state: 'PENDING' });
      app.clock.pass(1);
      await app.settle();
      expect(await row()).toMatchObject({ state: 'PASS' });
    });

    it('does not wait for an answer beyond the two hours', async () => {
      await app.wechat.fault('/wxa/msg_sec_check', { html: '<html>' }, 50);
      await askText('楼道已清理');
      for (let hour = 0; hour < 3; hour += 1) {
        app.clock.pass(70);
        await app.settle();
      }
      expect(await row()).toMatchObject({ state: 'HUMAN', waiting: 1, reason: 'FAILED' });
    });
  });

  describe('of pictures', () => {
    it('lets WeChat fetch the picture by a signed link and takes its verdict', async () => {
      await app.wechat.post('image-verdict', { suggest: 'risky', label: 20002, delayMs: 1 });
      await askImage();
      await stateIs('RISKY');
      expect(await row()).toMatchObject({ label: 20002, waiting: 1, asks: 1 });
      const [seen] = await seenImages();
      expect(seen).toMatchObject({ status: 200 });
      expect(seen?.bytes).toBeGreaterThan(100);
    });

    it('takes a verdict once, however often and late it comes', async () => {
      await app.wechat.post('image-verdict', { delayMs: null });
      await askImage();
      const traceId = (await row()).trace_id;
      app.clock.pass(31);
      await app.app.get(ModerationAnswers).sweep(app.clock.now());
      expect(await row()).toMatchObject({ state: 'HUMAN', reason: 'NO_CALLBACK', waiting: 1 });
      const options = { times: 2 };
      expect(await app.wechat.post('image-answer', { traceId, suggest: 'pass', options })).toMatchObject({
        statuses: [200, 200],
        answer: 'success',
      });
      expect(await row()).toMatchObject({ state: 'PASS', waiting: 0 });
      await app.wechat.post('image-answer', { traceId, suggest: 'risky' });
      expect(await row()).toMatchObject({ state: 'PASS' });
    });

    it('asks once more when no callback came, and takes whichever verdict is first: a person’s stays', async () => {
      await app.wechat.post('image-verdict', { delayMs: null });
      const of = await askImage();
      app.clock.pass(31);
      await app.app.get(ModerationAnswers).sweep(app.clock.now());
      app.clock.pass(6);
      await app.settle();
      expect(await row()).toMatchObject({ state: 'HUMAN', reason: 'NO_CALLBACK', waiting: 1, asks: 2 });
      expect(new Set((await seenImages()).map(({ url }) => url)).size).toBe(2);
      expect(await app.app.get(Moderation).stateOf(of.kind, of.id)).not.toBe('PASS');
      app.clock.pass(31);
      expect(await app.app.get(ModerationAnswers).sweep(app.clock.now())).toBe(0);
      const { id, trace_id: traceId } = await row();
      await (await app.as('desk-chen')).ok('POST', `/api/moderation/${id}`, { decision: 'HIDE' });
      await app.wechat.post('image-answer', { traceId, suggest: 'pass' });
      expect(await row()).toMatchObject({ state: 'RISKY', waiting: 0 });
    });

    it('does not ask once more after the two hours', async () => {
      await app.wechat.post('image-verdict', { delayMs: null });
      await askImage();
      app.clock.pass(121);
      await app.app.get(ModerationAnswers).sweep(app.clock.now());
      app.clock.pass(6);
      await app.settle();
      expect(await row()).toMatchObject({ state: 'HUMAN', asks: 1 });
    });

    it('one that cannot be handed over does not stand in front of the others', async () => {
      await app.wechat.post('image-verdict', { delayMs: null });
      await askImage();
      await askImage();
      const [first, second] = await rows();
      // An archived callback that cannot be read: what a bad write or a restored half of a file would leave.
      const push = { event: 'wxa_media_check', payload: '{', received_at: app.clock.now() };
      const key = keyOfOwnId('wxa_media_check', first?.trace_id ?? '');
      await app.db.inTransaction((tx) => tx.insert('wechat_event', { dedup_key: key, ...push }));
      app.clock.pass(31);
      await app.app.get(ModerationAnswers).sweep(app.clock.now());
      const after = await rows();
      expect(after.find((each) => each.id === second?.id)).toMatchObject({ state: 'HUMAN' });
      expect(after.find((each) => each.id === first?.id)).toMatchObject({ state: 'PENDING' });
    });

    it('waits the whole half hour', async () => {
      await app.wechat.post('image-verdict', { delayMs: null });
      await askImage();
      app.clock.pass(29);
      expect(await app.app.get(ModerationAnswers).sweep(app.clock.now())).toBe(0);
      app.clock.pass(1);
      expect(await app.app.get(ModerationAnswers).sweep(app.clock.now())).toBe(1);
    });

    it('refuses a forged verdict and ignores an unknown one', async () => {
      await app.wechat.post('image-verdict', { delayMs: null });
      await askImage();
      const traceId = (await row()).trace_id;
      const forged = { traceId, suggest: 'pass', options: { wrongSignature: true } };
      expect(await app.wechat.post('image-answer', forged)).toMatchObject({ statuses: [403, 403, 403] });
      expect(await app.wechat.post('image-answer', { traceId: 'never-asked' })).toMatchObject({
        answer: 'success',
      });
      expect(await row()).toMatchObject({ state: 'PENDING' });
    });

    it('takes a verdict that came before the answer to the question', async () => {
      await app.wechat.fault('/wxa/media_check_async', { delayMs: 1000 });
      await app.wechat.post('image-verdict', { delayMs: 0 });
      await askImage();
      await stateIs('PASS');
      expect(await row()).toMatchObject({ waiting: 0, asks: 1 });
    });

    it('asks anew by a fresh link when WeChat could not fetch it, then leaves it to people', async () => {
      const links = await failFetches(4);
      expect(new Set(links).size).toBe(3);
      expect(await row()).toMatchObject({ state: 'HUMAN', reason: 'DOWNLOAD', asks: 3 });
    });

    it('does not ask anew after the two hours', async () => {
      await app.wechat.post('image-verdict', { delayMs: null });
      await askImage();
      app.clock.pass(121);
      await app.wechat.post('image-answer', { traceId: (await row()).trace_id, errcode: -1008 });
      expect(await row()).toMatchObject({ state: 'HUMAN', reason: 'DOWNLOAD', asks: 1 });
    });

    /** WeChat fails to fetch the picture `times` times; the links it was given. */
    async function failFetches(times: number): Promise<string[]> {
      await app.wechat.post('image-verdict', { delayMs: null });
      await askImage();
      for (let n = 0; n < times; n += 1) {
        const { trace_id: traceId } = await row();
        if (traceId !== null) await app.wechat.post('image-answer', { traceId, errcode: -1008 });
        app.clock.pass(16);
        await app.settle();
      }
      return (await seenImages()).map(({ url }) => url);
    }
  });

  describe('by people', () => {
    const waiting = async (code: string) =>
      (await (await app.as(code)).ok<ModerationAnswer>('GET', '/api/moderation')).items;

    it('shows the desk what waits, takes one decision and writes it down', async () => {
      const of = await askText('这段【违规】话');
      const [item] = await waiting('desk-chen');
      expect(item).toMatchObject({
        kind: 'TEXT',
        text: '这段【违规】话',
        state: 'RISKY',
        label: '违法犯罪',
        url: null,
      });
      const clerk = await app.as('desk-chen');
      const path = `/api/moderation/${item?.id}`;
      expect(await clerk.ok('POST', path, { decision: 'ALLOW', note: '是引用' })).toMatchObject({
        state: 'PASS',
      });
      expect(await clerk.refused('POST', path, { decision: 'HIDE' })).toBe('MODERATION_DECIDED');
      expect(await waiting('desk-chen')).toEqual([]);
      expect(await app.app.get(Moderation).stateOf(of.kind, of.id)).toBe('PASS');
      const audits = await app.db.read(
        `SELECT * FROM audit WHERE action = 'moderation.decide' AND subject_id = ?`,
        [item?.id ?? ''],
      );
      expect(audits).toMatchObject([{ actor_id: clerk.personId }]);
    });

    it('shows a picture by a signed link', async () => {
      await app.wechat.post('image-verdict', { suggest: 'review', delayMs: 1 });
      await askImage();
      await stateIs('REVIEW');
      const [item] = await waiting('desk-chen');
      expect((await fetch(`${app.url}${item?.url}`)).headers.get('content-type')).toBe('image/jpeg');
    });

    it('is for those who approve replies, in their own street', async () => {
      await askText('这段【违规】话');
      expect(await (await app.as('li')).refused('GET', '/api/moderation')).toBe('FORBIDDEN');
      await app.db.inTransaction((tx) => tx.execute('UPDATE moderation_check SET root_id = ?', [newId()]));
      expect(await waiting('desk-chen')).toEqual([]);
      const { id } = await row();
      const clerk = await app.as('desk-chen');
      expect(await clerk.refused('POST', `/api/moderation/${id}`, { decision: 'ALLOW' })).toBe('NOT_FOUND');
      expect(await clerk.refused('POST', `/api/moderation/${id}`, { decision: 'MAYBE' })).toBe(
        'FIELD_INVALID',
      );
    });
  });
});

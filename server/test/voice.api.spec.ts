import { addDays, addMinutes, dayStart, type OrderSummary, type Page, type Receipt } from '@yihu/shared';
import { AttachmentsSweep } from '../src/modules/attachments/attachments-sweep.service';
import { RetentionService } from '../src/modules/retention/retention.service';
import { BlobStore } from '../src/platform/blobs';
import { newId } from '../src/platform/ids';
import { FIRE_STAIRS, file, filing, type Persona, startApp, type TestApp } from './harness';
import { aac, mp3, webm } from './sounds';
import { ENGINES } from './spec-database';

const SAID = '三号楼消防通道又被堵了,我叫李桂芳,住3栋502,电话13855512345';

interface UploadedVoice {
  id: string;
  seconds: number;
  url: string;
}

describe.each(ENGINES)('说一说 on %s', (_engine, serverUrl) => {
  let app: TestApp;
  let li: Persona;
  let clerk: Persona;

  beforeAll(async () => {
    app = await startApp(serverUrl);
    [li, clerk] = [await app.as('li'), await app.as('desk-chen')];
  });
  afterAll(() => app.close());

  async function say(
    bytes: Buffer,
    who = li,
    purpose = 'VOICE',
  ): Promise<{ status: number; body: UploadedVoice }> {
    const form = new FormData();
    form.set('draftId', newId());
    form.set('purpose', purpose);
    form.set('file', new Blob([new Uint8Array(bytes)]), 'voice.jpg');
    const headers = { authorization: `Bearer ${await who.token()}` };
    const response = await fetch(`${app.url}/api/attachments`, { method: 'POST', headers, body: form });
    return { status: response.status, body: (await response.json()) as UploadedVoice };
  }

  /** A matter that nothing but a voice tells of. */
  async function filed(seconds = 20, text = ''): Promise<Receipt> {
    return file(app, 'li', { text, voiceId: (await say(mp3(seconds))).body.id });
  }

  const deskIds = async (view: string) =>
    (await clerk.ok<Page<OrderSummary>>('GET', `/api/orders/desk?view=${view}`)).items.map(({ id }) => id);
  const recordingOf = async (who: Persona, orderId: string) => (await who.view(orderId)).recording;

  it('is a filing, waits at the desk and goes to nobody before it is written down', async () => {
    const receipt = await filed();
    expect(receipt.state).toBe('SUBMITTED');
    expect(receipt.next.join('')).toContain('您的录音由南七街道12345热线办公室听写成文字后办理');
    expect(await deskIds('TO_WRITE')).toContain(receipt.orderId);
    const counts = await clerk.ok<Record<string, number>>('GET', '/api/orders/desk/counts');
    expect(counts.TO_WRITE).toBe((await deskIds('TO_WRITE')).length);
    const listed = (await li.ok<Page<OrderSummary>>('GET', '/api/orders/mine')).items[0];
    expect(listed).toMatchObject({ id: receipt.orderId, voice: 'ONLY', excerpt: '(录音)' });

    await clerk.act(receipt.orderId, 'accept');
    const leadUnitId = (await clerk.view(receipt.orderId)).suggestedUnit?.unitId;
    expect((await clerk.view(receipt.orderId)).allowed).not.toContain('dispatch');
    expect(await clerk.actRefused(receipt.orderId, 'dispatch', { leadUnitId })).toBe('VOICE_NOT_WRITTEN');

    const written = await clerk.act(receipt.orderId, 'transcribe', { transcript: SAID });
    expect(written).toMatchObject({ text: SAID, voice: 'WRITTEN', recording: { seconds: 20 } });
    expect(await deskIds('TO_WRITE')).not.toContain(receipt.orderId);
    expect(await clerk.actRefused(receipt.orderId, 'transcribe', { transcript: '再写一遍' })).toBe(
      'VOICE_WRITTEN',
    );
    const sent = await clerk.act(receipt.orderId, 'dispatch', { leadUnitId });
    expect(sent.state).toBe('DISPATCHED');

    const mine = await li.view(receipt.orderId);
    expect(mine).toMatchObject({ text: SAID, recording: { seconds: 20, mime: 'audio/mpeg' } });
    expect(mine.timeline.map(({ text }) => text)).toContain('热线办已把您的录音写成文字');
  });

  it('is heard by its speaker and the desk alone; handlers and leaders read', async () => {
    const { orderId } = await filed();
    await clerk.act(orderId, 'accept');
    await clerk.act(orderId, 'transcribe', { transcript: SAID });
    const unit = (await clerk.view(orderId)).suggestedUnit?.unitId;
    await clerk.act(orderId, 'dispatch', { leadUnitId: unit });
    const zhang = await app.as('grid-zhang');
    const seen = await zhang.view(orderId);
    expect(seen.recording).toBeNull();
    expect(seen.text).not.toMatch(/李桂芳|13855512345/);
    expect(seen.timeline.flatMap(({ notes }) => notes).join('')).not.toMatch(/李桂芳|13855512345/);
    expect(await recordingOf(await app.as('lead-peng'), orderId)).toBeNull();
    expect(await recordingOf(li, orderId)).not.toBeNull();
    expect(await recordingOf(clerk, orderId)).not.toBeNull();
  });

  it('beside words goes its way at once, and what was said is added to what was written', async () => {
    const receipt = await filed(5, '三号楼消防通道堵了');
    expect(receipt.state).toBe('DISPATCHED');
    expect(await deskIds('TO_WRITE')).toContain(receipt.orderId);
    const order = await clerk.act(receipt.orderId, 'transcribe', { transcript: '每天晚上都堵' });
    expect(order.text).toBe('三号楼消防通道堵了\n〔录音听写〕每天晚上都堵');
  });

  it('is served by signed links, whole and in parts', async () => {
    const { orderId } = await filed(10);
    const url = `${app.url}${(await recordingOf(li, orderId))?.url}`;
    const whole = await fetch(url);
    expect([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')]).toEqual([
      200,
      'audio/mpeg',
      'bytes',
    ]);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(bytes.equals(mp3(10))).toBe(true);
    const part = await fetch(url, { headers: { range: 'bytes=100-299' } });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-299/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(100, 300))).toBe(true);
    const beyond = await fetch(url, { headers: { range: `bytes=${bytes.length}-` } });
    expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${bytes.length}`]);
    expect((await fetch(`${url}A`)).status).toBe(404);
    expect((await fetch(url.replace('/main', '/marked'))).status).toBe(404);
  });

  it.each([
    ['a page', Buffer.from('<html></html>'.repeat(99)), 415, 'VOICE_TYPE'],
    ['more than a minute', mp3(75), 413, 'VOICE_TOO_LONG'],
    ['nearly nothing', aac(0.2), 422, 'VOICE_TOO_SHORT'],
    ['a film', webm(5, 1), 422, 'VOICE_BROKEN'],
  ])('refuses %s', async (_what, bytes, status, code) => {
    expect(await say(bytes)).toMatchObject({ status, body: { error: { code } } });
  });

  it('is no photo and no photo is a recording; another one’s is nobody’s', async () => {
    const voice = (await say(mp3(3))).body.id;
    const other = (await say(mp3(4), await app.as('wang'))).body.id;
    const photo = await li.upload(newId());
    const refusal = (more: object) => li.refused('POST', '/api/orders', filing(app.streetId, more));
    expect(await refusal({ photoIds: [voice] })).toBe('ATTACHMENT_NOT_YOURS');
    expect(await refusal({ voiceId: photo })).toBe('ATTACHMENT_NOT_YOURS');
    expect(await refusal({ voiceId: other })).toBe('ATTACHMENT_NOT_YOURS');
    expect(await refusal({ voiceId: newId() })).toBe('ATTACHMENT_MISSING');
    expect(await refusal({ text: '', voiceId: null })).toBe('ORDER_EMPTY');
    expect(await say(mp3(3), li, 'REPORT')).toMatchObject({ status: 415 });
  });

  it('filed twice is filed once; the same draft with another voice differs', async () => {
    const one = filing(app.streetId, {
      text: '',
      classCode: FIRE_STAIRS,
      voiceId: (await say(aac(6))).body.id,
    });
    const first = await li.ok<Receipt>('POST', '/api/orders', one);
    const again = await li.ok<Receipt>('POST', '/api/orders', one);
    expect([again.orderId, again.differs]).toEqual([first.orderId, false]);
    const other = { ...one, voiceId: (await say(aac(7))).body.id };
    expect((await li.ok<Receipt>('POST', '/api/orders', other)).differs).toBe(true);
  });

  it('is not kept for ever: unsent ones go in a week, those of a matter that is over in a year', async () => {
    const unsent = (await say(mp3(8))).body.id;
    const { orderId } = await filed(9);
    await clerk.act(orderId, 'transcribe', { transcript: SAID });
    const keys = await app.db.read<{ id: string; blob_key: string }>(
      "SELECT id, blob_key FROM attachment WHERE mime = 'audio/mpeg' AND (id = ? OR owner_id = ?)",
      [unsent, orderId],
    );
    const exists = (id: string) =>
      app.app.get(BlobStore).exists(keys.find((row) => row.id === id)?.blob_key ?? '');
    const kept = keys.find((row) => row.id !== unsent)?.id ?? '';
    const sweep = app.app.get(AttachmentsSweep);
    const inAWeek = addMinutes(app.clock.now(), 8 * 24 * 60);
    await sweep.sweepOrphans(inAWeek);
    expect([await exists(unsent), await exists(kept)]).toEqual([false, true]);

    await li.act(orderId, 'withdraw', { reasonCode: 'SOLVED' });
    const retention = app.app.get(RetentionService);
    await retention.run(dayStart(addDays('2026-11-23', 364)));
    expect(await recordingOf(li, orderId)).not.toBeNull();
    const later = dayStart(addDays('2026-11-23', 367));
    await retention.run(later);
    await sweep.sweepOrphans(later);
    expect(await exists(kept)).toBe(false);
    expect(await li.view(orderId)).toMatchObject({ recording: null, voice: 'WRITTEN' });
  });
});

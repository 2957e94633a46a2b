import { connect } from 'node:net';
import sharp from 'sharp';
import { BlobStore, BlobStoreFullError } from '../../src/platform/blobs';
import { newId } from '../../src/platform/ids';
import { ENGINES } from '../spec-database';
import { type Answer, AttachmentsApp, LI, picture, type Sent, WANG } from './attachments.setup';

describe.each(ENGINES)('photos on %s', (_engine, serverUrl) => {
  let yihu: AttachmentsApp;
  let photo: Buffer;
  beforeAll(async () => {
    yihu = await AttachmentsApp.start(serverUrl);
    photo = await picture();
  });
  afterAll(() => yihu.stop());

  const codeOf = (answer: Answer) => answer.body.error?.code;

  describe('uploading', () => {
    it.each([false, true])('answers what was stored (file before fields: %s)', async (fileFirst) => {
      const draftId = newId();
      const { status, body } = await yihu.send({ bytes: photo, draftId, fileFirst });
      expect(status).toBe(200);
      expect(body).toEqual({
        id: expect.stringMatching(/^[0-9A-Z]{26}$/),
        width: 64,
        height: 64,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        url: expect.stringMatching(`^/files/${body.id}/main\\?exp=`),
        thumbUrl: expect.stringMatching(`^/files/${body.id}/thumb\\?exp=`),
      });
      expect(await yihu.rowsOf(draftId)).toMatchObject([
        {
          id: body.id,
          owner_kind: 'DRAFT',
          owner_id: draftId,
          uploader_id: 'LI',
          created_at: yihu.clock.at,
          event_seq: null,
        },
      ]);
    });

    it('takes a photo of several megabytes, though other bodies end at one', async () => {
      const bytes = await picture(2600);
      expect(bytes.length).toBeGreaterThan(4 * 1024 * 1024);
      const { status, body } = await yihu.send({ bytes });
      expect([status, body.width, body.height]).toEqual([200, 2048, 2048]);
    });

    it('hands place and time back to the uploader and keeps neither', async () => {
      const bytes = await sharp(photo)
        .withExif({
          IFD2: { DateTimeOriginal: '2026:11:22 11:58:00' },
          IFD3: {
            GPSLatitudeRef: 'N',
            GPSLatitude: '31/1 49/1 12/1',
            GPSLongitudeRef: 'E',
            GPSLongitude: '117/1 15/1 36/1',
          },
        })
        .jpeg()
        .toBuffer();
      const draftId = newId();
      const { body } = await yihu.send({ bytes, draftId });
      expect(body.suggestedPlace).toEqual({ lat: 31.82, lng: 117.26, datum: 'WGS84' });
      expect(body.takenAt).toBe('2026-11-22T03:58:00.000Z');
      expect(JSON.stringify(await yihu.rowsOf(draftId))).not.toMatch(/31\.82|117\.26|03:58/);
    });

    it('the same bytes in the same draft are one photo, also at the same time', async () => {
      const draftId = newId();
      const answers = await Promise.all([1, 2, 3, 4].map(() => yihu.send({ bytes: photo, draftId })));
      answers.push(await yihu.send({ bytes: photo, draftId }));
      expect(new Set(answers.map((one) => one.body.id)).size).toBe(1);
      expect(await yihu.rowsOf(draftId)).toHaveLength(1);
      const other = await yihu.send({ bytes: photo, draftId, token: WANG });
      expect(other.body.id).not.toBe(answers[0]?.body.id);
      expect(other.body.sha256).toBe(answers[0]?.body.sha256);
    });

    it('the tenth photo of a draft is refused, a repeat of the ninth is not', async () => {
      const draftId = newId();
      const photos = await Promise.all(Array.from({ length: 10 }, () => picture(8)));
      for (const bytes of photos.slice(0, 9)) expect((await yihu.send({ bytes, draftId })).status).toBe(200);
      const tenth = await yihu.send({ bytes: photos[9], draftId });
      expect([tenth.status, codeOf(tenth)]).toEqual([400, 'ATTACHMENT_TOO_MANY']);
      expect((await yihu.send({ bytes: photos[8], draftId })).status).toBe(200);
    });

    it.each<[string, number, () => Sent]>([
      ['ATTACHMENT_EMPTY', 400, () => ({})],
      ['ATTACHMENT_EMPTY', 400, () => ({ bytes: Buffer.alloc(0) })],
      ['ATTACHMENT_TYPE', 415, () => ({ bytes: Buffer.from('<svg/>'), name: 'x.jpg' })],
      [
        'ATTACHMENT_HEIC',
        415,
        () => ({ bytes: Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic'), name: 'IMG_1.HEIC' }),
      ],
      ['ATTACHMENT_BROKEN', 422, () => ({ bytes: photo.subarray(0, 200) })],
      [
        'ATTACHMENT_TOO_LARGE',
        413,
        () => ({ bytes: Buffer.concat([photo, Buffer.alloc(10 * 1024 * 1024)]) }),
      ],
      ['FIELD_INVALID', 400, () => ({ bytes: photo, draftId: 'x' })],
      ['FIELD_INVALID', 400, () => ({ bytes: photo, purpose: 'AVATAR' })],
      ['FIELD_INVALID', 400, () => ({ bytes: photo, extra: { orderId: 'x' } })],
      ['BAD_REQUEST', 400, () => ({ bytes: photo, extra: { a: '1', b: '2', c: '3', d: '4' } })],
      ['BAD_REQUEST', 400, () => ({ bytes: photo, field: 'photo' })],
      ['SESSION_EXPIRED', 401, () => ({ bytes: photo, token: 'nobody-0123456789abcdef' })],
    ])('refuses %s (%i)', async (code, status, sent) => {
      const answer = await yihu.send(sent());
      expect([codeOf(answer), answer.status]).toEqual([code, status]);
      expect(answer.body.error?.message).toMatch(/[一-龥]/);
    });

    it('names the file and the way out in the text', async () => {
      const { body } = await yihu.send({ bytes: Buffer.from('\0\0\0\x18ftypheic'), name: 'IMG_0007.HEIC' });
      expect(body.error?.message).toContain('IMG_0007.HEIC');
      expect(body.error?.message).toContain('兼容性最佳');
    });

    it('says so when the store is full, and keeps no row', async () => {
      const draftId = newId();
      const full = jest
        .spyOn(yihu.app.get(BlobStore), 'put')
        .mockRejectedValue(new BlobStoreFullError('disk'));
      const answer = await yihu.send({ bytes: photo, draftId });
      full.mockRestore();
      expect([answer.status, codeOf(answer)]).toEqual([507, 'ATTACHMENT_STORE']);
      expect(await yihu.rowsOf(draftId)).toEqual([]);
      expect((await yihu.send({ bytes: photo, draftId })).status).toBe(200);
    });

    it.each([
      ['no multipart at all', 'application/json', '{}'],
      ['no boundary', 'multipart/form-data', 'x'],
      [
        'a body that ends too early',
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\nabc',
      ],
      ['only noise', 'multipart/form-data; boundary=x', 'noise'.repeat(500)],
      [
        'a field named as an object method',
        'multipart/form-data; boundary=x',
        '--x\r\nContent-Disposition: form-data; name="__proto__"\r\n\r\n1\r\n--x--\r\n',
      ],
    ])('%s is a 400 in our words', async (_, type, body) => {
      const headers = { authorization: `Bearer ${LI}`, 'content-type': type };
      const response = await fetch(`${yihu.base}/api/attachments`, { method: 'POST', body, headers });
      expect(response.status).toBe(400);
      const { error } = (await response.json()) as { error: { code: string } };
      expect(['BAD_REQUEST', 'ATTACHMENT_EMPTY']).toContain(error.code);
    });

    it('a client that goes away in the middle frees its place', async () => {
      const head = `POST /api/attachments HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${WANG}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 100000\r\n\r\n--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nabc`;
      for (let i = 0; i < 12; i += 1) {
        await new Promise<void>((resolve) => {
          const socket = connect(Number(new URL(yihu.base).port), '127.0.0.1', () => {
            socket.write(head, () => socket.destroy());
          });
          socket.on('close', () => resolve());
        });
      }
      let answer = await yihu.send({ bytes: photo, token: WANG });
      for (let i = 0; answer.status === 503 && i < 50; i += 1)
        answer = await yihu.send({ bytes: photo, token: WANG });
      expect(answer.status).toBe(200);
    });
  });
});

import { readdirSync } from 'node:fs';
import * as path from 'node:path';
import { addMinutes } from '@yihu/shared';
import sharp from 'sharp';
import { AttachmentsService } from '../../src/modules/attachments/attachments.service';
import { AttachmentsSweep } from '../../src/modules/attachments/attachments-sweep.service';
import { BlobStore } from '../../src/platform/blobs';
import { AppError } from '../../src/platform/errors';
import { newId } from '../../src/platform/ids';
import { ENGINES } from '../spec-database';
import { type Answer, AttachmentsApp, picture, WANG } from './attachments.setup';

describe.each(ENGINES)('photos on %s', (_engine, serverUrl) => {
  let yihu: AttachmentsApp;
  let photo: Buffer;
  beforeAll(async () => {
    yihu = await AttachmentsApp.start(serverUrl);
    photo = await picture();
  });
  afterAll(() => yihu.stop());

  describe('links', () => {
    it('open the picture with headers that keep it a picture', async () => {
      const { body } = await yihu.send({ bytes: photo });
      for (const url of [body.url, body.thumbUrl]) {
        const response = await yihu.get(url);
        expect(response.status).toBe(200);
        const headers = Object.fromEntries(response.headers);
        expect(headers).toMatchObject({
          'content-type': 'image/jpeg',
          'x-content-type-options': 'nosniff',
          'content-security-policy': expect.stringContaining('sandbox'),
          'cache-control': 'private, max-age=3600, immutable',
        });
        const bytes = Buffer.from(await response.arrayBuffer());
        expect((await sharp(bytes).metadata()).format).toBe('jpeg');
      }
    });

    it.each<[string, (url: string) => string]>([
      ['a changed id', (url) => url.replace(/files\/.{26}/, `files/${newId()}`)],
      ['the other variant', (url) => url.replace('/main', '/thumb')],
      ['an unknown variant', (url) => url.replace('/main', '/original')],
      ['a climbing path', (url) => url.replace('/main', '/..%2f..%2fetc%2fpasswd')],
      ['a later end', (url) => url.replace(/exp=\d+/, 'exp=9999999999')],
      ['no signature', (url) => url.replace(/&sig=.*/, '')],
      ['two signatures', (url) => `${url}&sig=x`],
      ['a false signature', (url) => `${url.slice(0, -4)}AAAA`],
    ])('%s is 404', async (_, change) => {
      const { body } = await yihu.send({ bytes: photo });
      const response = await yihu.get(change(body.url));
      expect(response.status).toBe(404);
      expect(response.headers.get('cache-control')).toBe('no-store');
    });

    it('an old link says that it is old', async () => {
      const { body } = await yihu.send({ bytes: photo });
      yihu.clock.at = addMinutes(yihu.clock.at, 60);
      const response = await yihu.get(body.url);
      yihu.clock.at = addMinutes(yihu.clock.at, -60);
      expect([response.status, ((await response.json()) as Answer['body']).error?.code]).toEqual([
        403,
        'ATTACHMENT_LINK_EXPIRED',
      ]);
    });
  });

  describe('an order', () => {
    const claim = (ids: string[], orderId: string, eventSeq = 1, uploaderId = 'LI') =>
      yihu.db.inTransaction((tx) =>
        yihu.app.get(AttachmentsService).claim(tx, ids, { orderId, uploaderId, eventSeq }),
      );
    const refusalOf = async (work: Promise<unknown>) => {
      const error = await work.catch((reason: unknown) => reason);
      return error instanceof AppError ? error.code : 'none';
    };

    it('claims its photos once, in the order given, and lists them with links', async () => {
      const orderId = newId();
      const ids: string[] = [];
      for (let i = 0; i < 2; i += 1) ids.unshift((await yihu.send({ bytes: await picture(8) })).body.id);
      expect((await claim([...ids, ...ids], orderId)).map((row) => row.id)).toEqual(ids);
      await claim(ids, orderId, 7);
      const photos = await yihu.app.get(AttachmentsService).listForOrders([orderId]);
      expect(photos.map(({ id, seq, purpose, at }) => ({ id, seq, purpose, at }))).toEqual(
        [...ids].reverse().map((id) => ({ id, seq: 1, purpose: 'REPORT', at: yihu.clock.at })),
      );
      expect((await yihu.get(photos[0]?.url)).status).toBe(200);
      expect(await claim([], orderId)).toEqual([]);
    });

    it('refuses others’ photos, photos of another order, swept and too many ones, and then binds none', async () => {
      const [orderId, mine] = [newId(), (await yihu.send({ bytes: photo })).body.id];
      const others = (await yihu.send({ bytes: photo, token: WANG })).body.id;
      expect(await refusalOf(claim([mine, others], orderId))).toBe('ATTACHMENT_NOT_YOURS');
      expect(await refusalOf(claim([mine, newId()], orderId))).toBe('ATTACHMENT_MISSING');
      expect(await refusalOf(claim(Array.from({ length: 10 }, newId), orderId))).toBe('ATTACHMENT_TOO_MANY');
      expect(await yihu.app.get(AttachmentsService).listForOrders([orderId])).toEqual([]);
      await claim([mine], orderId);
      expect(await refusalOf(claim([mine], newId()))).toBe('ATTACHMENT_NOT_YOURS');
      expect(await refusalOf(claim([mine], orderId, 2, 'WANG'))).toBe('ATTACHMENT_NOT_YOURS');
    });

    it('keeps its photos in the sweep; what was never sent goes with its blobs', async () => {
      const [orderId, draftId, kept] = [newId(), newId(), await picture(8)];
      const unsent = (await yihu.send({ bytes: await picture(8), draftId })).body;
      const claimed = (await yihu.send({ bytes: kept })).body;
      await yihu.send({ bytes: kept, draftId });
      await claim([claimed.id], orderId);
      const sweep = yihu.app.get(AttachmentsSweep);
      // Blobs are as old as the disk says, rows as the clock says: both must be past.
      const early = await sweep.sweepOrphans(addMinutes(yihu.clock.at, 7 * 24 * 60 - 1));
      expect(early.unsentUploads).toBe(0);
      const late = await sweep.sweepOrphans('2999-01-01T00:00:00.000Z');
      expect(late.unsentUploads).toBeGreaterThanOrEqual(2);
      expect(await yihu.rowsOf(draftId)).toEqual([]);
      expect((await yihu.get(unsent.url)).status).toBe(404);
      for (const url of [claimed.url, claimed.thumbUrl]) expect((await yihu.get(url)).status).toBe(200);
      expect(
        await yihu.app
          .get(BlobStore)
          .exists(`photo/${unsent.sha256.slice(0, 2)}/${unsent.sha256.slice(2, 4)}/${unsent.sha256}.jpg`),
      ).toBe(false);
      expect(await sweep.sweepOrphans('2999-01-01T00:00:00.000Z')).toEqual({
        unsentUploads: 0,
        blobs: 0,
        unfinishedFiles: 0,
      });
      expect(readdirSync(path.join(yihu.dataDir, 'blobs', '.unfinished'))).toEqual([]);
    });

    it('an upload racing the sweep of the same bytes never ends as a broken picture', async () => {
      const bytes = await picture(8);
      const sweep = yihu.app.get(AttachmentsSweep);
      for (let round = 0; round < 8; round += 1) {
        await sweep.sweepOrphans('2999-01-01T00:00:00.000Z');
        await yihu.send({ bytes });
        // The row goes at once, so that its blob is an orphan while the same bytes arrive again.
        await yihu.db.inTransaction((tx) => tx.execute(`DELETE FROM attachment WHERE owner_kind = 'DRAFT'`));
        const orderId = newId();
        const [uploaded] = await Promise.all([
          yihu.send({ bytes }).then(async (answer) => {
            await claim([answer.body.id], orderId).catch(() => undefined);
            return answer;
          }),
          sweep.sweepOrphans('2999-01-01T00:00:00.000Z'),
        ]);
        const [stored] = await yihu.app.get(AttachmentsService).listForOrders([orderId]);
        if (stored) expect((await yihu.get(uploaded.body.url)).status).toBe(200);
      }
    });
  });
});

import { Injectable } from '@nestjs/common';
import { VOICE_MAX_SECONDS } from '@yihu/shared';
import { contentKey, sha256Of } from '../../platform/blobs';
import { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { newId } from '../../platform/ids';
import { isVoice } from './attachment-row';
import { AttachmentsShelf, type Upload } from './attachments.shelf';
import { ingestVoice } from './audio/ingest-voice';
import { SignedLinks } from './rules/signed-links';

/** The answer to the upload of a recording. */
export interface UploadedVoice {
  id: string;
  seconds: number;
  sha256: string;
  url: string;
}

/** Takes recordings in: 说一说. */
@Injectable()
export class VoicesService {
  constructor(
    private readonly clock: Clock,
    private readonly links: SignedLinks,
    private readonly shelf: AttachmentsShelf,
  ) {}

  /** Refuses what is no recording, too short or too long, by what the bytes say. Repeats as for photos. */
  async upload(upload: Upload): Promise<UploadedVoice> {
    const known = await this.shelf.known(upload);
    if (known && !isVoice(known)) throw new AppError('VOICE_TYPE');
    const taken = ingestVoice(upload.bytes);
    if (!taken.ok) throw new AppError(taken.code, { limit: VOICE_MAX_SECONDS });
    const { bytes, seconds, mime, extension } = taken.voice;
    const sha256 = sha256Of(bytes);
    const now = this.clock.now();
    const row = {
      id: newId(),
      owner_kind: 'DRAFT' as const,
      owner_id: upload.draftId,
      uploader_id: upload.uploaderId,
      purpose: upload.purpose,
      draft_id: upload.draftId,
      sha256,
      original_sha256: sha256Of(upload.bytes),
      bytes: bytes.length,
      width: 0,
      height: 0,
      mime,
      blob_key: contentKey('voice', sha256, extension),
      thumb_key: '',
      created_at: now,
      event_seq: null,
      seconds: Math.max(1, Math.round(seconds)),
      taken_at: null,
      taken_lat_e6: null,
      taken_lng_e6: null,
      mark_text: null,
      marked_sha256: null,
    };
    const stored = await this.shelf.keep(upload, row, [{ key: row.blob_key, bytes }], known);
    const url = this.links.sign(stored.id, 'main', now);
    return { id: stored.id, seconds: stored.seconds ?? row.seconds, sha256: stored.sha256, url };
  }
}

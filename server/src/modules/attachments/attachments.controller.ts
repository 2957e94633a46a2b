import { Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor, Public } from '../../platform/auth/decorators';
import { Limited } from '../../platform/rate-limit';
import { AttachmentsService, type UploadedPhoto } from './attachments.service';
import { rangeOf } from './rules/byte-range';
import { UploadGate } from './upload-gate';
import { readUpload } from './upload-reader';
import { type UploadedVoice, VoicesService } from './voices.service';

@Controller()
export class AttachmentsController {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly voices: VoicesService,
    private readonly gate: UploadGate,
  ) {}

  /** Multipart: one `file`, and the fields `draftId` and `purpose`. */
  @Limited('upload')
  @Post('api/attachments')
  @HttpCode(200)
  @Can('attachment:upload')
  upload(
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
  ): Promise<UploadedPhoto | UploadedVoice> {
    return this.gate.pass(actor.personId, async () => {
      const upload = { ...(await readUpload(request)), uploaderId: actor.personId };
      return upload.purpose === 'VOICE' ? this.voices.upload(upload) : this.attachments.upload(upload);
    });
  }

  /** Whoever holds a link that we signed and that has not ended may see the photo or hear the recording; nobody else learns anything. */
  @Get('files/:id/:variant')
  @Public()
  async open(
    @Param('id') id: string,
    @Param('variant') variant: string,
    @Query('exp') exp: unknown,
    @Query('sig') sig: unknown,
    @Headers('range') range: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const file = await this.attachments.open({ id, variant, exp: textOf(exp), sig: textOf(sig) });
    void reply.headers({
      'content-type': file.mime,
      'cache-control': `private, max-age=${file.maxAgeS}, immutable`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': 'inline',
      'referrer-policy': 'no-referrer',
      // Players of phones ask for a recording part by part.
      'accept-ranges': 'bytes',
    });
    const size = file.bytes.length;
    const part = rangeOf(range, size);
    if (part === 'whole') return file.bytes;
    if (part === 'none') {
      void reply.code(416).header('content-range', `bytes */${size}`);
      return Buffer.alloc(0);
    }
    void reply.code(206).header('content-range', `bytes ${part.from}-${part.to}/${size}`);
    return file.bytes.subarray(part.from, part.to + 1);
  }
}

/** A repeated query parameter arrives as an array: then it is no link of ours. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

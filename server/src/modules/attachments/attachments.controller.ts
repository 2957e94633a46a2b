import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor, Public } from '../../platform/auth/decorators';
import { Limited } from '../../platform/rate-limit';
import { AttachmentsService, type UploadedPhoto } from './attachments.service';
import { UploadGate } from './upload-gate';
import { readUpload } from './upload-reader';

@Controller()
export class AttachmentsController {
  constructor(
    private readonly attachments: AttachmentsService,
    private readonly gate: UploadGate,
  ) {}

  /** Multipart: one `file`, and the fields `draftId` and `purpose`. */
  @Limited('upload')
  @Post('api/attachments')
  @HttpCode(200)
  @Can('attachment:upload')
  upload(@CurrentActor() actor: Actor, @Req() request: FastifyRequest): Promise<UploadedPhoto> {
    return this.gate.pass(actor.personId, async () =>
      this.attachments.upload({ ...(await readUpload(request)), uploaderId: actor.personId }),
    );
  }

  /** Whoever holds a link that we signed and that has not ended may see the photo; nobody else learns anything. */
  @Get('files/:id/:variant')
  @Public()
  async open(
    @Param('id') id: string,
    @Param('variant') variant: string,
    @Query('exp') exp: unknown,
    @Query('sig') sig: unknown,
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
    });
    return file.bytes;
  }
}

/** A repeated query parameter arrives as an array: then it is no link of ours. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

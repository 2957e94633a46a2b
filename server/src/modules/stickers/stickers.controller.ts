import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import type { StickerAnswer, StickerBatchesAnswer, StickersAnswer, StickerView } from '@yihu/shared';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor, Public } from '../../platform/auth/decorators';
import { Limited } from '../../platform/rate-limit';
import { StickerImages } from './sticker-images.service';
import { ChangeStickerDto, MakeStickersDto, StickerListDto } from './stickers.dto';
import { StickersService } from './stickers.service';

/** What a scanned sticker stands for. Public: it hangs in the street. */
@Controller('api/places/stickers')
export class StickerController {
  constructor(private readonly stickers: StickersService) {}

  @Public()
  @Limited('lookUp')
  @Get(':id')
  @Header('cache-control', 'no-store')
  open(@Param('id') id: string): Promise<StickerAnswer> {
    return this.stickers.open(id);
  }
}

/** Making, moving and printing stickers. */
@Controller('api/admin/stickers')
@Can('sticker:manage')
export class StickersController {
  constructor(
    private readonly stickers: StickersService,
    private readonly images: StickerImages,
  ) {}

  @Get()
  list(@CurrentActor() actor: Actor, @Query() query: StickerListDto): Promise<StickersAnswer> {
    return this.stickers.list(actor, query.gridId);
  }

  @Get('batches')
  batches(@CurrentActor() actor: Actor): Promise<StickerBatchesAnswer> {
    return this.stickers.batches(actor);
  }

  @Post('batches/:id/revoke')
  @HttpCode(200)
  revokeBatch(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<StickerBatchesAnswer> {
    return this.stickers.revokeBatch(actor, id);
  }

  @Post()
  @HttpCode(200)
  make(@CurrentActor() actor: Actor, @Body() body: MakeStickersDto): Promise<StickersAnswer> {
    return this.stickers.make(actor, body);
  }

  @Post(':id')
  @HttpCode(200)
  change(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: ChangeStickerDto,
  ): Promise<StickerView> {
    return this.stickers.change(actor, id, body);
  }

  @Get(':id/wxcode')
  async code(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const { bytes, mime } = await this.images.code(actor, id);
    void reply.header('content-type', mime).header('cache-control', 'private, max-age=86400');
    return bytes;
  }

  @Get(':id/qr')
  @Header('content-type', 'image/svg+xml; charset=utf-8')
  @Header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
  qr(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<string> {
    return this.images.qr(actor, id);
  }
}

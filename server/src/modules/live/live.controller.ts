import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  Headers,
  HttpCode,
  Param,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import type { PresenceView } from '@yihu/shared';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { AppError } from '../../platform/errors';
import { PresenceDto } from './live.dto';
import { LiveHub } from './live-hub.service';
import { PresenceService } from './presence.service';
import { cursorOf } from './rules/frames';

const STREAM = 'text/event-stream';

/** What open screens are told without asking, and who else looks. */
@Controller('api/desk')
@Can('unit:read')
export class LiveController {
  constructor(
    private readonly hub: LiveHub,
    private readonly presence: PresenceService,
  ) {}

  /** Server-sent events of what the reader may see. `Last-Event-ID` or `?since=` resumes where she was. */
  @Get('stream')
  async stream(
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
    @Headers('accept') accept = '',
    @Headers('last-event-id') lastEventId?: string,
    @Query('since') since?: string,
  ): Promise<void> {
    // Whoever did not ask for a stream would wait for its end for ever.
    if (!accept.includes(STREAM)) throw new AppError('BAD_REQUEST', { reason: `Accept 应是 ${STREAM}` });
    const body = await this.hub.open(actor, cursorOf(lastEventId, since));
    await reply
      .header('content-type', `${STREAM}; charset=utf-8`)
      // Proxies that collect an answer before they pass it on would collect for ever.
      .header('x-accel-buffering', 'no')
      .header('cache-control', 'no-store, no-transform')
      // Its end is the end of the connection: nothing stays open behind a server that stops.
      .header('connection', 'close')
      .send(body);
  }

  @Get('presence/:orderId')
  @Header('cache-control', 'no-store')
  others(@CurrentActor() actor: Actor, @Param('orderId') orderId: string): Promise<PresenceView> {
    return this.presence.others(actor, orderId);
  }

  @Post('presence/:orderId')
  @HttpCode(200)
  beat(
    @CurrentActor() actor: Actor,
    @Param('orderId') orderId: string,
    @Body() body: PresenceDto,
  ): Promise<PresenceView> {
    return this.presence.beat(actor, orderId, body.editing === true);
  }

  @Delete('presence/:orderId')
  @HttpCode(200)
  leave(@CurrentActor() actor: Actor, @Param('orderId') orderId: string): Promise<PresenceView> {
    return this.presence.leave(actor, orderId);
  }
}

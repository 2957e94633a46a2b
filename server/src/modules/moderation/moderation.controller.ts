import { Body, Controller, Get, Header, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { ModerationAnswer, ModerationDecided } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { ModerationDecideDto, ModerationListDto } from './moderation.dto';
import { ModerationDesk } from './moderation-desk.service';

/** Texts and pictures that a machine could not clear. */
@Controller('api/moderation')
@Can('order:approve')
export class ModerationController {
  constructor(private readonly desk: ModerationDesk) {}

  @Get()
  @Header('cache-control', 'no-store')
  list(@CurrentActor() actor: Actor, @Query() query: ModerationListDto): Promise<ModerationAnswer> {
    return this.desk.list(actor, query.after, query.limit);
  }

  @Post(':id')
  @HttpCode(200)
  decide(
    @CurrentActor() actor: Actor,
    @Param('id') id: string,
    @Body() body: ModerationDecideDto,
  ): Promise<ModerationDecided> {
    return this.desk.decide(actor, id, body.decision, body.note?.trim() ?? '');
  }
}

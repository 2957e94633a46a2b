import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import type { NoticesAnswer, NoticesReadAnswer, UnreadCountAnswer } from '@yihu/shared';
import type { Actor } from '../../platform/auth/actor';
import { Can, CurrentActor } from '../../platform/auth/decorators';
import { InboxService } from './inbox.service';
import { NoticesQuery } from './notifications.dto';

/** A person's own messages. */
@Controller('api/notices')
@Can('notice:read')
export class NoticesController {
  constructor(private readonly inbox: InboxService) {}

  @Get()
  list(@CurrentActor() actor: Actor, @Query() query: NoticesQuery): Promise<NoticesAnswer> {
    return this.inbox.list(actor.personId, query.before, query.limit);
  }

  @Get('unread-count')
  unread(@CurrentActor() actor: Actor): Promise<UnreadCountAnswer> {
    return this.inbox.unread(actor.personId);
  }

  @Post('read-all')
  @HttpCode(200)
  readAll(@CurrentActor() actor: Actor): Promise<NoticesReadAnswer> {
    return this.inbox.readAll(actor.personId);
  }

  @Post(':id/read')
  @HttpCode(200)
  read(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<NoticesReadAnswer> {
    return this.inbox.read(actor.personId, id);
  }
}

import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { OUTBOX_STATES, type OutboxAnswer, type OutboxReplayAnswer, type OutboxState } from '@yihu/shared';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, Matches, Max, Min } from 'class-validator';
import type { Actor } from '../auth/actor';
import { Can, CurrentActor } from '../auth/decorators';
import { OutboxAdmin } from './outbox-admin';

class OutboxQuery {
  @IsOptional()
  @IsIn(Object.keys(OUTBOX_STATES), { message: '没有这种状态' })
  state: OutboxState = 'DEAD';

  @IsOptional()
  @Matches(/^[0-9A-Z]{26}$/, { message: '不是有效的编号' })
  before?: string;

  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: '应是整数' })
  @Min(1, { message: '至少 1 条' })
  @Max(100, { message: '最多 100 条' })
  limit: number = 50;
}

/** Failed effects, for the system administrator. */
@Controller('api/admin/outbox')
@Can('outbox:manage')
export class OutboxController {
  constructor(private readonly admin: OutboxAdmin) {}

  @Get()
  list(@Query() query: OutboxQuery): Promise<OutboxAnswer> {
    return this.admin.list(query.state, query.before, query.limit);
  }

  @Post(':id/replay')
  @HttpCode(200)
  replay(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<OutboxReplayAnswer> {
    return this.admin.replay(actor, id);
  }
}
